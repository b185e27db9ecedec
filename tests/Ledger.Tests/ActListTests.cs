using Sunshine.Ledger.V1;

namespace Sunshine.Ledger.Tests;

public sealed class ActListTests : LedgerTest
{
    [Fact]
    public async Task Acts_are_found_by_resource_agency_kind_and_what_they_count_for()
    {
        var rare = ActOf(700, ActKind.CaseHandled, CountOf("requests.cases", "2016-03", "", "agency=county", "kind=SUIT"));
        rare.AgencyId = "county";
        var again = ActOf(702, ActKind.Amended);
        again.Resource = "items/5";
        await Tell(Told("catalogue", 1, 400));
        await Tell(Told("requests", 1, 500, [.. Enumerable.Range(1, 400).Select(i => ActOf(i, ActKind.RequestRegistered, CountOf("requests.received", i % 2 == 0 ? "2016-01" : "2015-12", "", "agency=city")))]));
        await Tell(Told("requests", 501, 700, rare));
        await Tell(Told("catalogue", 401, 702, again));

        Assert.Equal([4, 801], await Found(new ListActsRequest { Source = "catalogue", Resource = "items/5" }));
        Assert.Equal([801, 4], await Found(new ListActsRequest { Source = "catalogue", Resource = "items/5", NewestFirst = true }));
        Assert.Equal([800], await Found(new ListActsRequest { AgencyId = "county" }));
        Assert.Equal([800], await Found(new ListActsRequest { Kind = ActKind.CaseHandled, Source = "requests" }));
        Assert.Equal([800], await Found(new ListActsRequest { Counted = CountOf("requests.cases", "2016", "", "kind=SUIT") }));
        Assert.Empty(await Found(new ListActsRequest { Counted = CountOf("requests.cases", "2016", "", "kind=REVIEW") }));
        var counted = await Found(new ListActsRequest { Counted = CountOf("requests.received", "2016") });
        Assert.Equal(200, counted.Count);
        Assert.Equal(counted.Reverse(), await Found(new ListActsRequest { Counted = CountOf("requests.received", "2016"), NewestFirst = true }));
        Assert.Equal(802, (await Found(new ListActsRequest { NewestFirst = true })).Count);
    }

    [Fact]
    public async Task A_list_goes_on_in_the_log_that_it_began_in()
    {
        await Tell(Told("catalogue", 1, 100));
        var request = new ListActsRequest { PageSize = 60 };
        var first = await Ledger.ListActsAsync(request, cancellationToken: Cancel);
        await Tell(Told("catalogue", 101, 200));
        request.PageToken = first.NextPageToken;
        var second = await Ledger.ListActsAsync(request, cancellationToken: Cancel);
        Assert.Equal((60, 40, 100, ""), (first.Acts.Count, second.Acts.Count, second.TreeSize, second.NextPageToken));
        Assert.Equal(60, second.Acts[0].Index);
    }

    private async Task<IReadOnlyList<long>> Found(ListActsRequest wanted) => [.. (await All(wanted)).Select(a => a.Index)];
}
