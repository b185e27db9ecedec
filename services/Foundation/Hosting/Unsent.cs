using Grpc.Core;

namespace Sunshine.Foundation.Hosting;

/// <summary>
/// Calls that failed before anything of them was sent to the service, because nobody took the connection: those that write may be made again too. A sidecar connects for its caller and says so in the words of
/// Go; it tries calls of unknown length, and all over gRPC, once only, so that what it says is said of the only attempt.
/// </summary>
public static class Unsent
{
    /// <summary>Whether a sidecar's text says so of a connection, its own to another sidecar or that one's to the service.</summary>
    public static bool IsSaidBy(string? text) =>
        text is not null && text.Contains("dial tcp ", StringComparison.Ordinal) && text.Contains("connect: connection refused", StringComparison.Ordinal);

    /// <summary>Whether a connection of our own failed: that to the sidecar beside us.</summary>
    public static bool Is(Exception? failed) => failed is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError };

    public static bool Is(RpcException failed) => failed.StatusCode == StatusCode.Unavailable && (IsSaidBy(failed.Status.Detail) || Is(failed.Status.DebugException));
}
