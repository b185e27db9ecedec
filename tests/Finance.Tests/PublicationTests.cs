using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Testing.Hosts;

namespace Sunshine.Finance.Tests;

/// <summary>A draft becomes a release once, whoever publishes at the same time and whenever a process ends.</summary>
public sealed class PublicationTests : DisclosuresTest
{
    private readonly LastingStore _store = new(FinanceModule.Name);

    protected override IReadOnlyDictionary<string, string?> Settings => _store.Settings;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _store.Dispose();
    }

    protected override void Add(IServiceCollection services)
    {
        base.Add(services);
        _store.Add(services, store => new Collections(store));
    }

    [Fact]
    public async Task Of_all_who_publish_a_draft_at_once_one_makes_it_a_release_and_all_others_find_it_or_read_again()
    {
        var draft = (await Put((await NewDraft()).Id, Table())).Draft;
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            try
            {
                var publisher = new DraftingService.DraftingServiceClient(As($"publisher-{i}", Roles.Publisher));
                return (await publisher.PublishDraftAsync(new() { Id = draft.Id, Etag = draft.Etag }, cancellationToken: Cancel)).ReleaseCount;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Aborted)
            {
                return 0;
            }
        }));
        Assert.Contains(1, outcomes);
        Assert.All(outcomes, count => Assert.InRange(count, 0, 1));
        Assert.Equal(1, (await Get(draft.DisclosureId)).ReleaseCount);
    }

    [Fact]
    public async Task Of_two_drafts_published_at_once_one_becomes_the_next_release()
    {
        var disclosure = await Publish(await NewDraft());
        var drafts = new List<V1.Draft>();
        for (var i = 0; i < 6; i++) drafts.Add(await Revised(disclosure, ReleaseChange.Correction, $"{i + 1}.00", $"r{i}"));
        var published = await Task.WhenAll(drafts.Select(async draft =>
        {
            try
            {
                await Publish(draft);
                return true;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Aborted || ReasonOf(e) == "RELEASE_OVERTAKEN")
            {
                return false;
            }
        }));
        Assert.Single(published, p => p);
        var read = await Get(disclosure.Id);
        Assert.Equal((2, $"{Array.IndexOf(published, true) + 1}.00"), (read.ReleaseCount, await TotalOf(read.Id)));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(1, false)]
    public async Task Whoever_publishes_again_after_the_process_was_killed_finds_one_release(int at, bool before)
    {
        var draft = (await Put((await NewDraft()).Id, Table())).Draft;
        await Host.DisposeAsync();
        _store.Death = (at, before);
        await using (var dying = await StartHost(Settings))
            await Assert.ThrowsAsync<RpcException>(async () => await Publish(dying, draft));
        _store.Death = null;
        await using var next = await StartHost(Settings);
        var drafting = new DraftingService.DraftingServiceClient(As(next, "editor", Roles.Editor));
        var left = await drafting.GetDraftAsync(new() { Id = draft.Id }, cancellationToken: Cancel);
        var happened = (at, before) != (0, true);
        Assert.Equal(happened ? DraftState.Published : DraftState.Draft, left.State);
        Assert.Equal(happened ? 0 : 1, (await drafting.ListDraftsAsync(new(), cancellationToken: Cancel)).Drafts.Count);
        // What it is cannot be changed any more, whatever its own document says.
        if (happened) Assert.Equal("NOT_A_DRAFT", await ReasonOf(StatusCode.FailedPrecondition, async () => await drafting.DiscardDraftAsync(new() { Id = draft.Id }, cancellationToken: Cancel)));

        var disclosure = await Publish(next, draft);
        Assert.Equal((1, 1), (disclosure.ReleaseCount, disclosure.Release.Number));
        Assert.Equal(DraftState.Published, (await StoreOf(next).Open(DraftCollection.Declared).Get(draft.Id, Cancel))!.Value.State);
        Assert.Equal(disclosure, await Publish(next, draft));
    }

    [Fact]
    public async Task After_a_restart_everything_is_as_it_was()
    {
        var (draft, id) = ((await Put((await NewDraft("other", d => d.FiscalYear = 2017)).Id, Table())).Draft, (await Import(Record())).Id);
        var read = await Get(id);
        await Host.DisposeAsync();
        await using var next = await StartHost(Settings);
        Assert.Equal(read, await new DisclosureService.DisclosureServiceClient(next.Invoker()).GetDisclosureAsync(new() { Id = id }, cancellationToken: Cancel));
        Assert.Equal(draft, await new DraftingService.DraftingServiceClient(As(next, "editor", Roles.Editor)).GetDraftAsync(new() { Id = draft.Id }, cancellationToken: Cancel));
    }

    private static async Task<V1.Disclosure> Publish(TestHost host, V1.Draft draft) =>
        await new DraftingService.DraftingServiceClient(As(host, "publisher", Roles.Publisher)).PublishDraftAsync(new() { Id = draft.Id, Etag = draft.Etag }, cancellationToken: Cancel);
}
