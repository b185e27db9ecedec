using System.Text.Json.Serialization;
using Sunshine.Foundation.Storage;

namespace Sunshine.Ledger;

/// <summary>What the service stores, and by what it is found.</summary>
public sealed class Collections([FromKeyedServices(LedgerModule.Name)] IStore store)
{
    public IDocuments<Head> Heads { get; } = store.Open(new Collection<Head>("head", h => h.Id, LedgerJson.Default.Head));

    public IDocuments<Staged> Staged { get; } = store.Open(new Collection<Staged>("staged", s => s.Id, LedgerJson.Default.Staged));

    public IDocuments<Piece> Pieces { get; } = store.Open(new Collection<Piece>("pieces", p => Piece.IdOf(p.Number), LedgerJson.Default.Piece));

    public IDocuments<Bundle> Bundles { get; } = store.Open(new Collection<Bundle>("bundles", b => Bundle.IdOf(b.Number), LedgerJson.Default.Bundle));

    public IDocuments<HashTile> Tiles { get; } = store.Open(new Collection<HashTile>("tiles", t => HashTile.IdOf(t.Level, t.Number), LedgerJson.Default.HashTile));

    /// <summary>By size.</summary>
    public IDocuments<SignedCheckpoint> Checkpoints { get; } =
        store.Open(new Collection<SignedCheckpoint>("checkpoints", c => SignedCheckpoint.IdOf(c.Size), LedgerJson.Default.SignedCheckpoint));

    public IDocuments<WitnessState> Witnesses { get; } = store.Open(new Collection<WitnessState>("witnesses", w => w.Id, LedgerJson.Default.WitnessState));

    public IDocuments<LateAct> Late { get; } = store.Open(LateCollection.Declared);

    public IDocuments<KeptSegment> Segments { get; } = store.Open(new Collection<KeptSegment>("segments", s => KeptSegment.IdOf(s.Number), LedgerJson.Default.KeptSegment));

    /// <summary>Pieces by their numbers. One that is not there is made of the bundle that an earlier version stored, with revision 0.</summary>
    /// <param name="numbers">At most 1,000.</param>
    /// <param name="before">Only of pieces that begin before this entry; what begins later is looked for nowhere else.</param>
    public async Task<IReadOnlyDictionary<long, Stored<Piece>>> PiecesOf(IReadOnlyList<long> numbers, long before, CancellationToken cancel)
    {
        var found = (await Pieces.GetMany([.. numbers.Select(Piece.IdOf)], cancel)).Values.ToDictionary(p => p.Value.Number);
        foreach (var bundle in numbers.Where(n => !found.ContainsKey(n) && n * Piece.Full < before).GroupBy(n => n / Piece.InBundle))
        {
            if ((await Bundles.Get(Bundle.IdOf(bundle.Key), cancel))?.Value is not { } old) continue;
            var pieces = Entries.Split(old.Entries, old.Count, Piece.Full);
            foreach (var number in bundle.Where(n => n % Piece.InBundle < pieces.Count))
            {
                var at = (int)(number % Piece.InBundle);
                found[number] = new Stored<Piece>(new Piece(number, Math.Min(Piece.Full, old.Count - at * Piece.Full), pieces[at]), 0);
            }
        }

        return found;
    }

    /// <summary>The largest log that is served; null before the first.</summary>
    public async Task<SignedCheckpoint?> Latest(CancellationToken cancel) =>
        (await Checkpoints.List(new ListQuery<SignedCheckpoint> { Descending = true, Size = 1 }, cancel)).Documents is [var latest] ? latest.Value : null;
}

public static class LateCollection
{
    public static readonly Field<LateAct, string> Source = Field.Of<LateAct, string>(l => l.Source);

    public static Collection<LateAct> Declared { get; } = new("late_acts", l => LateAct.IdOf(l.Index), LedgerJson.Default.LateAct) { Fields = [Source] };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Head))]
[JsonSerializable(typeof(Staged))]
[JsonSerializable(typeof(Piece))]
[JsonSerializable(typeof(Bundle))]
[JsonSerializable(typeof(HashTile))]
[JsonSerializable(typeof(SignedCheckpoint))]
[JsonSerializable(typeof(WitnessState))]
[JsonSerializable(typeof(LateAct))]
[JsonSerializable(typeof(KeptSegment))]
internal sealed partial class LedgerJson : JsonSerializerContext;
