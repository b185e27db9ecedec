using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>
/// A year's figures: items by their first disclosure, placements by their own day. The two differ as soon as one item goes out twice,
/// and the statistical form asks for both (2014-2018 form, part 1).
/// </summary>
public static class YearStatistics
{
    public static async Task<V1.Statistics> Count(PublicItems items, int year, CancellationToken cancel)
    {
        var first = await items.Count(new SearchQuery<Item>
        {
            From = new DateOnly(year, 1, 1), To = new DateOnly(year, 12, 31), Size = 0
        }, cancel);
        var placed = await items.Count(new SearchQuery<Item> { Size = 0, Count = [ItemCollection.Placement] }, cancel);

        var prefix = $"{year:0000}/";
        var placements = placed.Facets[ItemCollection.Placement.Name]
            .Where(v => v.Value.StartsWith(prefix, StringComparison.Ordinal))
            .Select(v => (Parts: v.Value.Split('/', 3), v.Occurrences)).ToList();
        var statistics = new V1.Statistics { Year = year, ItemCount = first.Total };
        foreach (var channel in Enum.GetValues<V1.Channel>().Where(c => c != V1.Channel.Unspecified).Order())
        {
            var ofChannel = placements.Where(p => p.Parts[1] == channel.Name()).ToList();
            statistics.Placements.Add(new V1.ChannelCount { Channel = channel, Count = ofChannel.Sum(p => p.Occurrences) });
            statistics.Columns.Add(ofChannel.Where(p => p.Parts[2].Length > 0)
                .Select(p => new V1.ColumnCount { Channel = channel, Column = p.Parts[2], Count = p.Occurrences }));
        }

        var columns = statistics.Columns.OrderByDescending(c => c.Count).ThenBy(c => c.Column, StringComparer.Ordinal).ToList();
        statistics.Columns.Clear();
        statistics.Columns.Add(columns);
        return statistics;
    }
}
