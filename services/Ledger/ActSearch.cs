using Sunshine.Acts;

namespace Sunshine.Ledger;

/// <summary>Finds acts in the log: those on a resource by their keys, others by looking through the bundles that may have them.</summary>
public sealed class ActSearch(ActBook book, LogReading log)
{
    /// <summary>Looked through for one page; then it ends before it is full.</summary>
    private const int MostBundles = 64;

    /// <param name="Acts">With their places.</param>
    /// <param name="Next">The place to go on from; null at the end.</param>
    internal sealed record Page(IReadOnlyList<(long Index, byte[] Bytes)> Acts, long? Next);

    /// <param name="from">The place to begin with.</param>
    internal Task<Page> Find(V1.ListActsRequest wanted, long size, long from, int most, CancellationToken cancel) =>
        wanted.Resource.Length > 0 ? OnResource(wanted, size, from, most, cancel) : InBundles(wanted, size, from, most, cancel);

    private async Task<Page> OnResource(V1.ListActsRequest wanted, long size, long from, int most, CancellationToken cancel)
    {
        var places = await book.Find(Segment.KeyOf(wanted.Source, wanted.Resource), size, from, wanted.NewestFirst, most + 1, cancel);
        var found = new List<(long, byte[])>();
        foreach (var index in places)
        {
            if (found.Count == most) return new Page(found, index);
            var bytes = await log.Entry(index, cancel);
            if (Fits(ActEntry.Parse(bytes), wanted)) found.Add((index, bytes));
        }

        return new Page(found, places.Count > most ? places[^1] + (wanted.NewestFirst ? -1 : 1) : null);
    }

    private async Task<Page> InBundles(V1.ListActsRequest wanted, long size, long from, int most, CancellationToken cancel)
    {
        var (down, found) = (wanted.NewestFirst, new List<(long, byte[])>());
        if (size == 0) return new Page(found, null);
        var bundles = await book.Bundles(MarksOf(wanted), size, from / 256, down, MostBundles + 1, cancel);
        for (var i = 0; i < bundles.Count; i++)
        {
            if (i == MostBundles) return new Page(found, down ? bundles[i] * 256 + 255 : bundles[i] * 256);
            var entries = await log.Entries(bundles[i], size, cancel);
            for (var at = down ? entries.Length - 1 : 0; at >= 0 && at < entries.Length; at += down ? -1 : 1)
            {
                var index = bundles[i] * 256 + at;
                if (down ? index > from : index < from) continue;
                if (!Fits(ActEntry.Parse(entries[at]), wanted)) continue;
                if (found.Count == most) return new Page(found, index);
                found.Add((index, entries[at]));
            }
        }

        return new Page(found, null);
    }

    private static List<string> MarksOf(V1.ListActsRequest wanted)
    {
        var marks = new List<string>();
        if (wanted.Source.Length > 0) marks.Add(Mark.Source(wanted.Source));
        if (wanted.AgencyId.Length > 0) marks.Add(Mark.Agency(wanted.AgencyId));
        if (wanted.Kind != 0) marks.Add(Mark.Kind(ActMap.NameOf(wanted.Kind)));
        if (wanted.Counted is { What.Length: > 0 } counted) marks.Add(Mark.What(counted.What));
        return marks;
    }

    private static bool Fits(ActEntry entry, V1.ListActsRequest wanted) =>
        (wanted.Source.Length == 0 || entry.Source == wanted.Source)
        && (wanted.Resource.Length == 0 || entry.Resource == wanted.Resource)
        && (wanted.AgencyId.Length == 0 || entry.Agency == wanted.AgencyId)
        && (wanted.Kind == 0 || entry.Kind == ActMap.NameOf(wanted.Kind))
        && (wanted.Counted is not { } counted || entry.Counts?.Any(c => Fits(c, counted)) == true);

    /// <summary>Whether an act counts for it. A year also means its months.</summary>
    private static bool Fits(ActCount count, Foundation.V1.Count wanted) =>
        (wanted.What.Length == 0 || count.What == wanted.What)
        && (wanted.Period.Length == 0 || count.Period == wanted.Period || wanted.Period.Length == 4 && count.Period.StartsWith(wanted.Period, StringComparison.Ordinal))
        && wanted.Dimensions.All(count.By.Contains);
}
