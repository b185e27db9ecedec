using Sunshine.Acts;
using Sunshine.Foundation.Storage;

namespace Sunshine.Ledger;

/// <summary>
/// What the acts of the log come to, in memory: a segment for every 65,536 of them. Full ones are stored, and a start reads those and the rest of the log; nothing in here cannot be worked
/// out again from the entries.
/// </summary>
public sealed class ActBook(Collections collections, LogReading log) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private readonly List<Segment> _segments = [];

    /// <summary>Of the full segments.</summary>
    private readonly CellSums _full = new();

    private (long Size, CellSums Sums) _latest = (-1, new CellSums());
    private (long Size, CellSums Sums) _earlier = (-1, new CellSums());

    public void Dispose() => _one.Dispose();

    /// <summary>Reads what has come up to this size, so that whoever asks next need not.</summary>
    public async Task Follow(long size, CancellationToken cancel) => await Look(size, _ => [], cancel);

    /// <summary>The sums of a log of this size, which must be served. Not to be changed.</summary>
    internal async Task<CellSums> SumsAt(long size, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            await Read(size, cancel);
            if (_latest.Size == size) return _latest.Sums;
            if (_earlier.Size == size) return _earlier.Sums;
            var isLatest = size == _segments.Sum(s => (long)s.Count);
            var sums = isLatest ? _full.Copy() : new CellSums();
            if (isLatest)
            {
                if (_segments is [.., { IsFull: false } last]) sums.Add(last.Sums);
                return (_latest = (size, sums)).Sums;
            }

            var whole = (int)(size / Segment.Length);
            foreach (var segment in _segments.Take(whole)) sums.Add(segment.Sums);
            for (var bundle = (long)whole * (Segment.Length / 256); bundle * 256 < size; bundle++)
            {
                foreach (var entry in await log.Entries(bundle, size, cancel)) sums.Add(ActEntry.Parse(entry));
            }

            return (_earlier = (size, sums)).Sums;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Places of acts that may be on a resource, in a log of this size; ascending.</summary>
    /// <param name="from">The first place that counts, or the last one if it goes down.</param>
    internal async Task<IReadOnlyList<long>> Find(ulong key, long size, long from, bool down, int most, CancellationToken cancel) => await Look(size, segments =>
    {
        var found = new List<long>();
        foreach (var segment in down ? segments.Reverse() : segments)
        {
            var first = segment.Number * Segment.Length;
            var places = segment.Find(key).Select(at => first + at).Where(i => i < size && (down ? i <= from : i >= from));
            found.AddRange(down ? places.Reverse() : places);
            if (found.Count >= most) break;
        }

        return found;
    }, cancel);

    /// <summary>Bundles that may have acts with all of these marks, in a log of this size.</summary>
    /// <param name="from">The bundle to begin with.</param>
    internal async Task<IReadOnlyList<long>> Bundles(IReadOnlyList<string> marks, long size, long from, bool down, int most, CancellationToken cancel) => await Look(size, segments =>
    {
        const int each = Segment.Length / 256;
        var found = new List<long>();
        for (var bundle = from; bundle >= 0 && bundle * 256 < size && found.Count < most; bundle += down ? -1 : 1)
        {
            if (segments[(int)(bundle / each)].MayHave((int)(bundle % each), marks)) found.Add(bundle);
        }

        return found;
    }, cancel);

    private async Task<IReadOnlyList<long>> Look(long size, Func<IReadOnlyList<Segment>, IReadOnlyList<long>> look, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            await Read(size, cancel);
            return look(_segments);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task Read(long size, CancellationToken cancel)
    {
        while (true)
        {
            var read = _segments.Sum(s => (long)s.Count);
            if (read >= size) return;
            if (_segments is [] or [.., { IsFull: true }])
            {
                if (await collections.Segments.Get(KeptSegment.IdOf(_segments.Count), cancel) is { } kept)
                {
                    var segment = Segment.Of(kept.Value);
                    _full.Add(segment.Sums);
                    _segments.Add(segment);
                    continue;
                }

                _segments.Add(new Segment(_segments.Count));
            }

            await Extend(_segments[^1], read, size, cancel);
        }
    }

    /// <summary>Takes in the next bundle, or what it has more.</summary>
    private async Task Extend(Segment segment, long read, long size, CancellationToken cancel)
    {
        var entries = await log.Entries(read / 256, size, cancel);
        foreach (var entry in entries.Skip((int)(read % 256))) segment.Add(ActEntry.Parse(entry));
        if (!segment.IsFull) return;
        _full.Add(segment.Sums);
        // The same whoever writes it.
        await collections.Segments.Write([Write.Put(KeptSegment.IdOf(segment.Number), segment.ToKept())], cancel);
    }
}
