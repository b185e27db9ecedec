using System.Text.Json.Serialization;

namespace Sunshine.Catalogue;

/// <summary>A reported figure, as it is stored; it never changes.</summary>
public sealed record Tally
{
    public required string Id { get; init; }
    public required string AgencyId { get; init; }
    public required string Source { get; init; }
    public required string Measure { get; init; }
    public required DateOnly PeriodFrom { get; init; }
    public required DateOnly PeriodTo { get; init; }

    /// <summary>Decimal as reported: 91 and 91.00 say different things of how it was counted.</summary>
    public required string Value { get; init; }

    public required string Unit { get; init; }
    public string Scope { get; init; } = "";
    public string DocumentNumber { get; init; } = "";
    public string ItemId { get; init; } = "";

    /// <summary>A signature line under its statement; empty if its source has no key.</summary>
    public string Signature { get; init; } = "";

    /// <summary>The verifier key it was verified by when it came: keys change, and it stays.</summary>
    public string SignerKey { get; init; } = "";

    /// <summary>Unique: a figure is replaced once, so that there is one current one. Empty for a first report.</summary>
    public string Replaces { get; init; } = "";

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What is measured, of whom and when.</summary>
    [JsonIgnore]
    public string Subject => string.Join('\u001F', AgencyId, Source, Measure, Scope, PeriodFrom.ToString("O"), PeriodTo.ToString("O"));

    /// <summary>Unique: the same is reported for the first time once; what comes later must say what it replaces. Empty for those.</summary>
    [JsonIgnore]
    public string FirstReportOf => Replaces.Length == 0 ? Subject : "";
}
