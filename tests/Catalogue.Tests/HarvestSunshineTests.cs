using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Testing.Hosts;

namespace Sunshine.Catalogue.Tests;

/// <summary>A county's installation, harvested by the city's over its public REST face.</summary>
public sealed class HarvestSunshineTests : HarvestTest
{
    private TestHost _county = null!;
    private CatalogueService.CatalogueServiceClient _their = null!;
    private EditingService.EditingServiceClient _theirEditing = null!;
    private Func<HttpContext, bool>? _fails;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _county = await TestHost.StartService(CatalogueModule.Name, s => s.AddCatalogue(), Map);
        var admin = _county.As(Roles.Admin);
        await new AgencyService.AgencyServiceClient(admin).BatchImportAgenciesAsync(new()
        {
            Agencies = { NewAgency("tiedong", "", AgencyLevel.County, "123456788"), NewAgency("tiedong-finance", "tiedong", AgencyLevel.Town, "006939748"), NewAgency("other", "", AgencyLevel.County, WrongCheck) }
        }, cancellationToken: Cancel);
        (_their, _theirEditing) = (new(admin), new(_county.As(Roles.Admin)));
        // As the gateway does: HTTP/1.1 before, the service behind.
        foreach (var path in new[] { "digests", "batchGet", "balance" })
        {
            Upstream.Answer($"api/v1/catalogue/items:{path}", async http =>
            {
                if (_fails?.Invoke(http) == true)
                {
                    http.Response.StatusCode = 500;
                    return;
                }

                using var client = _county.Http();
                using var answer = await client.GetAsync(http.Request.Path + http.Request.QueryString, HttpCompletionOption.ResponseHeadersRead, http.RequestAborted);
                http.Response.StatusCode = (int)answer.StatusCode;
                await answer.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
            });
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _county.DisposeAsync();
    }

    [Fact]
    public async Task Both_sides_count_for_themselves_and_are_the_same()
    {
        var basis = await Theirs(Record("法1", "tiedong", "本区管理办法"));
        var second = Record("2", "tiedong-finance", "关于预算的通知");
        second.Body = "全文";
        second.IndexNumber = "006939748/2016-00042";
        second.References.Add(new V1.Reference { Relation = Relation.BasedOn, ItemId = basis });
        second.Placements.Add(new V1.Placement { Channel = Channel.Wechat, On = "2016-09-30" });
        var theirs = await Theirs(second);
        await Theirs(Record("3", "other", "别区的通知"));
        var source = await Create(Source());

        var first = await Run(source);

        Counted(first, gathered: 2, added: 2);
        Assert.True(first.Balance.Balanced, $"{first.Balance}");
        Assert.Equal(first.Balance.Stated, first.Balance.Local);
        var ours = await ItemOf(theirs, "county-2");
        Assert.Equal(("关于预算的通知", "全文", "006939748/2016-00042", 2), (ours.Title, ours.Body, ours.IndexNumber, ours.Placements.Count));
        Counted(await Run(source), gathered: 2, notModified: 2);
        Assert.Single(Upstream.Asked, a => a.Path.EndsWith("batchGet", StringComparison.Ordinal));

        // Placed once more, taken back, and restored.
        await _theirEditing.PlaceItemAsync(new() { Id = theirs, Placements = { new V1.Placement { Channel = Channel.Gazette, On = "2016-10-08" } } }, cancellationToken: Cancel);
        await _theirEditing.WithdrawItemAsync(new() { Id = basis, Reason = "有误" }, cancellationToken: Cancel);
        var changed = await Run(source);
        Counted(changed, gathered: 1, updated: 1, deleted: 1);
        Assert.True(changed.Balance.Balanced, $"{changed.Balance}");
        Assert.Equal(3, (await ItemOf(theirs, "county-2")).Placements.Count);
        await _theirEditing.RestoreItemAsync(new() { Id = basis, Reason = "核实" }, cancellationToken: Cancel);
        Counted(await Run(source), gathered: 2, notModified: 1, restored: 1);
    }

    [Fact]
    public async Task What_upstream_says_of_itself_shows_what_it_gained_meanwhile()
    {
        await Theirs(Record("1", "tiedong"));
        var source = await Create(Source());
        _fails = http =>
        {
            // Something comes out between the list and the balance.
            if (http.Request.Path.Value!.EndsWith("balance", StringComparison.Ordinal)) Theirs(Record("2", "tiedong")).GetAwaiter().GetResult();
            return false;
        };

        var job = await Run(source);

        Counted(job, gathered: 1, added: 1);
        Assert.False(job.Balance.Balanced);
        Assert.Equal((1, 1, 2), (job.Balance.Upstream.Count, job.Balance.Local.Count, job.Balance.Stated.Count));
    }

    [Fact]
    public async Task What_could_not_be_fetched_is_told_and_comes_with_the_next_harvest()
    {
        for (var i = 0; i < 250; i++) await Theirs(Record($"{i}", "tiedong"));
        var source = await Create(Source());
        var fetches = 0;
        _fails = http => http.Request.Path.Value!.EndsWith("batchGet", StringComparison.Ordinal) && Interlocked.Increment(ref fetches) is > 1 and < 6;

        var job = await Run(source);
        Counted(job, gathered: 250, added: 150, errored: 100);
        Assert.All(await Objects(job, HarvestStatus.Errored), o => Assert.Equal((HarvestStage.Fetch, "UPSTREAM_STATUS"), (o.Stage, o.Problems.Single().Reason)));
        Assert.Equal((100, 100), (job.Balance.DifferenceCount, job.Balance.Differences.Count));

        Counted(await Run(source), gathered: 250, added: 100, notModified: 150);
        Assert.Equal(250, (await Listed()).Count);
    }

    [Fact]
    public async Task A_list_without_its_last_line_is_none()
    {
        await Theirs(Record("1", "tiedong"));
        var source = await Create(Source());
        Counted(await Run(source), gathered: 1, added: 1);
        Upstream.Text("api/v1/catalogue/items:digests", "");
        var job = await Run(source);
        Assert.Equal((HarvestJobState.Failed, "INCOMPLETE"), (job.State, job.Problem.Reason));
        Assert.Single(await Listed());
    }

    [Fact]
    public async Task Digests_are_those_of_the_balance_and_change_with_what_is_public()
    {
        var id = await Theirs(Record("1", "tiedong", on: "2016-09-26"));
        await Theirs(Record("2", "tiedong-finance", on: "2017-01-01"));
        using var http = _county.Http();
        var lines = (await http.GetStringAsync("/api/v1/catalogue/items:digests", Cancel)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var balance = await _their.GetBalanceAsync(new(), cancellationToken: Cancel);

        Assert.Equal($"= 2 {balance.Digest}", lines[^1]);
        Assert.Equal(lines[..^1].Order(StringComparer.Ordinal), lines[..^1]);
        Assert.Equal(1, (await _their.GetBalanceAsync(new() { AgencyId = "tiedong-finance" }, cancellationToken: Cancel)).Count);
        Assert.Equal(1, (await _their.GetBalanceAsync(new() { PublishedTo = "2016-12-31" }, cancellationToken: Cancel)).Count);
        Assert.Equal(1, (await _their.GetBalanceAsync(new() { PublishedFrom = "2017-01-01" }, cancellationToken: Cancel)).Count);
        await Refused(StatusCode.InvalidArgument, async () => await _their.GetBalanceAsync(new() { AgencyId = "nobody" }, cancellationToken: Cancel));
        // A day later it is the same; with another text it is not.
        _county.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(balance, await _their.GetBalanceAsync(new(), cancellationToken: Cancel));
        await Theirs(Record("1", "tiedong", "新标题", "2016-09-26"));
        Assert.NotEqual(balance, await _their.GetBalanceAsync(new(), cancellationToken: Cancel));

        var read = await _their.BatchGetItemsAsync(new() { Ids = { "nothing", id, id } }, cancellationToken: Cancel);
        Assert.Equal(["新标题"], read.Items.Select(i => i.Title));
        Assert.Equal([("ids", "TOO_FEW")], (await Refused(StatusCode.InvalidArgument, async () => await _their.BatchGetItemsAsync(new(), cancellationToken: Cancel))).Fields());
    }

    private V1.HarvestSource Source() => new()
    {
        Title = "铁东区", AgencyId = "county-1", Kind = HarvestKind.Sunshine, Url = Upstream.Address(), UpstreamAgencyId = "tiedong", VanishLimitPercent = 100,
        Agencies = { new HarvestAgency { Upstream = "tiedong", AgencyId = "county-1" }, new HarvestAgency { Upstream = "tiedong-finance", AgencyId = "county-2" } }
    };

    private async Task<string> Theirs(ImportRecord record)
    {
        var result = (await _their.BatchImportItemsAsync(new() { Records = { record } }, cancellationToken: Cancel)).Results.Single();
        Assert.True(result.Outcome != ImportOutcome.Refused, $"{result}");
        return result.Id;
    }
}
