using System.IO.Hashing;
using System.Text;

namespace Sunshine.Catalogue;

/// <summary>How long to wait before a message is tried again: 5 s, 20 s, 80 s … 12 h, each longer by up to a fifth.</summary>
public static class RetryPause
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <param name="deliveryId">What fails at one moment is not tried again at one moment: the part of the fifth follows from it.</param>
    /// <param name="failures">How often it has failed, from 1.</param>
    /// <param name="asked">What the receiver asked for; it is given that, but no more than twelve hours.</param>
    public static TimeSpan After(string deliveryId, int failures, TimeSpan? asked)
    {
        var pause = TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, 5 * Math.Pow(4, Math.Min(failures, 10) - 1)));
        if (asked is { } wanted && wanted > pause) pause = wanted < Longest ? wanted : Longest;
        var share = XxHash64.HashToUInt64(Encoding.UTF8.GetBytes($"{deliveryId}/{failures}")) % 1_000 / 5_000.0;
        return pause * (1 + share);
    }
}
