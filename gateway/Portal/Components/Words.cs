using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Ledger.V1;

namespace Sunshine.Portal.Components;

/// <summary>The words for values of the contracts.</summary>
public static partial class Words
{
    public static string Of(Channel channel, Language language) => In(language, channel switch
    {
        Channel.Gazette => ("政府公报", "Gazette"),
        Channel.Website => ("政府网站", "Website"),
        Channel.Microblog => ("政务微博", "Microblog"),
        Channel.Wechat => ("政务微信", "WeChat"),
        Channel.Other => ("其他方式", "Other"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(Stage stage, Language language) => In(language, stage switch
    {
        Stage.Decision => ("决策公开", "Decision"),
        Stage.Execution => ("执行公开", "Execution"),
        Stage.Administration => ("管理公开", "Administration"),
        Stage.Service => ("服务公开", "Service"),
        Stage.Result => ("结果公开", "Result"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(Validity validity, Language language) => In(language, validity switch
    {
        Validity.InForce => ("有效", "In force"),
        Validity.Expired => ("失效", "Expired"),
        Validity.Repealed => ("废止", "Repealed"),
        Validity.Amended => ("已修改", "Amended"),
        Validity.Pending => ("尚未生效", "Not yet in force"),
        _ => ("", "")
    });

    public static string Of(Relation relation, Language language) => In(language, relation switch
    {
        Relation.BasedOn => ("依据", "Based on"),
        Relation.Interprets => ("解读", "Explains"),
        Relation.Amends => ("修改", "Amends"),
        Relation.Repeals => ("废止", "Repeals"),
        _ => ("相关", "Related")
    });

    public static string Of(ActKind kind, Language language) => In(language, kind switch
    {
        ActKind.Published => ("公开", "Published"),
        ActKind.Amended => ("修订", "Amended"),
        ActKind.Placed => ("再次发布", "Placed again"),
        ActKind.Withdrawn => ("撤回", "Withdrawn"),
        ActKind.Restored => ("恢复", "Restored"),
        ActKind.Repealed => ("废止", "Repealed"),
        ActKind.BatchAdjusted => ("权责清单调整", "Power list adjusted"),
        ActKind.RequestRegistered => ("收到申请", "Request registered"),
        ActKind.RequestAnswered => ("答复申请", "Request answered"),
        ActKind.RequestHandled => ("办理申请", "Request handled"),
        ActKind.CaseHandled => ("复议、诉讼、举报", "Case handled"),
        ActKind.BudgetDisclosed => ("预决算公开", "Budget disclosed"),
        ActKind.RecordsImported => ("重点领域数据", "Records imported"),
        ActKind.RoomChanged => ("查阅场所变更", "Reading room changed"),
        ActKind.Delivered => ("送达查阅场所", "Delivered"),
        ActKind.TallyReported => ("数据填报", "Tally reported"),
        ActKind.GazetteIssued => ("公报出版", "Gazette issued"),
        ActKind.Consulted => ("意见征集", "Consulted"),
        ActKind.Responded => ("回应解读", "Responded"),
        ActKind.Distributed => ("公报分发", "Distributed"),
        ActKind.AgencyChanged => ("机构变更", "Agency changed"),
        ActKind.ReportPublished => ("年度报告发布", "Report published"),
        _ => ("未注明", "Not stated")
    });

    /// <summary>A word of several values at once, such as of the channels of an item.</summary>
    public static string Of(IEnumerable<Channel> channels, Language language) => string.Join(language == Language.Chinese ? "、" : ", ", channels.Select(c => Of(c, language)));

    private static string In(Language language, (string Chinese, string English) word) => language == Language.Chinese ? word.Chinese : word.English;
}
