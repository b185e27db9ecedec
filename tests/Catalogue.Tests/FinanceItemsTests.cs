using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Catalogue.V1;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.Testing.Hosts;

namespace Sunshine.Catalogue.Tests;

/// <summary>What is disclosed of public money is an item, however often and in whatever order that is told.</summary>
public sealed class FinanceItemsTests : CatalogueTest
{
    private static readonly string ItemId = Sunshine.Catalogue.ItemImport.IdOf(new ImportRecord { AgencyId = "city", SourceId = "finance/d1" });

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await AddAgencies();
    }

    [Fact]
    public async Task A_release_becomes_an_item_with_an_index_number_and_the_next_one_an_edition_of_it()
    {
        await Tell(Released(1));
        await Tell(Released(1));
        var item = await Item();
        Assert.Equal(
            ("2016年部门预算", "第1版", "0401", "10", "02", Stage.Decision, "2016-02-01", 1),
            (item.Title, item.Summary, item.SubjectCategory, item.Genre, item.KeyArea, item.Stage, item.FormedOn, item.Edition));
        Assert.Equal([(Channel.Website, "2016-02-20")], item.Placements.Select(p => (p.Channel, p.On)));
        Assert.Equal(("finance/d1", "city"), (item.SourceId, item.Agency.Id));
        Assert.StartsWith(Taizhou + "/2016-", item.IndexNumber);
        await Tell(Released(2));
        var next = await Item();
        Assert.Equal((item.IndexNumber, 2, "第2版", "数字有误"), (next.IndexNumber, next.Edition, next.Summary, next.ChangeNote));
    }

    [Fact]
    public async Task What_is_older_than_what_was_told_already_changes_nothing()
    {
        await Tell(Released(3));
        await Tell(Released(1));
        await Tell(Released(2));
        await Tell(Withdrawn(2));
        Assert.Equal(("第3版", 1, null), await Item() is var i ? (i.Summary, i.Edition, i.Withdrawal) : default);
    }

    [Fact]
    public async Task What_is_taken_back_is_taken_back_here_and_put_back_with_it()
    {
        await Tell(Released(1));
        await Tell(Withdrawn(2));
        await Tell(Withdrawn(2));
        var withdrawn = await Item();
        // Its text has figures.
        Assert.Equal(("涉密", true, ""), (withdrawn.Withdrawal.Reason, withdrawn.Withdrawal.ContentRemoved, withdrawn.Summary));
        await Tell(Restored(3));
        await Tell(Restored(3));
        await Tell(Withdrawn(2));
        Assert.Equal((null, "第1版"), await Item() is var i ? (i.Withdrawal, i.Summary) : default);
    }

    [Fact]
    public async Task What_was_taken_back_before_it_came_is_there_with_its_restoration()
    {
        await Tell(Withdrawn(2));
        await Tell(Released(1));
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(Item)).StatusCode);
        await Tell(Restored(3));
        Assert.Null((await Item()).Withdrawal);
    }

    [Fact]
    public async Task A_release_that_is_told_before_the_restoration_brings_the_item_back()
    {
        await Tell(Released(1));
        await Tell(Withdrawn(2));
        await Tell(Released(4));
        await Tell(Restored(3));
        Assert.Equal((null, "第4版", 2), await Item() is var i ? (i.Withdrawal, i.Summary, i.Edition) : default);
    }

    [Fact]
    public async Task What_somebody_took_back_here_stays_so()
    {
        await Tell(Released(1));
        var editing = new EditingService.EditingServiceClient(Host.As(Roles.Publisher, "city"));
        await editing.WithdrawItemAsync(new() { Id = ItemId, Reason = "重复发布" }, cancellationToken: Cancel);
        await Tell(Withdrawn(2));
        await Tell(Restored(3));
        Assert.Equal("重复发布", (await Item()).Withdrawal.Reason);
    }

    [Fact]
    public async Task Of_what_is_an_item_already_none_is_made_and_what_cannot_be_one_is_passed_over()
    {
        var named = Released(1);
        named.ItemId = await ImportedId(Record("their-own"));
        await Tell(named);
        var untitled = Released(1);
        (untitled.DisclosureId, untitled.Title) = ("d2", "");
        await Tell(untitled);
        Assert.Equal(1, (await Public.ListItemsAsync(new(), cancellationToken: Cancel)).TotalSize);
        Assert.Contains(Host.Log.Lines, l => l.ToString()!.Contains("finance/d2"));
    }

    [Fact]
    public async Task An_item_that_is_named_later_takes_the_place_of_the_one_that_was_made()
    {
        await Tell(Released(1));
        var named = Released(2);
        named.ItemId = ItemId;
        await Tell(named);
        Assert.Equal(("第2版", null), await Item() is var i ? (i.Summary, i.Withdrawal) : default);
        named = Released(3);
        named.ItemId = await ImportedId(Record("their-own"));
        await Tell(named);
        Assert.Equal(named.ItemId, (await Item()).Withdrawal.SuccessorId);
        await Tell(Released(4));
        Assert.Equal(("第4版", null), await Item() is var j ? (j.Summary, j.Withdrawal) : default);
    }

    [Fact]
    public async Task Events_that_are_followed_at_the_same_time_leave_the_newest()
    {
        await Task.WhenAll(Enumerable.Range(1, 12).Reverse().Select(async revision =>
        {
            // As the bus does it: whoever meets another is told again.
            while (true)
            {
                try
                {
                    await Tell(revision % 4 == 2 ? Withdrawn(revision) : revision % 4 == 3 ? Restored(revision) : Released(revision));
                    return;
                }
                catch (Foundation.Hosting.RefusedException)
                {
                    await Task.Yield();
                }
            }
        }));
        Assert.Equal(("第12版", null), await Item() is var i ? (i.Summary, i.Withdrawal) : default);
    }

    [Theory]
    [InlineData(DisclosureChange.Released)]
    [InlineData(DisclosureChange.Withdrawn)]
    [InlineData(DisclosureChange.Restored)]
    public async Task Told_again_after_the_process_was_killed_it_comes_to_the_same(DisclosureChange last)
    {
        var events = new[] { Released(1), Withdrawn(2), Restored(3), Released(4) }.TakeWhile(e => e.Revision <= last switch { DisclosureChange.Released => 4, DisclosureChange.Withdrawn => 2, _ => 3 }).ToList();
        var deaths = 0;
        for (var death = 0; death < 20; death++)
        {
            foreach (var told in events) told.DisclosureId = $"d-{death}";
            foreach (var told in events)
            {
                try
                {
                    await Dying(death / 2, before: death % 2 == 0).Follow(told, Cancel);
                }
                catch (OperationCanceledException) when (!Cancel.IsCancellationRequested)
                {
                    deaths++;
                }

                await Tell(told);
            }

            var id = Sunshine.Catalogue.ItemImport.IdOf(new ImportRecord { AgencyId = "city", SourceId = $"finance/d-{death}" });
            var item = await Public.GetItemAsync(new() { Id = id }, cancellationToken: Cancel);
            Assert.Equal((death, last == DisclosureChange.Withdrawn, last == DisclosureChange.Released ? 2 : 1), (death, item.Withdrawal is not null, item.Edition));
        }

        Assert.True(deaths >= 3 * events.Count, $"{deaths}");
    }

    private FinanceItems Dying(int at, bool before)
    {
        var services = Host.Services;
        var store = new DyingStore(services.GetRequiredKeyedService<IStore>(CatalogueModule.Name), at, before);
        var collections = new Collections(store);
        var writes = new ItemWrites(collections, Host.Services.GetRequiredService<CatalogueMeter>(), Host.Clock);
        var import = ActivatorUtilities.CreateInstance<Sunshine.Catalogue.ItemImport>(services, collections, writes);
        return ActivatorUtilities.CreateInstance<FinanceItems>(services, store, collections, import, writes);
    }

    private static DisclosureChanged Released(long revision) => New(revision, DisclosureChange.Released, revision > 1 ? "数字有误" : "");

    private static DisclosureChanged Withdrawn(long revision) => New(revision, DisclosureChange.Withdrawn, "涉密");

    private static DisclosureChanged Restored(long revision) => New(revision, DisclosureChange.Restored, "涉密", revision - 2);

    /// <param name="release">Which the latest is; the last that was told as released.</param>
    private static DisclosureChanged New(long revision, DisclosureChange change, string reason, long? release = null) => new()
    {
        DisclosureId = "d1", Change = change, Revision = revision, AgencyId = "city", FiscalYear = 2016, Kind = DisclosureKind.Budget, Level = FinanceLevel.Department, Title = "2016年部门预算",
        Reason = reason, ApprovedOn = "2016-02-01", PublishedOn = "2016-02-20", FirstPublishedOn = "2016-02-20", Summary = $"第{release ?? revision}版"
    };

    private async Task Tell(DisclosureChanged changed) => await Host.Services.GetRequiredService<IEventBus>().Publish(Topics.Outgoing(changed, Host.Clock), Cancel);

    private async Task<V1.Item> Item() => await Public.GetItemAsync(new() { Id = ItemId }, cancellationToken: Cancel);
}
