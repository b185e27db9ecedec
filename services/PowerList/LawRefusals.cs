using Grpc.Core;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Powers;

/// <summary>Every reason of its own for which the register of laws refuses.</summary>
public static class LawRefusals
{
    public static readonly Refusal NoSuchLaw = new("NO_SUCH_LAW", StatusCode.NotFound, "依据库中没有这部法律法规。", "The register has no such law.");

    public static readonly Refusal LawExists = new("LAW_EXISTS", StatusCode.AlreadyExists, "依据库中已有同名同文号的法律法规：{0}。", "The register has a law of this title and number: {0}.");

    public static readonly Refusal NoSuchAct = new("NO_SUCH_ACT", StatusCode.NotFound, "该法律法规没有这条变动记录。", "The law has no such act.");

    public static readonly Refusal LawEnded = new("LAW_ENDED", StatusCode.FailedPrecondition, "该法律法规自 {0} 起已废止或者失效。", "The law has not been in force since {0}.");

    public static readonly Refusal MustBeRebased = new("MUST_BE_REBASED", StatusCode.FailedPrecondition,
        "所依据的法律法规或者条款已废止或者失效，不能复核确认，须改列依据：{0}。", "What it rests on is no longer in force; that cannot be confirmed, and another basis must take its place: {0}.");

    public static readonly Refusal NothingToConfirm = new("NOTHING_TO_CONFIRM", StatusCode.FailedPrecondition, "该法律法规没有需要复核的变动。", "No act has changed the law.");
}
