namespace Sunshine.KeyAreas;

/// <summary>A kind of record (档案类型) with every schema that it ever had; the last one is for new records.</summary>
public sealed record RecordType
{
    public const int MostSchemas = 50;

    public required string Id { get; init; }
    public required string AreaId { get; init; }
    public required string Name { get; init; }
    public string Group { get; init; } = "";
    public string Elements { get; init; } = "";
    public IReadOnlyList<string> LegalBases { get; init; } = [];
    public IReadOnlyList<string> AgencyIds { get; init; } = [];
    public V1.Frequency Frequency { get; init; }
    public TimeLimit Limit { get; init; } = new(0, V1.LimitUnit.WorkingDay, "");
    public IReadOnlyList<string> Channels { get; init; } = [];
    public string Audience { get; init; } = "";
    public bool OnRequest { get; init; }
    public IReadOnlyList<string> Levels { get; init; } = [];
    public string CountedAs { get; init; } = "条";
    public bool Unlisted { get; init; }
    public DateOnly WatchedFrom { get; init; }
    public required IReadOnlyList<StoredSchema> Schemas { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }

    public StoredSchema Latest() => Schemas[^1];
}

/// <param name="Days">From the day that it is formed or that its period ends, which is day 0.</param>
/// <param name="Basis">As it is cited; empty if none is known.</param>
public sealed record TimeLimit(int Days, V1.LimitUnit Unit, string Basis);

/// <summary>One version of a schema, which never changes.</summary>
/// <param name="Version">From 1.</param>
/// <param name="Json">The JSON Schema.</param>
/// <param name="RequestId">What the caller named the call that added it; empty for the first.</param>
public sealed record StoredSchema(int Version, string Json, string Note, string RequestId, DateTimeOffset CreatedAt);
