using Sunshine.Foundation.Hosting;

namespace Sunshine.Powers;

/// <summary>An item of a fee catalogue as it is stored, with everything that was ever said of it: one write changes it and keeps what was.</summary>
public sealed record FeeItem
{
    /// <summary>Nobody changes a fee as often; it bounds the document.</summary>
    public const int MostVersions = 500;

    public required string Id { get; init; }

    /// <summary>Of the call that created it; empty if it was imported.</summary>
    public string RequestKey { get; init; } = "";

    public required string AgencyId { get; init; }

    /// <summary>Empty if the agency has no id of its own for it.</summary>
    public string SourceId { get; init; } = "";

    /// <summary>Oldest first; at least one.</summary>
    public required IReadOnlyList<FeeVersion> Versions { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    public static string IdOf(string agencyId, string sourceId) => Ids.Of("fee", agencyId, sourceId);

    public FeeVersion Live() => Versions[^1];

    /// <summary>What was said of it on a day; before the first change, what was said first.</summary>
    public FeeVersion On(DateOnly day) => Versions.Last(v => v.Since <= day);

    /// <param name="today">Whoever charged it already rested on its bases since then.</param>
    public static FeeItem New(string id, string requestKey, string agencyId, string sourceId, FeeContent content, string by, DateOnly today, DateTimeOffset now) => new()
    {
        Id = id, RequestKey = requestKey, AgencyId = agencyId, SourceId = sourceId, CreatedAt = now, UpdatedAt = now,
        Versions = [new FeeVersion(1, DateOnly.MinValue, now, content, "", by, content.ValidFrom < today ? content.ValidFrom : today, [])]
    };

    /// <param name="since">Not before the last change.</param>
    /// <exception cref="RefusedException">It was changed too often.</exception>
    public FeeItem Change(FeeContent content, DateOnly since, string note, string by, DateTimeOffset now)
    {
        if (Versions.Count >= MostVersions) throw FeeRefusals.TooManyVersions.Of();
        var before = Live();
        var basesSince = content.Bases.SequenceEqual(before.Content.Bases) ? before.BasesSince : since;
        var fields = ContentDifferences.Of(FeeMap.ToProto(before.Content), FeeMap.ToProto(content)).Select(d => d.Field).ToList();
        return this with { UpdatedAt = now, Versions = [.. Versions, new FeeVersion(Versions.Count + 1, since, now, content, note, by, basesSince, fields)] };
    }
}

/// <summary>What was said of an item. It never changes.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Since">First day on which it was said; the first day there is of the first version.</param>
/// <param name="At">When it was stored.</param>
/// <param name="By">Subject of the token that wrote it.</param>
/// <param name="BasesSince">Since when it rests on its bases as they are.</param>
/// <param name="Fields">What differs from the version before.</param>
public sealed record FeeVersion(
    int Number, DateOnly Since, DateTimeOffset At, FeeContent Content, string ChangeNote, string By, DateOnly BasesSince, IReadOnlyList<string> Fields);
