namespace Sunshine.ReportForms.Rules;

/// <summary>Twelve times an amount a month is seldom exactly what came together: that is worth a look and no contradiction, for it may be the last month's.</summary>
internal static class MonthlyAmounts
{
    public static void Check(ReadReport report, IReadOnlyList<ReadReport> earlier, Findings findings)
    {
        foreach (var monthly in report.Relations.OfType<MonthlyRelation>())
        {
            if (report.Find(monthly.Month) is not { IsExact: true, Value: > 0 } month || report.Find(monthly.Cumulative) is not { IsExact: true } sum || Units.In(month.Value, month.Unit, sum.Unit) is not { } value)
            {
                findings.LeaveOpen();
                continue;
            }

            var year = 12 * value;
            if (Math.Abs(year - sum.Value) <= 12 * month.Number.HalfUnit + sum.Number.HalfUnit)
            {
                findings.Holds();
                continue;
            }

            var months = decimal.Round(sum.Value / value, 2, MidpointRounding.AwayFromZero);
            findings.Add(Severity.Notice, Verdict.NotDecided, sum, year,
                $"每月 {Said.Of(value)}，十二个月为 {Said.Of(year)}，累计为 {Said.Of(sum.Value)}，相当于 {Said.Of(months)} 个月：月数若非全年平均，则不矛盾。",
                $"{Said.Of(value)} a month makes {Said.Of(year)} in twelve; {Said.Of(sum.Value)} is that of {Said.Of(months)} months. No contradiction unless the month is the year's average.", month);
        }
    }
}
