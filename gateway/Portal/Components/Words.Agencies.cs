using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Portal.Components;

public static partial class Words
{
    public static string Of(AgencyLevel level, Language language) => In(language, level switch
    {
        AgencyLevel.Province => ("省级", "Province"),
        AgencyLevel.City => ("市级", "City"),
        AgencyLevel.County => ("县（市、区）级", "County"),
        AgencyLevel.Town => ("乡镇、街道", "Town or sub-district"),
        AgencyLevel.Village => ("村、社区", "Village or community"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(SuccessionKind kind, Language language) => In(language, kind switch
    {
        SuccessionKind.Renamed => ("更名", "Renamed"),
        SuccessionKind.Merged => ("合并", "Merged"),
        SuccessionKind.Split => ("分设", "Split"),
        SuccessionKind.Abolished => ("撤销", "Abolished"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(ConsultationState state, Language language) => In(language, state switch
    {
        ConsultationState.Draft => ("草拟", "Draft"),
        ConsultationState.Open => ("征求意见中", "Open for comments"),
        ConsultationState.Closed => ("征求意见结束", "Closed"),
        ConsultationState.Summarised => ("已公布采纳情况", "Adoption published"),
        ConsultationState.Decided => ("已决策", "Decided"),
        _ => ("全部", "All")
    });

    public static string Of(DecisionOutcome outcome, Language language) => In(language, outcome switch
    {
        DecisionOutcome.Adopted => ("通过", "Adopted"),
        DecisionOutcome.NotAdopted => ("未通过", "Not adopted"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(DecisionStep step, Language language) => In(language, step switch
    {
        DecisionStep.PublicParticipation => ("公众参与", "Public participation"),
        DecisionStep.ExpertArgument => ("专家论证", "Expert argument"),
        DecisionStep.RiskAssessment => ("风险评估", "Risk assessment"),
        DecisionStep.LegalityReview => ("合法性审查", "Legality review"),
        DecisionStep.CollectiveDecision => ("集体讨论决定", "Collective decision"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(BriefingKind kind, Language language) => In(language, kind switch
    {
        BriefingKind.PressConference => ("新闻发布会", "Press conference"),
        BriefingKind.Interview => ("在线访谈", "Online interview"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(ConcernResponseForm form, Language language) => In(language, form switch
    {
        ConcernResponseForm.Statement => ("发布信息、答复", "Statement"),
        ConcernResponseForm.PressConference => ("新闻发布会", "Press conference"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(ConcernDuty duty, Language language) => In(language, duty switch
    {
        ConcernDuty.Response => ("首次回应", "First answer"),
        ConcernDuty.FirstStatement => ("重大舆情首次发声", "First statement on a serious matter"),
        ConcernDuty.PressConference => ("召开新闻发布会", "Press conference"),
        _ => ("未注明", "Not stated")
    });
}
