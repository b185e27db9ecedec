namespace Sunshine.ReportForms.Rules;

/// <summary>A total of which the report itemises only a part.</summary>
internal static class ItemisedTotals
{
    public static void Check(ReadReport report, IReadOnlyList<ReadReport> earlier, Findings findings)
    {
        foreach (var itemised in report.Relations.OfType<ItemisedRelation>())
        {
            var parts = itemised.Parts.Select(report.Find).OfType<StatedFigure>().ToList();
            if (report.Find(itemised.Total) is not { IsExact: true, Value: > 0 } total || parts.Count < itemised.Parts.Count
                || parts.Exists(p => p.Number.Bound == Bound.About || Units.In(1, p.Unit, total.Unit) is null))
            {
                findings.LeaveOpen();
                continue;
            }

            var sum = parts.Sum(p => Units.In(p.Value, p.Unit, total.Unit)!.Value);
            var share = PercentageRounding.HalfUp(sum, total.Value, 2);
            if (sum == total.Value) findings.Holds();
            else if (sum > total.Value)
            {
                findings.Add(Severity.Error, Verdict.Wrong, total, sum, $"分项合计 {Said.Of(sum)}，大于总数 {Said.Of(total.Value)}。", $"The items come to {Said.Of(sum)}, more than the total of {Said.Of(total.Value)}.", parts);
            }
            else
            {
                findings.Add(sum * 2 < total.Value ? Severity.Warning : Severity.Notice, Verdict.Unexplained, total, sum,
                    $"总数 {Said.Of(total.Value)}，{parts.Count} 个分项合计 {Said.Of(sum)}（{share}%），其余 {Said.Of(total.Value - sum)} 没有分项。",
                    $"Of {Said.Of(total.Value)} the {parts.Count} items come to {Said.Of(sum)} ({share} %); {Said.Of(total.Value - sum)} are not itemised.", parts);
            }
        }
    }
}
