using Grpc.Core;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Catalogue;

/// <summary>Every reason of its own for which the catalogue refuses.</summary>
public static class CatalogueRefusals
{
    public static readonly Refusal NoSuchItem = new("NO_SUCH_ITEM", StatusCode.NotFound, "没有这条信息：{0}。", "There is no item {0}.");

    public static readonly Refusal NoSuchSiteMap = new("NO_SUCH_SITE_MAP", StatusCode.NotFound, "站点地图没有这一部分：{0}。", "The site map has no part {0}.");

    public static readonly Refusal NoPages = new("NO_PAGES", StatusCode.NotFound,
        "未设置 Catalogue:ItemPage，没有站点地图。", "Catalogue:ItemPage is not set, so that there is no site map.");

    public static readonly Refusal NoSuchAgency = new("NO_SUCH_AGENCY", StatusCode.NotFound, "没有这个机构：{0}。", "There is no agency {0}.");

    public static readonly Refusal AgencyDissolved = new("AGENCY_DISSOLVED", StatusCode.FailedPrecondition, "该机构已撤销、合并或分设：{0}。", "The agency is no more: {0}.");

    public static readonly Refusal NoSuchGuide = new("NO_SUCH_GUIDE", StatusCode.NotFound, "该机构没有公开指南：{0}。", "The agency has no disclosure guide: {0}.");

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

    public static readonly Refusal NoSuchConsultation = new("NO_SUCH_CONSULTATION", StatusCode.NotFound, "没有这项意见征集：{0}。", "There is no consultation {0}.");

    public static readonly Refusal ConsultationNotADraft = new("CONSULTATION_NOT_A_DRAFT", StatusCode.FailedPrecondition,
        "意见征集已公布，不能再修改：{0}。", "The consultation is published and stays as it is: {0}.");

    public static readonly Refusal ConsultationNotOpen = new("CONSULTATION_NOT_OPEN", StatusCode.FailedPrecondition,
        "不在征求意见期限内：{0}。", "This is not the time for opinions: {0}.");

    public static readonly Refusal ConsultationStillOpen = new("CONSULTATION_STILL_OPEN", StatusCode.FailedPrecondition,
        "征求意见尚未结束：{0}。", "The time for opinions is not over: {0}.");

    public static readonly Refusal AdoptionSummaryPublished = new("ADOPTION_SUMMARY_PUBLISHED", StatusCode.FailedPrecondition,
        "采纳情况已公布：{0}。", "What became of the opinions is published already: {0}.");

    public static readonly Refusal AdoptionSummaryMissing = new("ADOPTION_SUMMARY_MISSING", StatusCode.FailedPrecondition,
        "尚未公布意见采纳情况：{0}。", "What became of the opinions is not published yet: {0}.");

    public static readonly Refusal LegalityReviewMissing = new("LEGALITY_REVIEW_MISSING", StatusCode.FailedPrecondition,
        "未经合法性审查或者审查未通过，不得提交集体讨论：{0}。", "The legality review (合法性审查) is missing or was not passed; the draft cannot be decided on: {0}.");

    public static readonly Refusal PublicParticipationMissing = new("PUBLIC_PARTICIPATION_MISSING", StatusCode.FailedPrecondition,
        "公众参与程序尚未完成，不得提交集体讨论：{0}。", "Public participation (公众参与) is missing; the draft cannot be decided on: {0}.");

    public static readonly Refusal DecisionTaken = new("DECISION_TAKEN", StatusCode.FailedPrecondition, "该事项已作出决定：{0}。", "It was decided already: {0}.");

    public static readonly Refusal NoSuchComment = new("NO_SUCH_COMMENT", StatusCode.NotFound, "没有这条意见：{0}。", "There is no comment {0}.");

    public static readonly Refusal TooManyComments = new("TOO_MANY_COMMENTS", StatusCode.ResourceExhausted,
        "一小时内最多提交 {0} 条意见，请稍后再试。", "At most {0} comments within an hour; try again later.");

    public static readonly Refusal NoSuchGazetteIssue = new("NO_SUCH_GAZETTE_ISSUE", StatusCode.NotFound, "没有这期公报：{0}。", "There is no gazette issue {0}.");

    public static readonly Refusal GazetteNumberTaken = new("GAZETTE_NUMBER_TAKEN", StatusCode.AlreadyExists,
        "该机构已有同年同期的公报：{0}。", "The agency has a gazette issue of this year and number: {0}.");

    public static readonly Refusal GazetteIssued = new("GAZETTE_ISSUED", StatusCode.FailedPrecondition,
        "公报已出版，只能更正：{0}。", "The gazette issue is out; it can only be corrected: {0}.");

    public static readonly Refusal GazetteNotIssued = new("GAZETTE_NOT_ISSUED", StatusCode.FailedPrecondition, "公报尚未出版：{0}。", "The gazette issue is not out yet: {0}.");

    public static readonly Refusal GazetteEmpty = new("GAZETTE_EMPTY", StatusCode.FailedPrecondition, "公报没有内容：{0}。", "There is nothing in the gazette issue: {0}.");

    public static readonly Refusal NoSuchBriefing = new("NO_SUCH_BRIEFING", StatusCode.NotFound, "没有这场发布会或访谈：{0}。", "There is no press conference or interview {0}.");

    public static readonly Refusal NoSuchConcern = new("NO_SUCH_CONCERN", StatusCode.NotFound, "没有这项回应关切：{0}。", "There is no concern {0}.");

    public static readonly Refusal NoSuchTally = new("NO_SUCH_TALLY", StatusCode.NotFound, "没有这个统计数据：{0}。", "There is no tally {0}.");

    public static readonly Refusal TallyExists = new("TALLY_EXISTS", StatusCode.AlreadyExists,
        "同一期间的同一指标已有数据；更正须注明所替换的数据。", "The same was reported for the same days; a correction must say what it replaces.");

    public static readonly Refusal TallyReplaced = new("TALLY_REPLACED", StatusCode.AlreadyExists, "该数据已被替换：{0}。", "The tally was replaced already: {0}.");

    public static readonly Refusal EmailNotConfigured = new("EMAIL_NOT_CONFIGURED", StatusCode.FailedPrecondition,
        "本平台未开通邮件订阅：未设置 {0}。", "The platform sends no e-mail: {0} is not set.");

    public static readonly Refusal TooManySignUps = new("TOO_MANY_SIGN_UPS", StatusCode.ResourceExhausted, "订阅过于频繁，最多 {0} 次，请稍后再试。", "At most {0} sign-ups; try again later.");

    /// <summary>Also for a wrong code: which of the two it is would tell whether there is one.</summary>
    public static readonly Refusal NoSuchSubscription = new("NO_SUCH_SUBSCRIPTION", StatusCode.NotFound, "链接无效或已失效。", "There is no such subscription, or its code is another.");

    public static readonly Refusal NoSuchWebhook = new("NO_SUCH_WEBHOOK", StatusCode.NotFound, "没有这个推送地址：{0}。", "There is no webhook {0}.");

    public static readonly Refusal TooManyWebhooks = new("TOO_MANY_WEBHOOKS", StatusCode.ResourceExhausted, "最多登记 {0} 个推送地址。", "At most {0} webhooks.");

    public static readonly Refusal WebhookDisabled = new("WEBHOOK_DISABLED", StatusCode.FailedPrecondition,
        "该推送地址已停用，请先恢复：{0}。", "The webhook is disabled; resume it first: {0}.");

    public static readonly Refusal NoSuchDelivery = new("NO_SUCH_DELIVERY", StatusCode.NotFound, "没有这次推送：{0}。", "There is no delivery {0}.");

    public static readonly Refusal NoSuchHarvestSource = new("NO_SUCH_HARVEST_SOURCE", StatusCode.NotFound, "没有这个采集来源：{0}。", "There is no harvest source {0}.");

    public static readonly Refusal NoSuchHarvestJob = new("NO_SUCH_HARVEST_JOB", StatusCode.NotFound, "没有这个采集任务：{0}。", "There is no harvest job {0}.");

    public static readonly Refusal HarvestRunning = new("HARVEST_RUNNING", StatusCode.FailedPrecondition,
        "该来源的采集任务尚未结束：{0}。", "A job of this source has not ended: {0}.");

    public static readonly Refusal HarvestEnded = new("HARVEST_ENDED", StatusCode.FailedPrecondition, "采集任务已结束：{0}。", "The harvest job has ended: {0}.");

    public static readonly Refusal HarvestNotEnded = new("HARVEST_NOT_ENDED", StatusCode.FailedPrecondition, "采集任务尚未结束：{0}。", "The harvest job has not ended: {0}.");

    public static readonly Refusal HarvestNotWaiting = new("HARVEST_NOT_WAITING", StatusCode.FailedPrecondition,
        "采集任务不在等待确认：{0}。", "The harvest job does not wait for a person: {0}.");
}
