using Google.Rpc;
using Grpc.Core;

namespace Sunshine.Cli;

/// <summary>Says in a sentence why a call failed.</summary>
internal static class Failures
{
    public static string Sentence(Grpc.Core.Status status)
    {
        var hint = status.StatusCode switch
        {
            StatusCode.Unauthenticated => " Give --client-id and --client-secret, or --credentials.",
            StatusCode.PermissionDenied => " The client may not do this: its role or its agency does not allow it.",
            StatusCode.Unavailable => " Is --server right, and the server running?",
            StatusCode.Unimplemented => " The server does not offer this call: is --server the gRPC address?",
            _ => "",
        };
        var detail = status.Detail.TrimEnd('.');
        return $"{status.StatusCode}: {(detail.Length > 0 ? detail : "no reason given")}.{hint}";
    }

    /// <summary>With the field violations the server gave, if it did.</summary>
    public static string Sentence(RpcException e)
    {
        var violations = e.GetRpcStatus()?.GetDetail<BadRequest>()?.FieldViolations ?? [];
        return Sentence(e.Status) + string.Concat(violations.Select(v => $" {v.Field}: {v.Description}"));
    }
}
