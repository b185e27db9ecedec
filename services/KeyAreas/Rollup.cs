using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace Sunshine.KeyAreas;

/// <summary>
/// Counts and exact sums of one type, one cell for each combination of dimensions that occurs. It is what the events of its records add up to, in any
/// order. Not safe for several threads; <see cref="RollupBook"/> holds the lock.
/// </summary>
public sealed class Rollup
{
    /// <summary>It is stored in so many documents, so that none grows too large.</summary>
    public const int Parts = 32;

    /// <summary>Between the dimensions of a key; no value can hold it.</summary>
    private const char Between = '\u001f';

    private readonly Dictionary<string, Cell> _cells = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _shared = new(StringComparer.Ordinal);
    private readonly List<string> _dimensions = [];
    private readonly List<string> _measures = [];

    /// <summary>For each part, the last change that is in it.</summary>
    private readonly long[] _changed = new long[Parts];

    /// <summary>The parts that the change at hand touches: a correction within one part takes away and brings in one change.</summary>
    private readonly HashSet<int> _touched = [];

    public IReadOnlyList<string> Measures => _measures;

    public IEnumerable<Cell> Cells => _cells.Values;

    public sealed class Cell
    {
        public required string Key { get; init; }
        public required int Part { get; init; }
        public required IReadOnlyList<string> Values { get; init; }
        internal decimal[] Sums { get; set; } = [];
        internal long[] Counts { get; set; } = [];

        /// <summary>How many records.</summary>
        public long Count { get; internal set; }

        /// <summary>A measure added up, and how many records say it.</summary>
        public (decimal Amount, long Count) Sum(int measure) => measure < Sums.Length ? (Sums[measure], Counts[measure]) : default;
    }

    /// <summary>Reads a dimension of a cell; empty where its records say nothing.</summary>
    public Func<Cell, string> Dimension(string name)
    {
        switch (name)
        {
            case "year":
                var inYear = Dimension("period");
                return cell => inYear(cell) is { Length: >= 4 } period ? period[..4] : "";
            case "month":
                var inMonth = Dimension("period");
                // What is of a quarter or a year is of no month.
                return cell => inMonth(cell) is { Length: >= 7 } period ? period[..7] : inMonth(cell);
        }

        var at = _dimensions.IndexOf(name);
        return at < 0 ? _ => "" : cell => at < cell.Values.Count ? cell.Values[at] : "";
    }

    /// <summary>Adds what a change took away and brought. A part that has the change already is left alone.</summary>
    public void Apply(long change, RollupDelta delta)
    {
        if (delta.Before is { } before) Add(change, string.Join(Between, before.Dimensions), before.Measures, -1);
        if (delta.After is { } after) Add(change, string.Join(Between, after.Dimensions), after.Measures, 1);
        foreach (var part in _touched) _changed[part] = change;
        _touched.Clear();
    }

    /// <summary>Takes over a part as it was stored.</summary>
    public void Load(RollupPart stored)
    {
        foreach (var cell in stored.Cells)
        {
            var loaded = Find(cell.Key);
            loaded.Count = cell.Count;
            foreach (var sum in cell.Sums) Put(loaded, sum.Measure, sum.Amount, sum.Count);
        }

        _changed[stored.Part] = Math.Max(_changed[stored.Part], stored.Change);
    }

    /// <summary>No part is older than this: what was not stored had nothing in it by then.</summary>
    public void LoadedUpTo(long change)
    {
        for (var part = 0; part < Parts; part++) _changed[part] = Math.Max(_changed[part], change);
    }

    /// <summary>The parts that have changed after a change, as they are to be stored.</summary>
    public IEnumerable<RollupPart> ChangedAfter(string typeId, long saved, long now)
    {
        var wanted = Enumerable.Range(0, Parts).Where(p => _changed[p] > saved).ToHashSet();
        if (wanted.Count == 0) return [];
        var cells = _cells.Values.Where(c => wanted.Contains(c.Part)).ToLookup(c => c.Part);
        return wanted.Select(part => new RollupPart
        {
            Id = $"{typeId}/{part}", TypeId = typeId, Part = part, Change = now,
            Cells = [.. cells[part].Select(c => new RollupCell(c.Key, c.Count, [.. _measures.Select((m, i) => (m, c.Sum(i))).Where(s => s.Item2.Count > 0).Select(s => new RollupSum(s.m, s.Item2.Amount, s.Item2.Count))]))]
        });
    }

    private void Add(long change, string key, IReadOnlyList<string> measures, int sign)
    {
        var part = PartOf(key);
        if (change <= _changed[part]) return;
        _touched.Add(part);
        var cell = Find(key);
        cell.Count += sign;
        foreach (var measure in measures)
        {
            var at = measure.IndexOf('=', StringComparison.Ordinal);
            Put(cell, measure[..at], sign * decimal.Parse(measure.AsSpan(at + 1), NumberStyles.Number, CultureInfo.InvariantCulture), sign);
        }

        if (cell.Count == 0) _cells.Remove(key);
    }

    private void Put(Cell cell, string measure, decimal amount, long count)
    {
        var at = _measures.IndexOf(measure);
        if (at < 0)
        {
            at = _measures.Count;
            _measures.Add(measure);
        }

        if (at >= cell.Sums.Length)
        {
            var (sums, counts) = (cell.Sums, cell.Counts);
            Array.Resize(ref sums, at + 1);
            Array.Resize(ref counts, at + 1);
            (cell.Sums, cell.Counts) = (sums, counts);
        }

        cell.Sums[at] += amount;
        cell.Counts[at] += count;
    }

    private Cell Find(string key)
    {
        if (_cells.TryGetValue(key, out var known)) return known;
        var pairs = key.Split(Between).Select(p => (Name: p[..p.IndexOf('=', StringComparison.Ordinal)], Value: p[(p.IndexOf('=', StringComparison.Ordinal) + 1)..])).ToList();
        foreach (var name in pairs.Select(p => p.Name).Where(n => !_dimensions.Contains(n))) _dimensions.Add(name);
        var values = new string[_dimensions.Count];
        Array.Fill(values, "");
        foreach (var (name, value) in pairs) values[_dimensions.IndexOf(name)] = _shared.TryGetValue(value, out var same) ? same : _shared[value] = value;
        return _cells[key] = new Cell { Key = key, Part = PartOf(key), Values = values };
    }

    /// <summary>The same on every machine: parts are stored.</summary>
    private static int PartOf(string key) => (int)(XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(key)) % Parts);
}

/// <summary>A part of a type's cells, with every change up to a number in it. The one with id <see cref="Floor"/> has none: no part is older than it.</summary>
public sealed record RollupPart
{
    public const string Floor = "floor";

    public required string Id { get; init; }
    public string TypeId { get; init; } = "";
    public int Part { get; init; }
    public long Change { get; init; }
    public IReadOnlyList<RollupCell> Cells { get; init; } = [];
}

public sealed record RollupCell(string Key, long Count, IReadOnlyList<RollupSum> Sums);

public sealed record RollupSum(string Measure, decimal Amount, long Count);

/// <summary>What an event of a record (<see cref="V1.RecordChanged"/>) says to a rollup; read without the rest of it.</summary>
public sealed record RollupDelta(string TypeId, RollupDelta.Contributed? Before, RollupDelta.Contributed? After)
{
    public sealed record Contributed(IReadOnlyList<string> Dimensions, IReadOnlyList<string> Measures);
}
