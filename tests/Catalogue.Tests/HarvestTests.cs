using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;

namespace Sunshine.Catalogue.Tests;

/// <summary>What becomes of what upstream has.</summary>
public sealed class HarvestTests : HarvestTest
{
    private EditingService.EditingServiceClient Editing => new(Host.As(Roles.Publisher, "city"));

    [Fact]
    public async Task The_first_harvest_brings_everything_and_the_next_one_nothing()
    {
        Serves(Enumerable.Range(0, 250).Select(i => Row(i)));
        var source = await Create(Table());

        var first = await Run(source);
        var items = await Listed();
        var second = await Run(source);

        Counted(first, gathered: 250, added: 250);
        Assert.True(first.Balance.Balanced, $"{first.Balance}");
        Assert.Equal((250, 250), (first.Balance.Upstream.Count, first.Balance.Local.Count));
        Assert.Equal(first.Balance.Upstream.Digest, first.Balance.Local.Digest);
        Assert.Null(first.Balance.Stated);
        Assert.Equal(250, items.Count);
        var item = await ItemOf("k7");
        Assert.Equal(("关于印发工作方案的通知 7", "正文 7", "2016-09-08", Channel.Website, "k7"), (item.Title, item.Body, item.PublishedOn, item.Placements.Single().Channel, item.SourceId));
        Counted(second, gathered: 250, notModified: 250);
        Assert.True(second.Balance.Balanced);
        Assert.Equal(items.Select(i => i.Id), (await Listed()).Select(i => i.Id));
        Assert.Equal(1, (await ItemOf("k7")).Edition);
        Assert.All(await Objects(first), o => Assert.Equal((HarvestStatus.Added, HarvestStage.Import), (o.Status, o.Stage)));
        Assert.Empty(await Objects(second));
    }

    [Fact]
    public async Task What_changes_is_changed_what_goes_is_withdrawn_and_what_returns_is_restored()
    {
        Serves(Row(1), Row(2), Row(3));
        var source = await Create(Table());
        await Run(source);

        Serves(Row(1), Row(2, "修改的通知"), Row(4));
        var second = await Run(source);
        Counted(second, gathered: 3, added: 1, updated: 1, notModified: 1, deleted: 1);
        Assert.True(second.Balance.Balanced, $"{second.Balance}");
        Assert.Equal(("修改的通知 2", 2), ((await ItemOf("k2")).Title, (await ItemOf("k2")).Edition));
        var gone = await ItemOf("k3");
        Assert.Contains("区县目录", gone.Withdrawal.Reason, StringComparison.Ordinal);
        Assert.Equal(["k3"], (await Objects(second, HarvestStatus.Deleted)).Select(o => o.UpstreamId));

        // Gone once is gone; it is not withdrawn again.
        Counted(await Run(source), gathered: 3, notModified: 3);

        Serves(Row(1), Row(2, "修改的通知"), Row(3), Row(4));
        var third = await Run(source);
        Counted(third, gathered: 4, notModified: 3, restored: 1);
        Assert.True(third.Balance.Balanced, $"{third.Balance}");
        Assert.Null((await ItemOf("k3")).Withdrawal);
        Assert.Equal(4, (await Listed()).Count);
    }

    [Fact]
    public async Task A_broken_line_costs_that_line_and_no_item_is_taken_for_gone()
    {
        Serves(Row(1), Row(2), Row(3));
        var source = await Create(Table());
        await Run(source);

        // A stray quotation mark that would swallow what follows, a short row, an unknown code, and an id that stands twice.
        Serves(Row(1), "k2,\"没有结束,2016-09-01,正文,无", Row(4), "k5,短", "k6,标题,2016-09-01,正文,怪", Row(1), "k7,标题,九月,正文,通知");
        var job = await Run(source);

        Counted(job, gathered: 7, added: 1, notModified: 1, errored: 5);
        Assert.Equal("LINES_UNREADABLE", job.DeletionsWithheld.Reason);
        Assert.Equal(2, job.Vanished);
        Assert.Null((await ItemOf("k3")).Withdrawal);
        var errors = (await Objects(job, HarvestStatus.Errored)).OrderBy(o => o.Line).ToList();
        Assert.Equal([(3, HarvestStage.Gather), (5, HarvestStage.Gather), (6, HarvestStage.Fetch), (7, HarvestStage.Gather), (8, HarvestStage.Import)], errors.Select(e => ((int)e.Line, e.Stage)));
        Assert.Equal([("genre", "VALUE_NOT_MAPPED")], errors[2].Problems.Fields());
        Assert.Equal([("sourceId", "TWICE")], errors[3].Problems.Fields());
        Assert.Contains(("placements[0].on", "NOT_A_DAY"), errors[4].Problems.Fields());
        // It says where both sides differ, also about what could not be read.
        Assert.False(job.Balance.Balanced);
        Assert.Equal(
            [("k2", HarvestDifferenceKind.MissingUpstream), ("k3", HarvestDifferenceKind.MissingUpstream), ("k6", HarvestDifferenceKind.MissingHere), ("k7", HarvestDifferenceKind.MissingHere)],
            job.Balance.Differences.Select(d => (d.UpstreamId, d.Kind)));
        Assert.Equal(4, job.Balance.DifferenceCount);
    }

    [Fact]
    public async Task Errors_are_tried_again_and_nothing_else()
    {
        Serves(Row(1), "k2,标题,2016-09-01,正文,怪");
        var source = await Create(Table());
        var failed = await Run(source);
        Counted(failed, gathered: 2, added: 1, errored: 1);

        Serves(Row(1, "修改的通知"), "k2,标题,2016-09-01,正文,通知");
        var retry = await Ended(await Harvests.RetryHarvestJobAsync(new() { Id = failed.Id, RequestId = "again" }, cancellationToken: Cancel));

        Assert.Equal((HarvestTrigger.Retry, failed.Id, 1L, 0L), (retry.Trigger, retry.RetryOf, retry.Counts.Added, retry.Counts.Updated));
        Assert.Equal("08", (await ItemOf("k2")).Genre);
        Assert.Equal("关于印发工作方案的通知 1", (await ItemOf("k1")).Title);
        Assert.Equal([("k1", HarvestDifferenceKind.OtherState)], retry.Balance.Differences.Select(d => (d.UpstreamId, d.Kind)));
    }

    [Fact]
    public async Task What_was_edited_or_taken_back_here_is_left_alone_and_told()
    {
        Serves(Row(1), Row(2), Row(3), Row(4));
        var source = await Create(Table());
        await Run(source);
        await Editing.PlaceItemAsync(new() { Id = (await ItemOf("k1")).Id, Placements = { new V1.Placement { Channel = Channel.Wechat, On = "2016-10-01" } } }, cancellationToken: Cancel);
        await Editing.PlaceItemAsync(new() { Id = (await ItemOf("k2")).Id, Placements = { new V1.Placement { Channel = Channel.Wechat, On = "2016-10-01" } } }, cancellationToken: Cancel);
        await Editing.WithdrawItemAsync(new() { Id = (await ItemOf("k3")).Id, Reason = "有误" }, cancellationToken: Cancel);
        var foreign = await ImportedId(Record("k9", title: "本市自己的通知"));

        // One changed that was edited, one gone that was edited, one changed that was taken back, and one whose key is another's.
        Serves(Row(1, "修改的通知"), Row(3, "修改的通知"), Row(4), Row(9));
        var job = await Run(source);

        Counted(job, gathered: 4, notModified: 1, conflicts: 4);
        Assert.Equal(["k1 EDITED_HERE", "k2 EDITED_HERE", "k3 WITHDRAWN_HERE", "k9 NOT_OURS"],
            (await Objects(job, HarvestStatus.Conflict)).Select(o => $"{o.UpstreamId} {o.Problems.Single().Reason}").Order());
        Assert.Equal("关于印发工作方案的通知 1", (await ItemOf("k1")).Title);
        Assert.Null((await ItemOf("k2")).Withdrawal);
        Assert.Equal("有误", (await ItemOf("k3")).Withdrawal.Reason);
        Assert.Equal("本市自己的通知", (await Public.GetItemAsync(new() { Id = foreign }, cancellationToken: Cancel)).Title);
        Assert.False(job.Balance.Balanced);
        Assert.Equal(
            [("k1", HarvestDifferenceKind.ChangedHere), ("k2", HarvestDifferenceKind.MissingUpstream), ("k3", HarvestDifferenceKind.ChangedHere), ("k9", HarvestDifferenceKind.MissingHere)],
            job.Balance.Differences.Select(d => (d.UpstreamId, d.Kind)));
    }

    [Theory]
    [InlineData("text/csv", "gb18030", false)]
    [InlineData("text/csv; charset=GBK", "", false)]
    [InlineData("text/csv", "", false)]
    [InlineData("text/csv", "", true)]
    public async Task Tables_come_in_GB18030_and_compressed(string type, string charset, bool gzip)
    {
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(Csv(Row(1, "㐂于𠮷野的通知"), Row(2)));
        Upstream.Answer("table.csv", async http =>
        {
            http.Response.ContentType = type;
            if (!gzip)
            {
                await http.Response.Body.WriteAsync(bytes);
                return;
            }

            http.Response.Headers.ContentEncoding = "gzip";
            await using var packed = new GZipStream(http.Response.Body, CompressionLevel.Fastest);
            await packed.WriteAsync(bytes);
        });
        var table = Table();
        table.Charset = charset;

        Counted(await Run(await Create(table)), gathered: 2, added: 2);
        Assert.Equal("㐂于𠮷野的通知 1", (await ItemOf("k1")).Title);
    }

    [Fact]
    public async Task Rows_may_have_line_breaks_and_bytes_that_are_no_text_are_told()
    {
        var good = Encoding.UTF8.GetBytes(Csv("k1,标题,2016-09-01,\"第一行\n第二行 \"\"引文\"\"\",无", Row(2)));
        Upstream.Answer("table.csv", http => http.Response.Body.WriteAsync((byte[])[.. good, .. "k3,"u8, 0xE5, 0xFF, .. ",2016-09-01,,\n"u8]).AsTask());

        var job = await Run(await Create(Table()));

        Counted(job, gathered: 3, added: 2, errored: 1);
        Assert.Equal("第一行\n第二行 \"引文\"", (await ItemOf("k1")).Body);
        var wrong = Assert.Single(await Objects(job, HarvestStatus.Errored));
        Assert.Equal(("k3", 5, "NOT_TEXT"), (wrong.UpstreamId, wrong.Line, wrong.Problems.Single().Reason));
    }

    [Fact]
    public async Task Objects_of_JSON_are_mapped_by_their_members()
    {
        Upstream.Text("array.json", """[{"id":1,"data":{"名称":"甲","时间":"2016年9月1日 08:00:00","渠道":"wx"},"tags":["预算","决算"],"dept":"财政局"},{"id":"2","data":{"名称":"乙","时间":"20160902","渠道":"web"},"dept":"教育局"},7]""");
        Upstream.Text("lines.jsonl", "{\"sourceId\":\"a\",\"title\":\"丙\",\"placements\":[{\"channel\":\"CHANNEL_GAZETTE\",\"on\":\"2016-09-03\"}]}\n\n{\"sourceId\":\"b\"\n{\"sourceId\":\"c\",\"title\":\"丁\",\"channel\":\"政府公报\",\"on\":\"2016-09-04\"}");
        var array = new V1.HarvestSource
        {
            Title = "数组", AgencyId = "city", Kind = HarvestKind.Json, Url = Upstream.Address("array.json"), Agencies = { new HarvestAgency { Upstream = "财政局", AgencyId = "county-1" } },
            Fields =
            {
                new V1.HarvestField { Field = "source_id", From = "id" }, new V1.HarvestField { Field = "title", From = "data.名称" }, new V1.HarvestField { Field = "on", From = "data.时间" },
                new V1.HarvestField { Field = "channel", From = "data.渠道", Values = { new HarvestValue { From = "wx", To = "政务微信" }, new HarvestValue { From = "web", To = "CHANNEL_WEBSITE" } } },
                new V1.HarvestField { Field = "keywords", From = "tags" }, new V1.HarvestField { Field = "agency_id", From = "dept" }
            }
        };

        var job = await Run(await Create(array));

        Counted(job, gathered: 3, added: 1, errored: 2);
        var item = await ItemOf("1", "county-1");
        Assert.Equal(("甲", "2016-09-01", Channel.Wechat), (item.Title, item.PublishedOn, item.Placements.Single().Channel));
        Assert.Equal(["预算", "决算"], item.Keywords);
        Assert.Equal(["AGENCY_NOT_MAPPED", "WRONG_TYPE"], (await Objects(job, HarvestStatus.Errored)).OrderBy(o => o.Line).Select(o => o.Problems.Single().Reason));

        var lines = await Run(await Create(new() { Title = "逐行", AgencyId = "city", Kind = HarvestKind.JsonLines, Url = Upstream.Address("lines.jsonl") }));
        Counted(lines, gathered: 3, added: 2, errored: 1);
        Assert.Equal((3L, "MALFORMED_JSON"), (await Objects(lines, HarvestStatus.Errored)).Select(o => (o.Line, o.Problems.Single().Reason)).Single());
        Assert.Equal(Channel.Gazette, (await ItemOf("c")).Placements.Single().Channel);
    }

    [Fact]
    public async Task A_dry_run_says_what_would_happen_and_writes_nothing()
    {
        Serves(Row(1), Row(2), Row(3));
        var source = await Create(Table());
        var before = await Run(source, dryRun: true);
        Counted(before, gathered: 3, added: 3);
        Assert.Null(before.Balance);
        Assert.Empty(await Listed());

        await Run(source);
        Serves(Row(1), Row(2, "修改的通知"), Row(4), "k5,标题,2099-01-01,正文,无");
        var job = await Run(source, dryRun: true);

        Counted(job, gathered: 4, added: 1, updated: 1, notModified: 1, deleted: 1, errored: 1);
        Assert.Equal([("placements[0].on", "OUT_OF_RANGE")], (await Objects(job, HarvestStatus.Errored)).Single().Problems.Fields());
        Assert.Equal(3, (await Listed()).Count);
        Assert.Equal(1, (await ItemOf("k2")).Edition);
    }

    [Fact]
    public async Task Upstream_is_not_read_again_while_it_says_that_nothing_changed()
    {
        var rows = Csv(Row(1), Row(2));
        Upstream.Answer("table.csv", async http =>
        {
            var etag = $"\"{rows.Length}\"";
            http.Response.Headers.ETag = etag;
            if (http.Request.Headers.IfNoneMatch == etag) http.Response.StatusCode = StatusCodes.Status304NotModified;
            else await http.Response.WriteAsync(rows);
        });
        var source = await Create(Table());
        await Run(source);

        var unread = await Run(source);
        Counted(unread, gathered: 2, notModified: 2);
        Assert.True(unread.Balance.Balanced, $"{unread.Balance}");
        Assert.Equal([200, 304], Upstream.Asked.Select(a => a.Status));

        // Another mapping reads everything anew; and what is edited here shows at once.
        source.Title = "新名称";
        source = await Harvests.UpdateHarvestSourceAsync(new() { Source = source, UpdateMask = new() { Paths = { "title" } } }, cancellationToken: Cancel);
        Counted(await Run(source), gathered: 2, notModified: 2);
        await Editing.WithdrawItemAsync(new() { Id = (await ItemOf("k1")).Id, Reason = "有误" }, cancellationToken: Cancel);
        var differs = await Run(source);
        Assert.Equal([("k1", HarvestDifferenceKind.ChangedHere)], differs.Balance.Differences.Select(d => (d.UpstreamId, d.Kind)));
        Counted(await Run(source), gathered: 2, notModified: 2);
        Assert.Equal([200, 304, 200, 304, 200], Upstream.Asked.Select(a => a.Status));
    }
}
