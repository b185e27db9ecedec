using System.Runtime.CompilerServices;
using System.Text.Json;
using Google.Protobuf;
using Sunshine.Catalogue.V1;

namespace Sunshine.Cli.Reading;

/// <summary>One JSON object a line: an ImportRecord in protobuf's JSON, or an Item as <c>sunshine export</c> writes it.</summary>
internal sealed class JsonLinesFile : ISourceFile
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default);

    private readonly LineReader _lines;
    private readonly RecordDefaults _defaults;
    private long _blank;

    private JsonLinesFile(LineReader lines, RecordDefaults defaults)
    {
        _lines = lines;
        _defaults = defaults;
    }

    public double Fraction => _lines.Fraction;

    public IEnumerable<string> Notes =>
        _blank == 0 ? [$"Read as {_lines.EncodingName}."] : [$"Read as {_lines.EncodingName}.", $"{_blank:N0} blank lines were skipped."];

    /// <exception cref="CommandFailedException">The file cannot be read.</exception>
    public static async Task<JsonLinesFile> Open(string path, RecordDefaults defaults, CancellationToken cancel) =>
        new(await LineReader.Open(path, cancel), defaults);

    public async IAsyncEnumerable<SourceRow> Rows([EnumeratorCancellation] CancellationToken cancel)
    {
        while (await _lines.Read(cancel) is { } line)
        {
            if (line.Problem is null && string.IsNullOrWhiteSpace(line.Text)) _blank++;
            else yield return Row(line);
        }
    }

    public ValueTask DisposeAsync() => _lines.DisposeAsync();

    private SourceRow Row(TextLine line)
    {
        if (line.Problem is not null) return SourceRow.Unreadable(line.Number, line.Text, "", SourceRow.Problem("row", line.Problem));
        var sourceId = "";
        try
        {
            using var json = JsonDocument.Parse(line.Text);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                return SourceRow.Unreadable(line.Number, line.Text, "", SourceRow.Problem("row", "The line is not a JSON object."));
            }

            sourceId = Text(json.RootElement, "sourceId") ?? Text(json.RootElement, "source_id") ?? "";
            var record = json.RootElement.TryGetProperty("agency", out _)
                ? OfItem(Parser.Parse<Item>(line.Text))
                : Parser.Parse<ImportRecord>(line.Text);
            if (record.AgencyId.Length == 0) record.AgencyId = _defaults.AgencyId ?? "";
            foreach (var placement in record.Placements)
            {
                if (placement.Channel == Channel.Unspecified) placement.Channel = _defaults.Channel ?? Channel.Unspecified;
            }

            return SourceRow.Of(line.Number, line.Text, record);
        }
        catch (Exception e) when (e is JsonException or InvalidProtocolBufferException or InvalidJsonException or InvalidOperationException)
        {
            return SourceRow.Unreadable(line.Number, line.Text, sourceId, SourceRow.Problem("row", e.Message));
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>An exported item as it would be imported again.</summary>
    private static ImportRecord OfItem(Item item)
    {
        var record = new ImportRecord
        {
            SourceId = item.SourceId,
            AgencyId = item.Agency.Id,
            Title = item.Title,
            Summary = item.Summary,
            Body = item.Body,
            DocumentNumber = item.DocumentNumber,
            SubjectCategory = item.SubjectCategory,
            Genre = item.Genre,
            Stage = item.Stage,
            KeyArea = item.KeyArea,
            FormedOn = item.FormedOn,
            IndexNumber = item.IndexNumber,
        };
        record.Keywords.Add(item.Keywords);
        record.Placements.Add(item.Placements);
        return record;
    }
}
