using Microsoft.Extensions.Options;
using Google.Protobuf.WellKnownTypes;
using Sunshine.Acts;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.TransparencyLog;

namespace Sunshine.Ledger;

/// <summary>
/// Brings what the head counts into place: entries, then tiles, then what is listed, and the signed checkpoint last, so that everything a checkpoint promises is there before it. All of it
/// follows from the entries alone; done twice, or by two replicas at once, it comes to the same.
/// </summary>
public sealed class Settling(Collections collections, LogKey key, IOptions<LedgerOptions> options, TimeProvider time)
{
    /// <summary>What was staged for a commit that never came is nothing after this.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    private const int Portion = 256;

    private long _settled = -1;

    /// <summary>After a start: what an earlier process did not bring to its end.</summary>
    /// <exception cref="InvalidDataException">The log was signed with another key.</exception>
    public async Task Finish(CancellationToken cancel)
    {
        if (await collections.Latest(cancel) is { } latest) key.Require(latest);
        if ((await collections.Heads.Get(Head.Only, cancel))?.Value is { } head) await Settle(head, cancel);
        var kept = (await collections.Heads.Get(Head.Only, cancel))?.Value.StagedId;
        await foreach (var staged in collections.Staged.All(cancel))
        {
            if (staged.Value.Id != kept && time.GetUtcNow() - staged.Value.CreatedAt > Forgotten) await Drop(staged.Value.Id, cancel);
        }
    }

    /// <summary>Ends when the log of the head is served.</summary>
    public async Task Settle(Head head, CancellationToken cancel)
    {
        if (head.StagedId.Length == 0 || _settled == head.Size) return;
        if (await collections.Checkpoints.Get(SignedCheckpoint.IdOf(head.Size), cancel) is null)
        {
            // Gone: another replica has brought it into place in this moment, and its checkpoint is there.
            if (await collections.Staged.Get(head.StagedId, cancel) is { } staged) await Place(staged.Value, head, cancel);
        }

        await Drop(head.StagedId, cancel);
        _settled = head.Size;
    }

    private async Task Place(Staged staged, Head head, CancellationToken cancel)
    {
        var entries = Entries.Read(staged.Entries, staged.Count);
        await PlaceEntries(staged.From, entries, cancel);
        await PlaceTiles(staged, entries, cancel);
        var late = entries.Select((bytes, i) => (Entry: ActEntry.Parse(bytes), Index: staged.From + i)).Where(e => e.Entry.Logged - e.Entry.At > options.Value.LateAfter)
            .Select(e => new LateAct(e.Index, e.Entry.Source)).ToList();
        foreach (var portion in late.Chunk(Portion)) await collections.Late.Write([.. portion.Select(l => Write.Put(LateAct.IdOf(l.Index), l))], cancel);
        await Publish(head, cancel);
    }

    private async Task Publish(Head head, CancellationToken cancel)
    {
        var checkpoint = key.Sign(head.Size, Ranges.Of(head.Size, head.Range).Root);
        var published = new V1.CheckpointPublished { TreeSize = head.Size, RootHash = Convert.ToHexStringLower(checkpoint.Root), OccurredAt = checkpoint.CreatedAt.ToTimestamp() };
        // Another replica may have signed it: the same key over the same text is the same signature.
        await collections.Checkpoints.Write([Write.Create(SignedCheckpoint.IdOf(head.Size), checkpoint, Topics.Outgoing(published, time))], cancel);
    }

    private async Task PlaceEntries(long from, byte[][] entries, CancellationToken cancel)
    {
        var to = from + entries.Length;
        foreach (var portion in Touched(from, to, Piece.Full).Chunk(Portion))
        {
            // Behind the first one nothing is there that the entries at hand have not.
            var existing = await collections.PiecesOf(portion, from, cancel);
            var writes = new List<Write<Piece>>();
            foreach (var number in portion)
            {
                var old = existing.GetValueOrDefault(number);
                var (have, first, last) = (old?.Value.Count ?? 0, number * Piece.Full, Math.Min((number + 1) * Piece.Full, to));
                if (first + have >= last) continue;
                byte[] all = [.. old?.Value.Entries ?? [], .. Entries.Write(entries[(int)(first + have - from)..(int)(last - from)])];
                writes.Add(new Write<Piece>(Piece.IdOf(number), new Piece(number, (int)(last - first), all), old?.Revision ?? 0, []));
            }

            // Stale: another replica placed the same. Nothing else is ever written there.
            if (writes.Count > 0) await collections.Pieces.Write(writes, cancel);
        }
    }

    private async Task PlaceTiles(Staged staged, byte[][] entries, CancellationToken cancel)
    {
        var range = Ranges.Of(staged.From, staged.Range);
        var levels = Enumerable.Range(0, CompactRange.MostTileLevels).Select(_ => new List<Hash>()).ToArray();
        var made = new Hash[CompactRange.MostTileLevels];
        foreach (var entry in entries)
        {
            for (var level = range.Append(Hash.Leaf(entry), made) - 1; level >= 0; level--) levels[level].Add(made[level]);
        }

        for (var level = 0; levels[level].Count > 0; level++) await PlaceTiles(level, staged.From >> (8 * level), levels[level], cancel);
    }

    /// <param name="from">Index of the first hash along the level.</param>
    private async Task PlaceTiles(int level, long from, List<Hash> hashes, CancellationToken cancel)
    {
        var to = from + hashes.Count;
        foreach (var portion in Touched(from, to, Tile.Full).Chunk(Portion))
        {
            var existing = await collections.Tiles.GetMany([.. portion.Select(n => HashTile.IdOf(level, n))], cancel);
            var writes = new List<Write<HashTile>>();
            foreach (var number in portion)
            {
                var old = existing.GetValueOrDefault(HashTile.IdOf(level, number));
                var have = old?.Value.Hashes ?? [];
                var (first, last) = (number * Tile.Full + have.Length / Hash.Length, Math.Min((number + 1) * Tile.Full, to));
                if (first >= last) continue;
                var all = new byte[(last - number * Tile.Full) * Hash.Length];
                have.CopyTo(all, 0);
                for (var i = first; i < last; i++) hashes[(int)(i - from)].Bytes.CopyTo(all.AsSpan((int)(i - number * Tile.Full) * Hash.Length));
                writes.Add(new Write<HashTile>(HashTile.IdOf(level, number), new HashTile(level, number, all), old?.Revision ?? 0, []));
            }

            if (writes.Count > 0) await collections.Tiles.Write(writes, cancel);
        }
    }

    /// <summary>The pieces or tiles, of so many each, that have any of these.</summary>
    private static IEnumerable<long> Touched(long from, long to, int each)
    {
        for (var number = from / each; number * each < to; number++) yield return number;
    }

    private Task Drop(string stagedId, CancellationToken cancel) => collections.Staged.Write([new Write<Staged>(stagedId, null, null, [])], cancel);
}
