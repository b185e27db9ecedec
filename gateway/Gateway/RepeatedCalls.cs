using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Sunshine.Foundation.Hosting;
using Yarp.ReverseProxy.Forwarder;

namespace Sunshine.Gateway;

/// <summary>
/// Calls wait for a service that has just gone, as it does while a program is started anew: they are repeated until it answers, or until it has been away for long; from then on they are refused at once, so
/// that they do not pile up before a service that does not come back. Reads over REST are repeated whatever became of them, for <see cref="GatewayOptions.ReadsWait"/>; all others only if nothing of them was
/// sent, for <c>Calls:WaitForStart</c>. Without a sidecar it is the connections that wait for the latter.
/// </summary>
public sealed class RepeatedCalls(IOptions<GatewayOptions> options, TimeProvider time, IConfiguration configuration, SidecarOptions? sidecar = null)
{
    /// <summary>Of a body so much is kept for another attempt. A longer one has been sent by then, or waits to be.</summary>
    private const int MostKept = 64 * 1024;

    private static readonly object Key = new();
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly Absences _ofReads = new(options.Value.ReadsWait, time);
    private readonly Absences _ofOthers = new(CallingOptions.Of(configuration).WaitForStart, time);

    /// <summary>Whether an answer that says that the service is not available need not be passed on: the call is repeated, or refused in the end.</summary>
    /// <param name="unsent">Whether nothing of the call was sent to the service.</param>
    public static bool Takes(HttpContext http, bool unsent)
    {
        if (http.Items[Key] is not Attempt attempt || !attempt.MayRepeat(unsent)) return false;
        attempt.Taken = true;
        return true;
    }

    public async Task Serve(HttpContext http, RequestDelegate next)
    {
        var isRead = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        if (!isRead && sidecar is null)
        {
            await next(http);
            return;
        }

        RecordedStream? body = null;
        if (!isRead) http.Request.Body = body = new RecordedStream(http.Request.Body, MostKept);
        var (attempt, absences) = (new Attempt(body), isRead ? _ofReads : _ofOthers);
        http.Items[Key] = attempt;

        var proxy = http.GetReverseProxyFeature();
        var (cluster, destinations) = (proxy.Cluster.Config.ClusterId, proxy.AvailableDestinations);
        var headers = http.Response.Headers.ToArray();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            attempt.Taken = false;
            await next(http);
            if (http.Response.HasStarted || (!attempt.Taken && WhyUnanswered(http) is null))
            {
                if (!http.RequestAborted.IsCancellationRequested) absences.End(cluster);
                return;
            }

            if (http.RequestAborted.IsCancellationRequested || !(attempt.Taken || attempt.MayRepeat(Unsent.Is(WhyUnanswered(http))))) return;

            if (!absences.IsWorthWaiting(cluster, pause)) break;
            await Task.Delay(pause, time, http.RequestAborted);
            http.Features.Set<IForwarderErrorFeature>(null);
            http.Response.StatusCode = StatusCodes.Status200OK;
            Restore(http, headers);
            body?.Begin();
            proxy.AvailableDestinations = destinations;
        }

        if (http.GetForwarderErrorFeature() is not null) return;
        Restore(http, headers);
        await RefusalResponse.Write(http, Refusals.Unavailable.Of());
    }

    /// <summary>Why there is no answer; null if there is one, or if it is the caller's doing that there is none.</summary>
    private static Exception? WhyUnanswered(HttpContext http) =>
        http.GetForwarderErrorFeature() is { Error: ForwarderError.Request or ForwarderError.ResponseHeaders } error ? error.Exception ?? new HttpRequestException() : null;

    /// <summary>The proxy puts what a service sends behind what is there.</summary>
    private static void Restore(HttpContext http, KeyValuePair<string, StringValues>[] headers)
    {
        http.Response.Headers.Clear();
        foreach (var (name, value) in headers) http.Response.Headers[name] = value;
    }

    /// <param name="body">None of a read.</param>
    private sealed class Attempt(RecordedStream? body)
    {
        /// <summary>Whether its answer was kept back.</summary>
        public bool Taken { get; set; }

        public bool MayRepeat(bool unsent) => body is null || (unsent && body.CanBegin);
    }
}
