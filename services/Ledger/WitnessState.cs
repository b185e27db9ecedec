using System.Globalization;
using Sunshine.Ledger.V1;
using Sunshine.TransparencyLog;

namespace Sunshine.Ledger;

/// <summary>What a witness said last. If it is lost, the witness tells where it stands.</summary>
public sealed record WitnessState
{
    public required string Id { get; init; }

    /// <summary>Of the largest checkpoint whose cosignature is kept; 0 for none.</summary>
    public long Size { get; init; }

    /// <summary>As the witness says.</summary>
    public DateTimeOffset? CosignedAt { get; init; }

    public DateTimeOffset? AskedAt { get; init; }

    public WitnessOutcome Outcome { get; init; }

    /// <summary>A witness with another key is another one.</summary>
    public static string IdOf(VerifierKey key) => key.Id.ToString("x8", CultureInfo.InvariantCulture);
}
