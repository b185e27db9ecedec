using Sunshine.Foundation.Hosting;
using Sunshine.Reports.V1;

namespace Sunshine.Portal.Components;

public static partial class Words
{
    public static string Of(Form form, Language language) => In(language, form switch
    {
        Form._2014 => ("2014 年统计表", "Statistical table of 2014"),
        Form._2019 => ("2019 年格式", "Form of 2019"),
        Form._2021 => ("2021 年格式", "Form of 2021"),
        _ => ("当年适用的格式", "The form of that year")
    });

    public static string Of(Severity severity, Language language) => In(language, severity switch
    {
        Severity.Error => ("错误", "Error"),
        Severity.Warning => ("疑点", "Warning"),
        Severity.Notice => ("提示", "Notice"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(When when, Language language) => In(language, when switch
    {
        When.InYear => ("当年", "in the year"),
        When.UntilYearEnd => ("截至年末", "until the year's end"),
        When.UntilYearBegin => ("截至年初", "until the year's beginning"),
        When.LastMonth => ("当年最后一个有数据的月", "in the last month told"),
        _ => ("未注明", "not stated")
    });

    public static string Of(AnnualReportState state, Language language) => In(language, state switch
    {
        AnnualReportState.Draft => ("起草中", "Draft"),
        AnnualReportState.Submitted => ("已报送", "Submitted"),
        AnnualReportState.Returned => ("已退回", "Returned"),
        AnnualReportState.Cleared => ("审核通过", "Cleared"),
        AnnualReportState.Published => ("已发布", "Published"),
        _ => ("未注明", "Not stated")
    });
}
