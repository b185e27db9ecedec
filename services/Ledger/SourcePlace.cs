using System.Text.Json.Serialization;

namespace Sunshine.Ledger;

/// <summary>How far a source has come: every number up to <see cref="Last"/> came, but for the gaps.</summary>
public sealed record SourcePlace
{
    public required string Name { get; init; }
    public long Last { get; init; }

    /// <summary>Ordered, none touching another.</summary>
    public IReadOnlyList<NumberGap> Gaps { get; init; } = [];

    public long ActCount { get; init; }
    public long LateCount { get; init; }
    public DateTimeOffset LastLoggedAt { get; init; }

    [JsonIgnore]
    public long MissingCount => Gaps.Sum(g => g.Last - g.First + 1);

    /// <summary>Whether all of these numbers came, or none, or some.</summary>
    public Coverage Of(long first, long last)
    {
        var missing = Math.Max(0, last - Math.Max(first, Last + 1) + 1) + Gaps.Sum(g => Math.Max(0, Math.Min(last, g.Last) - Math.Max(first, g.First) + 1));
        return missing == 0 ? Coverage.All : missing == last - first + 1 ? Coverage.None : Coverage.Some;
    }

    /// <summary>These numbers came.</summary>
    public SourcePlace With(long first, long last, DateTimeOffset now)
    {
        var gaps = new List<NumberGap>();
        foreach (var gap in Gaps)
        {
            if (last < gap.First || first > gap.Last)
            {
                gaps.Add(gap);
                continue;
            }

            if (gap.First < first) gaps.Add(gap with { Last = first - 1 });
            if (last < gap.Last) gaps.Add(gap with { First = last + 1 });
        }

        if (first > Last + 1) gaps.Add(new NumberGap(Last + 1, first - 1, now, null));
        return this with { Last = Math.Max(Last, last), Gaps = gaps };
    }
}

public enum Coverage { None, Some, All }

/// <param name="NoticedAt">When later numbers had come.</param>
/// <param name="AskedAt">When the source was last asked for them.</param>
public sealed record NumberGap(long First, long Last, DateTimeOffset NoticedAt, DateTimeOffset? AskedAt);
