using Sunshine.ReportForms;

namespace Sunshine.Reports;

/// <summary>A table of a form as it is printed.</summary>
/// <param name="Unit">Of all of it; empty where rows have their own.</param>
/// <param name="RowUnits">Whether units stand beside the labels.</param>
public sealed record PrintedTable(string Title, string Unit, bool RowUnits, IReadOnlyList<PrintedColumn> Columns, IReadOnlyList<PrintedRow> Rows)
{
    private readonly IReadOnlyList<PrintedTable>? _parts;

    /// <summary>What it was put together from; itself if it was not.</summary>
    public IReadOnlyList<PrintedTable> Parts
    {
        get => _parts ?? [this];
        init => _parts = value;
    }

    public bool HasGroups => Columns.Any(c => c.Group.Length > 0);

    public static PrintedTable Of(FormTable table, PrintedReport report)
    {
        // A column that others are part of is a head above them. It has figures of its own only where one is told.
        var groups = table.Columns.Where(c => c is { Optional: true, SumOf: not null }).ToList();
        var columns = table.Columns.Where(c => !groups.Contains(c) || table.AllRows.Any(r => report.Value(table.FigureId(r, c)).Length > 0)).ToList();
        var single = table.Columns.Count == 1;
        return new PrintedTable(table.Name, single ? "" : table.Unit, single,
            [.. columns.Select(c => groups.Contains(c) ? new PrintedColumn("小计", c.Name) : new PrintedColumn(c.Name, groups.FirstOrDefault(g => g.SumOf!.Contains(c.Id))?.Name ?? ""))],
            [.. table.Rows.SelectMany(r => Rows(r, 0))]);

        IEnumerable<PrintedRow> Rows(FormRow row, int depth) => (row.Rows ?? []).SelectMany(r => Rows(r, depth + 1)).Prepend(new PrintedRow(
            row.Name, depth, row.Heading ? "" : row.Unit ?? table.Unit, row.Heading ? [] : [.. columns.Select(c => new PrintedCell(table.FigureId(row, c), report.Value(table.FigureId(row, c))))]));
    }

    /// <summary>The heads in one line or two, each with how many columns and lines it goes over; the label's first.</summary>
    public IReadOnlyList<IReadOnlyList<PrintedHead>> Heads()
    {
        var lines = HasGroups ? 2 : 1;
        var first = new List<PrintedHead> { new(RowUnits ? "统计指标" : "项目", 1, lines) };
        if (RowUnits) first.Add(new PrintedHead("单位", 1, lines));
        for (var i = 0; i < Columns.Count;)
        {
            var group = Columns[i].Group;
            var over = group.Length == 0 ? 1 : Columns.Skip(i).TakeWhile(c => c.Group == group).Count();
            first.Add(group.Length == 0 ? new PrintedHead(Columns[i].Name, 1, lines) : new PrintedHead(group, over, 1));
            i += over;
        }

        return HasGroups ? [first, [.. Columns.Where(c => c.Group.Length > 0).Select(c => new PrintedHead(c.Name, 1, 1))]] : [first];
    }
}

/// <param name="Group">The head above it; empty for none.</param>
public sealed record PrintedColumn(string Name, string Group);

public sealed record PrintedHead(string Text, int Columns, int Lines);

/// <param name="Cells">None of a heading.</param>
public sealed record PrintedRow(string Label, int Depth, string Unit, IReadOnlyList<PrintedCell> Cells);

public sealed record PrintedCell(string FigureId, string Value);
