using System.Text.Json.Serialization;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Powers;

public static class FeeCollection
{
    public static readonly Facet<FeeItem> Agency = new("agency", x => x.AgencyId);
    public static readonly Facet<FeeItem> Kind = new("kind", x => x.Live().Content.Kind.Name());
    public static readonly Facet<FeeItem> SetBy = new("setBy", x => x.Live().Content.SetBy.Name());
    public static readonly Facet<FeeItem> PricingForm = new("pricingForm", x => x.Live().Content.PricingForm == 0 ? null : x.Live().Content.PricingForm.Name());

    /// <summary>The last day on which it may be charged, or <see cref="Open"/>.</summary>
    public static readonly Facet<FeeItem> ValidUntil = new("validUntil", x => x.Live().Content.ValidUntil is { } until ? Days.Format(until) : Open);

    public static readonly Facet<FeeItem> Law = new("law", x => x.Live().Content.Bases.Select(b => b.LawId).Distinct());

    /// <summary>See <see cref="BasisSearch{T}"/>.</summary>
    public static readonly Facet<FeeItem> Basis = new("basis", x => BasisKey.Of(x.Live().Content.Bases, x.Live().BasesSince));

    public const string Open = "open";

    public static readonly Collection<FeeItem> Declared = new("fee_items", x => x.Id, FeeJson.Default.FeeItem)
    {
        Search = new SearchIndex<FeeItem>
        {
            Heading = x => [x.Live().Content.Name, x.Live().Content.Code],
            Text = x => [x.Live().Content.Payer, x.Live().Content.Standard, x.Live().Content.Documents, x.Live().Content.Reductions],
            Day = x => x.Live().Content.ValidFrom,
            Facets = [Agency, Kind, SetBy, PricingForm, ValidUntil, Law, Basis]
        }
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(FeeItem))]
internal sealed partial class FeeJson : JsonSerializerContext;
