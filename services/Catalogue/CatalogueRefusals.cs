using Grpc.Core;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Catalogue;

/// <summary>Every reason of its own for which the catalogue refuses.</summary>
public static class CatalogueRefusals
{
    public static readonly Refusal NoSuchItem = new("NO_SUCH_ITEM", StatusCode.NotFound, "没有这条信息：{0}。", "There is no item {0}.");

    public static readonly Refusal NoSuchAgency = new("NO_SUCH_AGENCY", StatusCode.NotFound, "没有这个机构：{0}。", "There is no agency {0}.");

    public static readonly Refusal AgencyExists = new("AGENCY_EXISTS", StatusCode.AlreadyExists, "机构编号已被使用：{0}。", "The agency id is taken: {0}.");

    public static readonly Refusal NoSuchDraft = new("NO_SUCH_DRAFT", StatusCode.NotFound, "没有这份草稿：{0}。", "There is no draft {0}.");

    public static readonly Refusal NoSuchEdition = new("NO_SUCH_EDITION", StatusCode.NotFound, "没有这个版本：{0}。", "There is no edition {0}.");

    public static readonly Refusal DraftExists = new("DRAFT_EXISTS", StatusCode.AlreadyExists, "该信息已有一份草稿：{0}。", "The item has a draft already: {0}.");

    public static readonly Refusal WrongDraftState = new("WRONG_DRAFT_STATE", StatusCode.FailedPrecondition,
        "草稿当前状态不允许此操作：{0}。", "The state of the draft does not allow this: {0}.");

    public static readonly Refusal ReviewerIsEditor = new("REVIEWER_IS_EDITOR", StatusCode.FailedPrecondition,
        "保密审查须由未参与起草的人员进行。", "Who has written a draft cannot review it.");

    public static readonly Refusal EditionOvertaken = new("EDITION_OVERTAKEN", StatusCode.Aborted,
        "起草后该信息已发布新版本，草稿已退回，请据现行版本修改。", "Another edition was published since the draft was begun; the draft has been returned.");

    public static readonly Refusal ItemWithdrawn = new("ITEM_WITHDRAWN", StatusCode.FailedPrecondition, "该信息已撤回：{0}。", "The item has been withdrawn: {0}.");

    public static readonly Refusal ItemNotWithdrawn = new("ITEM_NOT_WITHDRAWN", StatusCode.FailedPrecondition, "该信息未被撤回：{0}。", "The item is not withdrawn: {0}.");

    public static readonly Refusal NoIndexNumberLeft = new("NO_INDEX_NUMBER_LEFT", StatusCode.FailedPrecondition,
        "该机构当年的索引号已用完，或没有编制索引号所需的代码：{0}。", "The agency has no index number left for the year, or no code to form one with: {0}.");

    public static readonly Refusal NoSuchCodeTable = new("NO_SUCH_CODE_TABLE", StatusCode.NotFound, "没有这个代码表：{0}。", "There is no code table {0}.");

    /// <summary>Also for one that the caller may not read: that it exists is nobody else's business.</summary>
    public static readonly Refusal NoSuchAttachment = new("NO_SUCH_ATTACHMENT", StatusCode.NotFound, "没有这个附件：{0}。", "There is no attachment {0}.");

    public static readonly Refusal OtherContent = new("REQUEST_ID_TAKEN", StatusCode.AlreadyExists,
        "该请求编号已用于另一个附件：{0}。", "Another attachment was uploaded under this request id: {0}.");
}
