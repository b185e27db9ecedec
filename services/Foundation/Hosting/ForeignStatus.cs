using Google.Rpc;
using Grpc.Core;

namespace Sunshine.Foundation.Hosting;

/// <summary>
/// Tells the refusals of our services, which all say so, from what the way to them reports: a sidecar that knows no such service
/// (UNKNOWN), cannot reach it (UNAVAILABLE) or does not let us through.
/// </summary>
public static class ForeignStatus
{
    /// <summary>Whether a status comes from the way to a service. Codes that gRPC itself gives within a service are not among them.</summary>
    public static bool Is(StatusCode code, Google.Rpc.Status? details) =>
        code is StatusCode.Unknown or StatusCode.Unavailable or StatusCode.PermissionDenied or StatusCode.Unauthenticated
        && details?.GetDetail<ErrorInfo>()?.Domain != Refusal.Domain;
}
