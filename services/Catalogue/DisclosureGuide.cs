using System.Text.Json.Serialization;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>An edition of an agency's disclosure guide (政府信息公开指南; 2019 regulation, art. 12), as it is stored. It never changes.</summary>
public sealed record DisclosureGuide
{
    public required string AgencyId { get; init; }

    /// <summary>Counted from 1.</summary>
    public required int Number { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }
    public string Office { get; init; } = "";
    public string Address { get; init; } = "";
    public string Hours { get; init; } = "";
    public string Phone { get; init; } = "";
    public string Fax { get; init; } = "";
    public string Email { get; init; } = "";
    public string PostalCode { get; init; } = "";
    public IReadOnlyList<RequestWay> RequestWays { get; init; } = [];
    public string Text { get; init; } = "";

    [JsonIgnore]
    public string Id => IdOf(AgencyId, Number);

    public static string IdOf(string agencyId, int number) => $"{agencyId}.{number}";
}

/// <summary>How the public asks for information.</summary>
public sealed record RequestWay(string Name, string Address);

public static class GuideCollection
{
    public static readonly Field<DisclosureGuide, string> Agency = Field.Of<DisclosureGuide, string>(x => x.AgencyId);
    public static readonly Field<DisclosureGuide, int> Number = Field.Of<DisclosureGuide, int>(x => x.Number);
    public static readonly Field<DisclosureGuide, DateTimeOffset> PublishedAt = Field.Of<DisclosureGuide, DateTimeOffset>(x => x.PublishedAt);

    public static readonly Collection<DisclosureGuide> Declared = new("guides", x => x.Id, CatalogueJson.Default.DisclosureGuide)
    {
        Fields = [Agency, Number, PublishedAt],
        Indexes = [[Agency, Number], [Agency, PublishedAt]]
    };
}
