using System.Buffers;
using System.Collections.Concurrent;
using Sunshine.TransparencyLog;

namespace Sunshine.Testing.Logs;

/// <summary>A log in memory, made as a server makes one, to be tampered with.</summary>
public sealed class MemoryLog : ILogFiles
{
    public static readonly SignerKey Key =
        SignerKey.Parse("PRIVATE+KEY+example.org/disclosure-demo+6db269c6+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f");

    private CompactRange _tree = new();
    private readonly List<byte[]> _entries = [];
    private readonly List<Hash>[] _levels = [.. Enumerable.Range(0, CompactRange.MostTileLevels).Select(_ => new List<Hash>())];

    public ConcurrentDictionary<string, byte[]> Files { get; private init; } = new();

    /// <summary>What was read, in any order.</summary>
    public ConcurrentBag<string> Asked { get; } = [];

    /// <summary>Whose log it is.</summary>
    public SignerKey Signer { get; private init; } = Key;

    public long Size => _tree.Size;

    public Hash Root => _tree.Root;

    public static MemoryLog Of(IEnumerable<byte[]> entries) => Of(entries, Key);

    public static MemoryLog Of(IEnumerable<byte[]> entries, SignerKey signer)
    {
        var log = new MemoryLog { Signer = signer };
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
        var checkpoint = new Checkpoint(Signer.Verifier.Name, _tree.Size, _tree.Root);
        Files["checkpoint"] = checkpoint.Sign(Signer).ToBytes();
        return checkpoint;
    }

    public MemoryLog Copy() => new() { Signer = Signer, Files = new ConcurrentDictionary<string, byte[]>(Files) };

    public Task<AuditReport> Audit() => new LogAudit(this, Signer.Verifier).Run();

    public Task<LogView> Open() => LogView.Open(this, Signer.Verifier, []);

    public Task<byte[]?> Read(string path, int most, CancellationToken cancel)
    {
        Asked.Add(path);
        var content = Files.GetValueOrDefault(path);
        return content?.Length > most ? throw new BadLogException(new Fault(path, null, $"it has more than {most} bytes")) : Task.FromResult(content);
    }

    private byte[] Bytes(Tile tile)
    {
        var first = (int)tile.Index * Tile.Full;
        if (tile.Level != Tile.Entries) return [.. _levels[tile.Level].GetRange(first, tile.Width).SelectMany(hash => hash.Bytes.ToArray())];
        var bundle = new ArrayBufferWriter<byte>();
        foreach (var entry in _entries.GetRange(first, tile.Width)) EntryBundle.Write(bundle, entry);
        return bundle.WrittenSpan.ToArray();
    }
}
