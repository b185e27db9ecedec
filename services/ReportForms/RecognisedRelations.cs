using System.Text.RegularExpressions;

namespace Sunshine.ReportForms;

/// <summary>
/// Relations that follow from the sentences themselves, so that a plain list of statements is checked as far as that is safe. Each is confirmed by the figures before it is
/// taken: what is merely possible is left alone.
/// </summary>
internal static partial class RecognisedRelations
{
    /// <summary>A sum that misses its total by more than this part of it is taken for no sum of it: the parts will be other ones.</summary>
    private const decimal Near = 0.005m;

    /// <summary>So many digits must agree before an amount for each of a number is taken for one.</summary>
    private const int Significant = 3;

    public static IEnumerable<Relation> Of(ReadReport report)
    {
        var given = report.Source.Relations;
        var taken = given.SelectMany(r => r switch
        {
            SumRelation s => [s.Total], ShareRelation s => [s.Percent], ChangeRelation c => [c.Percent], RatioRelation r2 => [r2.Result], MonthlyRelation m => [m.Cumulative], _ => Array.Empty<string>()
        }).ToHashSet(StringComparer.Ordinal);
        var found = new List<Relation>();
        foreach (var section in report.Statements.GroupBy(s => s.Statement!.Section))
        {
            var said = section.ToList();
            found.AddRange(Sums(said));
            found.AddRange(Shares(said));
            found.AddRange(Ratios(said));
            found.AddRange(Monthly(said));
        }

        return found.Where(r => !taken.Contains(r.Members.Last()) && !(r is SumRelation s && taken.Contains(s.Total))).Select(r => r with { Recognised = true });
    }

    /// <summary>合计 behind figures of its unit, if they come to nearly as much.</summary>
    private static IEnumerable<Relation> Sums(List<StatedFigure> said)
    {
        for (var i = 2; i < said.Count; i++)
        {
            var total = said[i];
            if (!TotalWord().IsMatch(total.Quote) || !total.IsExact || !Units.IsQuantity(total.Unit) || total.Value == 0) continue;
            var parts = said.Take(i).Reverse().TakeWhile(p => p.Unit == total.Unit && p.IsExact && !TotalWord().IsMatch(p.Quote)).Reverse().ToList();
            if (parts.Count >= 2 && Math.Abs(parts.Sum(p => p.Value) - total.Value) <= total.Value * Near) yield return new SumRelation(total.Id, [.. parts.Select(p => p.Id)], [], false);
        }
    }

    /// <summary>占总量 behind a figure: of the one figure before it of which the percentage is right, or of which others of the section are.</summary>
    private static IEnumerable<Relation> Shares(List<StatedFigure> said)
    {
        var open = new List<(StatedFigure Part, StatedFigure Percent, List<StatedFigure> Wholes)>();
        var fitting = new List<ShareRelation>();
        for (var i = 1; i < said.Count; i++)
        {
            var percent = said[i];
            if (!Units.IsPercent(percent.Unit) || !percent.IsExact || !ShareWord().IsMatch(percent.Quote)) continue;
            if (said[i - 1] is not { IsExact: true } part || !Units.IsQuantity(part.Unit)) continue;
            var wholes = said.Take(i - 1).Where(w => w.Unit == part.Unit && w.IsExact && w.Value >= part.Value && w.Value > 0).ToList();
            // Rounded rightly of one figure counts more than cut off of another.
            var right = wholes.FindLast(w => Judge(part, w, percent) is PercentVerdict.Exact or PercentVerdict.HalfUp)
                ?? (percent.Number.Decimals >= 2 ? wholes.FindLast(w => Judge(part, w, percent) == PercentVerdict.Truncated) : null);
            if (right is not null) fitting.Add(new ShareRelation(part.Id, right.Id, percent.Id));
            else if (wholes.Count > 0) open.Add((part, percent, wholes));
        }

        foreach (var share in fitting) yield return share;
        foreach (var (part, percent, wholes) in open)
        {
            // Two others of the same whole, in the same words, show what this one is of.
            var shown = wholes.Where(w => fitting.Count(f => f.Whole == w.Id && Words(said.First(s => s.Id == f.Percent).Quote) == Words(percent.Quote)) >= 2).ToList();
            if (shown.Count == 1) yield return new ShareRelation(part.Id, shown[0].Id, percent.Id);
        }
    }

    private static PercentVerdict Judge(StatedFigure part, StatedFigure whole, StatedFigure percent) => PercentageRounding.Judge(part.Value, whole.Value, percent.Value, percent.Number.Decimals);

    /// <summary>占总量 of 占总量60.20%.</summary>
    private static string Words(string quote) => ShareWord().Match(quote).Groups[1].Value;

    /// <summary>元/月 that one amount of the section gives when divided by one number of it, to all digits that are printed.</summary>
    private static IEnumerable<Relation> Ratios(List<StatedFigure> said)
    {
        foreach (var result in said.Where(s => s.Unit.StartsWith("元/", StringComparison.Ordinal) && s.IsExact && Digits(s.Value) >= Significant))
        {
            var pairs = (
                from amount in said
                where amount.IsExact && Units.Yuan(amount.Unit) is not null
                from count in said
                where count.IsExact && Units.IsCount(count.Unit) && count.Value > 1 && Subject(count) == Subject(result) && Subject(amount) == Subject(result)
                where PerUnit(amount, count, result.Number.Decimals) == result.Value
                select new RatioRelation(amount.Id, count.Id, result.Id)).Take(2).ToList();
            if (pairs.Count == 1) yield return pairs[0];
        }

        static string Subject(StatedFigure s) => s.Statement!.Subject;
    }

    /// <summary>In yuan, rounded half up.</summary>
    public static decimal PerUnit(StatedFigure amount, StatedFigure count, int decimals) =>
        decimal.Round(amount.Value * Units.Yuan(amount.Unit)!.Value / count.Value, decimals, MidpointRounding.AwayFromZero);

    /// <summary>月发放保障金 and 累计发放保障金: the same words behind 月 and 累计. 本月 is one month and no average.</summary>
    private static IEnumerable<Relation> Monthly(List<StatedFigure> said)
    {
        foreach (var month in said.Where(s => s.IsExact && Units.Yuan(s.Unit) is not null))
        {
            if (MonthWord().Match(month.Quote) is not { Success: true } found) continue;
            var sum = said.Find(c => c.IsExact && c.Unit == month.Unit && CumulativeWord().Match(c.Quote) is { Success: true } other && other.Groups[1].Value == found.Groups[1].Value);
            if (sum is not null) yield return new MonthlyRelation(month.Id, sum.Id);
        }
    }

    private static int Digits(decimal value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture).Count(char.IsDigit);

    [GeneratedRegex("合计|共计|总计|累计共|总共", RegexOptions.CultureInvariant)]
    private static partial Regex TotalWord();

    [GeneratedRegex(@"(占\p{Lo}{0,10})(?:为|达)?[0-9]", RegexOptions.CultureInvariant)]
    private static partial Regex ShareWord();

    [GeneratedRegex(@"(?:^|[每按,，、;；。])月(\p{Lo}{2,12})[0-9]", RegexOptions.CultureInvariant)]
    private static partial Regex MonthWord();

    [GeneratedRegex(@"累计(\p{Lo}{2,12})[0-9]", RegexOptions.CultureInvariant)]
    private static partial Regex CumulativeWord();
}
