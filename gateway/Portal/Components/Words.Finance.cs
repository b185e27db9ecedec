using Sunshine.Finance.V1;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Portal.Components;

public static partial class Words
{
    public static string Of(DisclosureKind kind, Language language) => In(language, kind switch
    {
        DisclosureKind.Budget => ("预算", "Budget"),
        DisclosureKind.AdjustedBudget => ("预算调整", "Adjusted budget"),
        DisclosureKind.FinalAccounts => ("决算", "Final accounts"),
        DisclosureKind.ThreePublic => ("“三公”经费", "Travel, cars and receptions"),
        DisclosureKind.SpecialFund => ("专项资金", "Special fund"),
        DisclosureKind.GovernmentProcurement => ("政府采购", "Government procurement"),
        DisclosureKind.Debt => ("政府债务", "Government debt"),
        DisclosureKind.AuditReport => ("审计报告", "Audit report"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(FinanceLevel level, Language language) => In(language, level switch
    {
        FinanceLevel.Department => ("部门预决算", "Departments"),
        FinanceLevel.Government => ("政府预决算", "Government as a whole"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(Phase phase, Language language) => In(language, phase switch
    {
        Phase.Proposed => ("草案", "Proposed"),
        Phase.Approved => ("批准（批复）", "Approved"),
        Phase.Adjusted => ("调整", "Adjusted"),
        Phase.Executed => ("执行结果", "Executed"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(ReleaseChange change, Language language) => In(language, change switch
    {
        ReleaseChange.First => ("首次公开", "First release"),
        ReleaseChange.Amendment => ("依法调整", "Amendment"),
        ReleaseChange.Correction => ("更正", "Correction"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(Timeliness timeliness, Language language) => In(language, timeliness switch
    {
        Timeliness.InTime => ("按时公开", "In time"),
        Timeliness.Late => ("逾期公开", "Late"),
        _ => ("无法定期限或期限不明", "No term by law, or not known")
    });

    public static string Of(CellState state, Language language) => In(language, state switch
    {
        CellState.Disclosed => ("已公开", "Disclosed"),
        CellState.Late => ("逾期公开", "Late"),
        CellState.Missing => ("未公开", "Missing"),
        CellState.Exempt => ("依法免予公开", "Exempt by law"),
        CellState.Withdrawn => ("已撤回", "Taken back"),
        CellState.Unknown => ("表格未收录", "Tables not kept here"),
        _ => ("不要求", "Not required")
    });

    public static string Of(DueState state, Language language) => In(language, state switch
    {
        DueState.NotYet => ("未到期", "Not yet due"),
        DueState.Overdue => ("已逾期", "Overdue"),
        _ => ("", "")
    });

    public static string Of(AmountUnit unit, Language language) => In(language, unit switch
    {
        AmountUnit.Yuan => ("元", "yuan"),
        AmountUnit.TenThousandYuan => ("万元", "10,000 yuan"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(FindingSeverity severity, Language language) => In(language, severity switch
    {
        FindingSeverity.Error => ("不符", "Does not add up"),
        FindingSeverity.Warning => ("提示", "Worth a look"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(FindingState state, Language language) => In(language, state switch
    {
        FindingState.Open => ("尚未整改", "Nothing reported yet"),
        FindingState.Rectifying => ("正在整改", "Being put right"),
        FindingState.Rectified => ("单位报告已整改，待审核", "Said to be put right, not verified"),
        FindingState.Closed => ("审核销号", "Verified and closed"),
        FindingState.Reopened => ("重新整改", "Opened again"),
        FindingState.NotRequired => ("不需整改", "Need not be put right"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(DivideBy by, Language language) => In(language, by switch
    {
        DivideBy.Agency => ("按部门", "By department"),
        DivideBy.Line => ("按部门和科目逐行", "Line by line"),
        _ => ("按科目（项目）", "By class or item")
    });

    public static string Of(ChangeOrder order, Language language) => In(language, order switch
    {
        ChangeOrder.Largest => ("差额从大到小", "Largest difference first"),
        ChangeOrder.Steepest => ("幅度从大到小", "Steepest change first"),
        _ => ("按科目或名称", "By code or name")
    });
}
