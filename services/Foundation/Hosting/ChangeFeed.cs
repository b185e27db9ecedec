using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Foundation.Hosting;

/// <summary>Follows the changes of a store, for any number of followers over rpcs that do not end.</summary>
public sealed class ChangeFeed(IChanges changes, TimeProvider time, IHostApplicationLifetime lifetime)
{
    /// <summary>The cursor of what comes from now on.</summary>
    private const string Now = "now";

    /// <summary>While nothing happens a follower hears this often that nothing happened.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    /// <summary>The place a cursor stands for; empty is the beginning. Null if the store is not that far: one that was set back to an earlier state has lost changes, and
    /// going on as if nothing had happened would hide that.</summary>
    public async Task<long?> PlaceOf(string cursor, CancellationToken cancel)
    {
        if (cursor.Length == 0) return 0;
        var last = await changes.Last(cancel);
        if (cursor == Now) return last;
        return long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= last ? number : null;
    }

    /// <summary>What happened after a place, without end. The first message comes at once.</summary>
    /// <param name="read">Reads what comes next after a place.</param>
    /// <param name="nothing">The message that tells nothing but the place.</param>
    /// <exception cref="Grpc.Core.RpcException">The process stops: whoever follows comes again, to one that goes on.</exception>
    public async IAsyncEnumerable<T> Follow<T>(long after, Func<long, CancellationToken, Task<FeedPart<T>>> read, Func<long, T> nothing, [EnumeratorCancellation] CancellationToken cancel)
    {
        yield return nothing(after);
        var told = time.GetTimestamp();
        while (true)
        {
            if (lifetime.ApplicationStopping.IsCancellationRequested) throw Refusals.Unavailable.Of();
            // Asked for before reading, so that what comes in between wakes it.
            var more = changes.Wait(cancel);
            var part = await read(after, cancel);
            foreach (var change in part.Changes)
            {
                yield return change;
                told = time.GetTimestamp();
            }

            after = part.Last;
            if (time.GetElapsedTime(told) >= Silence)
            {
                yield return nothing(after);
                told = time.GetTimestamp();
            }

            if (part.IsEmpty) await more;
        }
    }
}

/// <summary>Some of what happened.</summary>
/// <param name="Changes">What of it is told; there may be none although something happened.</param>
/// <param name="Last">The place from which to read on.</param>
/// <param name="IsEmpty">Nothing had happened.</param>
public sealed record FeedPart<T>(IReadOnlyList<T> Changes, long Last, bool IsEmpty);
