using Sunshine.Foundation.Hosting;
using Yarp.ReverseProxy.Forwarder;

namespace Sunshine.Gateway;

/// <summary>Says in our own form what the gateway itself has to refuse: no such address, a service that does not answer, a body too large.</summary>
public sealed class GatewayErrors(RequestDelegate next, GatewayMeter meter)
{
    /// <summary>In seconds: when to come again to a service that is not available. A program is back about as soon as it was started anew.</summary>
    private const string RetryAfter = "2";

    public async Task InvokeAsync(HttpContext http)
    {
        http.Response.OnStarting(SayWhen, http.Response);
        if (http.GetEndpoint() is null)
        {
            await RefusalResponse.Write(http, Refusals.NoSuchPath.Of());
            return;
        }

        try
        {
            await next(http);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge && !http.Response.HasStarted)
        {
            await RefusalResponse.Write(http, Refusals.TooLarge);
            return;
        }

        if (http.Response.HasStarted || http.GetForwarderErrorFeature() is not { } error) return;
        if (http.RequestAborted.IsCancellationRequested) return;
        var broken = error.Error == ForwarderError.RequestBodyClient && await IsBroken(http);
        var refusal = error.Error switch
        {
            // The caller is still there, so what was cancelled ran out of time.
            ForwarderError.RequestTimedOut or ForwarderError.UpgradeActivityTimeout or ForwarderError.RequestCanceled
                or ForwarderError.RequestBodyCanceled or ForwarderError.ResponseBodyCanceled => Refusals.TooSlow.Of(),
            ForwarderError.RequestBodyClient or ForwarderError.RequestBodyDestination when error.Exception is BadHttpRequestException { StatusCode: 413 } => Refusals.TooLarge,
            // A body that is cut off, or whose chunks are none: the caller's mistake, and no service's. A service that goes while it is sent looks alike.
            ForwarderError.RequestBodyClient when broken => new RefusedException(Refusals.InvalidFields, "", [new Violation("", "MALFORMED_BODY", "请求正文不完整，或不符合 HTTP 格式。", "The body is cut off, or not as HTTP has it.")]),
            _ => Refusals.Unavailable.Of()
        };
        if (refusal.Refusal == Refusals.TooSlow) meter.Failed(Proxy.ServiceOf(http), "slow");
        else if (refusal.Refusal == Refusals.Unavailable) meter.Failed(Proxy.ServiceOf(http), "unavailable");
        await RefusalResponse.Write(http, refusal);
    }

    /// <summary>A service's own 503 leaves that to the edge, which may try again first (<see cref="RepeatedCalls"/>).</summary>
    private static Task SayWhen(object answer)
    {
        var response = (HttpResponse)answer;
        if (response.StatusCode == StatusCodes.Status503ServiceUnavailable && response.Headers.RetryAfter.Count == 0) response.Headers.RetryAfter = RetryAfter;
        return Task.CompletedTask;
    }

    /// <summary>Whether what the caller sends cannot be read any further. Only the text of HTTP/1 can be wrong in a body.</summary>
    private static async Task<bool> IsBroken(HttpContext http)
    {
        if (!HttpProtocol.IsHttp11(http.Request.Protocol) && !HttpProtocol.IsHttp10(http.Request.Protocol)) return false;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1), TimeProvider.System);
        try
        {
            var read = await http.Request.BodyReader.ReadAsync(patience.Token);
            http.Request.BodyReader.AdvanceTo(read.Buffer.Start);
            return false;
        }
        catch (Exception e) when (e is BadHttpRequestException or IOException or OperationCanceledException or InvalidOperationException)
        {
            // Whoever says nothing for a second has said nothing wrong.
            return !patience.IsCancellationRequested;
        }
    }
}
