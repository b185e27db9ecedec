using Google.Rpc;
using Grpc.Core;

namespace Sunshine.Portal.Components;

/// <summary>A refusal of the services, for the form it is about.</summary>
/// <param name="Reason">Stable; empty if it came from elsewhere.</param>
/// <param name="Message">A sentence in the reader's language.</param>
public sealed record Refused(string Reason, string Message, IReadOnlyList<(string Field, string Text)> Violations)
{
    public static Refused Of(RpcException e)
    {
        var status = e.GetRpcStatus();
        var violations = status?.GetDetail<BadRequest>()?.FieldViolations.Select(v => (v.Field, v.Description)) ?? [];
        return new Refused(status?.GetDetail<ErrorInfo>()?.Reason ?? "", status?.GetDetail<LocalizedMessage>()?.Message ?? e.Status.Detail, [.. violations]);
    }

    /// <summary>All of it in a paragraph.</summary>
    public string Sentence => string.Join(" ", Violations.Select(v => v.Text).Prepend(Message));

    /// <summary>What is wrong with one field; empty if nothing is.</summary>
    /// <param name="field">By the path that the interface uses: <c>applicant.name</c>.</param>
    public string At(string field) => string.Join(" ", Violations.Where(v => v.Field == field).Select(v => v.Text));

    /// <summary>What no field of the form shows.</summary>
    public IEnumerable<string> Beside(IReadOnlyCollection<string> shown) => Violations.Where(v => !shown.Contains(v.Field)).Select(v => v.Text);
}
