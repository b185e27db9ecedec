using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Sunshine.Foundation.Hosting;

/// <summary>Endpoints beside the rpcs, for what JSON cannot carry.</summary>
public static class PlainEndpoints
{
    /// <summary>Sends refusals as an rpc would; a caller who went away in the middle is no mistake of ours.</summary>
    public static TBuilder AnswersRefusals<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.AddEndpointFilter(async (context, next) =>
        {
            try
            {
                return await next(context);
            }
            catch (RefusedException refused)
            {
                await RefusalResponse.Write(context.HttpContext, refused);
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
            {
                // Another service that this one needs.
                await RefusalResponse.Write(context.HttpContext, Refusals.Unavailable.Of());
            }
            catch (Exception e) when (e is IOException or OperationCanceledException && context.HttpContext.RequestAborted.IsCancellationRequested)
            {
                // Nobody is there to be answered.
            }

            return Results.Empty;
        });
}
