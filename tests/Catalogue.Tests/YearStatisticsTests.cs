using Grpc.Core;
using Sunshine.Catalogue.V1;

namespace Sunshine.Catalogue.Tests;

public sealed class YearStatisticsTests : CatalogueTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await AddAgencies();
    }

    [Fact]
    public async Task An_item_counts_once_and_each_of_its_placements_counts()
    {
        await Import(
            With("1", (Channel.Website, "2016-03-01", "政务公开"), (Channel.Wechat, "2016-03-01", ""), (Channel.Website, "2016-03-02", "政务公开")),
            With("2", (Channel.Gazette, "2016-05-05", "")));

        var year = await Of(2016);

        Assert.Equal(2, year.ItemCount);
        Assert.Equal(
            [(Channel.Gazette, 1), (Channel.Website, 2), (Channel.Microblog, 0), (Channel.Wechat, 1), (Channel.Other, 0)],
            year.Placements.Select(p => (p.Channel, p.Count)));
        Assert.Equal(new ColumnCount { Channel = Channel.Website, Column = "政务公开", Count = 2 }, Assert.Single(year.Columns));
    }

    [Fact]
    public async Task An_item_belongs_to_the_year_of_its_first_placement_and_each_placement_to_its_own()
    {
        await Import(With("1", (Channel.Website, "2016-12-31", "a"), (Channel.Website, "2017-01-01", "a"), (Channel.Website, "2017-01-02", "b"), (Channel.Gazette, "2017-01-03", "c")));

        Assert.Equal((1, 1), Totals(await Of(2016)));
        Assert.Equal((0, 3), Totals(await Of(2017)));
        Assert.Equal((0, 0), Totals(await Of(2015)));
        Assert.Equal((0, 0), Totals(await Of(9999)));
        Assert.Equal([("a", 1), ("b", 1), ("c", 1)], (await Of(2017)).Columns.Select(c => (c.Column, (int)c.Count)));
    }

    [Fact]
    public async Task An_update_takes_the_old_placements_back()
    {
        await Import(With("1", (Channel.Website, "2016-12-31", "a"), (Channel.Website, "2016-12-31", "a")));
        await Import(With("1", (Channel.Microblog, "2015-12-31", "")));

        Assert.Equal((0, 0), Totals(await Of(2016)));
        Assert.Equal((1, 1), Totals(await Of(2015)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1948)]
    [InlineData(10_000)]
    [InlineData(int.MinValue)]
    public async Task A_year_that_is_none_is_refused(int year)
    {
        var refused = await Refused(StatusCode.InvalidArgument, () => Of(year));

        Assert.Equal([("year", "OUT_OF_RANGE")], refused.Fields());
    }

    private static (long Items, long Placements) Totals(Statistics year) => (year.ItemCount, year.Placements.Sum(p => p.Count));

    private static ImportRecord With(string id, params (Channel Channel, string On, string Column)[] placements)
    {
        var record = Record(id);
        record.Placements.Clear();
        record.Placements.Add(placements.Select(p => new V1.Placement { Channel = p.Channel, On = p.On, Column = p.Column }));
        return record;
    }

    private async Task<Statistics> Of(int year) => await Public.GetStatisticsAsync(new() { Year = year }, cancellationToken: Cancel);
}
