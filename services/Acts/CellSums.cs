using System.Globalization;

namespace Sunshine.Acts;

/// <summary>
/// What acts add up to: one sum for each combination of what, period and dimensions that occurs. Adding asks for no order and decimals are exact, so that whoever adds up the same acts has
/// the same sums.
/// </summary>
public sealed class CellSums
{
    private const char Between = '\u001f';

    private readonly Dictionary<string, decimal> _sums = new(StringComparer.Ordinal);

    /// <summary>How many combinations have occurred.</summary>
    public int Count => _sums.Count;

    public void Add(ActEntry entry)
    {
        foreach (var count in entry.Counts ?? []) Add(KeyOf(count), count.Amount);
    }

    public void Add(CellSums others)
    {
        foreach (var (key, amount) in others._sums) Add(key, amount);
    }

    /// <summary>A sum under a key of <see cref="Stored"/>.</summary>
    public void Add(string key, decimal amount)
    {
        ref var sum = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_sums, key, out _);
        sum += amount;
    }

    /// <summary>The sums that are not 0, ordered by what, period and dimensions.</summary>
    public IReadOnlyList<ActCount> Ordered() =>
        [.. _sums.Where(s => s.Value != 0).OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => Of(s.Key, s.Value))];

    /// <summary>As a document keeps them: the key is not to be taken apart.</summary>
    public IReadOnlyDictionary<string, decimal> Stored() => _sums;

    public CellSums Copy()
    {
        var copy = new CellSums();
        copy.Add(this);
        return copy;
    }

    private static string KeyOf(ActCount count) => count.By.Count == 0 ? count.What + Between + count.Period : string.Concat(count.What + Between + count.Period + Between, string.Join(Between, count.By));

    private static ActCount Of(string key, decimal amount)
    {
        var parts = key.Split(Between);
        return new ActCount(parts[0], parts[1], parts[2..], Plain(amount));
    }

    /// <summary>1.50 and 1.5 are one sum: it must not show in which order acts came.</summary>
    private static decimal Plain(decimal amount) => decimal.Parse(amount.ToString("0.####", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
