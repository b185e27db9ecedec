using Grpc.Core;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>Every reason of its own for which the service refuses.</summary>
public static class FinanceRefusals
{
    public static readonly Refusal NoSuchDisclosure = new("NO_SUCH_DISCLOSURE", StatusCode.NotFound, "没有这项预决算公开。", "There is no such disclosure.");

    public static readonly Refusal NoSuchRelease = new("NO_SUCH_RELEASE", StatusCode.NotFound, "没有这一版。", "There is no such release.");

    public static readonly Refusal NoSuchStatement = new("NO_SUCH_STATEMENT", StatusCode.NotFound, "没有这张表。", "There is no such table.");

    public static readonly Refusal NoSuchDraft = new("NO_SUCH_DRAFT", StatusCode.NotFound, "没有这份草稿。", "There is no such draft.");

    public static readonly Refusal NotADraft = new("NOT_A_DRAFT", StatusCode.FailedPrecondition, "已不是草稿：{0}。", "It is no draft any more: {0}.");

    public static readonly Refusal OwnDraft = new("OWN_DRAFT", StatusCode.PermissionDenied, "不能发布自己编制的草稿。", "Nobody publishes a draft that they wrote themselves.");

    public static readonly Refusal NoSuchFinding = new("NO_SUCH_FINDING", StatusCode.NotFound, "没有这处勾稽问题，可能已经改正。", "There is no such finding; it may have been put right.");

    public static readonly Refusal NotWaivable = new("NOT_WAIVABLE", StatusCode.FailedPrecondition, "这处勾稽问题须改正，不能说明后保留。", "This must be put right; it cannot be waived.");

    public static readonly Refusal TooManyWaivers = new("TOO_MANY_WAIVERS", StatusCode.FailedPrecondition, "说明保留的问题过多：最多 {0} 处。", "Too many findings are waived: at most {0}.");

    public static readonly Refusal TooManyStatements = new("TOO_MANY_STATEMENTS", StatusCode.FailedPrecondition, "表格过多：最多 {0} 张。", "Too many tables: at most {0}.");

    public static readonly Refusal OutOfPhase = new("OUT_OF_PHASE", StatusCode.FailedPrecondition, "已公开更后的阶段，不能再公开先前的阶段。", "A later phase is disclosed already; no earlier one follows it.");

    public static readonly Refusal AlreadyDisclosed = new("ALREADY_DISCLOSED", StatusCode.FailedPrecondition,
        "这一阶段已经公开：再次公开须注明是依法调整还是更正。", "This phase is disclosed already: say whether this is an amendment or a correction.");

    public static readonly Refusal NothingToChange = new("NOTHING_TO_CHANGE", StatusCode.FailedPrecondition, "这一阶段尚未公开，无可调整或更正。", "This phase is not disclosed yet; there is nothing to amend or correct.");

    public static readonly Refusal Overtaken = new("RELEASE_OVERTAKEN", StatusCode.FailedPrecondition,
        "起草之后又公开了新的一版：请以新的一版重新起草。", "Another release came after this draft was begun: begin again with that one.");

    public static readonly Refusal Withdrawn = new("WITHDRAWN", StatusCode.FailedPrecondition, "这项公开已撤回。", "This disclosure was taken back.");

    public static readonly Refusal NotWithdrawn = new("NOT_WITHDRAWN", StatusCode.FailedPrecondition, "这项公开没有撤回。", "This disclosure was not taken back.");

    public static readonly Refusal Full = new("DISCLOSURE_FULL", StatusCode.FailedPrecondition, "这项公开的版本已达上限。", "This disclosure can have no further release.");

    public static readonly Refusal NoSuchLayout = new("NO_SUCH_LAYOUT", StatusCode.NotFound, "没有这种表。", "There is no such layout.");

    public static readonly Refusal NoSuchClassification = new("NO_SUCH_CLASSIFICATION", StatusCode.NotFound, "没有这种分类。", "There is no such classification.");
}
