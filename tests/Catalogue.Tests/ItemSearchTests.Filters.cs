using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Catalogue.Tests;

public sealed partial class ItemSearchTests
{
    private static readonly string[] Subjects = ["", "01", "0101", "0102", "02"];
    private static readonly string[] Genres = ["", "01", "02"];
    private static readonly string[] KeyAreas = ["", "01", "02", "03"];
    private static readonly string[] Titles = ["预算公开", "决算公开", "预算调整方案", "通知"];
    private static readonly string[] OfAgencies = ["city", "county-1", "county-2", "town-1"];

    [Fact]
    public async Task Filters_and_facets_agree_with_a_model_alone_and_together()
    {
        // Fixed, so that a failure comes again.
        var random = new Random(20160926);
        var records = Enumerable.Range(0, 400).Select(i => Any(random, $"{i}")).ToList();
        var ids = (await Import(records)).Select(r => r.Id).ToList();
        Assert.DoesNotContain("", ids);

        var requests = Enumerable.Range(0, 10).SelectMany(f => Enumerable.Range(0, 4).Select(_ => AnyRequest(random, field => field == f)))
            .Concat(Enumerable.Range(0, 60).Select(_ => AnyRequest(random, _ => random.Next(3) == 0))).ToList();
        foreach (var request in requests)
        {
            var matches = records.Select((r, i) => (Record: r, Id: ids[i])).Where(m => Matches(m.Record, request)).ToList();
            var first = await Public.ListItemsAsync(request, cancellationToken: Cancel);
            Assert.True(matches.Count == first.TotalSize, $"{request}: {matches.Count} were expected, not {first.TotalSize}.");
            request.PageSize = 50;
            Assert.Equal(matches.Select(m => m.Id).Order(), (await ListAll(request)).Select(i => i.Id).Order());
            Check(first, "agency", matches, m => [m.AgencyId]);
            Check(first, "channel", matches, m => m.Placements.Select(p => p.Channel.Name()).Distinct());
            Check(first, "subjectCategory", matches, m => [m.SubjectCategory]);
            Check(first, "genre", matches, m => [m.Genre]);
            Check(first, "stage", matches, m => m.Stage == 0 ? [] : [m.Stage.Name()]);
            Check(first, "keyArea", matches, m => [m.KeyArea]);
            Check(first, "year", matches, m => [Day(m)[..4]]);
        }
    }

    [Fact]
    public async Task Facets_have_their_names_in_words()
    {
        var record = Record("1", channel: Channel.Gazette);
        (record.SubjectCategory, record.KeyArea, record.Stage) = ("0101", "02", Stage.Decision);
        await Import(record);

        var facets = (await Public.ListItemsAsync(new(), cancellationToken: Cancel)).Facets.ToDictionary(f => f.Field, f => f.Values);

        Assert.Equal("机构 city", Assert.Single(facets["agency"]).Name);
        Assert.Equal("政府公报", Assert.Single(facets["channel"]).Name);
        Assert.Equal("政府", Assert.Single(facets["subjectCategory"]).Name);
        Assert.Equal("财政资金", Assert.Single(facets["keyArea"]).Name);
        Assert.Equal("决策公开", Assert.Single(facets["stage"]).Name);
        Assert.Empty(facets["genre"]);
        Assert.Equal(new FacetValue { Value = "2016", Count = 1 }, Assert.Single(facets["year"]));
    }

    private static ImportRecord Any(Random random, string id)
    {
        var record = Record(id, Pick(random, OfAgencies), Pick(random, Titles));
        (record.SubjectCategory, record.Genre, record.KeyArea, record.Stage) = (Pick(random, Subjects), Pick(random, Genres), Pick(random, KeyAreas), (Stage)random.Next(6));
        record.Placements.Clear();
        record.Placements.Add(Enumerable.Range(0, random.Next(1, 4)).Select(_ => new V1.Placement { Channel = (Channel)random.Next(1, 6), On = AnyDay(random) }));
        return record;
    }

    private static ListItemsRequest AnyRequest(Random random, Func<int, bool> with)
    {
        var request = new ListItemsRequest();
        if (with(0)) request.AgencyId = Pick(random, OfAgencies);
        if (with(1)) request.Channel = (Channel)random.Next(1, 6);
        if (with(2)) request.SubjectCategory = Pick(random, Subjects[1..]);
        if (with(3)) request.Genre = Pick(random, Genres[1..]);
        if (with(4)) request.Stage = (Stage)random.Next(1, 6);
        if (with(5)) request.KeyArea = Pick(random, KeyAreas[1..]);
        if (with(6)) request.PublishedFrom = AnyDay(random);
        if (with(7)) request.PublishedTo = AnyDay(random);
        if (with(8)) request.Query = Pick(random, ["预算", "公开", "方案", "预算 公开"]);
        if (with(9)) request.Order = (Order)random.Next(3);
        return request;
    }

    private static bool Matches(ImportRecord record, ListItemsRequest request) =>
        (request.AgencyId.Length == 0 || Within(record.AgencyId, request.AgencyId))
        && (request.Channel == 0 || record.Placements.Any(p => p.Channel == request.Channel))
        && (request.SubjectCategory.Length == 0 || record.SubjectCategory.StartsWith(request.SubjectCategory, StringComparison.Ordinal))
        && (request.Genre.Length == 0 || record.Genre == request.Genre)
        && (request.Stage == 0 || record.Stage == request.Stage)
        && (request.KeyArea.Length == 0 || record.KeyArea == request.KeyArea)
        && (request.PublishedFrom.Length == 0 || string.CompareOrdinal(Day(record), request.PublishedFrom) >= 0)
        && (request.PublishedTo.Length == 0 || string.CompareOrdinal(Day(record), request.PublishedTo) <= 0)
        && request.Query.Split(' ').All(word => record.Title.Contains(word, StringComparison.Ordinal));

    private static bool Within(string agency, string ancestor) => ancestor switch
    {
        "city" => true, "county-1" => agency is "county-1" or "town-1", _ => agency == ancestor
    };

    private static string Day(ImportRecord record) => record.Placements.Select(p => p.On).Min(StringComparer.Ordinal)!;

    private static void Check(ListItemsResponse page, string facet, IReadOnlyList<(ImportRecord Record, string Id)> matches, Func<ImportRecord, IEnumerable<string>> values)
    {
        var expected = matches.SelectMany(m => values(m.Record)).Where(v => v.Length > 0).GroupBy(v => v)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, (long)g.Count()));
        Assert.Equal(expected, page.Facets.Single(f => f.Field == facet).Values.Select(v => (v.Value, v.Count)));
    }

    private static string AnyDay(Random random) => new DateOnly(2014, 11, 1).AddDays(random.Next(500)).ToString("O");

    private static T Pick<T>(Random random, IReadOnlyList<T> of) => of[random.Next(of.Count)];
}
