using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.V1;
using Sunshine.Powers.V1;

namespace Sunshine.Powers.Tests;

/// <summary>Guides that another system has published.</summary>
public sealed class GuideImportTests : GuidesTest
{
    [Fact]
    public async Task The_same_record_again_writes_nothing_and_another_text_is_the_next_edition()
    {
        var first = await Import(Record("1", on: "2015-03-02"), Record("2"));
        Assert.All(first, r => Assert.Equal(RecordFate.Created, r.Fate));
        var before = await Anyone.GetGuideAsync(new() { Id = first[0].Id }, cancellationToken: Cancel);
        Assert.Equal(("2015-03-02", 1, "1"), (before.BasesSince, before.Edition, before.SourceId));
        Assert.All(await Import(Record("1", on: "2015-03-02"), Record("2")), r => Assert.Equal(RecordFate.Unchanged, r.Fate));
        Assert.Equal(before, await Anyone.GetGuideAsync(new() { Id = first[0].Id }, cancellationToken: Cancel));
        Assert.Equal(2, (await Host.Services.GetRequiredKeyedService<IStore>(PowerListModule.Name).Changes.After(0, 10, Cancel)).Count);

        var changed = Record("1", Whole("改名"), on: "2018-06-01");
        changed.ChangeNote = "更名";
        Assert.Equal(RecordFate.Updated, (await Import(changed))[0].Fate);
        Assert.Equal("NO_SUCH_GUIDE", await ReasonOf(StatusCode.NotFound, async () => await On("2015-03-01")));
        Assert.Equal(("事项 1", "改名"), ((await On("2018-05-31")).Content.Title, (await On("2018-06-01")).Content.Title));
        // A day that is not after the last act is today.
        Assert.Equal(RecordFate.Updated, (await Import(Record("1", Whole("又改名"), on: "2016-01-01")))[0].Fate);
        Assert.Equal(("改名", "又改名"), ((await On("2026-01-04")).Content.Title, (await On("2026-01-05")).Content.Title));

        async Task<V1.Guide> On(string day) => await Anyone.GetGuideAsync(new() { Id = first[0].Id, AsOf = day }, cancellationToken: Cancel);
    }

    [Fact]
    public async Task Each_record_is_answered_and_a_wrong_one_leaves_the_others_alone()
    {
        var wrong = Record("2", Bare(""), "county", "2026-01-06");
        var results = await Import(Record("1"), wrong, Record("1"), new GuideRecord(), Record("0001", on: "0001-01-01"));
        Assert.Equal([RecordFate.Created, RecordFate.Refused, RecordFate.Refused, RecordFate.Refused, RecordFate.Created], results.Select(r => r.Fate));
        Assert.Equal(["records[1].agencyId OTHER_AGENCY", "records[1].content.title REQUIRED", "records[1].publishedOn IN_FUTURE"], WrongIn(results[1]));
        Assert.Equal(["records[2].sourceId REPEATED"], WrongIn(results[2]));
        Assert.Equal(["records[3].agencyId REQUIRED", "records[3].sourceId REQUIRED", "records[3].content.title REQUIRED", "records[3].content.kind REQUIRED"], WrongIn(results[3]));
        Assert.Equal("0001-01-01", (await Anyone.GetGuideAsync(new() { Id = results[4].Id, AsOf = "0001-01-01" }, cancellationToken: Cancel)).BasesSince);
        Assert.Equal(["records TOO_FEW"], await Wrong(async () => await Import()));
        Assert.Equal(["records TOO_MANY"], await Wrong(async () => await Import([.. Enumerable.Repeat(Record("1"), 201)])));
    }

    [Fact]
    public async Task What_was_taken_back_here_is_not_brought_back_by_an_import()
    {
        var id = (await Import(Record("1")))[0].Id;
        await Publisher.WithdrawGuideAsync(new() { Id = id, Reason = "已取消" }, cancellationToken: Cancel);
        Assert.Equal(RecordFate.Unchanged, (await Import(Record("1")))[0].Fate);
        var refused = (await Import(Record("1", Whole("新文本"))))[0];
        Assert.Equal((RecordFate.Refused, "sourceId GUIDE_WITHDRAWN"), (refused.Fate, WrongIn(refused).Single()));
        Assert.Equal(0, (await Anyone.ListGuidesAsync(new(), cancellationToken: Cancel)).TotalSize);
    }

    [Fact]
    public async Task The_same_records_from_two_at_once_are_stored_once()
    {
        var records = Enumerable.Range(0, 60).Select(i => Record($"{i}")).ToList();
        var both = await Task.WhenAll(Import(records), Import(records));
        Assert.All(Enumerable.Range(0, 60), i => Assert.Equal([RecordFate.Created, RecordFate.Unchanged], both.Select(b => b[i].Fate).Order()));
        Assert.Equal(60, (await Anyone.ListGuidesAsync(new(), cancellationToken: Cancel)).TotalSize);
        Assert.Equal(60, (await Anyone.ListGuideAdjustmentsAsync(new(), cancellationToken: Cancel)).TotalSize);
    }

    [Fact]
    public async Task A_machine_of_the_county_imports_its_own_alone()
    {
        var machine = new GuideService.GuideServiceClient(As("county-machine", Roles.System, "county"));
        var results = (await machine.BatchImportGuidesAsync(new() { Records = { Record("1", agency: "county-office"), Record("1", agency: "city") } }, cancellationToken: Cancel)).Results;
        Assert.Equal([RecordFate.Created, RecordFate.Refused], results.Select(r => r.Fate));
    }
}
