using Grpc.Core;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Requests;

/// <summary>Every reason of its own for which the service refuses.</summary>
public static class RequestsRefusals
{
    public static readonly Refusal NoSuchApplication = new("NO_SUCH_APPLICATION", StatusCode.NotFound,
        "没有这份申请，或查询码不符。", "There is no such application, or the code does not belong to it.");

    public static readonly Refusal NoSuchFile = new("NO_SUCH_FILE", StatusCode.NotFound, "没有这个文件：{0}。", "There is no file {0}.");

    public static readonly Refusal TooManyApplications = new("TOO_MANY_APPLICATIONS", StatusCode.ResourceExhausted,
        "同一地址一小时内最多提交 {0} 份申请，请稍后再试。", "At most {0} applications within an hour from one address; try again later.");

    public static readonly Refusal OtherContent = new("REQUEST_ID_TAKEN", StatusCode.AlreadyExists,
        "该 request_id 已用于另一份申请：{0}。", "The request_id {0} belongs to another application.");

    public static readonly Refusal WrongState = new("WRONG_STATE", StatusCode.FailedPrecondition,
        "按申请目前的办理状态，不能执行此操作。", "This cannot be done in the state that the application is in.");

    public static readonly Refusal NotReceived = new("NOT_RECEIVED", StatusCode.FailedPrecondition,
        "尚未与申请人确认收到日期，期限未起算。", "Its receipt is not confirmed yet, so that its time has not begun.");

    public static readonly Refusal ReceivedBefore = new("RECEIVED_BEFORE", StatusCode.FailedPrecondition,
        "已于 {0} 确认收到。", "Its receipt was confirmed for {0}.");

    public static readonly Refusal CorrectionTooLate = new("CORRECTION_TOO_LATE", StatusCode.FailedPrecondition,
        "告知补正的期限已于 {0} 届满。", "The time for asking for a correction ended on {0}.");

    public static readonly Refusal CorrectionRequestedBefore = new("CORRECTION_REQUESTED_BEFORE", StatusCode.FailedPrecondition,
        "已于 {0} 告知过补正，补正只能一次性告知。", "A correction was asked for on {0}, and it is asked for once.");

    public static readonly Refusal ApplicantStillHasTime = new("APPLICANT_STILL_HAS_TIME", StatusCode.FailedPrecondition,
        "申请人的期限至 {0}，尚未届满。", "The applicant has time until {0}.");

    public static readonly Refusal RepliesOutstanding = new("REPLIES_OUTSTANDING", StatusCode.FailedPrecondition,
        "尚有未答复且期限至 {0} 的被征求意见方。", "Somebody who was asked has not answered and has time until {0}.");

    public static readonly Refusal RepliedBefore = new("REPLIED_BEFORE", StatusCode.FailedPrecondition, "已于 {0} 提出意见。", "It answered on {0}.");

    public static readonly Refusal NoObjection = new("NO_OBJECTION", StatusCode.FailedPrecondition, "该第三方未提出反对意见。", "This third party did not object.");

    public static readonly Refusal NotByThisLaw = new("NOT_BY_THIS_LAW", StatusCode.FailedPrecondition,
        "适用于本申请的{0}没有这一程序。", "{0}, which governs this application, knows no such step.");

    public static readonly Refusal ExtendedBefore = new("EXTENDED_BEFORE", StatusCode.FailedPrecondition, "已于 {0} 延期。", "It was extended on {0}.");

    public static readonly Refusal PeriodOver = new("PERIOD_OVER", StatusCode.FailedPrecondition, "期限已于 {0} 届满。", "Its time ended on {0}.");

    public static readonly Refusal ReasonsNotRequested = new("REASONS_NOT_REQUESTED", StatusCode.FailedPrecondition,
        "尚未要求申请人说明理由。", "The applicant was not asked for the reasons.");

    public static readonly Refusal FeeNotAllowed = new("FEE_NOT_ALLOWED", StatusCode.FailedPrecondition,
        "收到申请之日没有生效的这一收费标准。", "No such scale was in force on the day of receipt.");

    public static readonly Refusal NothingToPay = new("NOTHING_TO_PAY", StatusCode.FailedPrecondition, "按此标准不收费。", "By this scale there is nothing to pay.");

    public static readonly Refusal FeeNotifiedBefore = new("FEE_NOTIFIED_BEFORE", StatusCode.FailedPrecondition,
        "已于 {0} 告知缴费；两种标准不能并用。", "A fee was asked for on {0}, and never by both scales.");

    public static readonly Refusal ObjectionStands = new("OBJECTION_STANDS", StatusCode.FailedPrecondition,
        "第三方不同意公开，且未作出因公共利益予以公开的决定。", "A third party objected, and there is no decision for the public interest.");

    public static readonly Refusal FourEyes = new("FOUR_EYES", StatusCode.PermissionDenied, "不能审批自己拟制的答复。", "Nobody approves an answer of their own.");

    public static readonly Refusal OtherApplicant = new("OTHER_APPLICANT", StatusCode.FailedPrecondition,
        "只能合并同一申请人向同一机关提出的申请。", "Only applications of one applicant to one agency are merged.");

    public static readonly Refusal SameAgency = new("SAME_AGENCY", StatusCode.FailedPrecondition, "须为另一个机关。", "It must be another agency.");

    public static readonly Refusal Anonymous = new("ANONYMISED", StatusCode.FailedPrecondition, "申请人信息已按期限删除。", "The applicant's data was removed when its time was over.");

    public static readonly Refusal TooManyFiles = new("TOO_MANY_FILES", StatusCode.FailedPrecondition, "一份申请最多保存 {0} 个文件。", "At most {0} files are kept with an application.");

    public static readonly Refusal AgencyDissolved = new("AGENCY_DISSOLVED", StatusCode.FailedPrecondition, "该机构已不存在：{0}。", "The agency is no more: {0}.");

    public static readonly Refusal NoSuchCase = new("NO_SUCH_CASE", StatusCode.NotFound, "没有这个案件。", "There is no such case.");

    public static readonly Refusal WrongCaseState = new("WRONG_CASE_STATE", StatusCode.FailedPrecondition,
        "按案件目前的办理状态，不能执行此操作。", "This cannot be done in the state that the case is in.");

    public static readonly Refusal CaseExtendedBefore = new("CASE_EXTENDED_BEFORE", StatusCode.FailedPrecondition, "已于 {0} 延长过期限。", "Its time was made longer on {0}.");

    public static readonly Refusal NoCaseDeadline = new("NO_CASE_DEADLINE", StatusCode.FailedPrecondition,
        "该案件收到之日有效的法律没有规定这一期限。", "The law in force when the case was received sets no such period.");

    public static readonly Refusal CaseNotCorrected = new("CASE_NOT_CORRECTED", StatusCode.FailedPrecondition, "该案件不是以纠正结果审结的。", "The case did not end with a correction.");

    public static readonly Refusal NoGround = new("NO_GROUND", StatusCode.FailedPrecondition, "该案件没有记录所争议答复的理由。", "What the contested answer rests on is not on record.");

    public static readonly Refusal NoSuchTopic = new("NO_SUCH_TOPIC", StatusCode.NotFound, "没有这个事项。", "There is no such topic.");

    public static readonly Refusal OtherTopic = new("OTHER_TOPIC", StatusCode.FailedPrecondition, "申请已归入另一事项：{0}。", "The application is about another topic: {0}.");

    public static readonly Refusal NothingAsked = new("NOTHING_ASKED", StatusCode.FailedPrecondition, "该事项下没有申请。", "No application is about this topic.");

    public static readonly Refusal NoSuchPublishedAnswer = new("NO_SUCH_PUBLISHED_ANSWER", StatusCode.NotFound, "没有这份答复，或已撤回。", "There is no such answer, or it was taken back.");

    public static readonly Refusal ArchivedBefore = new("ARCHIVED_BEFORE", StatusCode.AlreadyExists, "该申请的答复已有选登稿。", "There is one of this application already.");

    public static readonly Refusal WrongArchiveState = new("WRONG_ARCHIVE_STATE", StatusCode.FailedPrecondition,
        "按选登稿目前的状态，不能执行此操作。", "This cannot be done in the state that the answer is in.");

    public static readonly Refusal HeldBefore = new("HELD_BEFORE", StatusCode.FailedPrecondition, "已暂停删除该申请的个人信息。", "Its data is held already.");

    public static readonly Refusal NotHeld = new("NOT_HELD", StatusCode.FailedPrecondition, "未暂停删除该申请的个人信息。", "Its data is not held.");
}
