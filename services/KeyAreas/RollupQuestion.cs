namespace Sunshine.KeyAreas;

/// <summary>Which cells of a rollup to add up, and by what.</summary>
/// <param name="Filters">The wanted values of each dimension.</param>
/// <param name="Agencies">Null for all.</param>
internal sealed record RollupQuestion(IReadOnlyList<string> GroupBy, IReadOnlyDictionary<string, HashSet<string>> Filters, IReadOnlySet<string>? Agencies)
{
    /// <returns>The lines by their values, and all of them together.</returns>
    public (IReadOnlyList<RollupLine> Lines, RollupLine Total) Answer(Rollup rollup)
    {
        var wanted = Filters.Select(f => (Read: rollup.Dimension(f.Key), Values: f.Value)).ToList();
        var (agency, groups) = (rollup.Dimension("agency"), GroupBy.Select(rollup.Dimension).ToArray());
        var (lines, total) = (new Dictionary<string, RollupLine>(StringComparer.Ordinal), new RollupLine([], rollup.Measures.Count));
        foreach (var cell in rollup.Cells)
        {
            if (Agencies?.Contains(agency(cell)) == false || wanted.Exists(w => !w.Values.Contains(w.Read(cell)))) continue;
            total.Add(cell);
            var values = new string[groups.Length];
            for (var i = 0; i < groups.Length; i++) values[i] = groups[i](cell);
            var key = values.Length == 1 ? values[0] : string.Join('\u001f', values);
            if (!lines.TryGetValue(key, out var line)) lines[key] = line = new RollupLine(values, rollup.Measures.Count);
            line.Add(cell);
        }

        return ([.. lines.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => l.Value)], total);
    }
}

/// <summary>Cells that were added up.</summary>
internal sealed class RollupLine(IReadOnlyList<string> values, int measures)
{
    private readonly (decimal Amount, long Count)[] _sums = new (decimal, long)[measures];

    public IReadOnlyList<string> Values => values;

    public long Count { get; private set; }

    public (decimal Amount, long Count) Sum(int measure) => _sums[measure];

    public void Add(Rollup.Cell cell)
    {
        Count += cell.Count;
        for (var i = 0; i < _sums.Length; i++)
        {
            var (amount, count) = cell.Sum(i);
            _sums[i] = (_sums[i].Amount + amount, _sums[i].Count + count);
        }
    }
}
