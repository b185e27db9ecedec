using Microsoft.AspNetCore.Http;

namespace Sunshine.Foundation.Hosting;

public static class GrpcRequests
{
    /// <summary>Whether the caller speaks gRPC, and not REST, whoever answers.</summary>
    public static bool IsGrpc(this HttpRequest request) => request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true;
}
