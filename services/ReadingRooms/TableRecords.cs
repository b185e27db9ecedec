using Google.Rpc;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Tables;

namespace Sunshine.ReadingRooms;

/// <summary>The rows of a table as records, with what is wrong with each by its cell.</summary>
internal sealed class TableRecords<T>
{
    private const int MostTold = 200;

    private readonly List<(TableRow Row, List<Violation> Found)> _rows = [];
    private readonly List<T> _records = [];

    public IReadOnlyList<T> Records => _records;

    public bool AnyRefused => _rows.Exists(r => r.Found.Count > 0);

    public int RefusedCount => _rows.Count(r => r.Found.Count > 0);

    /// <param name="recordOf">Adds what is wrong with cells.</param>
    /// <exception cref="RefusedException">It is no such table.</exception>
    public static async Task<TableRecords<T>> Read(Stream content, TableOptions options, Func<TableRow, List<Violation>, T> recordOf, CancellationToken cancel)
    {
        var table = new TableRecords<T>();
        await foreach (var row in TableReader.Read(content, "", options, cancel))
        {
            var found = new List<Violation>(row.Problems);
            table._records.Add(recordOf(row, found));
            table._rows.Add((row, found));
        }

        return table;
    }

    /// <summary>Adds what is wrong with a record as a whole. A cell is told once, by what was found first; a row that cannot be read has no cells.</summary>
    /// <param name="headingOf">The column that a field of the record is from.</param>
    public void Tell(int index, IEnumerable<Violation> found, Func<string, string> headingOf)
    {
        var (row, told) = _rows[index];
        if (!row.IsReadable) return;
        foreach (var violation in found)
        {
            var at = row.Address(headingOf(violation.Field));
            if (!told.Exists(t => t.Field == at)) told.Add(violation with { Field = at });
        }
    }

    /// <summary>In the order of the rows, the first ones.</summary>
    public IEnumerable<BadRequest.Types.FieldViolation> Told(Language language) => _rows.SelectMany(r => r.Found).Take(MostTold).Select(f => f.ToProto(language));
}

internal static class WrittenCells
{
    /// <summary>What a cell's word stands for; the zero value if it is empty or no such word, which is then among what was found.</summary>
    /// <param name="words">In the form in which they are offered: punctuation and spaces make no difference to what is written.</param>
    public static T Choice<T>(this TableRow row, string heading, IReadOnlyDictionary<string, T> words, List<Violation> found) where T : struct
    {
        if (row.Cell(heading) is not { } text) return default;
        if (words.TryGetValue(text, out var known) || words.TryGetValue(string.Concat(text.Where(char.IsLetterOrDigit)), out known)) return known;
        var offered = words.GroupBy(w => w.Value).Select(same => same.First().Key).ToList();
        found.Add(new Violation(row.Address(heading), "UNKNOWN_VALUE", $"须为：{string.Join("、", offered)}。", $"Must be one of {string.Join(", ", offered)}."));
        return default;
    }
}
