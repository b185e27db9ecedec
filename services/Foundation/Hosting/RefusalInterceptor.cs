using System.Diagnostics;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Logging;
using Sunshine.Foundation.Storage;

namespace Sunshine.Foundation.Hosting;

/// <summary>
/// Sends refusals with their reason, fields and sentence, and turns everything unexpected into one INTERNAL with a trace id and no
/// detail. Services catch nothing.
/// </summary>
public sealed partial class RefusalInterceptor(ILogger<RefusalInterceptor> log) : Interceptor
{
    /// <summary>
    /// Bytes of a refusal in the trailers of a gRPC call, where it takes a third more: clients and the edge accept 64 KiB of headers and take an answer with more
    /// for a server that has failed. Answers over REST have it in their body.
    /// </summary>
    internal const int MostInTrailers = 36 * 1024;

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        FrameworkAnswers.RpcReached(context.GetHttpContext());
        try
        {
            return await continuation(request, context);
        }
        catch (Exception e) when (Translate(e, context) is { } sent)
        {
            throw sent;
        }
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        FrameworkAnswers.RpcReached(context.GetHttpContext());
        try
        {
            return await continuation(requestStream, context);
        }
        catch (Exception e) when (Translate(e, context) is { } sent)
        {
            throw sent;
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        FrameworkAnswers.RpcReached(context.GetHttpContext());
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception e) when (Translate(e, context) is { } sent)
        {
            throw sent;
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        FrameworkAnswers.RpcReached(context.GetHttpContext());
        try
        {
            await continuation(requestStream, responseStream, context);
        }
        catch (Exception e) when (Translate(e, context) is { } sent)
        {
            throw sent;
        }
    }

    private static bool IsGrpc(ServerCallContext context) => context.GetHttpContext().Request.IsGrpc();

    /// <summary>What is sent instead; null if the exception is already what gRPC sends.</summary>
    private RpcException? Translate(Exception e, ServerCallContext context)
    {
        if (FrameworkAnswers.OfFrame(e) is { } unreadable) return unreadable.ToStatus(context.Language()).ToRpcException();
        switch (e)
        {
            case RpcException:
                return null;
            case RefusedException refused:
                // Over REST the answer is written by the framework, which knows nothing of this.
                if (refused.RetryAfter is { } seconds && !IsGrpc(context)) context.GetHttpContext().Response.Headers.RetryAfter = $"{seconds}";
                return refused.ToStatus(context.Language(), IsGrpc(context) ? MostInTrailers : int.MaxValue).ToRpcException();
            case BadPlaceException:
                var violations = new Violations();
                PageTokens.Refuse(violations);
                return new RefusedException(Refusals.InvalidFields, "", violations.Found).ToStatus(context.Language()).ToRpcException();
            case OperationCanceledException or IOException when context.CancellationToken.IsCancellationRequested:
                if (context.GetHttpContext().Features.Get<IHttpRequestTimeoutFeature>()?.RequestTimeoutToken.IsCancellationRequested == true)
                    return Refusals.TooSlow.Of().ToStatus(context.Language()).ToRpcException();
                return new RpcException(new Status(StatusCode.Cancelled, "The caller went away."));
            case var _ when StoreFailure.IsPassing(e):
                LogStore(log, e, context.Method);
                return Refusals.Unavailable.Of().ToStatus(context.Language()).ToRpcException();
            default:
                var trace = Activity.Current?.TraceId.ToString() ?? context.GetHttpContext().TraceIdentifier;
                LogFailed(log, e, context.Method, trace);
                return Refusals.Internal.Of(trace).With("trace_id", trace).ToStatus(context.Language()).ToRpcException();
        }
    }

    [LoggerMessage(1003, LogLevel.Error, "{Method} was refused, for the store does not do what it should")]
    private static partial void LogStore(ILogger log, Exception e, string method);

    [LoggerMessage(1001, LogLevel.Error, "{Method} failed; trace {Trace}")]
    private static partial void LogFailed(ILogger log, Exception e, string method, string trace);
}

public static class CallLanguage
{
    /// <summary>The language the caller asked for.</summary>
    public static Language Language(this ServerCallContext context) => Languages.Of(context.RequestHeaders.GetValue("accept-language"));
}
