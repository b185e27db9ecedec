using System.Globalization;
using System.Text.Json.Serialization;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Reports;

/// <summary>What the service stores, and by what it is found.</summary>
public sealed class Collections([FromKeyedServices(ReportsModule.Name)] IStore store)
{
    public IDocuments<AnnualReport> Reports { get; } = store.Open(AnnualReportCollection.Declared);

    /// <summary>What editions say. Those that no report refers to were left by calls that ended too early.</summary>
    public IDocuments<StoredEdition> Editions { get; } = store.Open(EditionCollection.Declared);
}

public static class AnnualReportCollection
{
    public const string Public = "public";

    public static readonly Facet<AnnualReport> Agency = new("agency", x => x.AgencyId);
    public static readonly Facet<AnnualReport> Year = new("year", x => x.Year.ToString(CultureInfo.InvariantCulture));
    public static readonly Facet<AnnualReport> State = new("state", x => x.State.Name());

    /// <summary>Whether it has editions.</summary>
    public static readonly Facet<AnnualReport> Shown = new("shown", x => x.Published ? Public : "");

    public static readonly Collection<AnnualReport> Declared = new("reports", x => x.Id, ReportsJson.Default.AnnualReport)
    {
        Search = new SearchIndex<AnnualReport> { Heading = _ => [], Text = _ => [], Day = x => Clock.DayOf(x.CreatedAt), Facets = [Agency, Year, State, Shown] }
    };
}

public static class EditionCollection
{
    public static readonly Collection<StoredEdition> Declared = new("editions", x => x.Id, ReportsJson.Default.StoredEdition);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(AnnualReport))]
[JsonSerializable(typeof(StoredEdition))]
internal sealed partial class ReportsJson : JsonSerializerContext;
