using Sunshine.Foundation.Hosting;

namespace Sunshine.Requests;

/// <summary>How fees are worked out, by <c>Codes/fee-scales.json</c> (国办函〔2020〕109号): each tier charges what falls into it alone.</summary>
public static class FeeScales
{
    private static readonly IReadOnlyList<Scale> All = CodeFile.Load(typeof(FeeScales), "fee-scales", CodesJson.Default.FeeScalesDocument).Scales;

    /// <summary>Whether a scale was in force on a day.</summary>
    public static bool IsInForce(V1.FeeScale scale, DateOnly day) => Find(scale, day) is not null;

    /// <summary>What so many applications or pages cost in all, tier by tier; tiers without a charge are shown too.</summary>
    /// <param name="quantity">1 to 1,000,000.</param>
    /// <exception cref="RefusedException">The scale was not in force on the day.</exception>
    public static IReadOnlyList<FeeTier> Of(V1.FeeScale scale, int quantity, DateOnly day)
    {
        var found = Find(scale, day) ?? throw RequestsRefusals.FeeNotAllowed.Of();
        var tiers = new List<FeeTier>();
        for (var i = 0; i < found.Tiers.Count && found.Tiers[i].From <= quantity; i++)
        {
            var tier = found.Tiers[i];
            if (tier.Every == 0)
            {
                tiers.Add(new FeeTier(tier.From, i + 1 < found.Tiers.Count ? Math.Min(quantity, found.Tiers[i + 1].From - 1) : quantity, tier.Price));
                continue;
            }

            for (var (from, price) = (tier.From, tier.Price); from <= quantity; from += tier.Every, price += tier.Increase)
                tiers.Add(new FeeTier(from, Math.Min(quantity, from + tier.Every - 1), price));
        }

        return tiers;
    }

    private static Scale? Find(V1.FeeScale scale, DateOnly day) => All.FirstOrDefault(s => s.Name == scale.Name() && s.From <= day && (s.To is null || day <= s.To));

    internal sealed record Document(string Remark, IReadOnlyList<Scale> Scales);

    /// <param name="Every">The last tier only: after so many a further tier begins, dearer by <paramref name="Increase"/>; 0 for none.</param>
    internal sealed record Tier(int From, decimal Price, int Every = 0, decimal Increase = 0);

    internal sealed record Scale([property: System.Text.Json.Serialization.JsonPropertyName("scale")] string Name, string Law, DateOnly From, IReadOnlyList<Tier> Tiers, DateOnly? To = null);
}
