using System.Text.Json.Serialization;

namespace Sunshine.Catalogue;

/// <summary>An issue of a gazette, as it is stored: one document, so that one write makes the whole of it visible.</summary>
public sealed record GazetteIssue
{
    public required string Id { get; init; }
    public required string AgencyId { get; init; }
    public int Year { get; init; }
    public int Number { get; init; }
    public string Title { get; init; } = "";

    /// <summary>In print order.</summary>
    public IReadOnlyList<GazetteEntry> Contents { get; init; } = [];

    public string AttachmentId { get; init; } = "";

    /// <summary>Null for a draft.</summary>
    public DateOnly? IssuedOn { get; init; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Corrigendum> Corrigenda { get; init; } = [];

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    [JsonIgnore]
    public V1.GazetteState State => IssuedOn is null ? V1.GazetteState.Draft : V1.GazetteState.Issued;

    /// <summary>Unique: an agency has one issue of a year and number.</summary>
    [JsonIgnore]
    public string Designation => $"{AgencyId}/{Year}/{Number}";

    /// <summary>Year and number in one, so that later issues are larger.</summary>
    [JsonIgnore]
    public int Sequence => FirstOf(Year) + Number;

    [JsonIgnore]
    public IEnumerable<string> ItemIds => Contents.Select(e => e.ItemId).Where(id => id.Length > 0);

    /// <summary>Below every sequence of a year, and above all of the year before.</summary>
    public static int FirstOf(int year) => year * 10_000;

    /// <exception cref="Foundation.Hosting.RefusedException">It is issued.</exception>
    public GazetteIssue RequireDraft() => IssuedOn is null ? this : throw CatalogueRefusals.GazetteIssued.Of(Id);

    /// <exception cref="Foundation.Hosting.RefusedException">It is issued, or there is nothing in it.</exception>
    public GazetteIssue Issue(DateOnly on, DateTimeOffset now)
    {
        RequireDraft();
        if (Contents.Count == 0) throw CatalogueRefusals.GazetteEmpty.Of(Id);
        return this with { IssuedOn = on, UpdatedAt = now };
    }

    /// <exception cref="Foundation.Hosting.RefusedException">It is not issued.</exception>
    public GazetteIssue Correct(Corrigendum corrigendum, DateTimeOffset now)
    {
        if (IssuedOn is null) throw CatalogueRefusals.GazetteNotIssued.Of(Id);
        return this with { Corrigenda = [.. Corrigenda, corrigendum], UpdatedAt = now };
    }
}

/// <param name="ItemId">Empty for a text that is not in the catalogue.</param>
/// <param name="Page">0 if not stated.</param>
public sealed record GazetteEntry(string ItemId, string Title, string DocumentNumber, int Page);

/// <param name="Page">0 for the whole issue.</param>
public sealed record Corrigendum(DateOnly On, string Text, int Page, string ItemId, DateTimeOffset RecordedAt);
