using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sunshine.Foundation.Storage;

namespace Sunshine.Foundation.Hosting;

/// <summary>A mistake of ours outside of all rpcs becomes one INTERNAL with a trace id and no detail, as inside of them.</summary>
public sealed partial class UnexpectedErrors(RequestDelegate next, ILogger<UnexpectedErrors> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (Exception e) when (!http.Response.HasStarted && e is not (OperationCanceledException or BadHttpRequestException))
        {
            if (StoreFailure.IsPassing(e))
            {
                LogStore(log, e, http.Request.Path);
                await RefusalResponse.Write(http, Refusals.Unavailable.Of());
                return;
            }

            var trace = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
            LogFailed(log, e, http.Request.Path, trace);
            await RefusalResponse.Write(http, Refusals.Internal.Of(trace).With("trace_id", trace));
        }
    }

    [LoggerMessage(1004, LogLevel.Error, "{Path} was refused, for the store does not do what it should")]
    private static partial void LogStore(ILogger log, Exception e, string path);

    [LoggerMessage(1002, LogLevel.Error, "{Path} failed outside of any rpc; trace {Trace}")]
    private static partial void LogFailed(ILogger log, Exception e, string path, string trace);
}
