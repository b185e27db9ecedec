namespace Sunshine.ReportForms.Rules;

/// <summary>A total and its parts in sentences (合计, 其中).</summary>
internal static class StatedSums
{
    public static void Check(ReadReport report, IReadOnlyList<ReadReport> earlier, Findings findings)
    {
        foreach (var sum in report.Relations.OfType<SumRelation>())
        {
            if (report.Find(sum.Total) is not { } total) continue;
            var (parts, minus) = (sum.Parts.Select(report.Find).ToList(), sum.Minus.Select(report.Find).ToList());
            var stated = parts.Concat(minus).OfType<StatedFigure>().ToList();
            // Of what is taken off nothing may be missing or vague: then neither side bounds the other.
            if (stated.Count == 0 || minus.Exists(m => m is not { IsExact: true }) || stated.Append(total).Any(s => s.Number.Bound == Bound.About || Units.In(1, s.Unit, total.Unit) is null))
            {
                findings.LeaveOpen();
                continue;
            }

            var computed = parts.OfType<StatedFigure>().Sum(In) - minus.Sum(m => In(m!));
            var complete = !sum.Partial && !parts.Contains(null) && parts.TrueForAll(p => p!.IsExact);
            var (over, rounding) = (computed - total.Value, Units.Rounding(stated.Append(total)));
            if (over > rounding ? total.IsExact : over < -rounding && complete) Tell(sum, total, computed, stated, complete, findings);
            else if (complete || sum.Partial) findings.Holds();
            else findings.LeaveOpen();

            decimal In(StatedFigure figure) => Units.In(figure.Value, figure.Unit, total.Unit)!.Value;
        }
    }

    private static void Tell(SumRelation sum, StatedFigure total, decimal computed, IReadOnlyList<StatedFigure> stated, bool complete, Findings findings)
    {
        var off = total.Value - computed;
        findings.Add(sum.Recognised ? Severity.Warning : Severity.Error, Verdict.Wrong, total, computed,
            complete ? $"合计与各项之和不符：所列为 {Said.Of(total.Value)}，{stated.Count} 项之和为 {Said.Of(computed)}，{Said.OffBy(off)}。" : $"总数小于其中各项之和：所列为 {Said.Of(total.Value)}，各项至少为 {Said.Of(computed)}，{Said.OffBy(off)}。",
            complete ? $"The total is not the sum of its parts: it says {Said.Of(total.Value)}, the {stated.Count} come to {Said.Of(computed)}; {Said.OffByEnglish(off)}." : $"The total is less than its parts: it says {Said.Of(total.Value)}, they come to at least {Said.Of(computed)}.", stated);
    }
}
