using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Sunshine.Foundation.Hosting;

/// <summary>
/// Puts into our own form what the framework says by itself of a gRPC message that is too large or whose frame is none, before any rpc
/// is reached.
/// </summary>
public sealed class FrameworkAnswers(RequestDelegate next)
{
    private static readonly object Reached = new();

    /// <summary>An rpc has its request: what fails from now on is not the frame.</summary>
    public static void RpcReached(HttpContext http) => http.Items[Reached] = true;

    /// <summary>The refusal of a message that could not be read, from the exception the framework throws; null for any other.</summary>
    public static RefusedException? OfFrame(Exception e) => e switch
    {
        RpcException { StatusCode: StatusCode.ResourceExhausted } rpc when !HasDetails(rpc) => Refusals.TooLarge,
        RpcException { StatusCode: StatusCode.Internal } rpc when !HasDetails(rpc) => WireCheck.NoMessage(),
        InvalidDataException => WireCheck.NoMessage(),
        _ => null
    };

    public async Task InvokeAsync(HttpContext http)
    {
        await next(http);
        var headers = http.Response.Headers;
        if (!http.Request.IsGrpc()) return;
        if (http.Response.HasStarted || http.Items.ContainsKey(Reached) || headers.ContainsKey("grpc-status-details-bin") || !int.TryParse(headers["grpc-status"], out var status)) return;
        switch ((StatusCode)status)
        {
            case StatusCode.ResourceExhausted:
                await RefusalResponse.Write(http, Refusals.TooLarge);
                break;
            case StatusCode.Internal or StatusCode.Unknown:
                await RefusalResponse.Write(http, WireCheck.NoMessage());
                break;
        }
    }

    private static bool HasDetails(RpcException rpc) => rpc.Trailers.Any(t => t.Key == "grpc-status-details-bin");
}
