namespace Sunshine.TransparencyLog;

/// <summary>
/// Verifies all tiles and bundles of a tree, from the checkpoint downward. A tile is trusted if its root is the hash that a trusted tile has at
/// its place, or if the partial tiles together make the checkpoint's root; so where two files disagree and one is trusted, the other is at
/// fault. A tile that is not trusted is compared with what is below it, and is at fault alone if that makes the right root.
/// </summary>
internal sealed class TreeAudit(ILogFiles files, Checkpoint checkpoint, int mostFaults, EntryVisitor? visit)
{
    /// <summary>How many tiles are read ahead: enough to keep a distant server and two processors busy.</summary>
    private const int Ahead = 8;

    /// <summary>How many wrong hashes of one tile are named, each.</summary>
    private const int MostPlaces = 4;

    public List<Fault> Faults { get; } = [];

    /// <summary>How many entries are there and are those of their tile.</summary>
    public long Entries { get; private set; }

    /// <summary>Whether it gave up, for too many faults, before the end.</summary>
    public bool IsStopped { get; private set; }

    public async Task Run(CancellationToken cancel)
    {
        var edge = new List<StoredTile>();
        foreach (var tile in Tile.Edge(checkpoint.Size)) edge.Add(await StoredTile.Read(files, tile, cancel));

        var trusted = MakesRoot(edge.Select(tile => tile.Hashes));
        var found = new List<Hash[]?>();
        foreach (var tile in edge) found.Add(await Below(tile, trusted, cancel));
        if (IsStopped) return;

        var made = edge.Select((tile, i) => trusted ? tile.Hashes : found[i] ?? tile.Hashes).ToList();
        var right = trusted || MakesRoot(made);
        for (var i = 0; i < edge.Count; i++)
        {
            var storedRight = right && edge[i].Hashes is { } hashes && hashes.AsSpan().SequenceEqual(made[i]);
            Compare(edge[i], found[i], storedRight, right && !storedRight);
        }

        if (!right) Faults.Add(new Fault(Checkpoint.Path, null, "neither the tiles nor the entries make its root"));
    }

    /// <summary>A full tile and all below it.</summary>
    /// <param name="above">The tile above, and where in it the root of this one is.</param>
    /// <param name="said">The root that it says; null if it has been lost.</param>
    /// <param name="sure">Whether that tile is trusted.</param>
    /// <returns>The root that it has, or rather should have, as far as that can be told; null if it cannot.</returns>
    private async Task<Hash?> Full(StoredTile stored, (Tile Tile, int Place) above, Hash? said, bool sure, CancellationToken cancel)
    {
        var expected = sure ? said : null;
        var storedRoot = Root(stored.Hashes);
        var trusted = expected is not null && storedRoot == expected;
        var found = await Below(stored, trusted, cancel);
        if (IsStopped) return null;

        var foundRoot = Root(found);
        var foundRight = expected is not null && !trusted && foundRoot == expected;
        Compare(stored, found, trusted, foundRight);
        // Of three, two that agree are right rather than the third.
        if (expected is null) return said is not null && foundRoot == said ? said : storedRoot ?? foundRoot;
        if (!trusted && !foundRight && (storedRoot ?? foundRoot) is not null)
        {
            var wrong = storedRoot is null ? "what is below it makes another root than" : "neither its root nor that of what is below it is";
            Faults.Add(new Fault(stored.Tile.Path, null, $"{wrong} hash {above.Place} of {above.Tile}"));
        }

        return expected;
    }

    /// <summary>The hashes that a tile should have by what is below it; null if some cannot be told.</summary>
    private async Task<Hash[]?> Below(StoredTile stored, bool trusted, CancellationToken cancel)
    {
        if (stored.Bundle is { } bundle) return bundle.IsWhole ? bundle.Leaves : null;

        var found = new Hash[stored.Tile.Width];
        var (whole, next, ahead) = (true, 0, new Queue<Task<StoredTile>>());
        try
        {
            for (var i = 0; i < found.Length && !IsStopped; i++)
            {
                for (; next < found.Length && ahead.Count < Ahead; next++)
                {
                    var below = stored.Below(next);
                    ahead.Enqueue(Task.Run(() => StoredTile.Read(files, below, cancel), cancel));
                }

                var root = await Full(await ahead.Dequeue(), (stored.Tile, i), stored.Hashes?[i], trusted, cancel);
                // What is lost below may be as this tile says: then the rest still shows whether this tile is right.
                if ((root ?? stored.Hashes?[i]) is { } hash) found[i] = hash;
                else whole = false;
            }
        }
        finally
        {
            await Task.WhenAll(ahead.Cast<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return whole && !IsStopped ? found : null;
    }

    /// <summary>Names what is wrong with a tile, or with its bundle; a tile further down has been named already.</summary>
    private void Compare(StoredTile stored, Hash[]? found, bool trusted, bool foundRight)
    {
        if (stored.Missing is not null) Faults.Add(stored.Missing);
        if (stored.Bundle is { } bundle)
        {
            Entries += bundle.Visit((foundRight ? found : stored.Hashes ?? found) ?? [], visit);
            if (!foundRight) Faults.AddRange(bundle.Faults(stored.Hashes));
        }

        // Either this tile is at fault, or nobody can say: then it is named beside what it disagrees with.
        if (!trusted && stored.Hashes is { } hashes && found is not null && (foundRight || stored.Bundle is null))
        {
            var places = Enumerable.Range(0, hashes.Length).Where(i => hashes[i] != found[i]).ToList();
            Faults.AddRange(places.Take(MostPlaces).Select(place => new Fault(stored.Tile.Path, null, Wrong(stored, place))));
            var more = places.Count - MostPlaces;
            if (more > 0) Faults.Add(new Fault(stored.Tile.Path, null, $"{more} more of its hashes are wrong"));
        }

        IsStopped |= Faults.Count >= mostFaults;
    }

    private static string Wrong(StoredTile stored, int place) => stored.Bundle is null
        ? $"its hash {place} is not the root of {stored.Below(place)}"
        : $"its hash {place} is not that of entry {stored.Entry(place)}";

    private static Hash? Root(Hash[]? hashes) => hashes is null ? null : TileHashes.Root(hashes);

    private bool MakesRoot(IEnumerable<Hash[]?> edge)
    {
        var all = edge.ToList();
        return !all.Contains(null) && TileHashes.Tree(checkpoint.Size, all!).Root == checkpoint.Root;
    }
}
