using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Sunshine.Testing.Sidecar;

/// <summary>Answers the sidecar gives by itself: a status in the only frame of headers, as grpc-go sends a call that failed at once.</summary>
internal static class GrpcAnswer
{
    public static bool IsGrpc(string? contentType) => contentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true;

    /// <summary>Ends a call; whatever was sent before stays.</summary>
    public static void End(HttpContext http, StatusCode code, string message = "", Google.Rpc.Status? details = null)
    {
        var trailers = new List<KeyValuePair<string, StringValues>>
        {
            new("grpc-status", ((int)code).ToString()),
            new("grpc-message", Uri.EscapeDataString(message))
        };
        if (details is not null) trailers.Add(new("grpc-status-details-bin", Convert.ToBase64String(details.ToByteArray()).TrimEnd('=')));
        End(http, trailers);
    }

    public static void End(HttpContext http, IEnumerable<KeyValuePair<string, StringValues>> trailers)
    {
        if (http.Response.HasStarted)
        {
            foreach (var (name, value) in trailers) http.Response.AppendTrailer(name, value);
            return;
        }

        http.Response.ContentType = "application/grpc";
        foreach (var (name, value) in trailers) http.Response.Headers[name] = value;
    }

    /// <summary>How a sidecar turns away an app without its token.</summary>
    public static void Unauthorized(HttpContext http, string reason)
    {
        var info = new ErrorInfo { Domain = "dapr.io", Reason = "UNAUTHENTICATED" };
        info.Metadata.Add("http.error_message", reason);
        End(http, StatusCode.Unauthenticated, "Unauthorized", new Google.Rpc.Status { Code = (int)StatusCode.Unauthenticated, Message = "Unauthorized", Details = { Any.Pack(info) } });
    }
}
