using Sunshine.Ledger.V1;
using Sunshine.Powers.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.Powers.Tests;

/// <summary>What the service of power lists tells the ledger of batches, and that it adds up to a year's balance.</summary>
public sealed class ActsTests : ListTest
{
    [Fact]
    public async Task Batches_add_up_to_the_balance_of_a_year_and_to_the_powers_that_are_held()
    {
        await Adopted("2015-12-01", [.. Enumerable.Range(1, 12).Select(i => Add(Content(i, i % 3 == 0 ? "CF" : "XK")))]);
        await Adopted("2016-05-01", Cancel_(Code(1)), Delegate(Code(2)), Add(Content(30)));
        var last = await Adopted("2016-09-01", Rename(Code(4), "新名称"), Merge(Content(5, name: "合并后"), Code(5), Code(7)), Split(Code(8), Content(8), Content(18), Content(28)));
        await AdoptedByCounty("2016-06-01", Add(Content(2, agency: "county-office", level: PowerLevel.County, region: "210381")));

        var told = await Told();

        foreach (var (year, list) in new[] { (2015, "city"), (2016, "city"), (2016, "county") })
        {
            var figures = await Powers.GetStatisticsAsync(new() { ListId = list, Year = year }, cancellationToken: Cancel);
            var balance = figures.YearBalance;
            decimal Of(string what) => told.Sum("powers." + what, $"{year}", "agency=" + list);
            Assert.Equal(figures.YearBatches, Of("batches"));
            Assert.Equal((balance.Added, balance.TakenOver, balance.Cancelled, balance.Delegated), (Of("added"), Of("taken-over"), Of("cancelled"), Of("delegated")));
            Assert.Equal((balance.MergedAway, balance.MergedInto, balance.SplitAway, balance.SplitInto), (Of("merged-away"), Of("merged-into"), Of("split-away"), Of("split-into")));
            Assert.Equal((balance.Renamed, balance.Changed), (Of("renamed"), Of("changed")));
            Assert.Equal(balance.Closing - balance.Opening, Of("held"));
            Assert.All(figures.Kinds, k => Assert.Equal(k.Powers, Enumerable.Range(2015, year - 2014).Sum(y => told.Sum("powers.held", $"{y}", "agency=" + list, "kind=" + k.Kind.ToString().ToUpperInvariant()))));
        }

        var act = told.Acts.Single(a => a.Resource == "batches/" + last.Id);
        Assert.Equal((ActKind.BatchAdjusted, "city", 3, last.Digest), (act.Kind, act.AgencyId, act.Revision, act.Digest));
        Assert.Equal(["effective-on=2016-09-01", "opening=11", "closing=12", "document-number=鞍政发〔2016〕1号"], act.Notes);
        Assert.Equal(4, told.Acts.Count);
    }

    private Task<ActLog> Told() => ActLog.Of(StoreOf(Host), PowerListModule.Name, Acts.Of, Cancel);
}
