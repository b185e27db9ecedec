using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Threading.RateLimiting;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Identity;

namespace Sunshine.Foundation.Hosting;

/// <summary>
/// Turns calls away before a process breaks down under them: so many are worked on at once, some more wait for a moment, the others hear at once that they should come again, and when. Each
/// service has places of its own, so that one that hangs does not take the others with it; so have callers with a token, so that a rush of readers does not keep officers from their work. All share
/// the processors (<see cref="Backlog"/>).
/// </summary>
public sealed class LoadLimit : IDisposable
{
    private readonly ConcurrentDictionary<Endpoint, Lanes> _byEndpoint = new();
    private readonly ConcurrentDictionary<string, Lanes> _byService = new();
    private readonly LoadOptions _options;
    private readonly TimeProvider _time;
    private readonly Backlog _backlog;
    private readonly Counter<long> _turnedAway;
    private readonly string _longestCall;

    public LoadLimit(IOptions<LoadOptions> options, Backlog backlog, TimeProvider time, IMeterFactory meters)
    {
        (_options, _backlog, _time) = (options.Value, backlog, time);
        _longestCall = ((long)_options.LongestCall.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) + "m";
        var meter = meters.Create(Telemetry.Name);
        _turnedAway = meter.CreateCounter<long>("sunshine.load.turned_away", "{call}", "Calls that were turned away because too much was going on.");
        meter.CreateObservableGauge("sunshine.load.at_once", () => Observe(l => l.AtOnce), "{call}", "Calls that are being worked on.");
        meter.CreateObservableGauge("sunshine.load.waiting", () => Observe(l => l.Waiting), "{call}", "Calls that wait to be worked on.");
    }

    public void Dispose()
    {
        foreach (var lanes in _byService.Values) lanes.Dispose();
    }

    /// <summary>Takes a place for a call until its answer begins: what is sent after that costs little, and may take as long as it is.</summary>
    public async Task Serve(HttpContext http, RequestDelegate next)
    {
        // A call between services of one process has a place already, that of the call which makes it.
        if (http.GetEndpoint() is not { } endpoint || LanesOf(endpoint) is not { } lanes || OwnCalls.Is(http.Request))
        {
            await next(http);
            return;
        }

        if (lanes.IsUnary && http.Request.IsGrpc() && !http.Request.Headers.ContainsKey("grpc-timeout")) http.Request.Headers["grpc-timeout"] = _longestCall;
        var known = IsKnown(http.Request);
        var isStream = lanes.IsStream || (!lanes.IsUnary && http.Request.IsGrpc());
        if (await Enter(lanes.Of(known, isStream), isStream ? null : _backlog.Of(known), http) is not { } place)
        {
            if (http.RequestAborted.IsCancellationRequested) return;
            _turnedAway.Add(1, new KeyValuePair<string, object?>("service", lanes.Service), new KeyValuePair<string, object?>("token", known));
            await (lanes.Service!.Length == 0 ? RefusalResponse.WriteSentence(http, Refusals.Overloaded.Of()) : RefusalResponse.Write(http, Refusals.Overloaded.Of()));
            return;
        }

        try
        {
            if (!lanes.IsStream) http.Response.OnStarting(Leave, place);
            await next(http);
        }
        finally
        {
            place.Dispose();
        }
    }

    private static Task Leave(object place)
    {
        ((Place)place).Dispose();
        return Task.CompletedTask;
    }

    /// <summary>A place of the service and one of the process, or none. A rushed process has no time to look at the clock for every call that waits: one that waits too long is told so when its timer comes.</summary>
    /// <param name="process">None for a stream, which is open for long and does little.</param>
    private async ValueTask<Place?> Enter(ConcurrencyLimiter lane, Places? process, HttpContext http)
    {
        var (own, shared) = (lane.AttemptAcquire(), (RateLimitLease?)null);
        if (own.IsAcquired && (process is null || (shared = process.AttemptAcquire()).IsAcquired)) return new Place(own, process, shared);
        using var patience = new CancellationTokenSource(_options.LongestWait, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, http.RequestAborted);
        try
        {
            if (!own.IsAcquired) own = await lane.AcquireAsync(1, either.Token);
            if (own.IsAcquired && (process is null || (shared = await process.AcquireAsync(either.Token)).IsAcquired)) return new Place(own, process, shared);
        }
        catch (OperationCanceledException)
        {
            // It has waited long enough, or has gone.
        }

        own.Dispose();
        return null;
    }

    /// <summary>By what it brings, not by whether that is true: to find that out costs more than most calls.</summary>
    private bool IsKnown(HttpRequest request)
    {
        if (request.Headers.Authorization.Count > 0) return true;
        if (_options.SessionCookies.Count == 0 || request.Headers.Cookie.Count == 0) return false;
        foreach (var cookie in _options.SessionCookies)
        {
            if (request.Cookies.ContainsKey(cookie)) return true;
        }

        return false;
    }

    private Lanes? LanesOf(Endpoint endpoint)
    {
        if (!_byEndpoint.TryGetValue(endpoint, out var lanes))
        {
            var service = ServiceOf((endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "");
            var type = endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.Type;
            var shared = service is null ? Lanes.None : _byService.GetOrAdd(service, s => new Lanes(s, _options));
            lanes = _byEndpoint.GetOrAdd(endpoint, shared.For(type));
        }

        return lanes.Service is null ? null : lanes;
    }

    /// <summary>Whose endpoint it is; empty for what is nobody's, such as pages; null for what is never turned away: questions about health, and what a sidecar brings, which would come again.</summary>
    private static string? ServiceOf(string route)
    {
        var path = "/" + route.TrimStart('/');
        if (path.StartsWith("/grpc.", StringComparison.Ordinal) || path.Split('/')[1] is "events" or "dapr" or "health") return null;
        return TokenBounds.ServiceOf(path) ?? "";
    }

    private IEnumerable<Measurement<long>> Observe(Func<Lanes, IEnumerable<(bool Known, long Value)>> read) =>
        from lanes in _byService.Values from lane in read(lanes) select new Measurement<long>(lane.Value, new("service", lanes.Service), new("token", lane.Known));

    /// <summary>The places of one service.</summary>
    private sealed class Lanes : IDisposable
    {
        public static readonly Lanes None = new();

        private readonly LoadOptions _options;
        private readonly ConcurrencyLimiter[] _calls;
        private readonly ConcurrencyLimiter[] _streams;
        private readonly MethodType? _type;

        public Lanes(string service, LoadOptions options)
        {
            (Service, _options) = (service, options);
            _calls = [Limiter(options.CallsAtOnce, options.CallsWaiting), Limiter(options.CallsAtOnce, options.CallsWaiting)];
            _streams = [Limiter(options.StreamsAtOnce, 0), Limiter(options.StreamsAtOnce, 0)];
        }

        private Lanes() => (_options, _calls, _streams) = (new LoadOptions(), [], []);

        private Lanes(Lanes shared, MethodType? type) => (Service, _options, _calls, _streams, _type) = (shared.Service, shared._options, shared._calls, shared._streams, type);

        public string? Service { get; }

        public bool IsUnary => _type == MethodType.Unary;

        public bool IsStream => _type is not (null or MethodType.Unary);

        public IEnumerable<(bool, long)> AtOnce => [(false, _options.CallsAtOnce - _calls[0].GetStatistics()!.CurrentAvailablePermits), (true, _options.CallsAtOnce - _calls[1].GetStatistics()!.CurrentAvailablePermits)];

        public IEnumerable<(bool, long)> Waiting => [(false, _calls[0].GetStatistics()!.CurrentQueuedCount), (true, _calls[1].GetStatistics()!.CurrentQueuedCount)];

        /// <summary>The same places, as an endpoint of a kind sees them.</summary>
        public Lanes For(MethodType? type) => new(this, type);

        public ConcurrencyLimiter Of(bool known, bool isStream) => (isStream ? _streams : _calls)[known ? 1 : 0];

        public void Dispose()
        {
            foreach (var limiter in _calls.Concat(_streams)) limiter.Dispose();
        }

        private static ConcurrencyLimiter Limiter(int places, int waiting) => new(new ConcurrencyLimiterOptions
        {
            PermitLimit = places, QueueLimit = waiting, QueueProcessingOrder = QueueProcessingOrder.NewestFirst
        });
    }

    /// <summary>What a call holds while it is worked on; given back once.</summary>
    private sealed class Place(RateLimitLease own, Places? process, RateLimitLease? shared) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) != 0) return;
            own.Dispose();
            if (shared is not null) process!.Leave(shared);
        }
    }
}

public static class LoadLimiting
{
    private const string Added = "sunshine-load-limit";

    internal static IServiceCollection AddLoadLimit(this IServiceCollection services)
    {
        services.AddOptions<LoadOptions>().BindConfiguration("Load").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Backlog>();
        services.AddHostedService(provider => provider.GetRequiredService<Backlog>());
        return services.AddSingleton<LoadLimit>();
    }

    /// <summary>After routing, before anything that costs. Where the edge and services are one process the first of them counts.</summary>
    public static void UseLoadLimit(this IApplicationBuilder app)
    {
        if (!app.Properties.TryAdd(Added, true)) return;
        app.Use(app.ApplicationServices.GetRequiredService<LoadLimit>().Serve);
    }
}
