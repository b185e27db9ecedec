using System.Text.Json;
using System.Text.Json.Serialization;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;

namespace Sunshine.KeyAreas;

/// <summary>The areas and record types of the release (<c>Codes</c>): stored at the first start, and never over what is there.</summary>
public sealed class ShippedAreas(Collections collections, TimeProvider time) : IHostedService
{
    /// <summary>What the city's report states of all areas together.</summary>
    public static readonly IReadOnlyList<ReportedFigure> ReportedOfAll = Load().Reported;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var (shipped, now) = (Load(), time.GetUtcNow());
        var at = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(now);
        var areas = shipped.Areas.Select(a => a.ToArea(now));
        await collections.Areas.Write([.. areas.Select(a => Write.Create(a.Id, a, Topics.Outgoing(new V1.AreaChanged { AreaId = a.Id, OccurredAt = at }, time)))], cancellationToken);
        var types = shipped.Types.Select(t => t.ToType(Schema(t.Schema), now));
        await collections.Types.Write(
            [.. types.Select(t => Write.Create(t.Id, t, Topics.Outgoing(new V1.AreaChanged { AreaId = t.AreaId, TypeId = t.Id, SchemaVersion = 1, OccurredAt = at }, time)))], cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    internal static ShippedDocument Load() => CodeFile.Load(typeof(ShippedAreas), "areas", KeyAreasJson.Default.ShippedDocument);

    /// <summary>A schema of the release, without the spaces that make it readable in its file.</summary>
    internal static string Schema(string name)
    {
        using var file = typeof(ShippedAreas).Assembly.GetManifestResourceStream($"{typeof(ShippedAreas).Namespace}.Codes.schemas.{name}.json")
            ?? throw new InvalidOperationException($"There is no file Codes/schemas/{name}.json.");
        using var json = JsonDocument.Parse(file);
        using var compact = new MemoryStream();
        using (var writer = new Utf8JsonWriter(compact, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) json.WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(compact.ToArray());
    }
}

internal sealed record ShippedDocument(string Note, IReadOnlyList<ReportedFigure> Reported, IReadOnlyList<ShippedArea> Areas, IReadOnlyList<ShippedType> Types);

/// <summary>An area as the file has it.</summary>
internal sealed record ShippedArea(string Id, string Name, IReadOnlyList<string> LegalBases, string Audience, IReadOnlyList<string> Levels, string Description = "", IReadOnlyList<ReportedFigure>? Reported = null)
{
    public Area ToArea(DateTimeOffset now) => new()
    {
        Id = Id, Name = Name, LegalBases = LegalBases, Audience = Audience, Levels = Levels, Description = Description, Reported = Reported ?? [], CreatedAt = now, UpdatedAt = now
    };
}

/// <summary>A record type as the file has it.</summary>
/// <param name="Schema">Its file in <c>Codes/schemas</c>, without <c>.json</c>.</param>
/// <param name="Days">Of its time limit.</param>
internal sealed record ShippedType(
    string Id, string AreaId, string Name, string Group, string Elements, IReadOnlyList<string> LegalBases, V1.Frequency Frequency, int Days, V1.LimitUnit Unit, string Basis, string CountedAs, string Schema,
    IReadOnlyList<string>? Levels = null, bool Unlisted = false)
{
    public RecordType ToType(string schema, DateTimeOffset now) => new()
    {
        Id = Id, AreaId = AreaId, Name = Name, Group = Group, Elements = Elements, LegalBases = LegalBases, Frequency = Frequency, Limit = new TimeLimit(Days, Unit, Basis), CountedAs = CountedAs,
        Levels = Levels ?? ["市级", "县级"], Channels = ["政府网站"], Unlisted = Unlisted, WatchedFrom = Foundation.Calendar.Clock.DayOf(now), Schemas = [new StoredSchema(1, schema, "随系统提供", "", now)],
        CreatedAt = now, UpdatedAt = now
    };
}
