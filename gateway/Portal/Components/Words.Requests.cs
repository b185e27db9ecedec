using Sunshine.Foundation.Hosting;
using Sunshine.Requests.V1;

namespace Sunshine.Portal.Components;

public static partial class Words
{
    public static string Of(ApplicationState state, Language language) => In(language, state switch
    {
        ApplicationState.Registered => ("已登记", "Registered"),
        ApplicationState.CorrectionRequested => ("待补正", "To be corrected"),
        ApplicationState.Accepted => ("已受理", "Accepted"),
        ApplicationState.ThirdPartyConsultation => ("征求第三方意见", "Third parties are asked"),
        ApplicationState.CoAgencyConsultation => ("征求共同制作机关意见", "Other agencies are asked"),
        ApplicationState.Extended => ("已延期", "Extended"),
        ApplicationState.FeeNotified => ("已告知缴费", "A fee is asked for"),
        ApplicationState.AwaitingApproval => ("答复待审批", "The answer awaits approval"),
        ApplicationState.Answered => ("已答复", "Answered"),
        ApplicationState.Closed => ("已办结", "Closed"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(Closing closing, Language language) => In(language, closing switch
    {
        Closing.Withdrawn => ("申请人撤回", "Taken back by the applicant"),
        Closing.NotCorrected => ("逾期不补正", "Not corrected in time"),
        Closing.FeeNotPaid => ("逾期未缴费", "The fee was not paid in time"),
        Closing.Transferred => ("转交其他机关", "Handed to the competent agency"),
        Closing.Merged => ("合并办理", "Handled with another"),
        _ => ("", "")
    });

    public static string Of(IntakeChannel channel, Language language) => In(language, channel switch
    {
        IntakeChannel.InPerson => ("当面提交", "In person"),
        IntakeChannel.Letter => ("信函", "Letter"),
        IntakeChannel.Fax => ("传真", "Fax"),
        IntakeChannel.Online => ("互联网", "Online"),
        IntakeChannel.Email => ("电子邮件", "E-mail"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(ApplicantKind kind, Language language) => In(language, kind switch
    {
        ApplicantKind.NaturalPerson => ("自然人", "Natural person"),
        ApplicantKind.Enterprise => ("商业企业", "Company"),
        ApplicantKind.ResearchInstitution => ("科研机构", "Research institution"),
        ApplicantKind.PublicWelfare => ("社会公益组织", "Organisation for public welfare"),
        ApplicantKind.LegalService => ("法律服务机构", "Legal service"),
        ApplicantKind.OtherOrganisation => ("其他组织", "Other organisation"),
        _ => ("请选择", "Choose")
    });

    public static string Of(IdentityDocument document, Language language) => In(language, document switch
    {
        IdentityDocument.ResidentId => ("居民身份证", "Resident identity card"),
        IdentityDocument.Passport => ("护照", "Passport"),
        IdentityDocument.TravelPermit => ("港澳台居民通行证、居住证", "Travel permit (Hong Kong, Macao, Taiwan)"),
        IdentityDocument.PermanentResidence => ("外国人永久居留身份证", "Permanent residence card"),
        IdentityDocument.Military => ("军官证、士兵证", "Military card"),
        _ => ("请选择", "Choose")
    });

    public static string Of(Medium medium, Language language) => In(language, medium switch
    {
        Medium.Paper => ("纸质", "Paper"),
        Medium.File => ("电子文件", "File"),
        Medium.Disc => ("光盘", "Disc"),
        Medium.Reading => ("当场阅读、抄录", "To be read there"),
        _ => ("请选择", "Choose")
    });

    public static string Of(Handover handover, Language language) => In(language, handover switch
    {
        Handover.Post => ("邮寄", "By post"),
        Handover.Online => ("在本平台下载", "On this platform"),
        Handover.Email => ("电子邮件", "By e-mail"),
        Handover.Fax => ("传真", "By fax"),
        Handover.Pickup => ("自行领取", "To be fetched"),
        _ => ("请选择", "Choose")
    });

    public static string Of(Outcome outcome, Language language) => In(language, outcome switch
    {
        Outcome.AlreadyPublic => ("已主动公开，告知获取方式", "Already public"),
        Outcome.Granted => ("予以公开", "Granted"),
        Outcome.PartlyGranted => ("部分公开", "Partly granted"),
        Outcome.StateSecret => ("不予公开：国家秘密", "Refused: state secret"),
        Outcome.ForbiddenByLaw => ("不予公开：法律、行政法规禁止公开", "Refused: forbidden by law"),
        Outcome.Security => ("不予公开：危及国家安全、公共安全、经济安全、社会稳定", "Refused: security"),
        Outcome.BusinessSecret => ("不予公开：商业秘密", "Refused: business secret"),
        Outcome.PersonalPrivacy => ("不予公开：个人隐私", "Refused: personal privacy"),
        Outcome.InternalAffairs => ("不予公开：内部事务信息", "Refused: internal affairs"),
        Outcome.Deliberative => ("不予公开：过程性信息", "Refused: deliberation"),
        Outcome.EnforcementFile => ("不予公开：行政执法案卷", "Refused: enforcement file"),
        Outcome.SpecialInquiry => ("不予公开：行政查询事项", "Refused: special inquiry"),
        Outcome.NotGovernmentInformation => ("不属于政府信息", "Not government information"),
        Outcome.OtherAgency => ("不属于本机关负责公开", "Another agency's"),
        Outcome.Nonexistent => ("信息不存在", "Does not exist"),
        Outcome.NeedsMaking => ("没有现成信息需要另行制作", "Would have to be made"),
        Outcome.StillUnclear => ("补正后申请内容仍不明确", "Still unclear after correction"),
        Outcome.Petition => ("信访、举报、投诉类申请", "A petition or complaint"),
        Outcome.Repeated => ("重复申请", "Repeated"),
        Outcome.Publication => ("要求提供公开出版物", "Asks for a publication"),
        Outcome.Excessive => ("无正当理由大量反复申请", "Excessive without reason"),
        Outcome.Confirmation => ("要求确认或重新出具已获取信息", "Asks to confirm what was given"),
        Outcome.CorrectionAdvised => ("告知作出更改补充", "Advised to change or complete"),
        Outcome.OtherWay => ("告知通过其他途径办理", "Another way is open"),
        Outcome.NotCorrected => ("逾期不补正", "Not corrected in time"),
        Outcome.FeeNotPaid => ("逾期未缴费", "Fee not paid in time"),
        Outcome.Other => ("其他", "Other"),
        _ => ("", "")
    });

    public static string Of(Verb verb, Language language) => In(language, verb switch
    {
        Verb.Register => ("登记", "Registered"),
        Verb.ConfirmReceipt => ("确认收到", "Receipt confirmed"),
        Verb.RequestCorrection => ("要求补正", "Correction asked for"),
        Verb.ReceiveCorrection => ("收到补正", "Correction received"),
        Verb.Accept => ("受理", "Accepted"),
        Verb.ConsultThirdParties => ("征求第三方意见", "Third parties asked"),
        Verb.RecordThirdPartyReply => ("收到第三方意见", "Third party replied"),
        Verb.EndThirdPartyConsultation => ("结束征求第三方意见", "Third parties' consultation ended"),
        Verb.OverrideObjection => ("决定不采纳第三方意见", "Objection overridden"),
        Verb.ConsultCoAgencies => ("征求共同制作机关意见", "Other agencies asked"),
        Verb.RecordCoAgencyReply => ("收到共同制作机关意见", "Other agency replied"),
        Verb.EndCoAgencyConsultation => ("结束征求共同制作机关意见", "Other agencies' consultation ended"),
        Verb.Extend => ("延长答复期限", "Extended"),
        Verb.RequestReasons => ("要求说明理由", "Reasons asked for"),
        Verb.Delay => ("告知延迟答复", "Delayed"),
        Verb.NotifyFee => ("告知缴费", "Fee notified"),
        Verb.PayFee => ("缴费", "Fee paid"),
        Verb.ProposeAnswer => ("拟定答复", "Answer proposed"),
        Verb.ApproveAnswer => ("作出答复", "Answered"),
        Verb.ReturnAnswer => ("退回答复", "Answer returned"),
        Verb.RecordDelivery => ("送达", "Delivered"),
        Verb.Withdraw => ("撤回申请", "Taken back"),
        Verb.Abandon => ("终止办理", "Ended"),
        Verb.Transfer => ("转交", "Handed on"),
        Verb.Split => ("拆分", "Split"),
        Verb.Merge => ("合并", "Merged"),
        Verb.Reopen => ("重新办理", "Reopened"),
        Verb.Assign => ("分派", "Assigned"),
        Verb.AddFile => ("增加材料", "File added"),
        Verb.Anonymise => ("删除申请人信息", "Applicant's data removed"),
        Verb.Import => ("导入", "Imported"),
        Verb.Hold => ("暂停删除", "Kept for a dispute"),
        Verb.Release => ("恢复删除", "Released"),
        _ => ("未注明", "Not stated")
    });
}
