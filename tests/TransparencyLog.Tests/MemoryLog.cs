using System.Collections.Concurrent;

namespace Sunshine.TransparencyLog.Tests;

/// <summary>A log in memory, made as a server makes one, to be tampered with.</summary>
internal sealed class MemoryLog : ILogFiles
{
    public static readonly SignerKey Key =
        SignerKey.Parse("PRIVATE+KEY+example.org/disclosure-demo+6db269c6+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f");

    private CompactRange _tree = new();
    private readonly List<byte[]> _entries = [];
    private readonly List<Hash>[] _levels = [.. Enumerable.Range(0, CompactRange.MostTileLevels).Select(_ => new List<Hash>())];

    public ConcurrentDictionary<string, byte[]> Files { get; private init; } = new();

    /// <summary>What was read, in any order.</summary>
    public ConcurrentBag<string> Asked { get; } = [];

    public static MemoryLog Of(long size) => Of(Enumerable.Range(0, (int)size).Select(Leaves.Entry));

    public static MemoryLog Of(IEnumerable<byte[]> entries)
    {
        var log = new MemoryLog();
        log.Append(entries);
        return log;
    }

    /// <summary>Appends entries and publishes a checkpoint.</summary>
    public Checkpoint Append(IEnumerable<byte[]> entries)
    {
        // As after a restart.
        _tree = new CompactRange(_tree.Size, _tree.Hashes);
        var (before, hashes) = (_tree.Size, new Hash[CompactRange.MostTileLevels]);
        foreach (var entry in entries)
        {
            _entries.Add(entry);
            for (var level = _tree.Append(Hash.Leaf(entry), hashes) - 1; level >= 0; level--) _levels[level].Add(hashes[level]);
        }

        foreach (var tile in Tile.Between(before, _tree.Size)) Files[tile.Path] = Bytes(tile);
        var checkpoint = new Checkpoint(Key.Verifier.Name, _tree.Size, _tree.Root);
        Files["checkpoint"] = checkpoint.Sign(Key).ToBytes();
        return checkpoint;
    }

    public MemoryLog Copy() => new() { Files = new ConcurrentDictionary<string, byte[]>(Files) };

    public Task<AuditReport> Audit() => new LogAudit(this, Key.Verifier).Run();

    public Task<LogView> Open() => LogView.Open(this, Key.Verifier, []);

    public Task<byte[]?> Read(string path, int most, CancellationToken cancel)
    {
        Asked.Add(path);
        var content = Files.GetValueOrDefault(path);
        return content?.Length > most ? throw new BadLogException(new Fault(path, null, $"it has more than {most} bytes")) : Task.FromResult(content);
    }

    private byte[] Bytes(Tile tile)
    {
        var first = (int)tile.Index * Tile.Full;
        return tile.Level == Tile.Entries
            ? EntryBundleTests.Write([.. _entries.GetRange(first, tile.Width)])
            : [.. _levels[tile.Level].GetRange(first, tile.Width).SelectMany(hash => hash.Bytes.ToArray())];
    }
}
