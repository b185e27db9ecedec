using System.Text.Json.Serialization;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Powers;

/// <summary>What is or was public of guides.</summary>
public static class GuideCollection
{
    public static readonly Facet<Guide> Agency = new("agency", x => x.AgencyId);
    public static readonly Facet<Guide> Kind = new("kind", x => x.Live.Content.Kind.Name());
    public static readonly Facet<Guide> Channel = new("channel", x => x.Live.Content.Channels.Where(r => r.Available).Select(r => r.Channel.Name()));
    public static readonly Facet<Guide> Audience = new("audience", x => x.Live.Content.Audiences.Select(a => a.Name()));
    public static readonly Facet<Guide> Power = new("power", x => x.Live.Content.PowerIds);
    public static readonly Facet<Guide> Fee = new("fee", x => x.Live.Content.FeeIds);
    public static readonly Facet<Guide> Law = new("law", x => x.Live.Content.Bases.Select(b => b.LawId).Distinct());

    /// <summary>See <see cref="BasisSearch{T}"/>.</summary>
    public static readonly Facet<Guide> Basis = new("basis", x => BasisKey.Of(x.Live.Content.Bases, x.Live.BasesSince));

    /// <summary>Whether lists have it.</summary>
    public static readonly Facet<Guide> Standing = new("standing", x => x.WithdrawalNow() is null ? Listed : Withdrawn);

    /// <summary>Few values, so that sums over any number of guides are made by counting.</summary>
    public static readonly Facet<Guide> Score = new("score", x => ScoreValue(GuideElements.ScoreOf(x.Live.Content)));

    /// <summary>Agency and score together.</summary>
    public static readonly Facet<Guide> AgencyScore = new("agencyScore", x => $"{x.AgencyId}/{ScoreValue(GuideElements.ScoreOf(x.Live.Content))}");

    public static readonly Facet<Guide> Missing = new("missing", x => GuideElements.MissingOf(x.Live.Content).Select(e => e.Id));

    /// <summary>Another with every change of what the facets and the text above are.</summary>
    private const int Shape = 1;

    public const string Listed = "listed";
    public const string Withdrawn = "withdrawn";

    public static readonly Collection<Guide> Declared = new("guides", x => x.Id, GuideJson.Default.Guide)
    {
        // Scores are worked out anew where the table changed.
        Version = Shape * 1_000 + GuideElements.Version,
        Search = new SearchIndex<Guide>
        {
            Heading = x => [x.Live.Content.Title],
            Text = x => GuideText.Of(x.Live.Content),
            Day = x => Clock.DayOf(x.Live.PublishedAt),
            Facets = [Agency, Kind, Channel, Audience, Power, Fee, Law, Basis, Standing, Score, AgencyScore, Missing]
        }
    };

    /// <summary>What the public sees counted.</summary>
    public static readonly IReadOnlyList<Facet<Guide>> Shown = [Agency, Kind, Channel, Audience, Missing];

    public static string ScoreValue(int score) => $"{score:000}";
}

public static class PastGuideEditionCollection
{
    public static readonly Field<PastGuideEdition, string> Guide = Field.Of<PastGuideEdition, string>(x => x.GuideId);
    public static readonly Field<PastGuideEdition, int> Number = new("number", x => x.Edition.Number);

    public static readonly Collection<PastGuideEdition> Declared = new("guide_editions", x => x.Id, GuideJson.Default.PastGuideEdition)
    {
        Fields = [Guide, Number], Indexes = [[Guide, Number]]
    };
}

public static class GuideDraftCollection
{
    public static readonly Facet<GuideDraft> Agency = new("agency", x => x.AgencyId);

    public static readonly Collection<GuideDraft> Declared = new("guide_drafts", x => x.Id, GuideJson.Default.GuideDraft)
    {
        Search = new SearchIndex<GuideDraft> { Heading = x => [x.Content.Title], Text = x => [], Day = x => Clock.DayOf(x.CreatedAt), Facets = [Agency] }
    };
}

public static class GuideAdjustmentCollection
{
    public static readonly Facet<GuideAdjustment> Agency = new("agency", x => x.AgencyId);
    public static readonly Facet<GuideAdjustment> Change = new("change", x => x.Act.Change.Name());

    public static readonly Collection<GuideAdjustment> Declared = new("guide_adjustments", x => x.Id, GuideJson.Default.GuideAdjustment)
    {
        Search = new SearchIndex<GuideAdjustment> { Heading = x => [x.Act.Title], Text = x => [], Day = x => x.Act.On, Facets = [Agency, Change] }
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(Guide))]
[JsonSerializable(typeof(PastGuideEdition))]
[JsonSerializable(typeof(GuideDraft))]
[JsonSerializable(typeof(GuideAdjustment))]
internal sealed partial class GuideJson : JsonSerializerContext;
