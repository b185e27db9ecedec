using System.Text.Json.Serialization;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

public static class GazetteCollection
{
    public static readonly Field<GazetteIssue, string> Designation = Field.Unique<GazetteIssue, string>(x => x.Designation);
    public static readonly Field<GazetteIssue, V1.GazetteState> State = new("state", x => x.State);
    public static readonly Field<GazetteIssue, string> Agency = Field.Of<GazetteIssue, string>(x => x.AgencyId);
    public static readonly Field<GazetteIssue, int> Sequence = new("sequence", x => x.Sequence);

    /// <summary>The items of issued issues; a draft is found by none.</summary>
    public static readonly Facet<GazetteIssue> Item = new("item", x => x.IssuedOn is null ? [] : x.ItemIds);

    public static readonly Collection<GazetteIssue> Declared = new("gazette_issues", x => x.Id, GazetteJson.Default.GazetteIssue)
    {
        Fields = [Designation, State, Agency, Sequence],
        Indexes = [[State, Sequence], [State, Agency, Sequence]],
        // For its facet: an issue is found by each of its items.
        Search = new SearchIndex<GazetteIssue>
        {
            Heading = x => [x.Title],
            Text = x => x.Contents.SelectMany(e => new[] { e.Title, e.DocumentNumber }),
            Day = x => x.IssuedOn,
            Facets = [Item]
        }
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
[JsonSerializable(typeof(GazetteIssue))]
internal sealed partial class GazetteJson : JsonSerializerContext;
