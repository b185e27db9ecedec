namespace Sunshine.TransparencyLog;

/// <summary>A bundle as it was found, whatever state it is in, with the hashes of its entries.</summary>
internal sealed class StoredBundle
{
    private readonly Tile _tile;
    private readonly EntryBundle? _entries;

    private StoredBundle(Tile tile, EntryBundle? entries, Fault? missing)
    {
        (_tile, _entries, Missing) = (tile, entries, missing);
        Leaves = new Hash[entries?.Count ?? 0];
        for (var i = 0; i < Leaves.Length; i++) Leaves[i] = Hash.Leaf(entries![i]);
    }

    /// <summary>Of as many entries as could be made out, at most one more than there have to be.</summary>
    public Hash[] Leaves { get; }

    /// <summary>Why there is no bundle; null if there is.</summary>
    public Fault? Missing { get; }

    /// <summary>Whether it has all its entries and nothing else. They may be the wrong ones.</summary>
    public bool IsWhole => _entries is { Broken: null } && Leaves.Length == _tile.Width;

    private long First => _tile.Index << Tile.Height;

    public static StoredBundle Of(Tile tile, ReadOnlyMemory<byte> bytes) => new(tile, EntryBundle.Scan(bytes, tile.Width + 1), null);

    public static StoredBundle Absent(Tile tile, Fault why) => new(tile, null, why);

    /// <summary>Shows the entries that are those of the tree, and counts them.</summary>
    public int Visit(Hash[] tree, EntryVisitor? visit)
    {
        var right = 0;
        for (var i = 0; i < Math.Min(Leaves.Length, tree.Length); i++)
        {
            if (Leaves[i] != tree[i]) continue;
            right++;
            visit?.Invoke(First + i, _entries![i]);
        }

        return right;
    }

    /// <summary>
    /// What is wrong with it. Where entries lack or are too many, what stands behind that is displaced, and only the first place is named.
    /// </summary>
    /// <param name="tree">The hashes that the entries have to have; null if they are not known.</param>
    public IEnumerable<Fault> Faults(Hash[]? tree)
    {
        if (Missing is not null) return [Missing];
        if (tree is null) return IsWhole ? [] : [new Fault(_tile.Path, null, Shape())];
        return IsWhole ? Changed(tree) : Displaced(tree);
    }

    private IEnumerable<Fault> Changed(Hash[] tree)
    {
        for (var i = 0; i < tree.Length; i++)
        {
            if (Leaves[i] == tree[i]) continue;
            var elsewhere = Array.IndexOf(tree, Leaves[i]);
            yield return new Fault(
                _tile.Path,
                First + i,
                $"its hash is not the one in {LeafTile}" + (elsewhere < 0 ? "" : $", but that of entry {First + elsewhere}"));
        }
    }

    private IEnumerable<Fault> Displaced(Hash[] tree)
    {
        var at = Leaves.AsSpan().CommonPrefixLength(tree);
        var found = Leaves.AsSpan(at);
        var wanted = tree.AsSpan(at);
        var broken = _entries!.Broken is not null;
        if (!broken && found.Length == wanted.Length - 1 && found.SequenceEqual(wanted[1..]))
            return [new Fault(_tile.Path, First + at, $"it is missing; {Shape()}")];
        if (!broken && found.Length == wanted.Length + 1 && found[1..].SequenceEqual(wanted))
            return [new Fault(_tile.Path, First + at, $"it is one too many, and not in {LeafTile}")];
        if (at == tree.Length) return [new Fault(_tile.Path, null, Shape())];
        return [new Fault(_tile.Path, First + at, at == Leaves.Length ? Shape() : $"its hash is not the one in {LeafTile}; {Shape()}")];
    }

    /// <summary>How many entries there are instead of how many.</summary>
    private string Shape() =>
        Leaves.Length > _tile.Width ? $"the bundle has more than {_tile.Width} entries"
        : _entries!.Broken is { } broken ? $"of the bundle's {_tile.Width} entries {Leaves.Length} can be read: {broken}"
        : $"the bundle has {Leaves.Length} entries, not {_tile.Width}";

    private Tile LeafTile => _tile with { Level = 0 };
}
