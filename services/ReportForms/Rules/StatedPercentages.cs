namespace Sunshine.ReportForms.Rules;

/// <summary>Percentages of a whole, and rates of growth: right as rounded half up, or how they came about else.</summary>
internal static class StatedPercentages
{
    public static void Check(ReadReport report, IReadOnlyList<ReadReport> earlier, Findings findings)
    {
        foreach (var group in report.Relations.OfType<ShareRelation>().GroupBy(s => s.Whole))
        {
            var shares = group.Select(s => (Relation: s, Part: report.Find(s.Part), Percent: report.Find(s.Percent))).ToList();
            var whole = report.Find(group.Key);
            var clear = shares.Where(s => Exact(s.Part) && Exact(s.Percent)).ToList();
            for (var i = clear.Count; i < shares.Count; i++) findings.LeaveOpen();
            if (!Exact(whole) || whole!.Value == 0)
            {
                for (var i = 0; i < clear.Count; i++) findings.LeaveOpen();
                continue;
            }

            clear.RemoveAll(s => Units.In(1, s.Part!.Unit, whole.Unit) is null);
            var verdicts = PercentageRounding.Judge([.. clear.Select(s => (Units.In(s.Part!.Value, s.Part.Unit, whole.Unit)!.Value, s.Percent!.Value, s.Percent.Number.Decimals))], whole.Value);
            foreach (var ((relation, part, percent), verdict) in clear.Zip(verdicts))
                Tell(Within(percent!, Rounded(part!, whole.Unit), Rounded(whole, whole.Unit)) ? PercentVerdict.HalfUp : verdict, percent!, Rounded(part!, whole.Unit).Value, whole.Value, relation.Recognised, findings, part!, whole);
        }

        foreach (var change in report.Relations.OfType<ChangeRelation>())
        {
            var (now, before, percent) = (report.Find(change.Now), report.Find(change.Before), report.Find(change.Percent));
            if (!Exact(now) || !Exact(before) || !Exact(percent) || before!.Value <= 0 || Units.In(now!.Value, now.Unit, before.Unit) is not { } value) findings.LeaveOpen();
            else if (Within(percent!, (value - before.Value, Rounded(now, before.Unit).By + before.Rounding), Rounded(before, before.Unit))) findings.Holds();
            else Tell(PercentageRounding.Judge(value - before.Value, before.Value, percent!.Value, percent.Number.Decimals), percent!, value - before.Value, before.Value, change.Recognised, findings, now, before);
        }
    }

    private static bool Exact(StatedFigure? figure) => figure is { IsExact: true };

    private static (decimal Value, decimal By) Rounded(StatedFigure figure, string unit) => (Units.In(figure.Value, figure.Unit, unit)!.Value, Units.In(figure.Rounding, figure.Unit, unit)!.Value);

    /// <summary>Whether the amounts before they were rounded can have the percentage that is printed. Of counts, which are not rounded, nothing is said.</summary>
    private static bool Within(StatedFigure percent, (decimal Value, decimal By) part, (decimal Value, decimal By) whole)
    {
        if (part.By + whole.By == 0 || whole.Value <= whole.By) return false;
        decimal[] ends = [(part.Value - part.By) / (whole.Value + whole.By), (part.Value - part.By) / (whole.Value - whole.By), (part.Value + part.By) / (whole.Value + whole.By), (part.Value + part.By) / (whole.Value - whole.By)];
        return percent.Value >= ends.Min() * 100 - percent.Number.HalfUnit && percent.Value <= ends.Max() * 100 + percent.Number.HalfUnit;
    }

    private static void Tell(PercentVerdict verdict, StatedFigure percent, decimal part, decimal whole, bool recognised, Findings findings, params StatedFigure[] of)
    {
        var right = PercentageRounding.HalfUp(part, whole, percent.Number.Decimals);
        var (says, must, quotient) = ($"{percent.Value}%", $"{right}%", $"{Said.Of(part)}÷{Said.Of(whole)}");
        switch (verdict)
        {
            case PercentVerdict.Truncated:
                findings.Add(Severity.Notice, Verdict.Truncated, percent, right, $"{quotient} 四舍五入为 {must}，所列 {says} 是截去尾数所得。", $"{quotient} is {must} when rounded half up; {says} is cut off.", of);
                break;
            case PercentVerdict.Plugged:
                findings.Add(Severity.Warning, Verdict.Plugged, percent, right,
                    $"{quotient} 四舍五入为 {must}，所列为 {says}：各项四舍五入后合计不为 100%，差额记在了占比最大的一项上。",
                    $"{quotient} is {must} when rounded half up, and it says {says}: the rounded shares did not come to 100, and the largest was changed by what was missing.", of);
                break;
            case PercentVerdict.Wrong:
                findings.Add(recognised ? Severity.Warning : Severity.Error, Verdict.Wrong, percent, right, $"{quotient} 应为 {must}，所列为 {says}。", $"{quotient} is {must}, and it says {says}.", of);
                break;
            default:
                findings.Holds();
                break;
        }
    }
}
