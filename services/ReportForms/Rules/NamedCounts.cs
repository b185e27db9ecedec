namespace Sunshine.ReportForms.Rules;

/// <summary>
/// A claimed number of things against those that are named. Behind 等 fewer may be named; where at least half are, the list looks meant to be whole and the rest is not shown.
/// More than claimed can never be.
/// </summary>
internal static class NamedCounts
{
    public static void Check(ReadReport report, IReadOnlyList<ReadReport> earlier, Findings findings)
    {
        foreach (var claim in report.Statements.Where(s => s.Statement!.Names.Count > 0 && s.Number.Bound != Bound.About))
        {
            var named = claim.Statement!.Names.Distinct().Count();
            if (named == claim.Value || (named > claim.Value && !claim.IsExact)) findings.Holds();
            else if (named > claim.Value)
            {
                findings.Add(Severity.Error, Verdict.Wrong, claim, named, $"列出 {named} 项，多于所称的 {Said.Of(claim.Value)} 项。", $"It names {named}, more than the {Said.Of(claim.Value)} that it claims.");
            }
            else if (claim.Quote.Contains('等', StringComparison.Ordinal) && named * 2 < claim.Value)
            {
                findings.Holds();
            }
            else
            {
                findings.Add(Severity.Warning, Verdict.NotShown, claim, named,
                    $"所称 {Said.Of(claim.Value)} 项，只列出 {named} 项，其余 {Said.Of(claim.Value - named)} 项没有说明。", $"It claims {Said.Of(claim.Value)} and names {named}; the other {Said.Of(claim.Value - named)} are not shown.");
            }
        }
    }
}
