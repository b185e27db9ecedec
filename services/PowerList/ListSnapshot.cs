namespace Sunshine.Powers;

/// <summary>
/// A list with everything that it ever said of powers, in memory. It never changes: with another batch it is another snapshot, so that
/// whoever reads sees one state, whatever becomes current meanwhile.
/// </summary>
public sealed class ListSnapshot
{
    private readonly Line[] _lines;
    private readonly Dictionary<string, IReadOnlyList<Line>> _byPower;
    private readonly Lazy<ILookup<string, Line>> _takenOver;
    private readonly Lazy<ILookup<string, int>> _byAgency;

    private ListSnapshot(PowerList list, Line[] lines, Dictionary<string, IReadOnlyList<Line>> byPower)
    {
        (List, _lines, _byPower) = (list, lines, byPower);
        _takenOver = new(() => _lines.Where(l => l is { Kind: V1.OperationKind.TakeOver }).SelectMany(l => l.Predecessors.Select(p => (p, l))).ToLookup(t => t.p, t => t.l));
        _byAgency = new(() => Enumerable.Range(0, _lines.Length).ToLookup(i => _lines[i].AgencyId));
    }

    public static ListSnapshot Empty(PowerList list) => new(list with { Batches = [] }, [], []);

    public PowerList List { get; }

    public string Id => List.Id;

    /// <summary>Number of the last batch; 0 if there is none.</summary>
    public int Last => List.Batches.Count;

    /// <summary>Everything, by code, then by batch.</summary>
    public ReadOnlySpan<Line> Lines => _lines;

    /// <summary>How many powers the list has just after a batch.</summary>
    public int CountAt(int batch) => batch == 0 ? 0 : List.Batches[batch - 1].Balance.Closing;

    /// <summary>What became of a power, oldest first; empty if the list never had it.</summary>
    public IReadOnlyList<Line> Of(string powerId) => _byPower.GetValueOrDefault(powerId) ?? [];

    /// <summary>What the list says of a power just after a batch, also that it has gone; null if it came later or never.</summary>
    public Line? At(string powerId, int batch)
    {
        var lines = Of(powerId);
        for (var i = lines.Count - 1; i >= 0; i--)
        {
            if (lines[i].From <= batch) return lines[i];
        }

        return null;
    }

    /// <summary>The powers of the list just after a batch, by code.</summary>
    /// <param name="after">Only codes after this one; null for all.</param>
    public IEnumerable<Line> HeldAt(int batch, string? after = null)
    {
        for (var i = after is null ? 0 : FirstAfter(after); i < _lines.Length; i++)
        {
            if (_lines[i].IsHeldAt(batch)) yield return _lines[i];
        }
    }

    /// <summary>Those of some agencies, by code.</summary>
    public IEnumerable<Line> HeldAt(int batch, IEnumerable<string> agencies) =>
        agencies.SelectMany(a => _byAgency.Value[a]).Where(i => _lines[i].IsHeldAt(batch)).Order().Select(i => _lines[i]);

    /// <summary>The power that has a code just after the last batch; null if none has.</summary>
    public Line? Holder(string code)
    {
        for (var i = FirstAfter(code) - 1; i >= 0 && _lines[i].Code == code; i--)
        {
            if (_lines[i].IsHeldAt(Last)) return _lines[i];
        }

        return null;
    }

    /// <summary>What the list took over from another list's power, oldest first.</summary>
    public IEnumerable<Line> TakenOver(string sourcePowerId) => _takenOver.Value[sourcePowerId];

    /// <summary>Everything that was said under a code, oldest first.</summary>
    public IEnumerable<Line> UnderCode(string code)
    {
        var end = FirstAfter(code);
        var first = end;
        while (first > 0 && _lines[first - 1].Code == code) first--;
        return _lines.Skip(first).Take(end - first);
    }

    /// <summary>The list with further batches.</summary>
    /// <param name="list">The list as it is with them.</param>
    /// <param name="said">What they say, in any order.</param>
    public ListSnapshot With(PowerList list, IReadOnlyCollection<Line> said)
    {
        var byPower = new Dictionary<string, IReadOnlyList<Line>>(_byPower);
        var ended = new Dictionary<Line, Line>(ReferenceEqualityComparer.Instance);
        var added = new List<Line>(said.Count);
        foreach (var power in said.GroupBy(l => l.PowerId))
        {
            var (before, now) = (Of(power.Key), power.OrderBy(l => l.From).ToArray());
            for (var i = 0; i < now.Length - 1; i++) now[i] = now[i] with { Until = now[i + 1].From };
            if (before.Count > 0) ended[before[^1]] = before[^1] with { Until = now[0].From };
            byPower[power.Key] = before.Count == 0 ? now : [.. before.SkipLast(1), ended[before[^1]], .. now];
            added.AddRange(now);
        }

        added.Sort((a, b) => string.CompareOrdinal(a.Code, b.Code) is not 0 and var order ? order : a.From.CompareTo(b.From));
        var all = new Line[_lines.Length + added.Count];
        // Both are sorted; of one code, what was said before stands before what is said now.
        for (int i = 0, j = 0; i + j < all.Length;)
        {
            if (j == added.Count || (i < _lines.Length && string.CompareOrdinal(_lines[i].Code, added[j].Code) <= 0))
            {
                all[i + j] = ended.GetValueOrDefault(_lines[i]) ?? _lines[i];
                i++;
            }
            else
            {
                all[i + j] = added[j];
                j++;
            }
        }

        return new ListSnapshot(list, all, byPower);
    }

    private int FirstAfter(string code)
    {
        var (low, high) = (0, _lines.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(_lines[middle].Code, code) <= 0) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
