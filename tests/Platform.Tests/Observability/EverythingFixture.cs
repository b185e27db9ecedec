using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Foundation.Hosting;
using Sunshine.Gateway;
using Sunshine.Portal;
using Sunshine.Standalone;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Observability;

/// <summary>All programs in one host, as standalone has them and with what only the gateway by itself has, and whoever measures in it.</summary>
public sealed class EverythingFixture : IAsyncLifetime
{
    private const string Us = "Sunshine";

    private readonly ConcurrentDictionary<Instrument, bool> _instruments = new();
    private readonly MeterListener _listener = new();

    internal TestHost Host { get; private set; } = null!;

    /// <summary>Of this host and of the runtime.</summary>
    internal IReadOnlyCollection<Instrument> All => [.. _instruments.Keys.Where(i => i.Meter.Scope is null || i.Meter.Scope == Host.Services.GetRequiredService<IMeterFactory>())];

    internal IReadOnlyCollection<Instrument> Own => [.. All.Where(i => i.Meter.Name == Telemetry.Name)];

    public async ValueTask InitializeAsync()
    {
        _listener.InstrumentPublished = (instrument, _) => _instruments.TryAdd(instrument, true);
        _listener.Start();
        var registered = new List<ServiceDescriptor>();
        Host = await Start(builder => registered.AddRange(builder.Services));
        // An instrument is there once the object that measures is.
        foreach (var service in registered.Where(IsOurs)) Resolve(service);
        await Host.Services.GetRequiredService<StateWork>().ReadAll(CancellationToken.None);
    }

    /// <param name="added">Called when everything is registered.</param>
    internal static Task<TestHost> Start(Action<WebApplicationBuilder>? added = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        // A service finds another where it finds itself.
        var own = $"http://127.0.0.1:{Ports.Free()}";
        var all = new Dictionary<string, string?>(settings ?? new Dictionary<string, string?>())
        {
            ["Kestrel:Endpoints:Rest:Url"] = "http://127.0.0.1:0", ["Kestrel:Endpoints:Grpc:Url"] = own, ["Services:catalogue"] = own, ["Services:ledger"] = own
        };
        return TestHost.Start("standalone",
            [.. EveryService.Names, GatewayModule.Name, PortalModule.Name, "standalone"],
            builder =>
            {
                builder.AddAuthority();
                // The authority would have its own tokens taken alone.
                TokenIssuer.Trust(builder.Services);
                builder.Services.AddGateway();
                builder.AddProxy();
                builder.Services.AddEveryService();
                added?.Invoke(builder);
            },
            app =>
            {
                app.UseGateway();
                app.UseFoundation();
                app.MapFoundation();
                app.MapGateway();
                app.MapEveryService();
            }, all, inMemory: false);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        if (Host is not null) await Host.DisposeAsync();
    }

    private static bool IsOurs(ServiceDescriptor service) =>
        service.Lifetime == ServiceLifetime.Singleton && !service.ServiceType.ContainsGenericParameters && service.ServiceType.Namespace?.StartsWith(Us, StringComparison.Ordinal) == true;

    private void Resolve(ServiceDescriptor service) =>
        _ = service.IsKeyedService ? Host.Services.GetKeyedService(service.ServiceType, service.ServiceKey) : Host.Services.GetService(service.ServiceType);
}
