namespace Sunshine.Finance;

/// <summary>A cell in which two states of a table differ.</summary>
/// <param name="Before">Null if there was no such cell, or it was blank.</param>
/// <param name="After">Null if there is no such cell, or it is blank.</param>
public sealed record StatementDifference(string Layout, string RowCode, string RowName, string Column, decimal? Before, decimal? After)
{
    /// <summary>In the order of the later one's lines and cells; lines that it has no more come last.</summary>
    /// <param name="before">Null if there was no such table.</param>
    /// <param name="after">Null if there is none any more.</param>
    public static IEnumerable<StatementDifference> Of(string layout, Statement? before, Statement? after)
    {
        var (old, now) = (Rows(before), Rows(after));
        foreach (var row in now.Values.Concat(old.Values.Where(r => !now.ContainsKey(r.Code))))
        {
            var (was, @is) = (old.GetValueOrDefault(row.Code), now.GetValueOrDefault(row.Code));
            foreach (var column in (@is?.Cells.Keys ?? []).Concat(was?.Cells.Keys ?? []).Distinct())
            {
                var (one, other) = (Cell(was, column), Cell(@is, column));
                if (one != other) yield return new StatementDifference(layout, row.Code, row.Name, column, one, other);
            }
        }
    }

    private static Dictionary<string, StatementRow> Rows(Statement? statement) => statement?.Rows.ToDictionary(r => r.Code) ?? [];

    private static decimal? Cell(StatementRow? row, string column) => row is not null && row.Cells.TryGetValue(column, out var value) ? value : null;
}
