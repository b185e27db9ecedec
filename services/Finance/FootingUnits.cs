namespace Sunshine.Finance;

/// <summary>
/// Whether a table's unit is right. The commonest mistake in these tables is a sheet in 万元 below a line that says 元, or the other way round: then its
/// amounts are ten thousand times too small or too large beside those that must equal them, or beside last year's.
/// </summary>
internal static class FootingUnits
{
    private const decimal Factor = 10_000m;

    /// <summary>Between two years money changes: anything from a fifth of the factor to five times it is taken for a wrong unit.</summary>
    private const decimal Between = 5m;

    /// <returns>The tables whose unit is in doubt.</returns>
    public static IReadOnlySet<string> Check(IReadOnlyDictionary<string, FootingTable> tables, FootingContext context, List<FootingFinding> found)
    {
        var pairs = Pairs(tables);
        var suspect = new HashSet<string>();
        while (pairs.Any(p => p.Wrong))
        {
            var wrong = pairs.Where(p => p.Wrong).SelectMany<Pair, (string Layout, decimal Of, decimal By)>(p => [(p.Left.Layout, p.LeftValue, p.RightValue), (p.Right.Layout, p.RightValue, p.LeftValue)]).ToList();
            // The one that most of the others contradict; of two, the one with the small amounts.
            var worst = wrong.GroupBy(w => w.Layout).OrderByDescending(g => g.Count() - pairs.Count(p => !p.Wrong && p.Touches(g.Key))).ThenBy(g => g.Min(w => Math.Abs(w.Of))).First();
            suspect.Add(worst.Key);
            found.Add(Finding(tables[worst.Key], worst.First().Of, worst.First().By, "本次其他表", "the other tables", waivable: false));
            pairs.RemoveAll(p => p.Touches(worst.Key));
        }

        foreach (var table in tables.Values.Where(t => !suspect.Contains(t.Layout.Code)))
        {
            if (KeyOf(table) is not { } now) continue;
            foreach (var other in context.Others.Where(o => o.FiscalYear == context.FiscalYear - 1 && o.Statement.Layout == table.Layout.Code))
            {
                if (KeyOf(new FootingTable(other.Statement, table.Layout, context with { Doubtful = new HashSet<CellAddress>() })) is not { } before) continue;
                var ratio = Math.Max(now / before, before / now);
                if (ratio is < Factor / Between or > Factor * Between) continue;
                suspect.Add(table.Layout.Code);
                found.Add(Finding(table, now, before, "上年同表", "last year's table", waivable: true));
                break;
            }
        }

        return suspect;
    }

    private static List<Pair> Pairs(IReadOnlyDictionary<string, FootingTable> tables)
    {
        var pairs = new List<Pair>();
        foreach (var identity in Layouts.Identities)
        {
            if (identity is not { Relation: Relation.Equal, LeftCells: [var left], RightCells: [var right] } || left.Layout == right.Layout) continue;
            if (!tables.TryGetValue(left.Layout, out var one) || !tables.TryGetValue(right.Layout, out var other)) continue;
            var (a, b) = (one.At(left.Row, left.Column), other.At(right.Row, right.Column));
            if (a.Value != 0 && b.Value != 0 && !a.Doubtful && !b.Doubtful) pairs.Add(new Pair(left, right, a.Value, b.Value));
        }

        return pairs;
    }

    /// <summary>The amount by which a table's size is told: its total in the first column. Null if there is none above zero.</summary>
    private static decimal? KeyOf(FootingTable table)
    {
        var line = table.Layout.Lines.FirstOrDefault(l => l.IsTotal) ?? table.Layout.Line("total") ?? table.Layout.Lines[0];
        if (table.Layout.Columns.FirstOrDefault(c => c is { Kind: ColumnKind.Amount, Optional: false } && table.Layout.Has(line.Code, c)) is not { } column) return null;
        return table.At(line.Code, column.Code) is { Doubtful: false, Value: > 0 and var value } ? value : null;
    }

    private static FootingFinding Finding(FootingTable table, decimal of, decimal by, string chinese, string english, bool waivable)
    {
        var small = Math.Abs(of) < Math.Abs(by);
        var yuan = table.Statement.Unit == V1.AmountUnit.Yuan;
        var (said, looks) = (yuan ? "元" : "万元", small == yuan ? yuan ? "万元" : "元" : yuan ? "比元更小的单位" : "比万元更大的单位");
        return new FootingFinding("unit", V1.FindingSeverity.Error, table.Layout.Code, "", "", of, by,
            $"《{table.Layout.Name}》标明单位为{said}，但金额约为{chinese}的{(small ? "万分之一" : "一万倍")}，看来是{looks}。",
            $"{table.Layout.Code} is stated in {said} but its amounts are about {(small ? "one ten-thousandth" : "ten thousand times")} of {english}: it looks like {looks}.", waivable);
    }

    private sealed record Pair(CellAddress Left, CellAddress Right, decimal LeftValue, decimal RightValue)
    {
        public bool Wrong { get; } = Off(Math.Abs(LeftValue), Math.Abs(RightValue)) || Off(Math.Abs(RightValue), Math.Abs(LeftValue));

        public bool Touches(string layout) => Left.Layout == layout || Right.Layout == layout;

        /// <summary>Whether one is the other's ten-thousandth, as far as rounding lets that be seen.</summary>
        private static bool Off(decimal small, decimal large) => large / Factor is var scaled && Math.Abs(small - scaled) <= 0.01m + scaled / 1_000m && large > small * 100m;
    }
}
