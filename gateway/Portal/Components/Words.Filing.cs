using Sunshine.Finance.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Powers.V1;
using Sunshine.ReadingRooms.V1;
using Sunshine.Reports.V1;

namespace Sunshine.Portal.Components;

public static partial class Words
{
    public static string Of(ReportPublisher publisher, Language language) => In(language, publisher switch
    {
        ReportPublisher.Government => ("政府", "A government"),
        ReportPublisher.Department => ("部门", "A department"),
        _ => ("按机构确定", "As the agency is")
    });

    public static string Of(ReportAct act, Language language) => In(language, act switch
    {
        ReportAct.Created => ("开始编写", "Begun"),
        ReportAct.Submitted => ("报送", "Submitted"),
        ReportAct.Returned => ("退回", "Returned"),
        ReportAct.Cleared => ("审核通过", "Cleared"),
        ReportAct.Published => ("发布", "Published"),
        ReportAct.Reissued => ("重新发布", "Published again"),
        ReportAct.Reopened => ("发布后修改", "Changed after publication"),
        _ => ("未注明", "Not stated")
    });

    /// <summary>A part that the regulation demands of a report, by its id.</summary>
    public static string OfReportPart(string part, int year, Language language) => In(language, part switch
    {
        "proactive" => ("主动公开政府信息的情况", "Proactive disclosure"),
        "requests" when year < 2019 => ("依申请公开和不予公开政府信息的情况", "Requests and refusals"),
        "requests" => ("收到和处理政府信息公开申请的情况", "Requests received and processed"),
        "fees" => ("收费及减免情况", "Fees and their reduction"),
        "remedies" when year < 2019 => ("行政复议、行政诉讼情况", "Reviews and suits"),
        "remedies" => ("被申请行政复议、提起行政诉讼的情况", "Reviews and suits"),
        "problems" => ("存在的主要问题及改进情况", "Problems and improvements"),
        "other" => ("其他需要报告的事项", "Other matters"),
        _ => (part, part)
    });

    public static string Of(DraftState state, Language language) => In(language, state switch
    {
        DraftState.Draft => ("编写中", "Being written"),
        DraftState.Published => ("已公开", "Published"),
        DraftState.Discarded => ("已放弃", "Given up"),
        _ => ("编写中", "Being written")
    });

    public static string Of(BatchState state, Language language) => In(language, state switch
    {
        BatchState.Draft => ("编写中", "Being written"),
        BatchState.Current => ("已生效", "Current"),
        BatchState.Discarded => ("已放弃", "Given up"),
        _ => ("已生效", "Current")
    });

    public static string Of(ImportMode mode, Language language) => In(language, mode switch
    {
        ImportMode.Operations => ("调整明细：每行一项调整", "Operations, one a row"),
        ImportMode.FullList => ("完整清单：由系统与现行清单比对", "The full list, to be compared"),
        _ => ("请选择", "Choose")
    });

    public static string Of(PublicationKind kind, Language language) => In(language, kind switch
    {
        PublicationKind.GazetteIssue => ("政府公报", "Gazette issue"),
        PublicationKind.Item => ("政府信息", "Item"),
        _ => ("未注明", "Not stated")
    });

    /// <summary>A service, as what people know it by.</summary>
    public static string OfService(string name, Language language) => In(language, name switch
    {
        "catalogue" => ("政府信息", "Information"),
        "powers" => ("权责清单", "Powers"),
        "finance" => ("财政", "Finance"),
        "key-areas" => ("重点领域", "Key areas"),
        "requests" => ("依申请公开", "Requests"),
        "reading-rooms" => ("查阅场所", "Reading rooms"),
        "ledger" => ("存证账本", "Ledger"),
        "reports" => ("年度报告", "Reports"),
        _ => (name, name)
    });
}
