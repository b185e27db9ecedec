using Sunshine.Catalogue;
using Sunshine.Catalogue.V1;
using Sunshine.Cli.Samples;

namespace Sunshine.Benchmarks;

/// <summary>As many items as are asked for: the sample year again and again, each time a year earlier, every item with a word of its own.</summary>
internal static class SampleItems
{
    /// <summary>How many items share the word <see cref="Marker"/>.</summary>
    public const int MarkedItems = 50;

    /// <summary>Occurs in <see cref="MarkedItems"/> items, however many there are.</summary>
    public const string Marker = "稀有词语";

    /// <summary>Occurs in a large part of all items.</summary>
    public const string Common = "鞍山";

    public static IEnumerable<ImportRecord> Records(int count)
    {
        var year = Anshan2016.Items().ToList();
        for (var i = 0; i < count; i++)
        {
            var record = year[i % year.Count].Clone();
            var back = i / year.Count % 40;
            record.SourceId = $"bench-{i}";
            record.FormedOn = "";
            record.IndexNumber = "";
            foreach (var placement in record.Placements) placement.On = DateOnly.Parse(placement.On).AddDays(-365 * back).ToString("O");
            record.Keywords.Add($"n{i}");
            if (i % Math.Max(1, count / MarkedItems) == 0) record.Summary += Marker;
            yield return record;
        }
    }

    public static IEnumerable<Sunshine.Catalogue.Item> Items(int count)
    {
        var i = 0;
        foreach (var record in Records(count))
        {
            var now = DateTimeOffset.UnixEpoch;
            yield return new Sunshine.Catalogue.Item
            {
                Id = ItemImport.IdOf(record), IndexNumber = $"{i++:000000000}/2016-00001", AgencyId = record.AgencyId, SourceId = record.SourceId,
                Live = new Sunshine.Catalogue.Edition { Number = 1, Content = Map.ToContent(Map.ContentOf(record)), PublishedAt = now, Digest = new string('0', 64) },
                Placements = [.. record.Placements.Select(Map.ToPlacement)], CreatedAt = now, UpdatedAt = now
            };
        }
    }
}
