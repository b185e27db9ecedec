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

    public static readonly Refusal NoSuchLayout = new("NO_SUCH_LAYOUT", StatusCode.NotFound, "没有这种表。", "There is no such layout.");

    public static readonly Refusal NoSuchClassification = new("NO_SUCH_CLASSIFICATION", StatusCode.NotFound, "没有这种分类。", "There is no such classification.");

    public static readonly Refusal Withdrawn = new("WITHDRAWN", StatusCode.FailedPrecondition, "该项公开已撤回。", "The disclosure was taken back.");
}
