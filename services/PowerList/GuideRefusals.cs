using Grpc.Core;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Powers;

/// <summary>Why calls on service guides are refused.</summary>
public static class GuideRefusals
{
    public static readonly Refusal NoSuchGuide = new("NO_SUCH_GUIDE", StatusCode.NotFound, "没有这份办事指南。", "There is no such service guide.");

    public static readonly Refusal NoSuchEdition = new("NO_SUCH_GUIDE_EDITION", StatusCode.NotFound, "办事指南没有这个版本。", "The guide has no such edition.");

    /// <summary>Also for one that the caller may not read: that it exists is nobody else's business.</summary>
    public static readonly Refusal NoSuchDraft = new("NO_SUCH_GUIDE_DRAFT", StatusCode.NotFound, "没有这份办事指南草稿。", "There is no such draft of a guide.");

    public static readonly Refusal GuideExists = new("GUIDE_EXISTS", StatusCode.AlreadyExists, "该办事指南已发布，请修订：{0}。", "The guide is published already; revise it: {0}.");

    public static readonly Refusal DraftExists = new("GUIDE_DRAFT_EXISTS", StatusCode.AlreadyExists, "该办事指南已有一份草稿：{0}。", "The guide has a draft already: {0}.");

    public static readonly Refusal FourEyes = new("FOUR_EYES", StatusCode.PermissionDenied, "不能发布自己编写的办事指南。", "Nobody publishes a guide that they wrote themselves.");

    public static readonly Refusal EditionOvertaken = new("EDITION_OVERTAKEN", StatusCode.Aborted,
        "起草后该指南已发布新版本，请放弃草稿后重新修订。", "Another edition was published since the draft was begun; discard it and revise anew.");

    public static readonly Refusal GuideWithdrawn = new("GUIDE_WITHDRAWN", StatusCode.FailedPrecondition, "该办事指南已撤回。", "The guide has been taken back.");

    public static readonly Refusal GuideNotWithdrawn = new("GUIDE_NOT_WITHDRAWN", StatusCode.FailedPrecondition, "该办事指南未被撤回。", "The guide is not taken back.");
}
