using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Catalogue;

/// <summary>An object as it was gathered.</summary>
/// <param name="UpstreamId">1-200 printable characters.</param>
/// <param name="Digest">SHA-256 of its state upstream, lower-case hexadecimal.</param>
/// <param name="Line">0 where there are no lines.</param>
/// <param name="Record">Null if it has to be fetched yet, or could not be read.</param>
/// <param name="Problems">Why it could not be read.</param>
public sealed record Gathered(string UpstreamId, string Digest, long Line, V1.ImportRecord? Record, IReadOnlyList<Violation> Problems);

/// <summary>
/// What was gathered, sorted by id, in a file that is gone with the process: any number of objects in some megabytes of memory. Ids are
/// ordered by the bytes of their UTF-8, as both engines order them.
/// </summary>
public sealed class HarvestSpool : IDisposable
{
    /// <summary>What is sorted in memory at once, in bytes of the file.</summary>
    private const int Portion = 32 * 1024 * 1024;

    private readonly List<FileStream> _runs = [];
    private readonly List<(byte[] Id, byte[] Content)> _waiting = [];
    private readonly int _portion;
    private long _size;
    private FileStream? _sorted;

    public HarvestSpool(int portion = Portion) => _portion = portion;

    /// <summary>Objects, each id once.</summary>
    public long Count { get; private set; }

    /// <summary>All of them; once they are sorted.</summary>
    public HarvestSide Side { get; private set; } = new(0, "");

    public void Add(Gathered gathered)
    {
        var id = Encoding.UTF8.GetBytes(gathered.UpstreamId);
        using var rest = new MemoryStream();
        using var writer = new BinaryWriter(rest);
        writer.Write(gathered.Digest);
        writer.Write7BitEncodedInt64(gathered.Line);
        var record = gathered.Record?.ToByteArray() ?? [];
        writer.Write(gathered.Record is not null);
        writer.Write7BitEncodedInt(record.Length);
        writer.Write(record);
        writer.Write7BitEncodedInt(gathered.Problems.Count);
        foreach (var problem in gathered.Problems)
        {
            foreach (var text in new[] { problem.Field, problem.Reason, problem.Chinese, problem.English }) writer.Write(text);
        }

        _waiting.Add((id, rest.ToArray()));
        _size += id.Length + rest.Length;
        if (_size >= _portion) WriteRun();
    }

    /// <summary>Ends the gathering.</summary>
    /// <returns>Ids that occurred more than once, each time but the first.</returns>
    public IReadOnlyList<(string UpstreamId, long Line)> Sort(CancellationToken cancel)
    {
        WriteRun();
        var twice = new List<(string, long)>();
        _sorted = Open();
        using var digest = new SideDigest();
        using (var writer = new BinaryWriter(_sorted, Encoding.UTF8, leaveOpen: true))
        {
            byte[]? last = null;
            foreach (var (id, rest) in Merge())
            {
                cancel.ThrowIfCancellationRequested();
                var gathered = Parse(id, rest);
                if (last is not null && last.AsSpan().SequenceEqual(id))
                {
                    twice.Add((gathered.UpstreamId, gathered.Line));
                    continue;
                }

                last = id;
                Write(writer, id, rest);
                digest.Add(gathered.UpstreamId, gathered.Digest);
            }
        }

        foreach (var run in _runs) run.Dispose();
        _runs.Clear();
        (Side, Count) = (digest.End(), digest.Count);
        return twice;
    }

    /// <summary>All objects by their ids. Only one reader at a time.</summary>
    public IEnumerable<Gathered> Read()
    {
        _sorted!.Position = 0;
        using var reader = new BinaryReader(_sorted, Encoding.UTF8, leaveOpen: true);
        while (Next(reader) is { } entry) yield return Parse(entry.Id, entry.Content);
    }

    public void Dispose()
    {
        foreach (var run in _runs) run.Dispose();
        _sorted?.Dispose();
    }

    private void WriteRun()
    {
        if (_waiting.Count == 0) return;
        // Of the same id the first in the order of upstream stays first: the sort must be a stable one.
        var run = Open();
        using (var writer = new BinaryWriter(run, Encoding.UTF8, leaveOpen: true))
        {
            foreach (var (id, rest) in _waiting.OrderBy(w => w.Id, Bytes.Order)) Write(writer, id, rest);
        }

        _runs.Add(run);
        _waiting.Clear();
        _size = 0;
    }

    private IEnumerable<(byte[] Id, byte[] Content)> Merge()
    {
        var readers = _runs.ConvertAll(run =>
        {
            run.Position = 0;
            return new BinaryReader(run, Encoding.UTF8, leaveOpen: true);
        });
        var heads = new PriorityQueue<(int Run, (byte[] Id, byte[] Content) Entry), (byte[] Id, int Run)>(new HeadOrder());
        for (var i = 0; i < readers.Count; i++) Take(i);
        while (heads.TryDequeue(out var head, out _))
        {
            yield return head.Entry;
            Take(head.Run);
        }

        void Take(int run)
        {
            if (Next(readers[run]) is { } entry) heads.Enqueue((run, entry), (entry.Id, run));
        }
    }

    private static void Write(BinaryWriter writer, byte[] id, byte[] rest)
    {
        writer.Write7BitEncodedInt(id.Length);
        writer.Write(id);
        writer.Write7BitEncodedInt(rest.Length);
        writer.Write(rest);
    }

    private static (byte[] Id, byte[] Content)? Next(BinaryReader reader)
    {
        if (reader.BaseStream.Position == reader.BaseStream.Length) return null;
        var id = reader.ReadBytes(reader.Read7BitEncodedInt());
        return (id, reader.ReadBytes(reader.Read7BitEncodedInt()));
    }

    private static Gathered Parse(byte[] id, byte[] rest)
    {
        using var reader = new BinaryReader(new MemoryStream(rest));
        var (digest, line, hasRecord) = (reader.ReadString(), reader.Read7BitEncodedInt64(), reader.ReadBoolean());
        var record = reader.ReadBytes(reader.Read7BitEncodedInt());
        var problems = new Violation[reader.Read7BitEncodedInt()];
        for (var i = 0; i < problems.Length; i++) problems[i] = new Violation(reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString());
        return new Gathered(Encoding.UTF8.GetString(id), digest, line, hasRecord ? V1.ImportRecord.Parser.ParseFrom(record) : null, problems);
    }

    /// <summary>A file of no name: whatever becomes of the process, nothing stays behind.</summary>
    private static FileStream Open()
    {
        var path = Path.Combine(Path.GetTempPath(), "sunshine-harvest-" + Path.GetRandomFileName());
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, 1 << 16);
        File.Delete(path);
        return file;
    }

    private sealed class HeadOrder : IComparer<(byte[] Id, int Run)>
    {
        public int Compare((byte[] Id, int Run) x, (byte[] Id, int Run) y) => x.Id.AsSpan().SequenceCompareTo(y.Id) is var c && c != 0 ? c : x.Run.CompareTo(y.Run);
    }

    private sealed class Bytes : IComparer<byte[]>
    {
        public static readonly Bytes Order = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}

/// <summary>The digest of one side of a balance, over its lines in order.</summary>
public sealed class SideDigest : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long Count { get; private set; }

    public static string Line(string id, string digest) => $"{id} {digest}\n";

    public void Add(string id, string digest)
    {
        _hash.AppendData(Encoding.UTF8.GetBytes(Line(id, digest)));
        Count++;
    }

    public HarvestSide End() => new(Count, Convert.ToHexStringLower(_hash.GetHashAndReset()));

    public void Dispose() => _hash.Dispose();
}
