namespace Sunshine.ReportForms.Rules;

/// <summary>An amount for each of a number: the quotient and its unit. 元/月 of what was divided by households is 元/户.</summary>
internal static class AmountsPerUnit
{
    /// <summary>Not the year: what an annual report divides is a year's.</summary>
    private static readonly string[] Times = ["月", "日", "天", "季", "季度", "周", "小时"];

    public static void Check(ReadReport report, IReadOnlyList<ReadReport> earlier, Findings findings)
    {
        foreach (var ratio in report.Relations.OfType<RatioRelation>())
        {
            var (amount, count, result) = (report.Find(ratio.Amount), report.Find(ratio.Count), report.Find(ratio.Result));
            if (amount is not { IsExact: true } || count is not { IsExact: true, Value: > 0 } || result is not { IsExact: true } || Divided(amount, count, result) is not { } computed)
            {
                findings.LeaveOpen();
                continue;
            }

            var of = result.Unit.Split('/') is [_, var per] ? per : "";
            var quotient = amount.Value * Factor(amount, result) / count.Value;
            var rounding = amount.Rounding * Factor(amount, result) / count.Value;
            var right = result.Value >= quotient - rounding - result.Number.HalfUnit * 2 && result.Value <= quotient + rounding + result.Number.HalfUnit;
            // What is paid a month is rightly so much a month for each.
            var same = amount.Quote.Contains(of, StringComparison.Ordinal) || amount.Statement?.Figure.Contains(of, StringComparison.Ordinal) == true;
            if (right && Times.Contains(of) && !same)
            {
                var (unit, division) = ($"{result.Unit.Split('/')[0]}/{count.Unit}", $"{Said.Of(amount.Value)}{amount.Unit}÷{Said.Of(count.Value)}{count.Unit}");
                findings.Add(ratio.Recognised ? Severity.Warning : Severity.Error, Verdict.WrongUnit, result, computed,
                    $"{division} 正为 {Said.Of(computed)}，所列 {Said.Of(result.Value)} 的单位应为 {unit}，不是 {result.Unit}。",
                    $"{division} is {Said.Of(computed)}: the unit of {Said.Of(result.Value)} is {unit} and not {result.Unit}.", amount, count);
            }
            else if (right)
            {
                findings.Holds();
            }
            else if (of == count.Unit || of.Length == 0)
            {
                findings.Add(ratio.Recognised ? Severity.Warning : Severity.Error, Verdict.Wrong, result, computed,
                    $"{Said.Of(amount.Value)}{amount.Unit}÷{Said.Of(count.Value)}{count.Unit} 应为 {Said.Of(computed)}，所列为 {Said.Of(result.Value)}。",
                    $"{Said.Of(amount.Value)} by {Said.Of(count.Value)} is {Said.Of(computed)}, and it says {Said.Of(result.Value)}.", amount, count);
            }
            else
            {
                // Of another unit, and not the quotient: it may be an average of something else.
                findings.LeaveOpen();
            }
        }
    }

    private static decimal? Divided(StatedFigure amount, StatedFigure count, StatedFigure result)
    {
        var money = Units.Yuan(amount.Unit) is not null;
        if (money != (Units.Yuan(result.Unit.Split('/')[0]) is not null)) return null;
        return decimal.Round(amount.Value * Factor(amount, result) / count.Value, result.Number.Decimals, MidpointRounding.AwayFromZero);
    }

    /// <summary>From the amount's unit of money to the result's.</summary>
    private static decimal Factor(StatedFigure amount, StatedFigure result) => (Units.Yuan(amount.Unit) ?? 1) / (Units.Yuan(result.Unit.Split('/')[0]) ?? 1);
}
