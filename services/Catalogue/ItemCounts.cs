using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.V1;

namespace Sunshine.Catalogue;

/// <summary>
/// What an item counts for: itself by the day of its first publication, one of a genre also by the day it was formed, its placements each by their own day, its end by the first day on
/// which it is in force no more. What was taken back counts as such instead, so that both together are what was ever disclosed; its placements did take place.
/// </summary>
public static class ItemCounts
{
    public static IEnumerable<Count> Of(Item item)
    {
        var (agency, content, month) = (item.AgencyId, item.Live.Content, Counts.Month(item.PublishedOn));
        if (item.Withdrawal is null)
        {
            yield return Counts.Of("catalogue.items", month, ("agency", agency));
            if (content.KeyArea.Length > 0) yield return Counts.Of("catalogue.items-by-area", month, ("agency", agency), ("area", content.KeyArea));
            if (content.Stage != 0) yield return Counts.Of("catalogue.items-by-stage", month, ("agency", agency), ("stage", content.Stage.ShortName()));
            if (content.Genre.Length > 0)
            {
                yield return Counts.Of("catalogue.items-by-genre", month, ("agency", agency), ("genre", content.Genre));
                if (item.MadeCounted) yield return Counts.Of("catalogue.items-made", Counts.Month(content.FormedOn ?? item.PublishedOn), ("agency", agency), ("genre", content.Genre));
            }

            if (content.References.Any(r => r.Relation == V1.Relation.Interprets)) yield return Counts.Of("catalogue.interpretations", month, ("agency", agency));
            if (EndOf(item) is { } end)
                yield return Counts.Of("catalogue.repealed", Counts.Month(end.On), ("agency", agency), ("genre", content.Genre), ("validity", end.Validity.ShortName()));
        }
        else
        {
            yield return Counts.Of("catalogue.withdrawn", month, ("agency", agency));
        }

        foreach (var placement in item.Placements)
            yield return Counts.Of("catalogue.placements", Counts.Month(placement.On), ("agency", agency), ("channel", placement.Channel.ShortName()), ("column", placement.Column));
    }

    /// <summary>The first day on which it is in force no more, which may lie ahead; null if none is known. An amendment is no end.</summary>
    private static (DateOnly On, V1.Validity Validity)? EndOf(Item item)
    {
        var ended = item.Acts.Where(a => a.Kind == ActKind.ValidityEnded && a.Validity is V1.Validity.Expired or V1.Validity.Repealed).Select(a => (a.On, a.Validity));
        IEnumerable<(DateOnly On, V1.Validity Validity)> expires = item.Live.Content.ExpiresOn is { } last && last < DateOnly.MaxValue ? [(last.AddDays(1), V1.Validity.Expired)] : [];
        return ended.Concat(expires).OrderBy(e => e.On).Select(e => ((DateOnly, V1.Validity)?)e).FirstOrDefault();
    }
}
