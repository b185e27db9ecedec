using System.Collections.Concurrent;

namespace Sunshine.TransparencyLog.Tests;

/// <summary>A log in memory, made by an <see cref="Appender"/>, to be tampered with.</summary>
internal sealed class MemoryLog : ILogFiles
{
    public static readonly SignerKey Key =
        SignerKey.Parse("PRIVATE+KEY+example.org/disclosure-demo+6db269c6+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f");

    private readonly Appender _appender = new();

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
        foreach (var entry in entries) _appender.Append(entry);
        foreach (var content in _appender.Take()) Files[content.Tile.Path] = content.Bytes.ToArray();
        var checkpoint = new Checkpoint(Key.Verifier.Name, _appender.Size, _appender.Root);
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
}
