using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CountyClient;

/// <summary>Why a line is not on the platform: a field of the record, empty for the whole line.</summary>
internal sealed record Violation(string Field, string Description);

/// <summary>A line of the journal: a run begins (Run), a line of the file has its answer (Line), or the run has ended (End).</summary>
internal sealed record Entry(
    string? Run = null, string? File = null, long? Line = null, string? SourceId = null, string? Outcome = null, string? Id = null, string? PublishedOn = null,
    IReadOnlyList<Violation>? Violations = null, bool? End = null);

/// <summary>
/// What the platform has answered, line by line, in <c>sent.jsonl</c>: the one truth of where an import stands and of what the county has sent. It is only
/// appended to, after the answer. If its end is lost, some records are sent again, and the platform answers that they are unchanged.
/// </summary>
internal sealed class Journal : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string _path;
    private readonly long _whole;
    private readonly string _refusedPath;
    private readonly List<Entry> _refused = [];
    private FileStream? _sent;

    public Journal(string folder)
    {
        Directory.CreateDirectory(folder);
        _refusedPath = Path.Combine(folder, "refused.jsonl");
        _path = Path.Combine(folder, "sent.jsonl");
        if (!File.Exists(_path)) return;
        var text = File.ReadAllText(_path);
        var whole = text[..(text.LastIndexOf('\n') + 1)];
        _whole = Encoding.UTF8.GetByteCount(whole);
        foreach (var line in whole.Split('\n', StringSplitOptions.RemoveEmptyEntries)) Fold(JsonSerializer.Deserialize<Entry>(line, Json)!);
    }

    /// <summary>The digest of the file whose import has begun and not ended; null if there is none.</summary>
    public string? Unfinished { get; private set; }

    /// <summary>The last line of the file that has its answer.</summary>
    public long LastLine { get; private set; }

    /// <summary>How many lines of the last import came to what.</summary>
    public Dictionary<string, int> Counts { get; } = [];

    /// <summary>What the platform has taken, over all imports: by its id there.</summary>
    public Dictionary<string, Entry> Accepted { get; } = [];

    /// <summary>Goes on with the import of this very file if it was broken off, else begins one.</summary>
    public void Begin(string file, string digest)
    {
        _sent = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        // A process that was killed while it wrote leaves half a line.
        _sent.SetLength(_whole);
        _sent.Seek(0, SeekOrigin.End);
        if (Unfinished != digest) Append(new Entry(Run: digest, File: file));
        File.WriteAllLines(_refusedPath, _refused.Select(e => JsonSerializer.Serialize(e, Json)));
    }

    public void Settle(Entry entry)
    {
        Append(entry);
        if (entry.Violations is not null) File.AppendAllText(_refusedPath, JsonSerializer.Serialize(entry, Json) + "\n");
    }

    public void End() => Append(new Entry(End: true));

    public void Dispose() => _sent?.Dispose();

    private void Append(Entry entry)
    {
        _sent!.Write(JsonSerializer.SerializeToUtf8Bytes(entry, Json));
        _sent.WriteByte((byte)'\n');
        _sent.Flush();
        Fold(entry);
    }

    private void Fold(Entry entry)
    {
        if (entry.Run is not null)
        {
            (Unfinished, LastLine) = (entry.Run, 0);
            Counts.Clear();
            _refused.Clear();
        }
        else if (entry.End is true)
        {
            Unfinished = null;
        }
        else
        {
            LastLine = entry.Line!.Value;
            Counts[entry.Outcome!] = Counts.GetValueOrDefault(entry.Outcome!) + 1;
            if (entry.Violations is not null) _refused.Add(entry);
            if (entry.Id is not null) Accepted[entry.Id] = entry;
        }
    }
}
