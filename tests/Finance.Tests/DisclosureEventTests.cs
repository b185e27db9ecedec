using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Catalogue.V1;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;

namespace Sunshine.Finance.Tests;

/// <summary>What the service tells others, and what the catalogue tells it.</summary>
public sealed class DisclosureEventTests : DisclosuresTest
{
    private readonly ConcurrentDictionary<string, DisclosureChanged> _told = new();
    private readonly SemaphoreSlim _arrived = new(0);

    protected override void Map(WebApplication app)
    {
        base.Map(app);
        app.MapTopic<DisclosureChanged>((_, received, _) =>
        {
            if (_told.TryAdd(received.Id, received.Event)) _arrived.Release();
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task Each_public_act_is_told_with_everything_that_others_need()
    {
        var correction = Record(publishedOn: "2016-03-01", total: "900.00");
        (correction.Change, correction.ChangeReason) = (ReleaseChange.Correction, "数字有误");
        var id = (await ImportAll(Record(), correction))[0].Id;
        var acting = new DisclosureService.DisclosureServiceClient(As("publisher", Roles.Publisher));
        await acting.WithdrawDisclosureAsync(new() { Id = id, Reason = "涉密" }, cancellationToken: Cancel);
        await acting.RestoreDisclosureAsync(new() { Id = id }, cancellationToken: Cancel);
        for (var i = 0; i < 4; i++) await _arrived.WaitAsync(Cancel);

        var told = _told.Values.OrderBy(e => e.Revision).ToList();
        Assert.Equal([DisclosureChange.Released, DisclosureChange.Released, DisclosureChange.Withdrawn, DisclosureChange.Restored], told.Select(e => e.Change));
        Assert.Equal([1L, 2, 3, 4], told.Select(e => e.Revision));
        Assert.Equal(["", "数字有误", "涉密", "涉密"], told.Select(e => e.Reason));
        var read = await Get(id);
        Assert.Equal(new DisclosureChanged
        {
            DisclosureId = id, Change = DisclosureChange.Released, Revision = 1, AgencyId = "office", FiscalYear = 2016, Kind = DisclosureKind.Budget, Level = FinanceLevel.Department, Release = 1,
            ReleaseChange = ReleaseChange.First, Phase = Phase.Approved, Title = "2016年部门预算", ApprovedOn = "2016-02-01", PublishedOn = "2016-02-20", FirstPublishedOn = "2016-02-20",
            Timeliness = Timeliness.InTime, Digest = told[0].Digest, OccurredAt = told[0].OccurredAt,
            Counts = { Counts.Of("finance.disclosures", "2016-02", ("agency", "office"), ("fiscal-year", "2016"), ("kind", "BUDGET"), ("level", "DEPARTMENT")) },
            Summary = "2016年部门预算公开，含1张表。市财政局于2016-02-01批复。收入总计0.10万元，支出总计0.10万元。"
        }, told[0]);
        Assert.Equal((2, "2016-03-01", "2016-02-20", read.Release.Digest), (told[3].Release, told[3].PublishedOn, told[3].FirstPublishedOn, told[3].Digest));
        Assert.Contains("第2版（更正）", told[3].Summary);
    }

    [Fact]
    public async Task The_index_number_comes_from_the_item_that_the_catalogue_made_of_it()
    {
        var id = (await Import(Record())).Id;
        Assert.Equal(("", ""), await ItemOf(id));
        // An item of another agency that calls itself so is not this one's.
        await Tell("stranger", "LNHC/2016-00001", $"finance/{id}", "county");
        await Tell("other", "LNAS01/2016-00009", "finance/none", "office");
        Assert.Equal(("", ""), await ItemOf(id));
        await Tell("item", "LNAS01/2016-00001", $"finance/{id}", "office");
        Assert.Equal(("item", "LNAS01/2016-00001"), await ItemOf(id));
        var etag = (await Get(id)).Etag;
        await Tell("item", "LNAS01/2016-00001", $"finance/{id}", "office");
        Assert.Equal(etag, (await Get(id)).Etag);
    }

    [Fact]
    public async Task An_item_that_somebody_named_is_the_one()
    {
        var record = Record();
        record.Content.ItemId = "named";
        var id = (await Import(record)).Id;
        Assert.Equal(("named", ""), await ItemOf(id));
        await Tell("item", "LNAS01/2016-00001", $"finance/{id}", "office");
        await Tell("named", "LNAS/2016-00007", "their-own-key", "city");
        Assert.Equal(("named", "LNAS/2016-00007"), await ItemOf(id));
    }

    private async Task<(string, string)> ItemOf(string id) => await Get(id) is var d ? (d.ItemId, d.IndexNumber) : default;

    private async Task Tell(string itemId, string indexNumber, string sourceId, string agency) => await Host.Services.GetRequiredService<IEventBus>().Publish(
        Topics.Outgoing(new ItemChanged { ItemId = itemId, IndexNumber = indexNumber, AgencyId = agency, SourceId = sourceId, Change = Change.Created, Revision = 1 }, Host.Clock), Cancel);
}
