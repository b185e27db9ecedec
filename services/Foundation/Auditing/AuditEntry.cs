using System.Text.Json.Serialization;
using Sunshine.Foundation.Storage;

namespace Sunshine.Foundation.Auditing;

/// <summary>Who changed what, by which call: one for each document, or one for many that were made at once.</summary>
public sealed record AuditEntry
{
    /// <summary>Sorts by time.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The token's subject; empty for a caller without one.</summary>
    public string Actor { get; init; } = "";

    public IReadOnlyList<string> Roles { get; init; } = [];

    public string Agency { get; init; } = "";

    /// <summary>The rpc, or the verb and route of a plain endpoint.</summary>
    public required string Call { get; init; }

    public string Trace { get; init; } = "";

    /// <summary>The document as <c>{collection}/{id}</c>; the collection alone for many.</summary>
    public required string Document { get; init; }

    public AuditKind Kind { get; init; }

    /// <summary>The revision that the document has since; 0 if it is gone, or for many.</summary>
    public long Revision { get; init; }

    public IReadOnlyList<MemberChange> Changes { get; init; } = [];

    /// <summary>Ids of many.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];

    public static readonly Field<AuditEntry, DateTimeOffset> ByTime = new("at", e => e.At);

    public static readonly Field<AuditEntry, string> ByDocument = new("document", e => e.Document);

    public static readonly Field<AuditEntry, string> ByActor = new("actor", e => e.Actor);

    public static readonly Collection<AuditEntry> Declared = new("audit_entries", e => e.Id, AuditJson.Default.AuditEntry)
    {
        Fields = [ByTime, ByDocument, ByActor], Indexes = [[ByDocument, ByTime], [ByActor, ByTime]], IsBookkeeping = true
    };
}

public enum AuditKind { Created, Changed, Deleted, CreatedMany }

/// <summary>A member of a document that is another now.</summary>
/// <param name="Old">As text; null if it had none, or if values of this member are not kept.</param>
/// <param name="New">The same afterwards.</param>
public sealed record MemberChange(string Name, string? Old, string? New);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
[JsonSerializable(typeof(AuditEntry))]
internal sealed partial class AuditJson : JsonSerializerContext;
