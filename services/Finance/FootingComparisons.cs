namespace Sunshine.Finance;

/// <summary>Whether a column that repeats another disclosure says what that one says: last year's result, this year's budget.</summary>
internal static class FootingComparisons
{
    public static void Check(IReadOnlyDictionary<string, FootingTable> tables, IReadOnlySet<string> suspect, FootingContext context, List<FootingFinding> found)
    {
        if (context.Others.Count == 0) return;
        foreach (var comparison in Layouts.Comparisons)
        {
            if (!tables.TryGetValue(comparison.Layout, out var table) || suspect.Contains(comparison.Layout) || !table.Prints(comparison.Column)) continue;
            var year = context.FiscalYear - comparison.YearsBack;
            // A budget and its adjustment may both be there; either may be meant.
            var others = context.Others.Where(o => o.FiscalYear == year && o.Statement.Layout == comparison.Other)
                .Select(o => new FootingTable(o.Statement, Layouts.Find(comparison.Other)!, new FootingContext(year, []))).ToList();
            if (others.Count > 0) Check(comparison, table, others, year, found);
        }
    }

    private static void Check(Comparison comparison, FootingTable table, List<FootingTable> others, int year, List<FootingFinding> found)
    {
        foreach (var code in table.Rows.Concat(others.SelectMany(o => o.Rows)).Select(r => r.Code).Distinct())
        {
            var total = table.Layout.Line(code) is { } line && (line.IsTotal || code == "total");
            if (!total && table.Row(code) is null && others[0].Layout.Line(code) is not null) continue;
            var here = table.At(code, comparison.Column);
            if (here.Doubtful) continue;
            var closest = others.Select(o => (Table: o, There: o.At(code, comparison.OtherColumn))).MinBy(o => Math.Abs(here.Value - o.There.Value));
            if (Math.Abs(here.Value - closest.There.Value) <= table.Rounding * here.Printed + closest.Table.Rounding * closest.There.Printed) continue;
            var (severity, stated, wanted) = (total && !comparison.Warning ? V1.FindingSeverity.Error : V1.FindingSeverity.Warning, table.Shown(here.Value), table.Shown(closest.There.Value));
            var name = table.Row(code) is { } row ? table.NameOf(row) : code;
            found.Add(new FootingFinding(comparison.Rule, severity, table.Layout.Code, code, comparison.Column, here.Printed == 0 ? null : here.Value, closest.There.Value,
                $"“{name}”的“{table.Layout.Column(comparison.Column)!.Title}”为 {stated.Chinese}，{year} 年《{closest.Table.Layout.Name}》为 {wanted.Chinese}。",
                $"{comparison.Column} of {code} says {stated.English}, but {closest.Table.Layout.Code} of {year} says {wanted.English}."));
        }
    }
}
