using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>There is one of each.</summary>
/// <param name="Level">Whether it accounts for its own money or, as finance department, for its government's.</param>
public sealed record FundedUnitIdentity(string AgencyId, int FiscalYear, V1.FinanceLevel Level)
{
    public string UnitId => Ids.Of("funded-unit", AgencyId, $"{FiscalYear}", $"{Level}");
}

/// <summary>
/// A unit that spends public money in a year (使用财政资金的预算单位), with everything that the list ever said of it: one write changes it and keeps what
/// was, so that a coverage of the past can be explained.
/// </summary>
public sealed record FundedUnit
{
    /// <summary>No list changes as often; it bounds the document.</summary>
    public const int MostVersions = 200;

    public required string Id { get; init; }
    public required FundedUnitIdentity Identity { get; init; }

    /// <summary>Oldest first, their days in order; at least one.</summary>
    public required IReadOnlyList<FundedUnitVersion> Versions { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    public string AgencyId => Identity.AgencyId;
    public int FiscalYear => Identity.FiscalYear;
    public FundedUnitVersion Latest => Versions[^1];

    /// <summary>What the list said at the end of a day; null before it said anything.</summary>
    public FundedUnitVersion? On(DateOnly day) => Versions.LastOrDefault(v => v.EffectiveOn <= day);

    /// <summary>What the list required of it at the end of a day; null if it was not on the list or not to be counted yet or any more.</summary>
    public FundedUnitContent? CountedOn(DateOnly day) => On(day)?.Content is { } content && (content.Since ?? day) <= day && day <= (content.Until ?? day) ? content : null;

    public static FundedUnit New(FundedUnitIdentity identity, FundedUnitContent content, DateOnly effectiveOn, string reason, string by, DateTimeOffset now) => new()
    {
        Id = identity.UnitId, Identity = identity, CreatedAt = now, UpdatedAt = now, Versions = [new FundedUnitVersion(1, effectiveOn, now, content, reason, by)]
    };

    /// <param name="content">Null to take it off the list.</param>
    /// <param name="effectiveOn">Not before that of the latest version.</param>
    public FundedUnit Change(FundedUnitContent? content, DateOnly effectiveOn, string reason, string by, DateTimeOffset now) =>
        this with { UpdatedAt = now, Versions = [.. Versions, new FundedUnitVersion(Versions.Count + 1, effectiveOn, now, content, reason, by)] };
}

/// <summary>What the list said of a unit. It never changes.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="EffectiveOn">First day on which it said so.</param>
/// <param name="Content">Null if it took the unit off.</param>
/// <param name="By">Subject of who wrote it.</param>
public sealed record FundedUnitVersion(int Number, DateOnly EffectiveOn, DateTimeOffset RecordedAt, FundedUnitContent? Content, string Reason, string By)
{
    /// <summary>Whether at the end of a day nobody here knew of it yet.</summary>
    public bool RecordedAfter(DateOnly day) => Clock.DayOf(RecordedAt) > day;
}

/// <param name="RequiredKinds">At least one, in the order of their numbers.</param>
/// <param name="Since">First day on which it counts; null for from the beginning.</param>
/// <param name="Until">Last day on which it counts; null for no end.</param>
/// <param name="ItemId">The catalogue's item that has the list; this or the document's number is there.</param>
public sealed record FundedUnitContent(
    IReadOnlyList<V1.DisclosureKind> RequiredKinds, IReadOnlyList<Exemption> Exemptions, DateOnly? Since, DateOnly? Until, string ItemId, string DocumentNumber)
{
    public Exemption? ExemptionFrom(V1.DisclosureKind kind) => Exemptions.FirstOrDefault(e => e.Kind == kind || e.Kind == V1.DisclosureKind.Unspecified);
}

/// <param name="Kind">Unspecified for all.</param>
public sealed record Exemption(V1.DisclosureKind Kind, string Reason, string LegalBasis);
