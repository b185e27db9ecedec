using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Requests.V1;

namespace Sunshine.Portal.Components;

public static partial class Words
{
    public static string Of(Opinion opinion, Language language) => In(language, opinion switch
    {
        Opinion.Agrees => ("同意公开", "Agrees"),
        Opinion.Objects => ("不同意公开", "Objects"),
        Opinion.Silent => ("逾期未提出意见", "Said nothing in time"),
        _ => ("尚未答复", "No reply yet")
    });

    public static string Of(FeeScale scale, Language language) => In(language, scale switch
    {
        FeeScale.ByApplication => ("按件计收", "By applications"),
        FeeScale.ByPage => ("按量计收", "By pages"),
        FeeScale.Cost => ("检索、复制、邮寄成本", "Costs of searching, copying and posting"),
        _ => ("请选择", "Choose")
    });

    public static string Of(ExtensionKind kind, Language language) => In(language, kind switch
    {
        ExtensionKind.Ordinary => ("延长答复期限", "Extension"),
        ExtensionKind.Excessive => ("大量、反复申请延迟答复", "Delay of many or repeated applications"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(LinkKind kind, Language language) => In(language, kind switch
    {
        LinkKind.TransferredTo => ("转交至", "Handed on as"),
        LinkKind.TransferredFrom => ("转交自", "Came from"),
        LinkKind.SplitTo => ("拆分至", "A part goes on as"),
        LinkKind.SplitFrom => ("拆分自", "A part of"),
        LinkKind.MergedInto => ("并入", "Handled with"),
        LinkKind.MergedFrom => ("合并自", "Handled with this one"),
        _ => ("相关", "Related")
    });

    public static string Of(DraftState state, Language language) => In(language, state switch
    {
        DraftState.Drafted => ("草稿", "Draft"),
        DraftState.Submitted => ("待保密审查", "Awaits review"),
        DraftState.Returned => ("已退回", "Returned"),
        DraftState.Approved => ("待发布", "Awaits publishing"),
        DraftState.Restricted => ("限制公开", "Restricted"),
        DraftState.Scheduled => ("定时发布", "Scheduled"),
        DraftState.Publishing => ("正在发布", "Being published"),
        _ => ("全部", "All")
    });

    public static string Of(ReviewDecision decision, Language language) => In(language, decision switch
    {
        ReviewDecision.Approve => ("可以公开", "May be disclosed"),
        ReviewDecision.Restrict => ("限制公开", "Restricted"),
        ReviewDecision.Return => ("退回修改", "Returned"),
        _ => ("请选择", "Choose")
    });

    public static string Of(DisclosureMode mode, Language language) => In(language, mode switch
    {
        DisclosureMode.Proactive => ("主动公开", "To everybody"),
        DisclosureMode.OnRequest => ("依申请公开", "On request"),
        DisclosureMode.Withheld => ("不予公开", "Withheld"),
        _ => ("请选择", "Choose")
    });

    public static string Of(RestrictionGround ground, Language language) => In(language, ground switch
    {
        RestrictionGround.StateSecret => ("国家秘密", "State secret"),
        RestrictionGround.ForbiddenByLaw => ("法律、行政法规禁止公开", "Forbidden by law"),
        RestrictionGround.Security => ("危及国家安全、公共安全、经济安全、社会稳定", "Security"),
        RestrictionGround.TradeSecret => ("商业秘密", "Trade secret"),
        RestrictionGround.Privacy => ("个人隐私", "Privacy"),
        RestrictionGround.Internal => ("内部事务信息", "Internal affairs"),
        RestrictionGround.Process => ("过程性信息", "Deliberation"),
        RestrictionGround.EnforcementFile => ("行政执法案卷信息", "Enforcement file"),
        _ => ("请选择", "Choose")
    });
}
