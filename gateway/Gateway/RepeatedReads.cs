using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Sunshine.Foundation.Hosting;
using Yarp.ReverseProxy.Forwarder;

namespace Sunshine.Gateway;

/// <summary>
/// Reads over REST wait for a service that has just gone, as it does while a program is started anew: they are repeated until it answers, or until it has been away for
/// <see cref="GatewayOptions.ReadsWait"/>. From then on they are refused at once, so that calls do not pile up before a service that does not come back. What writes is never repeated here: whoever sent it
/// knows whether he may.
/// </summary>
public sealed class RepeatedReads(IOptions<GatewayOptions> options, TimeProvider time)
{
    private static readonly object Mark = new();
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>Since when services do not answer, by cluster.</summary>
    private readonly ConcurrentDictionary<string, long> _away = new();

    /// <summary>Whether an answer that says that the service is not available need not be passed on: the call is repeated, or refused in the end.</summary>
    public static bool Takes(HttpContext http)
    {
        if (!http.Items.ContainsKey(Mark)) return false;
        http.Items[Mark] = true;
        return true;
    }

    public async Task Serve(HttpContext http, RequestDelegate next)
    {
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            await next(http);
            return;
        }

        var proxy = http.GetReverseProxyFeature();
        var (cluster, destinations) = (proxy.Cluster.Config.ClusterId, proxy.AvailableDestinations);
        var headers = http.Response.Headers.ToArray();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            http.Items[Mark] = false;
            await next(http);
            if (http.Response.HasStarted || http.RequestAborted.IsCancellationRequested) return;
            var unanswered = http.GetForwarderErrorFeature()?.Error is ForwarderError.Request or ForwarderError.ResponseHeaders;
            if (!unanswered && http.Items[Mark] is not true)
            {
                _away.TryRemove(cluster, out _);
                return;
            }

            if (time.GetElapsedTime(_away.GetOrAdd(cluster, _ => time.GetTimestamp())) + pause > options.Value.ReadsWait) break;
            await Task.Delay(pause, time, http.RequestAborted);
            http.Features.Set<IForwarderErrorFeature>(null);
            http.Response.StatusCode = StatusCodes.Status200OK;
            Restore(http, headers);
            proxy.AvailableDestinations = destinations;
        }

        if (http.GetForwarderErrorFeature() is not null) return;
        Restore(http, headers);
        await RefusalResponse.Write(http, Refusals.Unavailable.Of());
    }

    /// <summary>The proxy puts what a service sends behind what is there.</summary>
    private static void Restore(HttpContext http, KeyValuePair<string, StringValues>[] headers)
    {
        http.Response.Headers.Clear();
        foreach (var (name, value) in headers) http.Response.Headers[name] = value;
    }
}
