using Grpc.Core;
using Xunit;

namespace Sunshine.Testing.Hosts;

/// <summary>Calls that must be refused, and with what.</summary>
public static class RefusedCalls
{
    /// <summary>Fails unless a call is refused with a status.</summary>
    public static async Task<RpcException> Refused(StatusCode code, Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(call);
        Assert.True(code == refused.StatusCode, $"{code} was expected, not {refused}");
        return refused;
    }

    public static async Task<string> ReasonOf(StatusCode code, Func<Task> call) => ReasonOf(await Refused(code, call));

    public static string ReasonOf(RpcException refused) => refused.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason;

    /// <summary>Everything that is said to be wrong: field and reason.</summary>
    public static async Task<IReadOnlyList<string>> Wrong(Func<Task> call) =>
        [.. (await Refused(StatusCode.InvalidArgument, call)).GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(f => $"{f.Field} {f.Reason}")];
}
