using System.Diagnostics.Metrics;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Hosting;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Sunshine.Gateway;

/// <summary>How a service does.</summary>
public enum ServiceStatus
{
    /// <summary>It answers, and so does its store.</summary>
    Serving,

    /// <summary>It answers, and its store does not.</summary>
    StoreAway,

    /// <summary>It does not answer.</summary>
    Unreachable
}

/// <param name="Since">When it was first seen to be so by this gateway.</param>
public sealed record ServiceState(string Service, ServiceStatus Status, DateTimeOffset Since);

/// <summary>Asks the services behind the gateway whether they and their stores answer, by gRPC's health check and on the way that every call goes.</summary>
public sealed partial class ServiceStates : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>Who asks sooner again gets what was found: asking is open to everybody.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    /// <summary>For each of two questions. A store that is away takes longer to say so.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, (GrpcChannel Channel, Metadata Headers)> _services;
    private readonly SemaphoreSlim _asking = new(1);
    private readonly TimeProvider _time;
    private readonly ILogger<ServiceStates> _log;
    private volatile IReadOnlyList<ServiceState> _found = [];
    private long? _askedAt;

    public ServiceStates(IConfiguration configuration, IOptions<GatewayOptions> options, GatewayMeter meter, TimeProvider time, ILogger<ServiceStates> log, SidecarOptions? sidecar = null)
    {
        (_time, _log) = (time, log);
        _services = options.Value.Services.ToDictionary(s => s, s => (GrpcChannel.ForAddress(ServiceAddress.Grpc(configuration, sidecar, s)), Headers(s)));
        meter.Meter.CreateObservableGauge("sunshine.gateway.service.up",
            () => _found.Select(s => new Measurement<int>(s.Status == ServiceStatus.Serving ? 1 : 0, new KeyValuePair<string, object?>("service", s.Service))),
            "{service}", "1 if a service behind the gateway answers and its store does, else 0.");

        Metadata Headers(string service)
        {
            var headers = new Metadata();
            foreach (var (name, value) in ServiceAddress.Headers(sidecar, service)) headers.Add(name, value);
            return headers;
        }
    }

    /// <summary>What was found not long ago, else what is found now; in the order of the settings.</summary>
    public async Task<IReadOnlyList<ServiceState>> Read(CancellationToken cancel)
    {
        await _asking.WaitAsync(cancel);
        try
        {
            if (_askedAt is not { } at || _time.GetElapsedTime(at) >= Fresh)
            {
                // Not given up with the one who asked first: others wait for it.
                _found = await Task.WhenAll(_services.Keys.Select(Ask));
                _askedAt = _time.GetTimestamp();
            }

            return _found;
        }
        finally
        {
            _asking.Release();
        }
    }

    public override void Dispose()
    {
        foreach (var (channel, _) in _services.Values) channel.Dispose();
        _asking.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                // Before the first question too: in one process it would come before anybody listens.
                await Task.Delay(Interval, _time, stoppingToken);
                await Read(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task<ServiceState> Ask(string service)
    {
        var status = await Ask(service, service) ? ServiceStatus.Serving : await Ask(service, SunshineHost.Alive) ? ServiceStatus.StoreAway : ServiceStatus.Unreachable;
        var before = _found.FirstOrDefault(s => s.Service == service);
        if (before?.Status == status) return before;
        if (before is not null || status != ServiceStatus.Serving) LogChanged(_log, service, status);
        return new ServiceState(service, status, _time.GetUtcNow());
    }

    /// <param name="what">The service's name for its store, or <see cref="SunshineHost.Alive"/>.</param>
    private async Task<bool> Ask(string service, string what)
    {
        var (channel, headers) = _services[service];
        try
        {
            // By the machine's clock, which is what gRPC compares it with.
            var deadline = (TimeProvider.System.GetUtcNow() + Patience).UtcDateTime;
            return (await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest { Service = what }, headers, deadline)).Status == ServingStatus.Serving;
        }
        catch (RpcException)
        {
            return false;
        }
    }

    [LoggerMessage(7010, LogLevel.Warning, "{Service} is {Status} by now")]
    private static partial void LogChanged(ILogger log, string service, ServiceStatus status);
}
