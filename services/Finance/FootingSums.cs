namespace Sunshine.Finance;

/// <summary>Whether a table adds up by itself: columns in each line, codes to the codes over them, lines to totals.</summary>
internal static class FootingSums
{
    /// <summary>A rate is printed with one or two places.</summary>
    private const decimal RateTolerance = 0.06m;

    public static void Check(FootingTable table, List<FootingFinding> found)
    {
        if (table.Rows.Count == 0) return;
        foreach (var sum in table.Layout.Sums ?? []) CheckColumns(table, sum, found);
        foreach (var rate in table.Layout.Rates ?? []) CheckRate(table, rate, found);
        if (table.Layout.Codes is not null && !table.DoubtsLines) CheckCodes(table, found);
        foreach (var line in table.Layout.Lines) CheckLine(table, line, found);
    }

    private static void CheckColumns(FootingTable table, ColumnSum sum, List<FootingFinding> found)
    {
        (string Code, int Sign)[] parts = [.. sum.Parts.Select(p => p[0] == '-' ? (p[1..], -1) : (p, 1)).Where(p => table.Prints(p.Item1))];
        if (parts.Length == 0) return;
        for (var row = 0; row < table.Rows.Count; row++)
        {
            var code = table.Rows[row].Code;
            var (computed, printed) = (0m, 0);
            foreach (var part in parts)
            {
                if (table.Cell(row, part.Code) is not { } value) continue;
                (computed, printed) = (computed + part.Sign * value, printed + 1);
            }

            // A line of one side may be printed with its total alone.
            if (printed == 0 && table.Layout.TwoSided && table.Layout.Line(code) is not null) continue;
            var stated = table.Cell(row, sum.Total);
            if (Fits(table, stated, computed, printed) || table.Doubts(code, sum.Total) || parts.Any(p => table.Doubts(code, p.Code))) continue;
            var title = table.Layout.Column(sum.Total)!.Title;
            Add(found, sum.Rule ?? "parts-total", table, code, sum.Total, stated, computed, $"“{table.NameOf(row)}”的“{title}”应等于各列之和", $"{sum.Total} of {code} must be the sum of its columns");
        }
    }

    private static void CheckCodes(FootingTable table, List<FootingFinding> found)
    {
        var (sums, printed, doubtful, over) = (new decimal[table.Rows.Count], new int[table.Rows.Count], new bool[table.Rows.Count], new bool[table.Rows.Count]);
        foreach (var parent in table.Parents.Where(p => p >= 0)) over[parent] = true;
        foreach (var column in table.Layout.Columns.Where(c => c.Kind != ColumnKind.Rate && table.Prints(c.Code)))
        {
            Array.Clear(sums);
            Array.Clear(printed);
            Array.Clear(doubtful);
            for (var row = 0; row < table.Rows.Count; row++)
            {
                if (table.Parents[row] is not (>= 0 and var parent)) continue;
                if (table.Doubts(table.Rows[row].Code, column.Code)) doubtful[parent] = true;
                if (table.Cell(row, column.Code) is not { } value) continue;
                sums[parent] += value;
                printed[parent]++;
            }

            for (var row = 0; row < table.Rows.Count; row++)
            {
                if (!over[row] || doubtful[row]) continue;
                var (code, stated) = (table.Rows[row].Code, table.Cell(row, column.Code));
                if (Fits(table, stated, sums[row], printed[row]) || table.Doubts(code, column.Code)) continue;
                Add(found, "hierarchy", table, code, column.Code, stated, sums[row],
                    $"“{table.NameOf(row)}”（{code}）的“{column.Title}”应等于其下级科目之和", $"{column.Code} of {code} must be the sum of the codes below it");
            }
        }
    }

    private static void CheckLine(FootingTable table, LayoutLine line, List<FootingFinding> found)
    {
        if ((line.Parts ?? line.OfWhich) is not { } parts || !parts.Any(p => p == LayoutLine.AllLines ? table.Top.Length > 0 : table.Row(p.TrimStart('-')) is not null)) return;
        if (table.Row(line.Code) is not { } row)
        {
            if (!line.Optional && line.Parts is not null)
                found.Add(new FootingFinding("total-line", V1.FindingSeverity.Warning, table.Layout.Code, line.Code, "", null, null, $"没有“{line.Name}”行。", $"There is no line {line.Code}."));
            return;
        }

        foreach (var column in table.Layout.Columns.Where(c => c.Kind != ColumnKind.Rate && table.Layout.Has(line.Code, c) && table.Prints(c.Code)))
        {
            var (sum, stated, name) = (table.Sum(parts, column.Code), table.Cell(row, column.Code), $"“{table.NameOf(row)}”的“{column.Title}”");
            if (sum.Doubtful || table.Doubts(line.Code, column.Code)) continue;
            if (line.Parts is not null && !Fits(table, stated, sum.Value, sum.Printed))
                Add(found, "parts-total", table, line.Code, column.Code, stated, sum.Value, $"{name}应等于各行之和", $"{column.Code} of {line.Code} must be the sum of its lines");
            else if (line.Parts is null && sum.Value - (stated ?? 0) > table.Rounding * (sum.Printed + 1))
                Add(found, "parts-total", table, line.Code, column.Code, stated, sum.Value, $"{name}不应小于其中各项之和", $"{column.Code} of {line.Code} must not be less than what is part of it");
        }
    }

    private static void CheckRate(FootingTable table, ColumnRate rate, List<FootingFinding> found)
    {
        if (rate.To.FirstOrDefault(table.Prints) is not { } to) return;
        for (var row = 0; row < table.Rows.Count; row++)
        {
            var code = table.Rows[row].Code;
            if (table.Cell(row, rate.Column) is not { } stated || table.Cell(row, rate.Of) is not { } value || table.Cell(row, to) is not { } before || before == 0) continue;
            var computed = decimal.Round((value - before) / before * 100, 2, MidpointRounding.AwayFromZero);
            // Of small amounts that were rounded the rate is as uncertain as they are.
            if (Math.Abs(stated - computed) <= RateTolerance + table.Rounding * (1 + Math.Abs(value / before)) / Math.Abs(before) * 100) continue;
            if (table.Doubts(code, rate.Column) || table.Doubts(code, rate.Of) || table.Doubts(code, to)) continue;
            found.Add(new FootingFinding("rate", V1.FindingSeverity.Warning, table.Layout.Code, code, rate.Column, stated, computed,
                $"“{table.NameOf(row)}”的“{table.Layout.Column(rate.Column)!.Title}”为 {stated:0.##}，按所列金额应为 {computed:0.##}。",
                $"{rate.Column} of {code} says {stated:0.##}; by its amounts it is {computed:0.##}."));
        }
    }

    private static bool Fits(FootingTable table, decimal? stated, decimal computed, int printed) => Math.Abs((stated ?? 0) - computed) <= table.Rounding * (printed + 1);

    private static void Add(List<FootingFinding> found, string rule, FootingTable table, string row, string column, decimal? stated, decimal computed, string chinese, string english)
    {
        var (says, must, off) = (table.Shown(stated), table.Shown(computed), table.Shown((stated ?? 0) - computed));
        found.Add(new FootingFinding(rule, V1.FindingSeverity.Error, table.Layout.Code, row, column, stated, computed,
            $"{chinese}：所列为 {says.Chinese}，应为 {must.Chinese}，差 {off.Chinese}。", $"{english}: it says {says.English}, but they come to {must.English}; off by {off.English}."));
    }
}
