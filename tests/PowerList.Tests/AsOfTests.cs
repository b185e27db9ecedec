using Grpc.Core;
using Sunshine.Powers.V1;

namespace Sunshine.Powers.Tests;

/// <summary>What a reader is told of a list and of powers at any time.</summary>
public sealed class AsOfTests : ListTest
{
    [Fact]
    public async Task A_power_is_read_as_it_was_on_any_day_and_after_any_batch()
    {
        var first = await Adopted("2015-12-01", Add(Content(1)), Add(Content(2)));
        var second = await Adopted("2016-05-01", Rename(Code(1), "改名后"), Cancel_(Code(2)));
        var id = (await All(batch: first.Id))[0].Id;

        var before = await Powers.GetPowerAsync(new() { Id = id, AsOf = "2016-04-30" }, cancellationToken: Cancel);
        Assert.Equal(("第 1 项职权", true, 1, "2015-12-01", 1, "2016-04-30"), (before.Content.Name, before.Held, before.SinceBatch, before.Since, before.UntilBatch, before.Until));
        Assert.Equal(("210300", "025", "XK", "0001", "000"), (before.Code.Region, before.Code.Organ, before.Code.Kind, before.Code.MainItem, before.Code.SubItem));
        var now = await Powers.GetPowerAsync(new() { Id = id }, cancellationToken: Cancel);
        Assert.Equal(("改名后", 2, 0, ""), (now.Content.Name, now.SinceBatch, now.UntilBatch, now.Until));
        Assert.Equal("NO_SUCH_POWER", await ReasonOf(StatusCode.NotFound, () => Powers.GetPowerAsync(new() { Id = id, AsOf = "2015-11-30" }, cancellationToken: Cancel).ResponseAsync));
        Assert.Equal(["batchId DAY_GIVEN"], await Wrong(() => Powers.GetPowerAsync(new() { Id = id, AsOf = "2016-01-01", BatchId = first.Id }, cancellationToken: Cancel).ResponseAsync));
        Assert.Equal(["batchId NO_SUCH_BATCH"], await Wrong(() => Powers.ListPowersAsync(new() { ListId = "city", BatchId = "none" }, cancellationToken: Cancel).ResponseAsync));
        Assert.Equal(["asOf NOT_A_DAY"], await Wrong(() => Powers.ListPowersAsync(new() { ListId = "city", AsOf = "2016-02-30" }, cancellationToken: Cancel).ResponseAsync));

        var gone = (await All(batch: first.Id))[1].Id;
        Assert.False((await Powers.GetPowerAsync(new() { Id = gone, BatchId = second.Id }, cancellationToken: Cancel)).Held);
    }

    [Fact]
    public async Task A_batch_of_a_later_day_is_current_and_takes_effect_on_its_day()
    {
        await Adopted("2015-12-01", Add(Content(1)));
        var later = await Adopted("2026-03-01", Add(Content(2)));
        Assert.Single(await All());
        Assert.Equal(2, (await All(batch: later.Id)).Count);
        GoTo("2026-03-01");
        Assert.Equal(2, (await All()).Count);
    }

    [Fact]
    public async Task Without_a_list_the_one_above_all_others_is_meant_if_there_is_one()
    {
        Assert.Equal(["listId LIST_REQUIRED"], await Wrong(() => Powers.ListPowersAsync(new(), cancellationToken: Cancel).ResponseAsync));
        Assert.Equal("NO_SUCH_LIST", await ReasonOf(StatusCode.NotFound, () => Powers.ListPowersAsync(new() { ListId = "office" }, cancellationToken: Cancel).ResponseAsync));
    }

    [Fact]
    public async Task Pages_show_the_list_as_the_first_one_did()
    {
        await Adopted("2015-12-01", [.. Enumerable.Range(1, 30).Select(i => Add(Content(i)))]);
        var page = await Powers.ListPowersAsync(new() { ListId = "city", PageSize = 10 }, cancellationToken: Cancel);
        await Adopted("2016-01-01", [.. Enumerable.Range(11, 10).Select(i => Cancel_(Code(i)))]);
        var next = await Powers.ListPowersAsync(new() { ListId = "city", PageSize = 10, PageToken = page.NextPageToken }, cancellationToken: Cancel);
        Assert.Equal((30, 1), (next.TotalSize, next.Batch));
        Assert.Equal(Enumerable.Range(11, 10).Select(i => Code(i)), next.Powers.Select(p => p.Code));
        Assert.Equal(20, (await All()).Count);
    }

    [Fact]
    public async Task Powers_are_found_by_agency_kind_level_law_and_words()
    {
        await Adopted("2015-12-01", Add(Content(1, name: "排污许可证核发")), Add(Content(2, "CF", name: "对违法排污的处罚")), Add(Content(3, agency: "city", level: PowerLevel.County)));
        async Task<string> Found(ListPowersRequest request)
        {
            request.ListId = "city";
            var page = await Powers.ListPowersAsync(request, cancellationToken: Cancel);
            Assert.Equal(page.TotalSize, page.Powers.Count);
            return string.Join(' ', page.Powers.Select(p => int.Parse(p.Code[11..15])));
        }

        Assert.Equal("2 1", await Found(new() { Query = "排污" }));
        Assert.Equal("1", await Found(new() { Query = "排污 xk" }));
        Assert.Equal("2 1", await Found(new() { AgencyId = "office" }));
        Assert.Equal("2 1 3", await Found(new() { AgencyId = "city" }));
        Assert.Equal("2", await Found(new() { Kind = PowerKind.Penalty }));
        Assert.Equal("3", await Found(new() { Level = PowerLevel.County }));
        Assert.Equal("2 1 3", await Found(new() { LawId = Law }));
        Assert.Equal("", await Found(new() { LawId = "other" }));
    }

    [Fact]
    public async Task Two_times_are_compared_power_by_power_and_field_by_field()
    {
        var first = await Adopted("2015-12-01", [.. Enumerable.Range(1, 6).Select(i => Add(Content(i)))]);
        var changed = Content(2);
        changed.Office = "行政审批科";
        await Adopted("2016-02-01", Change(Code(2), changed, "office"), Cancel_(Code(3)), Add(Content(9)), Rename(Code(4), "甲"));
        var last = await Adopted("2016-03-01", Rename(Code(4), "第 4 项职权"), Cancel_(Code(9)), Delegate(Code(5)));

        var all = await Powers.ListDifferencesAsync(new() { ListId = "city", BeforeBatchId = first.Id, AfterBatchId = last.Id }, cancellationToken: Cancel);
        // What changed and changed back, and what came and went, makes no difference.
        Assert.Equal(
            [(DifferenceKind.Changed, OperationKind.Change, Code(2)), (DifferenceKind.Went, OperationKind.Cancel, Code(3)), (DifferenceKind.Went, OperationKind.Delegate, Code(5))],
            all.Differences.Select(d => (d.Kind, d.Operation, (d.After ?? d.Before).Code)));
        Assert.Equal((3L, 0, 2, 1, 1, 3), (all.TotalSize, all.Came, all.Went, all.Changed, all.BeforeBatch, all.AfterBatch));
        Assert.Equal(("office", "", "行政审批科"), all.Differences[0].Changes.Select(c => (c.Field, c.Before, c.After)).Single());
        var since = await Powers.ListDifferencesAsync(new() { ListId = "city", AfterDay = "2016-01-31" }, cancellationToken: Cancel);
        Assert.Equal((6, 0), (since.Came, since.Went));
        var paged = await Powers.ListDifferencesAsync(new() { ListId = "city", AfterDay = "2016-01-31", PageSize = 4 }, cancellationToken: Cancel);
        var rest = await Powers.ListDifferencesAsync(new() { ListId = "city", AfterDay = "2016-01-31", PageSize = 4, PageToken = paged.NextPageToken }, cancellationToken: Cancel);
        Assert.Equal(since.Differences, paged.Differences.Concat(rest.Differences));
        Assert.Equal(["afterDay BEFORE_THE_EARLIER"],
            await Wrong(() => Powers.ListDifferencesAsync(new() { ListId = "city", BeforeDay = "2016-02-01", AfterDay = "2016-01-01" }, cancellationToken: Cancel).ResponseAsync));
    }

    [Fact]
    public async Task The_history_of_a_power_follows_it_through_names_mergers_and_delegation()
    {
        await Adopted("2015-12-01", Add(Content(1)), Add(Content(2)));
        await Adopted("2016-01-01", Rename(Code(1), "甲"));
        await Adopted("2016-02-01", Merge(Content(1, name: "甲乙"), Code(1), Code(2)));
        await Adopted("2016-03-01", Delegate(Code(1)));
        var taken = Content(1, agency: "county-office", level: PowerLevel.County, region: "210381", name: "县甲乙");
        await AdoptedByCounty("2016-04-01", TakeOver(taken, Code(1)));
        await AdoptedByCounty("2016-05-01", Rename(taken.Code, "县甲乙(新)"));

        var start = (await All(asOf: "2015-12-31"))[1].Id;
        var history = await Powers.GetPowerHistoryAsync(new() { Id = start }, cancellationToken: Cancel);
        Assert.Equal(
            [
                "2015-12-01 Add 第 1 项职权 True", "2015-12-01 Add 第 2 项职权 True", "2016-01-01 Rename 甲 True", "2016-02-01 Merge 甲 False", "2016-02-01 Merge 甲乙 True",
                "2016-02-01 Merge 第 2 项职权 False", "2016-03-01 Delegate 甲乙 False", "2016-04-01 TakeOver 县甲乙 True", "2016-05-01 Rename 县甲乙(新) True"
            ],
            history.Events.Select(e => $"{e.EffectiveOn} {e.Kind} {e.Name} {e.Held}").Order(StringComparer.Ordinal));
        var merged = history.Events.Single(e => e is { Kind: OperationKind.Merge, Held: true });
        Assert.Equal(2, merged.PredecessorIds.Count);
        Assert.All(history.Events.Where(e => e is { Kind: OperationKind.Merge, Held: false }), e => Assert.Equal([merged.PowerId], e.SuccessorIds));
        Assert.Equal(("name", "第 1 项职权", "甲"), history.Events.First(e => e.Kind == OperationKind.Rename).Changes.Select(c => (c.Field, c.Before, c.After)).Single());
        // From whichever end one begins, it is the same history.
        var end = (await All("county"))[0].Id;
        Assert.Equal(history, await Powers.GetPowerHistoryAsync(new() { Id = end }, cancellationToken: Cancel));
    }

    [Fact]
    public async Task Two_governments_lists_are_compared_power_by_power()
    {
        await Adopted("2015-12-01", Add(Content(1)), Add(Content(2, name: "对（扰乱）秩序的处罚")), Add(Content(3)), Add(Content(4)), Add(Content(5)));
        await Adopted("2016-01-01", Delegate(Code(4)));
        V1.PowerContent County(int item, string name = "") => Content(item, agency: "county-office", level: PowerLevel.County, region: "210381", name: name);
        var slow = County(3);
        slow.TimeLimit = new V1.TimeLimit { Unit = TimeUnit.WorkingDay, Statutory = 20 };
        await AdoptedByCounty("2016-02-01", Add(County(1)), Add(County(12, "对(扰乱) 秩序的处罚")), Add(slow), TakeOver(County(4), Code(4)), Add(County(7, "县里独有")));

        var all = await Powers.ListComparisonsAsync(new() { LeftListId = "city", RightListId = "county" }, cancellationToken: Cancel);
        Assert.Equal(
            ["1 1 Same Code ", "2 12 Diverging Name name", "3 3 Diverging Code timeLimit", "5  LeftOnly Unspecified ", " 4 RightOnly Unspecified ", " 7 RightOnly Unspecified "],
            all.Comparisons.Select(c => $"{Item(c.Left)} {Item(c.Right)} {c.Result} {c.MatchedBy} {string.Join(' ', c.Differences.Select(d => d.Field))}"));
        Assert.Equal((1, 2, 1, 2), (all.Same, all.Diverging, all.LeftOnly, all.RightOnly));
        var diverging = await Powers.ListComparisonsAsync(new() { LeftListId = "city", RightListId = "county", Result = ComparisonResult.Diverging, PageSize = 1 }, cancellationToken: Cancel);
        Assert.Equal((2L, 1), (diverging.TotalSize, diverging.Comparisons.Count));
        Assert.Equal(["rightAgencyId SAME"], await Wrong(() => Powers.ListComparisonsAsync(new() { LeftListId = "city" }, cancellationToken: Cancel).ResponseAsync));

        static string Item(PowerSummary? power) => power is null ? "" : $"{int.Parse(power.Code[11..15])}";
    }

    [Fact]
    public async Task A_year_is_counted_with_what_it_changed()
    {
        await Adopted("2015-12-01", Add(Content(1)), Add(Content(2)), Add(Content(3, "CF", agency: "city")));
        await Adopted("2016-05-01", Cancel_(Code(1)), Add(Content(4)));
        await Adopted("2016-06-01", Delegate(Code(2)));
        var year = await Powers.GetStatisticsAsync(new() { ListId = "city", Year = 2016 }, cancellationToken: Cancel);
        Assert.Equal((2, 2, 3, 1, 1, 1, 2), (year.Powers, year.YearBatches, year.YearBalance.Opening, year.YearBalance.Added, year.YearBalance.Cancelled, year.YearBalance.Delegated, year.YearBalance.Closing));
        Assert.Equal(10, year.Kinds.Count);
        Assert.Equal([("city", 1), ("office", 1)], year.Agencies.Select(a => (a.AgencyId, a.Powers)));
        Assert.Equal((3, 0), ((await Powers.GetStatisticsAsync(new() { ListId = "city", AsOf = "2016-04-30" }, cancellationToken: Cancel)).Powers, year.InQuestion));
    }
}
