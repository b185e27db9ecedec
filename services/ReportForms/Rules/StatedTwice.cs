namespace Sunshine.ReportForms.Rules;

/// <summary>What is stated in two places is stated alike. Where a table has it too, sentences are compared with that instead.</summary>
internal static class StatedTwice
{
    public static void Check(ReadReport report, IReadOnlyList<ReadReport> earlier, Findings findings)
    {
        foreach (var (_, said) in report.InProse.Where(p => p.Value.Count > 1 && !report.Cells.ContainsKey(p.Key))) Compare(said, findings);
        foreach (var same in report.Relations.OfType<SameRelation>()) Compare([.. same.Of.Select(report.Find).OfType<StatedFigure>()], findings);
    }

    private static void Compare(IReadOnlyList<StatedFigure> said, Findings findings)
    {
        if (said.FirstOrDefault(s => s.IsExact) is not { } first) return;
        foreach (var other in said.Where(s => s != first))
        {
            if (other.Number.Bound == Bound.About || Units.In(other.Value, other.Unit, first.Unit) is not { } value)
            {
                findings.LeaveOpen();
            }
            else if (other.Number.Bound == Bound.AtLeast ? first.Value >= value : Math.Abs(first.Value - value) <= (other.Unit == first.Unit || Units.IsCount(other.Unit) ? 0 : Units.In(other.Number.HalfUnit, other.Unit, first.Unit) + first.Number.HalfUnit))
            {
                findings.Holds();
            }
            else
            {
                // A number that was only counted from what the sentence names may not be meant as one, and a name may be that of another figure.
                var counted = first.Statement?.Derived == true || other.Statement?.Derived == true || first.ByName || other.ByName;
                findings.Add(counted ? Severity.Warning : Severity.Error, Verdict.Wrong, other, first.Value,
                    $"同一数据前后不一致：此处为 {Said.Of(other.Value)}{Names(other)}，“{first.Place}”为 {Said.Of(first.Value)}{Names(first)}。",
                    $"The same figure is {Said.Of(other.Value)} here and {Said.Of(first.Value)} in {first.Place}.", first);
            }
        }
    }

    private static string Names(StatedFigure stated) => stated.Statement?.Names is { Count: > 0 and < 10 } names ? $"（{string.Join("、", names)}）" : "";
}
