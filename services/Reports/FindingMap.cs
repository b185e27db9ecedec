using System.Globalization;
using System.Text.Json;
using Sunshine.ReportForms;
using Sunshine.Reports.V1;

namespace Sunshine.Reports;

/// <summary>Findings as they are shown.</summary>
internal static class FindingMap
{
    public static ReportFinding ToProto(Finding finding)
    {
        var proto = new ReportFinding
        {
            Rule = finding.Rule, Severity = finding.Severity switch { ReportForms.Severity.Error => V1.Severity.Error, ReportForms.Severity.Warning => V1.Severity.Warning, _ => V1.Severity.Notice },
            Verdict = JsonNamingPolicy.SnakeCaseUpper.ConvertName(finding.Verdict.ToString()), Place = finding.Place, Stated = Text(finding.Stated), Computed = Text(finding.Computed),
            Difference = Text(finding.Difference), Unit = finding.Unit, Explanation = finding.Chinese, ExplanationEnglish = finding.English
        };
        proto.Quotes.Add(finding.Quotes);
        proto.FigureIds.Add(finding.Figures);
        return proto;
    }

    private static string Text(decimal? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}
