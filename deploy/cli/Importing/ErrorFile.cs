using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;
using Google.Rpc;
using Sunshine.Cli.Reading;

namespace Sunshine.Cli.Importing;

/// <summary>
/// Where every row that was not stored goes, one JSON object a line: <c>line</c>, <c>source_id</c>, <c>outcome</c> (refused,
/// unreadable, or warning for a stored one that looks wrong), <c>violations</c> and the original <c>row</c>.
/// </summary>
public sealed class ErrorFile : IDisposable
{
    /// <summary>How many problems are kept to be shown.</summary>
    internal const int Shown = 10;

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _lock = new();
    private readonly string? _path;
    private readonly List<string> _first = [];
    private FileStream? _file;

    /// <param name="path">The file; it is made at the first error, and one of an earlier run is removed. Null to keep none.</param>
    /// <exception cref="CommandFailedException">The file of an earlier run cannot be removed.</exception>
    public ErrorFile(string? path)
    {
        _path = path;
        try
        {
            if (path is not null) File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{path}: cannot be written ({e.Message}).", e);
        }
    }

    /// <summary>The file, if anything was written to it.</summary>
    public string? Written => _file is null ? null : _path;

    /// <summary>The first problems as a person reads them: line, key, field and reason.</summary>
    public IReadOnlyList<string> First
    {
        get { lock (_lock) return [.. _first]; }
    }

    internal void Write(SourceRow row, string outcome, IReadOnlyList<BadRequest.Types.FieldViolation> violations)
    {
        lock (_lock)
        {
            if (_first.Count < Shown && outcome != "warning")
            {
                var reasons = string.Join("; ", violations.Select(v => v.Field is "row" or "" ? v.Description : $"{v.Field}: {v.Description}"));
                _first.Add($"line {row.Line}{(row.SourceId.Length > 0 ? $" ({row.SourceId})" : "")}: {reasons}");
            }

            if (_path is null) return;
            _file ??= File.Create(_path);
            using (var json = new Utf8JsonWriter(_file, Json))
            {
                json.WriteStartObject();
                json.WriteNumber("line", row.Line);
                json.WriteString("source_id", row.SourceId);
                json.WriteString("outcome", outcome);
                json.WriteStartArray("violations");
                foreach (var violation in violations)
                {
                    json.WriteStartObject();
                    json.WriteString("field", violation.Field);
                    json.WriteString("description", violation.Description);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteString("row", row.Raw ?? JsonFormatter.Default.Format(row.Record));
                json.WriteEndObject();
            }

            _file.WriteByte((byte)'\n');
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file?.Dispose();
}
