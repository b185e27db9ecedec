using System.Text.Json.Serialization;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Finance;

/// <summary>What the service stores, and by what it is found.</summary>
public sealed class Collections([FromKeyedServices(FinanceModule.Name)] IStore store)
{
    public IDocuments<Disclosure> Disclosures { get; } = store.Open(DisclosureCollection.Declared);

    public IDocuments<Draft> Drafts { get; } = store.Open(DraftCollection.Declared);

    /// <summary>Tables of drafts and releases. None of them ever changes.</summary>
    public IDocuments<StoredStatement> Statements { get; } = store.Open(StatementCollection.Declared);
}

public static class DisclosureCollection
{
    public static readonly Field<Disclosure, string> Agency = new("agency", x => x.Identity.AgencyId);
    public static readonly Field<Disclosure, int> FiscalYear = new("fiscalYear", x => x.Identity.FiscalYear);
    public static readonly Field<Disclosure, DateOnly> FirstPublishedOn = new("firstPublishedOn", x => x.FirstPublishedOn);

    /// <summary>The item of the catalogue that somebody named.</summary>
    public static readonly Field<Disclosure, string> NamedItem = new("namedItem", x => x.Latest.Content.ItemId);

    public static readonly Collection<Disclosure> Declared = new("disclosures", x => x.Id, FinanceJson.Default.Disclosure)
    {
        Fields = [Agency, FiscalYear, FirstPublishedOn, NamedItem], Indexes = [[Agency, FiscalYear]], Search = DisclosureSearch.Index
    };
}

public static class DraftCollection
{
    public static readonly Facet<Draft> Agency = new("agency", x => x.AgencyId);
    public static readonly Facet<Draft> FiscalYear = new("fiscalYear", x => $"{x.FiscalYear}");
    public static readonly Facet<Draft> State = new("state", x => x.State.Name());

    public static readonly Collection<Draft> Declared = new("drafts", x => x.Id, FinanceJson.Default.Draft)
    {
        Search = new SearchIndex<Draft> { Heading = x => [x.Content.Title, x.Identity.Subject], Text = _ => [], Day = x => Clock.DayOf(x.CreatedAt), Facets = [Agency, FiscalYear, State] }
    };
}

public static class StatementCollection
{
    public static readonly Collection<StoredStatement> Declared = new("statements", x => x.Id, FinanceJson.Default.StoredStatement);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(Disclosure))]
[JsonSerializable(typeof(Draft))]
[JsonSerializable(typeof(StoredStatement))]
internal sealed partial class FinanceJson : JsonSerializerContext;
