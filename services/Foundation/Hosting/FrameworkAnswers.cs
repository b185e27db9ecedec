using System.Diagnostics;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sunshine.Foundation.Hosting;

/// <summary>
/// Puts into our own form what the framework says by itself: of a gRPC message that is too large or whose frame is none, before any rpc
/// is reached, and of a mistake of ours outside of all rpcs.
/// </summary>
public sealed partial class FrameworkAnswers(RequestDelegate next, ILogger<FrameworkAnswers> log)
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
        try
        {
            await next(http);
        }
        catch (Exception e) when (!http.Response.HasStarted && e is not (OperationCanceledException or BadHttpRequestException))
        {
            var trace = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
            LogFailed(log, e, http.Request.Path, trace);
            await RefusalResponse.Write(http, Refusals.Internal.Of(trace).With("trace_id", trace));
            return;
        }

        var headers = http.Response.Headers;
        if (http.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) != true) return;
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

    [LoggerMessage(1002, LogLevel.Error, "{Path} failed outside of any rpc; trace {Trace}")]
    private static partial void LogFailed(ILogger log, Exception e, string path, string trace);
}
