using System.Text.RegularExpressions;

namespace Sunshine.ReportForms.Rules;

/// <summary>Coverage: of how many (the denominator), and of each kind of document or only of each unit. Rates of satisfaction are none.</summary>
internal static partial class CoverageClaims
{
    public static void Check(ReadReport report, IReadOnlyList<ReadReport> earlier, Findings findings)
    {
        foreach (var claim in report.Relations.OfType<CoverageRelation>()) CheckKinds(report, claim, findings);
        var explained = report.Relations.SelectMany(r => r switch { CoverageRelation c => [c.Percent], ShareRelation s => [s.Percent], _ => Array.Empty<string>() }).ToHashSet(StringComparer.Ordinal);
        foreach (var claim in report.Statements.Where(s => Units.IsPercent(s.Unit) && !explained.Contains(s.Id) && CoverageWord().IsMatch(s.Quote)))
        {
            findings.Add(Severity.Notice, Verdict.NotShown, claim, null, $"所称 {claim.Value}% 没有说明应公开与已公开的数量。", $"Of how many it is {claim.Value} % is not said.");
        }
    }

    private static void CheckKinds(ReadReport report, CoverageRelation claim, Findings findings)
    {
        if (report.Find(claim.Percent) is not { IsExact: true, Value: 100 } percent || report.Find(claim.Units) is not { IsExact: true } units || report.Find(claim.Items) is not { IsExact: true } items)
        {
            findings.LeaveOpen();
            return;
        }

        var needed = units.Value * claim.Kinds.Count;
        if (items.Value >= needed) findings.Holds();
        else
        {
            findings.Add(Severity.Warning, Verdict.NotShown, percent.Place, [percent.Id, items.Id, units.Id], items.Value, needed, items.Unit,
                $"所称 100% 至多是按单位计：{Said.Of(units.Value)} 个单位各公开{string.Join("、", claim.Kinds)}，至少应有 {Said.Of(needed)} {items.Unit}，所列为 {Said.Of(items.Value)} {items.Unit}。",
                $"The 100 % holds by unit at most: {claim.Kinds.Count} kinds from each of {Said.Of(units.Value)} are {Said.Of(needed)} at least, and it says {Said.Of(items.Value)}.",
                [.. new[] { percent.Quote, units.Quote, items.Quote }.Where(q => q.Length > 0)]);
        }
    }

    [GeneratedRegex("覆盖|公开率|全部公开|[0-9]%公开", RegexOptions.CultureInvariant)]
    private static partial Regex CoverageWord();
}
