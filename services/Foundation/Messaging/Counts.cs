using System.Globalization;
using Sunshine.Foundation.V1;

namespace Sunshine.Foundation.Messaging;

/// <summary>What a resource counts for in the statistics, and what changes with another state of it.</summary>
public static class Counts
{
    /// <param name="by">Dimensions in any order; one without a value is left out.</param>
    public static Count Of(string what, string period, params ReadOnlySpan<(string Name, string Value)> by) => Of(1, what, period, by);

    /// <param name="amount">Rounded half up to 4 places, as a count has no more.</param>
    public static Count Of(decimal amount, string what, string period, params ReadOnlySpan<(string Name, string Value)> by)
    {
        var count = new Count { What = what, Period = period, Amount = Written(amount) };
        var given = by.ToArray();
        Array.Sort(given, (a, b) => string.CompareOrdinal(a.Name, b.Name));
        foreach (var (name, value) in given)
        {
            if (value.Length > 0) count.Dimensions.Add(PublicPair.Of(name, value, ActRules.LongestDimension));
        }

        return count;
    }

    /// <summary>The month of a day.</summary>
    public static string Month(DateOnly day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>The year of a day.</summary>
    public static string Year(DateOnly day) => day.ToString("yyyy", CultureInfo.InvariantCulture);

    /// <summary>What a state after adds minus what the state before added.</summary>
    public static IReadOnlyList<Count> Change(IEnumerable<Count> before, IEnumerable<Count> after)
    {
        var sums = new CountSums();
        foreach (var count in before) sums.Add(count, -1);
        foreach (var count in after) sums.Add(count);
        return sums.Counts();
    }

    /// <summary>What several add together.</summary>
    public static IReadOnlyList<Count> Sum(IEnumerable<Count> counts) => Change([], counts);

    /// <summary>Empty for 1.</summary>
    internal static string Written(decimal amount)
    {
        amount = decimal.Round(amount, ActRules.MostPlaces, MidpointRounding.AwayFromZero);
        return amount == 1 ? "" : amount.ToString("0.####", CultureInfo.InvariantCulture);
    }
}
