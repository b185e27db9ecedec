using Sunshine.Foundation.Hosting;
using Yarp.ReverseProxy.Forwarder;

namespace Sunshine.Gateway;

/// <summary>Says in our own form what the gateway itself has to refuse: no such address, a service that does not answer, a body too large.</summary>
public sealed class GatewayErrors(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http)
    {
        // Routing itself makes an endpoint for a path that has the other verb only; it carries nothing to be authorised by.
        if (http.GetEndpoint() is not { } endpoint || endpoint is not RouteEndpoint)
        {
            await RefusalResponse.Write(http, (http.GetEndpoint() is null ? Refusals.NoSuchPath : Refusals.WrongMethod).Of(http.Request.Method));
            return;
        }

        try
        {
            await next(http);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge && !http.Response.HasStarted)
        {
            await RefusalResponse.Write(http, Refusals.TooLarge.Of());
            return;
        }

        if (http.Response.HasStarted || http.GetForwarderErrorFeature() is not { } error) return;
        if (http.RequestAborted.IsCancellationRequested) return;
        var refusal = error.Error switch
        {
            ForwarderError.RequestTimedOut or ForwarderError.UpgradeActivityTimeout => Refusals.TooSlow,
            ForwarderError.RequestBodyClient or ForwarderError.RequestBodyDestination when error.Exception is BadHttpRequestException { StatusCode: 413 } => Refusals.TooLarge,
            _ => Refusals.Unavailable
        };
        await RefusalResponse.Write(http, refusal.Of());
    }
}
