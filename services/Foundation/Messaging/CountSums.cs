using System.Globalization;
using System.Runtime.InteropServices;
using Sunshine.Foundation.V1;

namespace Sunshine.Foundation.Messaging;

/// <summary>Counts added up, one sum for each combination of what, period and dimensions.</summary>
public sealed class CountSums
{
    private readonly Dictionary<string, (Count First, decimal Amount)> _sums = new(StringComparer.Ordinal);

    /// <returns>Whether it is a combination that there was none of.</returns>
    public bool Add(Count count, int sign = 1)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, KeyOf(count), out var known);
        sum = (sum.First ?? count, sum.Amount + sign * AmountOf(count));
        return !known;
    }

    /// <summary>Whether it would be a further combination.</summary>
    public bool Lacks(Count count) => !_sums.ContainsKey(KeyOf(count));

    /// <summary>The sums that are not 0, in an order that does not tell how they came about.</summary>
    public IReadOnlyList<Count> Counts() =>
    [
        .. _sums.Where(s => s.Value.Amount != 0).OrderBy(s => s.Key, StringComparer.Ordinal)
            .Select(s => new Count(s.Value.First) { Amount = Messaging.Counts.Written(s.Value.Amount) })
    ];

    public static decimal AmountOf(Count count) => count.Amount.Length == 0 ? 1 : decimal.Parse(count.Amount, CultureInfo.InvariantCulture);

    /// <summary>No part of it can hold a control character.</summary>
    private static string KeyOf(Count count) => $"{count.What}\u001f{count.Period}\u001f{string.Join('\u001f', count.Dimensions)}";
}
