using Grpc.Core;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>Why calls on audit findings are refused.</summary>
public static class AuditRefusals
{
    public static readonly Refusal NoSuchAuditFinding = new("NO_SUCH_AUDIT_FINDING", StatusCode.NotFound, "没有这个审计问题。", "There is no such audit finding.");

    public static readonly Refusal FindingExists = new("FINDING_EXISTS", StatusCode.AlreadyExists, "该审计报告已有编号为 {0} 的问题。", "The report has a finding of number {0} already.");

    public static readonly Refusal WrongState = new("WRONG_STATE", StatusCode.FailedPrecondition, "该问题现为 {0}，不能执行此操作。", "The finding is {0}, which does not allow this.");

    public static readonly Refusal OwnClaim = new("OWN_CLAIM", StatusCode.PermissionDenied, "不能核销自己报告的整改。", "Nobody verifies what they have reported themselves.");

    public static readonly Refusal TooManySteps = new("TOO_MANY_STEPS", StatusCode.FailedPrecondition, "该问题的记录次数已达上限。", "The finding has too many steps.");
}
