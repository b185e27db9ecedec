using Google.Rpc;
using Grpc.Core;

namespace Sunshine.Catalogue.Tests;

/// <summary>What a refusal says to programs.</summary>
internal static class RefusalDetails
{
    public static ErrorInfo Info(this RpcException refused) => Assert.IsType<ErrorInfo>(refused.GetRpcStatus()?.GetDetail<ErrorInfo>());

    public static string Reason(this RpcException refused) => refused.Info().Reason;

    /// <summary>The fields' paths with their reasons.</summary>
    public static IReadOnlyList<(string Field, string Reason)> Fields(this RpcException refused) =>
        Fields(refused.GetRpcStatus()?.GetDetail<BadRequest>()?.FieldViolations ?? []);

    public static IReadOnlyList<(string Field, string Reason)> Fields(this IEnumerable<BadRequest.Types.FieldViolation> violations) =>
        [.. violations.Select(v => (v.Field, v.Reason))];
}
