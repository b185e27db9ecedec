using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;

namespace Sunshine.Catalogue.Tests;

public sealed partial class AgencyRpcsTests
{
    [Fact]
    public async Task An_import_answers_for_each_agency_in_order_and_names_what_is_wrong()
    {
        var response = await Agencies.BatchImportAgenciesAsync(new()
        {
            Agencies =
            {
                NewAgency("city", organisation: Taizhou), NewAgency("county-1", "city", AgencyLevel.County, WrongCheck),
                NewAgency("lost", "nobody"), new V1.Agency { Id = "nameless", Level = AgencyLevel.Town }, NewAgency("city", "county-1"), NewAgency("city", organisation: Taizhou)
            }
        }, cancellationToken: Cancel);

        Assert.Equal([0, 1, 2, 3, 4, 5], response.Results.Select(r => r.Position));
        Assert.Equal(["city", "county-1", "lost", "nameless", "city", "city"], response.Results.Select(r => r.SourceId));
        Assert.Equal(
            [ImportOutcome.Created, ImportOutcome.Created, ImportOutcome.Refused, ImportOutcome.Refused, ImportOutcome.Refused, ImportOutcome.Unchanged],
            response.Results.Select(r => r.Outcome));
        Assert.Equal(["city", "county-1", "", "", "", "city"], response.Results.Select(r => r.Id));
        Assert.Equal([("organisationCode", "WRONG_CHECK_CHARACTER")], response.Results[1].Warnings.Fields());
        Assert.Equal([("parentId", "NO_SUCH_AGENCY")], response.Results[2].Violations.Fields());
        Assert.Equal([("name", "REQUIRED")], response.Results[3].Violations.Fields());
        Assert.Equal([("parentId", "CYCLE")], response.Results[4].Violations.Fields());
    }

    [Fact]
    public async Task Importing_an_agency_again_updates_it()
    {
        await AddAgencies();
        var response = await Agencies.BatchImportAgenciesAsync(new() { Agencies = { new V1.Agency(NewAgency("city", "", AgencyLevel.City, Taizhou)) { Name = "新名" } } }, cancellationToken: Cancel);

        Assert.Equal(ImportOutcome.Updated, Assert.Single(response.Results).Outcome);
        Assert.Equal("新名", (await Agencies.GetAgencyAsync(new() { Id = "city" }, cancellationToken: Cancel)).Name);
    }

    [Fact]
    public async Task An_import_of_a_bounded_caller_refuses_what_is_not_its_own_and_does_the_rest()
    {
        await AddAgencies();
        var county = new AgencyService.AgencyServiceClient(Host.As(Roles.System, "county-1"));
        var response = await county.BatchImportAgenciesAsync(new()
        {
            Agencies = { NewAgency("village-1", "town-1", AgencyLevel.Village), NewAgency("county-2", "city"), NewAgency("village-2", "county-2", AgencyLevel.Village), NewAgency("root") }
        }, cancellationToken: Cancel);

        Assert.Equal(
            [ImportOutcome.Created, ImportOutcome.Refused, ImportOutcome.Refused, ImportOutcome.Refused], response.Results.Select(r => r.Outcome));
        Assert.Equal([("id", "OTHER_AGENCY")], response.Results[1].Violations.Fields());
        Assert.Equal([("parentId", "OTHER_AGENCY")], response.Results[2].Violations.Fields());
        Assert.Equal([("id", "OTHER_AGENCY")], response.Results[3].Violations.Fields());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_001)]
    public async Task An_import_takes_one_to_a_thousand_agencies(int count)
    {
        var request = new BatchImportAgenciesRequest { Agencies = { Enumerable.Range(0, count).Select(i => NewAgency($"a{i}")) } };
        var refused = await Refused(StatusCode.InvalidArgument, async () => await Agencies.BatchImportAgenciesAsync(request, cancellationToken: Cancel));

        Assert.Equal([("agencies", count == 0 ? "TOO_FEW" : "TOO_MANY")], refused.Fields());
    }

    [Fact]
    public async Task Pages_by_parent_and_level_bring_every_agency_once_in_order()
    {
        await AddAgencies();
        var towns = Enumerable.Range(0, 45).Select(i => NewAgency($"t-{i:00}", i % 3 == 0 ? "county-2" : "county-1", i % 5 == 0 ? AgencyLevel.Village : AgencyLevel.Town)).ToList();
        await Agencies.BatchImportAgenciesAsync(new() { Agencies = { towns } }, cancellationToken: Cancel);
        towns.Add(NewAgency("town-1", "county-1", AgencyLevel.Town));

        foreach (var level in new[] { AgencyLevel.Unspecified, AgencyLevel.Town, AgencyLevel.Village })
        {
            foreach (var parent in new[] { "county-1", "county-2" })
            {
                var expected = towns.Where(t => t.ParentId == parent && (level == 0 || t.Level == level)).Select(t => t.Id).Order(StringComparer.Ordinal);
                Assert.Equal(expected, await ListAgencies(new() { ParentId = parent, Level = level, PageSize = 7 }));
            }
        }

        Assert.Equal(49, (await ListAgencies(new() { PageSize = 200 })).Count);
        Assert.Equal(["county-1", "county-2"], await ListAgencies(new() { Level = AgencyLevel.County }));
    }

    [Fact]
    public async Task A_page_of_agencies_has_twenty_unless_asked_and_never_more_than_two_hundred()
    {
        await Agencies.BatchImportAgenciesAsync(new() { Agencies = { Enumerable.Range(0, 210).Select(i => NewAgency($"a{i:000}")) } }, cancellationToken: Cancel);

        Assert.Equal(20, (await Agencies.ListAgenciesAsync(new(), cancellationToken: Cancel)).Agencies.Count);
        Assert.Equal(200, (await Agencies.ListAgenciesAsync(new() { PageSize = 5_000 }, cancellationToken: Cancel)).Agencies.Count);
        var refused = await Refused(StatusCode.InvalidArgument, async () => await Agencies.ListAgenciesAsync(new() { PageSize = -1, Level = (AgencyLevel)9, PageToken = "x" }, cancellationToken: Cancel));
        Assert.Equal([("level", "UNKNOWN_VALUE"), ("pageSize", "OUT_OF_RANGE"), ("pageToken", "BAD_PAGE_TOKEN")], refused.Fields());
    }

    [Fact]
    public async Task A_page_token_is_good_for_its_own_filter_only()
    {
        await AddAgencies();
        var first = await Agencies.ListAgenciesAsync(new() { PageSize = 1 }, cancellationToken: Cancel);

        var refused = await Refused(StatusCode.InvalidArgument, async () =>
            await Agencies.ListAgenciesAsync(new() { PageToken = first.NextPageToken, Level = AgencyLevel.Town }, cancellationToken: Cancel));
        var second = await Agencies.ListAgenciesAsync(new() { PageToken = first.NextPageToken, PageSize = 3 }, cancellationToken: Cancel);

        Assert.Equal([("pageToken", "BAD_PAGE_TOKEN")], refused.Fields());
        Assert.Equal(["county-1", "county-2", "town-1"], second.Agencies.Select(a => a.Id));
    }

    private async Task<List<string>> ListAgencies(ListAgenciesRequest request)
    {
        var all = new List<string>();
        do
        {
            var page = await Agencies.ListAgenciesAsync(request, cancellationToken: Cancel);
            all.AddRange(page.Agencies.Select(a => a.Id));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        return all;
    }
}
