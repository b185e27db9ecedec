using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Storage;
using Sunshine.Testing.Hosts;

namespace Sunshine.Catalogue.Tests;

/// <summary>Who is told of what, when, and how often.</summary>
public sealed class FollowingTests : FollowingTest
{
    [Fact]
    public async Task A_follower_is_told_of_what_the_search_finds_from_then_on()
    {
        await ImportOne(Record("before", title: "预算公开"));
        await Follow(new() { Query = "预算", AgencyId = "county-1", Channel = Channel.Website });
        var found = await ImportedId(Record("1", "town-1", "2026年预算公开"));
        await Import(Record("2", "city", "预算公开"), Record("3", "county-1", "决算公开"), Record("4", "county-1", "预算公开", channel: Channel.Gazette));

        await Tick();
        await Tick();

        var post = Assert.Single(Receiver.Posts);
        var told = Assert.Single(post.Payload.Data.Items);
        Assert.Equal((Change.Created, found, "2026年预算公开", "town-1", "机构 town-1", 1), (told.Change, told.ItemId, told.Title, told.Agency.Id, told.Agency.Name, told.Edition));
        Assert.Equal($"https://www.example.gov.cn/api/v1/catalogue/items/{found}", told.Link);
        Assert.Equal(("catalogue.items", "/hook", "application/json; charset=utf-8"), (post.Payload.Type, post.Path, post.ContentType));
    }

    [Theory]
    [InlineData("预算")]
    [InlineData("鞍政办发(2016)9号")]
    [InlineData("公开 gdp")]
    [InlineData("号")]
    [InlineData("，")]
    [InlineData("没有的词")]
    public async Task Followers_are_told_of_the_items_that_the_list_has(string query)
    {
        ListItemsRequest[] searches =
        [
            new() { Query = query }, new() { Query = query, AgencyId = "county-1" }, new() { Query = query, Channel = Channel.Gazette }, new() { Query = query, PublishedFrom = "2016-01-05", PublishedTo = "2016-01-20" },
            new() { Query = query, Genre = "01", Stage = Stage.Result }
        ];
        foreach (var (i, search) in searches.Index()) await Follow(search, $"w{i}", $"/{i}");
        await Import(Enumerable.Range(0, 60).Select(i =>
        {
            var record = Record($"{i}", i % 3 == 0 ? "town-1" : "city", i % 2 == 0 ? $"预算公开{i}号" : $"GDP 公开 {i}", $"2016-01-{i % 28 + 1:00}", i % 5 == 0 ? Channel.Gazette : Channel.Website);
            record.DocumentNumber = $"鞍政办发〔2016〕{i}号";
            record.Body = i % 7 == 0 ? "另有预算，见附件。" : "";
            (record.Genre, record.Stage) = (i % 4 == 0 ? "01" : "", i % 8 == 0 ? Stage.Result : Stage.Unspecified);
            return record;
        }));

        await Tick();

        foreach (var (i, search) in searches.Index())
        {
            var listed = await ListAll(search);
            Assert.Equal(listed.Select(l => l.Id).Order(), Receiver.Posts.Where(p => p.Path == $"/{i}").SelectMany(p => p.Payload.Data.Items).Select(t => t.ItemId).Order());
        }
    }

    [Fact]
    public async Task A_bulk_import_is_one_email_and_full_messages_to_systems_and_the_same_again_is_nothing()
    {
        await FollowByEmail();
        await FollowByEmail(new() { Query = "决算" }, "other@example.com");
        await Follow();
        var mails = Mail.Messages.Count;
        List<ImportRecord> all = [.. Enumerable.Range(0, 1_050).Select(i => Record($"{i}", title: i == 700 ? "决算公开" : $"预算公开 {i}"))];
        foreach (var portion in all.Chunk(500)) await Import(portion);

        await Tick(TimeSpan.FromHours(1));

        Assert.Equal(2, Mail.Messages.Count - mails);
        var mail = Mail.Messages.Single(m => m.Subject!.Contains("1050", StringComparison.Ordinal));
        Assert.Equal(20, mail.TextBody!.Split("【发布】").Length - 1);
        Assert.Contains("以及另外 1030 条", mail.TextBody!, StringComparison.Ordinal);
        Assert.Contains("https://www.example.gov.cn/api/v1/catalogue/items\n", mail.TextBody!.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(11, Receiver.Posts.Count);
        Assert.All(Receiver.Posts.SkipLast(1), p => Assert.Equal(100, p.Payload.Data.Items.Count));
        Assert.Equal(1_050, Receiver.Told.Distinct().Count());

        foreach (var portion in all.Chunk(500)) await Import(portion);
        await Tick(TimeSpan.FromHours(1));

        Assert.Equal((mails + 2, 11), (Mail.Messages.Count, Receiver.Posts.Count));
    }

    [Fact]
    public async Task Within_an_interval_there_is_one_message_and_each_item_once()
    {
        await Follow();
        await FollowByEmail();
        var item = await Published(NewContent(body: "一"));
        await Tick();
        Assert.Single(Receiver.Posts);

        await Amend(item.Id, "二");
        await Amend(item.Id, "三");
        await ImportOne(Record("1"));
        await Sweep();
        await Send();
        Assert.Single(Receiver.Posts);
        await Tick();

        Assert.Equal(2, Receiver.Posts.Count);
        Assert.Equal([(Change.Created, item.Id), (Change.Amended, item.Id)], Receiver.Told.Where(t => t.ItemId == item.Id));
        Assert.Equal(3, Receiver.Posts[1].Payload.Data.Items.Single(i => i.ItemId == item.Id).Edition);
        Assert.Single(Mail.Messages);
        await Tick(TimeSpan.FromHours(1));
        Assert.Equal(2, Mail.Messages.Count);
        // A further placement is no publication.
        await Publisher.PlaceItemAsync(new() { Id = item.Id, Placements = { new V1.Placement { Channel = Channel.Gazette, On = "2026-01-05" } } }, cancellationToken: Cancel);
        await Tick(TimeSpan.FromHours(1));
        Assert.Equal((2, 2), (Receiver.Posts.Count, Mail.Messages.Count));
    }

    [Fact]
    public async Task Whoever_was_told_of_an_item_is_told_of_its_withdrawal_and_nobody_else_is()
    {
        var old = await Published(NewContent("旧的通知"), "old");
        await Follow(new() { Query = "通知" }, "w1", "/all");
        await Follow(new() { Query = "别的" }, "w2", "/other");
        await FollowByEmail(new() { Query = "通知" });
        var item = await Published(NewContent("新的通知", "正文"), "new");
        await Tick(TimeSpan.FromHours(1));
        foreach (var id in new[] { old.Id, item.Id }) await Publisher.WithdrawItemAsync(new() { Id = id, Reason = "内容有误", RemoveContent = true }, cancellationToken: Cancel);
        await Tick(TimeSpan.FromHours(1));
        await Publisher.RestoreItemAsync(new() { Id = item.Id, Reason = "核实" }, cancellationToken: Cancel);
        await Tick(TimeSpan.FromHours(1));

        Assert.Equal([(Change.Created, item.Id), (Change.Withdrawn, item.Id), (Change.Restored, item.Id)], Receiver.Told);
        Assert.All(Receiver.Posts, p => Assert.Equal("/all", p.Path));
        Assert.Equal("内容有误", Receiver.Posts[1].Payload.Data.Items[0].Reason);
        var mails = Mail.Messages.Skip(1).Select(m => m.TextBody!).ToList();
        Assert.Equal(3, mails.Count);
        Assert.Contains("【撤回】新的通知", mails[1], StringComparison.Ordinal);
        Assert.Contains("撤回原因：内容有误", mails[1], StringComparison.Ordinal);
        Assert.DoesNotContain(mails, m => m.Contains("旧的", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_end_of_validity_is_told_to_those_who_know_the_document()
    {
        await Follow();
        var item = await Published();
        await Tick();
        await Publisher.EndValidityAsync(new() { Id = item.Id, Validity = V1.Validity.Repealed, On = "2026-01-05", Reason = "废止" }, cancellationToken: Cancel);
        await Tick();

        Assert.Equal([(Change.Created, item.Id), (Change.ValidityEnded, item.Id)], Receiver.Told);
    }

    [Fact]
    public async Task Nothing_that_is_not_public_is_told()
    {
        const string secret = "绝密词语";
        await Follow();
        await FollowByEmail();
        await Create(NewContent(secret, secret), "drafted");
        var restricted = await Editor.SubmitDraftAsync(new() { Id = (await Create(NewContent(secret), "restricted")).Id }, cancellationToken: Cancel);
        await Reviewer.ReviewDraftAsync(new()
        {
            Id = restricted.Id, Etag = restricted.Etag, Decision = ReviewDecision.Restrict, Opinion = secret, Mode = DisclosureMode.Withheld, Ground = RestrictionGround.StateSecret, LegalBasis = "第十四条"
        }, cancellationToken: Cancel);
        await Approved(NewContent(secret), "approved");
        // Taken back before anybody was told.
        var gone = await Published(NewContent(secret, secret), "gone");
        await Publisher.WithdrawItemAsync(new() { Id = gone.Id, Reason = "误" }, cancellationToken: Cancel);
        // Taken back between being found and being sent.
        var late = await Published(NewContent("公开的通知", secret), "late");
        Host.Clock.Advance(TimeSpan.FromHours(1));
        await Sweep();
        await Publisher.WithdrawItemAsync(new() { Id = late.Id, Reason = "误", RemoveContent = true }, cancellationToken: Cancel);
        await Send();
        await Tick(TimeSpan.FromHours(1));

        Assert.DoesNotContain(Receiver.Posts, p => System.Text.Encoding.UTF8.GetString(p.Body).Contains(secret, StringComparison.Ordinal));
        Assert.DoesNotContain(Mail.Messages, m => (m.Subject + m.TextBody! + m.HtmlBody).Contains(secret, StringComparison.Ordinal));
        Assert.All(Receiver.Told, t => Assert.Equal((Change.Withdrawn, late.Id), t));
        Assert.DoesNotContain(Mail.Messages, m => m.TextBody!.Contains("【发布】", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Replicas_tell_once()
    {
        await Follow();
        await FollowByEmail();
        var mails = Mail.Messages.Count;
        var replicas = Enumerable.Range(0, 4)
            .Select(_ => (Sweep: ActivatorUtilities.CreateInstance<FollowingSweep>(Host.Services), Queue: ActivatorUtilities.CreateInstance<DeliveryQueue>(Host.Services))).ToList();
        for (var round = 0; round < 5; round++)
        {
            await Import(Enumerable.Range(0, 30).Select(i => Record($"{round}-{i}")));
            Host.Clock.Advance(TimeSpan.FromHours(1));
            await Task.WhenAll(replicas.Select(r => Task.Run(async () =>
            {
                await r.Sweep.RunOnce(Cancel);
                await r.Queue.RunOnce(Cancel);
            }, Cancel)));
            foreach (var replica in replicas) await replica.Queue.RunOnce(Cancel);
        }

        Assert.Equal((5, 5), (Receiver.Posts.Count, Mail.Messages.Count - mails));
        Assert.Equal(150, Receiver.Told.Distinct().Count());
    }

    [Fact]
    public async Task A_process_that_dies_at_any_write_loses_nothing_and_repeats_at_most_under_the_same_id()
    {
        await Follow();
        await FollowByEmail();
        var mails = Mail.Messages.Count;
        var store = Host.Services.GetRequiredKeyedService<IStore>(CatalogueModule.Name);
        var items = new List<string>();
        for (var death = 0; death < 24; death++)
        {
            items.Add(await ImportedId(Record($"{death}")));
            await Live(new DyingStore(store, death / 2, before: death % 2 == 0));
            // What it did not live to do the next ones do.
            await Live(store);
            await Live(store);
        }

        Assert.Equal(items.Select(i => (Change.Created, i)), Receiver.Told);
        Assert.All(Receiver.Posts.GroupBy(p => p.Id), g => Assert.Single(g.Select(p => Convert.ToHexString(p.Body)).Distinct()));
        Assert.InRange(Receiver.Posts.Count, items.Count + 1, items.Count + 12);
        var totals = Mail.Messages.Skip(mails).DistinctBy(m => m.MessageId).Sum(m => m.TextBody!.Split("【发布】").Length - 1);
        Assert.Equal(items.Count, totals);
        Assert.DoesNotContain(await Deliveries((await Owner.ListWebhooksAsync(new(), cancellationToken: Cancel)).Webhooks.Single().Id), d => d.State != DeliveryState.Delivered);

        async Task Live(IStore of)
        {
            var kept = new FollowingCollections(of);
            var sweep = ActivatorUtilities.CreateInstance<FollowingSweep>(Host.Services, of, kept);
            var queue = ActivatorUtilities.CreateInstance<DeliveryQueue>(Host.Services, kept);
            Host.Clock.Advance(TimeSpan.FromHours(1));
            _ = await Xunit.Record.ExceptionAsync(async () =>
            {
                await sweep.RunOnce(Cancel);
                await queue.RunOnce(Cancel);
            });
        }
    }
}
