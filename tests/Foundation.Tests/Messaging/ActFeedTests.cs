using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Storage.Sqlite;
using Sunshine.Foundation.Tests.Storage;
using Sunshine.Ledger.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.Foundation.Tests.Messaging;

/// <summary>A source of which <c>test.single</c> are acts by themselves, <c>test.batched</c> in a row one act, and all else none.</summary>
public sealed class ActFeedTests : IAsyncLifetime
{
    private const string Single = "test.single", Batched = "test.batched", Other = "test.other";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 5, 1, 0, 0, TimeSpan.Zero));
    private readonly Bus _bus = new();
    private SqliteStore _store = null!;
    private int _written;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _store = new SqliteStore(Path.Combine(_folder.Path, "store.db"), _clock);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_was_done_is_told_once_in_order_by_number()
    {
        await Write(Single, Other, Single);
        var feed = Feed(_store);
        Assert.True(await feed.TellNext(Cancel));
        Assert.False(await feed.TellNext(Cancel));
        await Write(Other);
        await Write(Batched, Batched, Single);
        await TellAll(feed);

        Assert.Equal(["1-3: 1 3", "4-7: 5-6 7"], _bus.Told);
        Assert.All(_bus.Sources, s => Assert.Equal("source", s));
    }

    [Fact]
    public async Task A_long_past_is_told_in_portions_that_end_where_they_always_end()
    {
        for (var i = 0; i < 43; i++) await Write([.. Enumerable.Repeat(Batched, 100)]);
        await TellAll(Feed(_store));

        Assert.Equal(["1-2000: 1-2000", "2001-4000: 2001-4000", "4001-4300: 4001-4300"], _bus.Told);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task After_a_kill_it_goes_on_with_the_portion_that_was_planned(int write)
    {
        await Write(Single, Batched);
        // Of the two writes of a place, the plan comes before it is told, what was told after.
        await Assert.ThrowsAsync<OperationCanceledException>(() => Feed(new DyingStore(_store, write, before: false)).TellNext(Cancel));
        await Write(Batched, Batched);

        await TellAll(Feed(_store));

        Assert.Equal(["1-2: 1 2", "3-4: 3-4"], _bus.Told);
    }

    [Fact]
    public async Task What_was_told_and_not_noted_ends_at_the_same_place_although_more_has_come()
    {
        await Write(Single, Batched);
        await Assert.ThrowsAsync<OperationCanceledException>(() => Feed(new DyingStore(_store, 1, before: true)).TellNext(Cancel));
        await Write(Batched, Single);

        await TellAll(Feed(_store));

        // What was a batch of one is not the beginning of a longer one the second time.
        Assert.Equal(["1-2: 1 2", "1-2: 1 2", "3-4: 3 4"], _bus.Told);
    }

    [Fact]
    public async Task What_the_bus_did_not_take_is_told_later_and_nothing_overtakes_it()
    {
        await Write(Single);
        _bus.Failures = 2;
        var feed = Feed(_store);
        for (var i = 0; i < 2; i++) await Assert.ThrowsAsync<IOException>(() => feed.TellNext(Cancel));
        await Write(Single);
        await TellAll(feed);

        Assert.Equal(["1-1: 1", "2-2: 2"], _bus.Told);
    }

    [Fact]
    public async Task It_tells_by_itself_and_goes_on_after_the_bus_failed()
    {
        _bus.Failures = 1;
        using var feed = Feed(_store);
        await feed.StartAsync(Cancel);
        await Write(Single);
        await Arrival();
        await Write(Single);
        await Arrival();
        await feed.StopAsync(Cancel);

        Assert.Equal(["1-1: 1", "2-2: 2"], _bus.Told);
    }

    [Fact]
    public async Task Two_replicas_tell_the_same_acts_and_miss_none()
    {
        var feeds = new[] { Feed(_store), Feed(_store) };
        var random = new Random(3);
        for (var round = 0; round < 40; round++)
        {
            await Task.WhenAll(feeds.Select(f => Task.Run(() => f.TellNext(Cancel))).Append(Write([.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(3) == 0 ? Single : Batched)])));
        }

        foreach (var feed in feeds) await TellAll(feed);

        var ranges = _bus.Told.SelectMany(t => t[(t.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct()
            .Select(a => a.Split('-')).Select(a => (First: int.Parse(a[0]), Last: int.Parse(a[^1]))).OrderBy(a => a.First).ToList();
        // However often: no act is told with another end, and together they are every change once.
        Assert.Equal(Enumerable.Range(1, _written), ranges.SelectMany(r => Enumerable.Range(r.First, r.Last - r.First + 1)));
    }

    [Fact]
    public async Task A_hole_in_the_numbers_is_not_told_over()
    {
        await Write(Single, Single, Single, Single);
        await TellAll(Feed(new Holed(_store, 3)));

        // The ledger sees that 3 is missing.
        Assert.Equal(["1-2: 1 2", "4-4: 4"], _bus.Told);
    }

    [Fact]
    public async Task What_is_missing_is_told_again_change_by_change_and_by_its_own_source_only()
    {
        await Write(Single, Batched, Batched, Other, Batched, Single);
        var feed = Feed(_store);
        await feed.TellAgain(new ActsMissing { Source = "source", FirstNumber = 2, LastNumber = 5 }, Cancel);
        await feed.TellAgain(new ActsMissing { Source = "another", FirstNumber = 1, LastNumber = 6 }, Cancel);
        await feed.TellAgain(new ActsMissing { Source = "source", FirstNumber = 7, LastNumber = 9 }, Cancel);

        Assert.Equal(["2-5: 2 3 5"], _bus.Told);
        await TellAll(feed);
        Assert.Equal("1-6: 1 2-3 5 6", _bus.Told[^1]);
    }

    private ActFeed Feed(IStore store) => new("source", store, ActsOf, _bus, _clock, NullLogger<ActFeed>.Instance);

    private static async Task TellAll(ActFeed feed)
    {
        while (await feed.TellNext(Cancel))
        {
        }
    }

    /// <summary>The pause after a failure is over by the clock, which nobody but the test moves.</summary>
    private async Task Arrival()
    {
        while (!await _bus.Arrived.WaitAsync(TimeSpan.FromMilliseconds(20), Cancel)) _clock.Advance(TimeSpan.FromSeconds(1));
    }

    /// <summary>Events of these topics, as one write of one document.</summary>
    private async Task Write(params string[] topics)
    {
        var events = topics.Select(t => new OutgoingEvent($"e{Interlocked.Increment(ref _written)}", t, "{}")).ToList();
        await _store.Open(Notices.Collection).Write([Foundation.Storage.Write.Put("n", new Notice { Id = "n" }, events)], Cancel);
    }

    private static IReadOnlyList<Act> ActsOf(IReadOnlyList<NumberedEvent> changes)
    {
        var acts = new List<Act>();
        var before = "";
        foreach (var change in changes)
        {
            if (change.Event.Topic == Batched && before == Batched) acts[^1].LastNumber = change.Number;
            else if (change.Event.Topic != Other) acts.Add(change.ToAct(ActKind.Published, "", "things/1", new(), []));
            before = change.Event.Topic;
        }

        return acts;
    }

    private sealed class Bus : IEventBus
    {
        private readonly Lock _lock = new();
        private readonly List<string> _told = [];

        public int Failures { get; set; }

        public List<string> Sources { get; } = [];

        public SemaphoreSlim Arrived { get; } = new(0);

        public IReadOnlyList<string> Told
        {
            get
            {
                lock (_lock) return [.. _told];
            }
        }

        public Task Publish(OutgoingEvent outgoing, CancellationToken cancel)
        {
            var done = Topics.Read<ActsDone>(outgoing);
            ActRules.Check(done);
            lock (_lock)
            {
                if (Failures-- > 0) throw new IOException("No broker.");
                _told.Add($"{done.FirstNumber}-{done.LastNumber}: {string.Join(' ', done.Acts.Select(a => a.FirstNumber == a.LastNumber ? $"{a.FirstNumber}" : $"{a.FirstNumber}-{a.LastNumber}"))}");
                Sources.Add(done.Source);
            }

            Arrived.Release();
            return Task.CompletedTask;
        }

        public int? MostAttempts => null;

        public Task Redeliver(OutgoingEvent e, CancellationToken cancel) => throw new NotSupportedException();

        public void Subscribe(IEndpointRouteBuilder endpoints, string topic, Func<IServiceProvider, OutgoingEvent, CancellationToken, Task> handler) => throw new NotSupportedException();
    }

    /// <summary>A store that lacks a change.</summary>
    private sealed class Holed(IStore store, long number) : IStore, IChanges
    {
        public IOutbox Outbox => store.Outbox;

        public IChanges Changes => this;

        public IFiles Files => store.Files;

        public IDocuments<T> Open<T>(Collection<T> collection) where T : class => store.Open(collection);

        public Task<IReadOnlyDictionary<string, long>> Reserve(IReadOnlyDictionary<string, int> counts, CancellationToken cancel) => store.Reserve(counts, cancel);

        public Task Ping(CancellationToken cancel) => store.Ping(cancel);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        public async Task<IReadOnlyList<NumberedEvent>> After(long after, int most, CancellationToken cancel) => [.. (await store.Changes.After(after, most, cancel)).Where(c => c.Number != number)];

        public Task<long> Last(CancellationToken cancel) => store.Changes.Last(cancel);

        public Task Wait(CancellationToken cancel) => store.Changes.Wait(cancel);
    }
}
