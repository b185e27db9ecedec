using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Sunshine.Foundation.Hosting;

/// <summary>Writes a refusal where no rpc has been reached, in the form the caller speaks: gRPC or JSON.</summary>
public static class RefusalResponse
{
    /// <summary>The details that a refusal may carry; JSON needs to know them.</summary>
    public static readonly TypeRegistry Details = TypeRegistry.FromMessages(
        ErrorInfo.Descriptor, BadRequest.Descriptor, LocalizedMessage.Descriptor, RequestInfo.Descriptor, RetryInfo.Descriptor);

    private static readonly JsonFormatter Json = new(new JsonFormatter.Settings(false, Details).WithFormatDefaultValues(false));

    /// <summary>Headers that are set already stay, such as those for security.</summary>
    public static Task Write(HttpContext http, RefusedException refused)
    {
        var isGrpc = http.Request.IsGrpc();
        var status = refused.ToStatus(Languages.Of(http.Request.Headers.AcceptLanguage), isGrpc ? RefusalInterceptor.MostInTrailers : int.MaxValue);
        var response = http.Response;
        response.ContentLength = null;
        response.Headers.Remove(HeaderNames.ContentEncoding);
        if (isGrpc)
        {
            response.StatusCode = StatusCodes.Status200OK;
            response.ContentType = http.Request.ContentType;
            response.Headers["grpc-status"] = status.Code.ToString();
            response.Headers["grpc-message"] = Uri.EscapeDataString(status.Message);
            response.Headers["grpc-status-details-bin"] = Convert.ToBase64String(status.ToByteArray()).TrimEnd('=');
            // What a gRPC client waits before it repeats a call by its own retry policy.
            if (refused.RetryAfter is { } pause) response.Headers["grpc-retry-pushback-ms"] = $"{pause * 1_000}";
            return Task.CompletedTask;
        }

        response.StatusCode = HttpStatus(refused.Refusal);
        response.ContentType = "application/json; charset=utf-8";
        if (refused.RetryAfter is { } seconds) response.Headers.RetryAfter = $"{seconds}";
        // Not bound to the call's own token: where a call took too long, that is the one that was cancelled.
        return response.WriteAsync(Json.Format(status));
    }

    /// <summary>The sentence alone, for a person before a browser.</summary>
    public static Task WriteSentence(HttpContext http, RefusedException refused)
    {
        var status = refused.ToStatus(Languages.Of(http.Request.Headers.AcceptLanguage));
        http.Response.StatusCode = HttpStatus(refused.Refusal);
        http.Response.ContentType = "text/plain; charset=utf-8";
        if (refused.RetryAfter is { } seconds) http.Response.Headers.RetryAfter = $"{seconds}";
        return http.Response.WriteAsync(status.Message);
    }

    private static int HttpStatus(Refusal refusal) => refusal.Code switch
    {
        _ when refusal.Reason == "REQUEST_TOO_LARGE" => StatusCodes.Status413PayloadTooLarge,
        _ when refusal == Refusals.NoSuchMethod => StatusCodes.Status405MethodNotAllowed,
        StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.OutOfRange => StatusCodes.Status400BadRequest,
        StatusCode.Unauthenticated => StatusCodes.Status401Unauthorized,
        StatusCode.PermissionDenied => StatusCodes.Status403Forbidden,
        StatusCode.NotFound => StatusCodes.Status404NotFound,
        StatusCode.Aborted or StatusCode.AlreadyExists => StatusCodes.Status409Conflict,
        StatusCode.ResourceExhausted => StatusCodes.Status429TooManyRequests,
        StatusCode.Unimplemented => StatusCodes.Status501NotImplemented,
        StatusCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        StatusCode.DeadlineExceeded => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status500InternalServerError
    };
}
