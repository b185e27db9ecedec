using System.Text.Json.Serialization;

namespace Sunshine.Powers;

/// <summary>What ended a law or changed it, as it is stored within the law. It stays there even if it was an error.</summary>
public sealed record LawAct
{
    /// <summary>Follows from the caller's request or from the event, so that neither is recorded twice.</summary>
    public required string Id { get; init; }

    public required V1.LawActKind Kind { get; init; }

    /// <summary>First day on which it is so.</summary>
    public required DateOnly On { get; init; }

    /// <summary>The places it is about, as <see cref="ArticleReference.ToString"/> writes them; none for the whole law.</summary>
    public IReadOnlyList<string> Articles { get; init; } = [];

    public string SuccessorLawId { get; init; } = "";
    public string Note { get; init; } = "";

    /// <summary>The Catalogue's item whose event told of it; empty if a caller recorded it.</summary>
    public string ItemId { get; init; } = "";

    /// <summary>When the Catalogue recorded it; null if a caller did here.</summary>
    public DateTimeOffset? ToldAt { get; init; }

    /// <summary>Who recorded it, by the token's subject; empty for an event.</summary>
    public string By { get; init; } = "";

    public required DateTimeOffset RecordedAt { get; init; }
    public DateTimeOffset? TakenBackAt { get; init; }
    public string TakenBackReason { get; init; } = "";
    public string TakenBackBy { get; init; } = "";

    /// <summary>Whether it counts: one that was taken back is as if it had never been.</summary>
    [JsonIgnore]
    public bool Stands => TakenBackAt is null;

    /// <summary>Whether nothing of the law is left in force.</summary>
    [JsonIgnore]
    public bool EndsLaw => Stands && Articles.Count == 0 && Ends;

    /// <summary>Whether what it is about is no longer in force since.</summary>
    [JsonIgnore]
    public bool Ends => Kind is V1.LawActKind.Repealed or V1.LawActKind.Expired;

    public LawAct TakeBack(string reason, string by, DateTimeOffset now) =>
        Stands ? this with { TakenBackAt = now, TakenBackReason = reason, TakenBackBy = by } : this;
}
