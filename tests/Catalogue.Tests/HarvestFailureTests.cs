using System.Globalization;
using System.IO.Compression;
using System.Text;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Testing.Hosts;

namespace Sunshine.Catalogue.Tests;

/// <summary>Whatever goes wrong on the way: nothing is lost, nothing is doubled, nothing is taken for gone.</summary>
public sealed class HarvestFailureTests : HarvestTest
{
    [Fact]
    public async Task An_upstream_that_is_down_for_a_moment_is_asked_again_when_it_says()
    {
        var asked = new List<DateTimeOffset>();
        Upstream.Answer("table.csv", async http =>
        {
            asked.Add(Host.Clock.GetUtcNow());
            if (asked.Count == 3)
            {
                await http.Response.WriteAsync(Csv(Row(1)));
                return;
            }

            http.Response.StatusCode = asked.Count == 1 ? 503 : 429;
            if (asked.Count == 2) http.Response.Headers.RetryAfter = "30";
        });

        Counted(await Run(await Create(Table())), gathered: 1, added: 1);
        Assert.True(asked[2] - asked[1] >= TimeSpan.FromSeconds(30), $"{asked[2] - asked[1]}");
    }

    [Theory]
    [InlineData(500, "UPSTREAM_STATUS", 4)]
    [InlineData(404, "UPSTREAM_STATUS", 1)]
    [InlineData(302, "UPSTREAM_STATUS", 1)]
    public async Task An_upstream_that_stays_down_fails_the_job_and_withdraws_nothing(int status, string reason, int times)
    {
        using var measured = Measured.In(Host);
        Serves(Row(1));
        var source = await Create(Table());
        await Run(source);
        Upstream.Answer("table.csv", http =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.Location = "http://127.0.0.1:1/";
            return Task.CompletedTask;
        });

        var job = await Run(source);

        Assert.Equal((HarvestJobState.Failed, HarvestStage.Gather, reason), (job.State, job.Problem.Stage, job.Problem.Reason));
        Assert.Equal((1.0, 1.0), (measured["sunshine.catalogue.harvests", "outcome=done"], measured["sunshine.catalogue.harvests", "outcome=failed"]));
        Assert.Equal(1 + times, Upstream.Asked.Count);
        Assert.Single(await Listed());
    }

    public static TheoryData<string> Breaks => ["length", "chunk", "gzip", "array"];

    [Theory, MemberData(nameof(Breaks))]
    public async Task A_body_that_breaks_off_is_no_list_of_what_is_gone(string how)
    {
        var all = Csv(Enumerable.Range(0, 50).Select(i => Row(i)));
        Upstream.Text("table.csv", all);
        var source = await Create(how == "array" ? new() { Title = "数组", AgencyId = "city", Kind = HarvestKind.Json, Url = Upstream.Address("table.csv"), VanishLimitPercent = 100 } : Table());
        if (how == "array") Upstream.Text("table.csv", Array(50));
        Counted(await Run(source), gathered: 50, added: 50);
        Upstream.Answer("table.csv", async http =>
        {
            var half = Encoding.UTF8.GetBytes(all)[..1500];
            switch (how)
            {
                case "length":
                    http.Response.ContentLength = 3000;
                    await http.Response.Body.WriteAsync(half);
                    await http.Response.Body.FlushAsync();
                    http.Abort();
                    break;
                case "chunk":
                    await http.Response.Body.WriteAsync(half);
                    await http.Response.Body.FlushAsync();
                    http.Abort();
                    break;
                case "gzip":
                    http.Response.Headers.ContentEncoding = "gzip";
                    using (var packed = new MemoryStream())
                    {
                        await using (var gzip = new GZipStream(packed, CompressionLevel.NoCompression, leaveOpen: true)) await gzip.WriteAsync(Encoding.UTF8.GetBytes(all));
                        await http.Response.Body.WriteAsync(packed.ToArray().AsMemory(0, 1500));
                    }

                    break;
                default:
                    await http.Response.WriteAsync(Array(20)[..^1]);
                    break;
            }
        });

        var job = await Run(source);

        Assert.True(job.State == HarvestJobState.Failed, $"{job}");
        Assert.Equal(HarvestStage.Gather, job.Problem.Stage);
        Assert.Equal(50, (await Listed()).Count);

        static string Array(int count) => "[" + string.Join(',', Enumerable.Range(0, count).Select(i => $"{{\"sourceId\":\"a{i}\",\"title\":\"甲\",\"channel\":\"政府网站\",\"on\":\"2016-09-01\"}}")) + "]";
    }

    [Fact]
    public async Task When_much_is_gone_a_person_is_asked_first()
    {
        Serves(Enumerable.Range(0, 20).Select(i => Row(i)));
        var source = await Create(Table(limit: 0));
        await Run(source);

        // Two of twenty are ten percent, three are more.
        Serves(Enumerable.Range(2, 18).Select(i => Row(i)));
        Counted(await Run(source), gathered: 18, notModified: 18, deleted: 2);
        Serves([.. Enumerable.Range(5, 15).Select(i => Row(i)), Row(90)]);
        var waiting = await Run(source);
        Assert.Equal((HarvestJobState.AwaitingConfirmation, "MANY_VANISHED", 3L), (waiting.State, waiting.Problem.Reason, waiting.Vanished));
        Assert.Equal(18, (await Listed()).Count);
        Assert.Equal("HARVEST_RUNNING", (await Refused(StatusCode.FailedPrecondition, () => Begin(source))).Reason());

        // More are gone by the time it is confirmed: that is another question.
        Serves(Row(90));
        await Harvests.ConfirmHarvestJobAsync(new() { Id = waiting.Id, Etag = waiting.Etag }, cancellationToken: Cancel);
        waiting = await Ended(waiting);
        Assert.Equal((HarvestJobState.AwaitingConfirmation, 18L), (waiting.State, waiting.Vanished));
        await Harvests.ConfirmHarvestJobAsync(new() { Id = waiting.Id }, cancellationToken: Cancel);
        Counted(await Ended(waiting), gathered: 1, added: 1, deleted: 18);
        Assert.Single(await Listed());
        Assert.Equal("HARVEST_NOT_WAITING", (await Refused(StatusCode.FailedPrecondition, async () => await Harvests.ConfirmHarvestJobAsync(new() { Id = waiting.Id }, cancellationToken: Cancel))).Reason());
    }

    [Fact]
    public async Task An_empty_list_is_never_believed_by_itself()
    {
        Serves(Row(1));
        var source = await Create(Table(limit: 100));
        await Run(source);
        Serves();
        var waiting = await Run(source);
        Assert.Equal(HarvestJobState.AwaitingConfirmation, waiting.State);

        var cancelled = await Harvests.CancelHarvestJobAsync(new() { Id = waiting.Id }, cancellationToken: Cancel);

        Assert.Equal(HarvestJobState.Cancelled, cancelled.State);
        Assert.Single(await Listed());
        Assert.Equal("HARVEST_ENDED", (await Refused(StatusCode.FailedPrecondition, async () => await Harvests.CancelHarvestJobAsync(new() { Id = waiting.Id }, cancellationToken: Cancel))).Reason());
    }

    [Fact]
    public async Task A_running_job_stops_when_a_person_says_so()
    {
        var go = new TaskCompletionSource();
        Upstream.Answer("table.csv", async http =>
        {
            await http.Response.WriteAsync(Csv(Row(1)));
            await http.Response.Body.FlushAsync();
            await go.Task;
        });
        var source = await Create(Table());
        var job = await Begin(source);
        await Ended(job, j => j.Stage == HarvestStage.Gather);

        Assert.Equal(HarvestJobState.Running, (await Harvests.CancelHarvestJobAsync(new() { Id = job.Id }, cancellationToken: Cancel)).State);
        go.SetResult();

        Assert.Equal(HarvestJobState.Cancelled, (await Ended(job)).State);
        Assert.Empty(await Listed());
    }

    /// <summary>Dies at every single write of a harvest that adds, changes, withdraws and restores; each time another takes it up.</summary>
    [Fact]
    public async Task A_process_that_is_killed_at_any_write_loses_and_doubles_nothing()
    {
        var store = Host.Services.GetRequiredKeyedService<IStore>(CatalogueModule.Name);
        Serves(Row(1), Row(2), Row(3), Row(4));
        var source = await Create(Table());
        await Run(source);
        Serves(Row(1), Row(2), Row(3));
        await Run(source);

        var deaths = 0;
        for (var writes = 0; ; writes++)
        {
            // Back and forth, so that each round has the same to do.
            if (writes % 2 == 0) Serves(Row(1), Row(2, $"修改 {writes}"), Row(4), Row(100 + writes));
            else Serves(Row(1), Row(2, $"修改 {writes}"), Row(3), Row(100 + writes));
            var job = NewJob(source.Id, $"round-{writes}");
            await Host.Services.GetRequiredService<Collections>().HarvestJobs.Write([Write.Create(job.Id, job)], Cancel);
            await using var dying = Replica(new DyingStore(store, writes));
            var took = false;
            var killed = await Xunit.Record.ExceptionAsync(async () => took = await dying.GetRequiredService<HarvestRunner>().RunOnce(Cancel));
            if (killed is not null) deaths++;

            Host.Clock.Advance(Sunshine.Catalogue.HarvestJob.Lease + TimeSpan.FromSeconds(1));
            var ended = await Ended(new V1.HarvestJob { Id = job.Id });
            Counted(ended, gathered: 4, added: 1, updated: 1, notModified: 1, restored: 1, deleted: 2 - (writes == 0 ? 1 : 0));
            Assert.True(ended.Balance.Balanced, $"{writes}: {ended.Balance}");
            Assert.Equal(4, (await Listed()).Count);
            // It lived as long as the job: there is no further place to die at.
            if (took) break;
        }

        Assert.True(deaths > 10, $"{deaths}");
    }

    [Fact]
    public async Task Two_replicas_at_once_do_the_work_of_one()
    {
        Serves(Enumerable.Range(0, 500).Select(i => Row(i)));
        var source = await Create(Table());
        var store = Host.Services.GetRequiredKeyedService<IStore>(CatalogueModule.Name);
        await using var one = Replica(store);
        await using var other = Replica(store);
        var job = NewJob(source.Id, "both");
        await Host.Services.GetRequiredService<Collections>().HarvestJobs.Write([Write.Create(job.Id, job)], Cancel);

        var took = await Task.WhenAll(new[] { one, other, one, other }.Select(r => r.GetRequiredService<HarvestRunner>().RunOnce(Cancel)));

        Counted(await Ended(new V1.HarvestJob { Id = job.Id }), gathered: 500, added: 500);
        Assert.InRange(took.Count(t => t), 0, 1);
        Assert.Equal(500, (await Listed()).Count);
        Assert.Single(Upstream.Asked);
    }

    [Fact]
    public async Task Whoever_has_lost_the_lease_changes_nothing_any_more()
    {
        var asked = 0;
        var go = new TaskCompletionSource();
        Upstream.Answer("table.csv", async http =>
        {
            if (Interlocked.Increment(ref asked) == 1) await go.Task;
            await http.Response.WriteAsync(Csv(Row(1)));
        });
        var source = await Create(Table());
        var store = Host.Services.GetRequiredKeyedService<IStore>(CatalogueModule.Name);
        var jobs = Host.Services.GetRequiredService<Collections>().HarvestJobs;
        var slow = await Begin(source);
        await Ended(slow, j => j.Stage == HarvestStage.Gather);
        while (asked == 0) await Task.Yield();

        // As after a pause of the whole process: its lease has lapsed before it could renew it.
        var held = (await jobs.Get(slow.Id, Cancel))!;
        await jobs.Write([Write.Replace(slow.Id, held.Value with { LeaseUntil = Host.Clock.GetUtcNow() }, held.Revision)], Cancel);
        await using var other = Replica(store);
        Assert.True(await other.GetRequiredService<HarvestRunner>().RunOnce(Cancel));
        var done = await Ended(slow);
        go.SetResult();

        Counted(done, gathered: 1, added: 1);
        while (!Host.Log.Lines.Any(l => l.ToString()!.Contains("another's by now", StringComparison.Ordinal))) await Task.Yield();
        Assert.Equal(done, await Harvests.GetHarvestJobAsync(new() { Id = slow.Id }, cancellationToken: Cancel));
    }

    [Fact]
    public async Task A_schedule_harvests_once_for_each_time()
    {
        Serves(Row(1));
        var table = Table();
        (table.IntervalMinutes, table.Enabled) = (60, true);
        var source = await Create(table);
        await Jobs(1);
        Host.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(HarvestTrigger.Schedule, (await Jobs(1)).Single().Trigger);
        Serves(Row(1), Row(2));
        Host.Clock.Advance(TimeSpan.FromMinutes(31));
        await Jobs(2);
        Assert.Equal(2, (await Listed()).Count);

        source.Enabled = false;
        source = await Harvests.UpdateHarvestSourceAsync(new() { Source = source, UpdateMask = new() { Paths = { "enabled" } } }, cancellationToken: Cancel);
        Assert.Null(source.NextRunTime);
        Host.Clock.Advance(TimeSpan.FromHours(3));
        await Jobs(2);

        async Task<IReadOnlyList<V1.HarvestJob>> Jobs(int count)
        {
            while (true)
            {
                var jobs = (await Harvests.ListHarvestJobsAsync(new() { SourceId = source.Id }, cancellationToken: Cancel)).Jobs;
                Assert.True(jobs.Count <= count, $"{jobs.Count}");
                if (jobs.Count == count && jobs.All(j => j.State == HarvestJobState.Done)) return jobs;
                Host.Clock.Advance(TimeSpan.FromSeconds(1));
                await Task.WhenAny(Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancel));
            }
        }
    }

    [Fact]
    public async Task A_whole_year_of_33_000_objects_comes_at_once()
    {
        Serves(Enumerable.Range(0, 33_000).Select(i => Row(i)));
        var source = await Create(Table());
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        var first = await Run(source);
        var took = System.Diagnostics.Stopwatch.GetElapsedTime(began);
        began = System.Diagnostics.Stopwatch.GetTimestamp();
        var second = await Run(source);
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first {took.TotalSeconds:0.0} s, again {System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s"));

        Counted(first, gathered: 33_000, added: 33_000);
        Counted(second, gathered: 33_000, notModified: 33_000);
        Assert.True(second.Balance.Balanced);
        Assert.Equal(33_000, (await Public.ListItemsAsync(new(), cancellationToken: Cancel)).TotalSize);
    }

    private Sunshine.Catalogue.HarvestJob NewJob(string sourceId, string id) => new()
    {
        Id = id, SourceId = sourceId, Trigger = HarvestTrigger.Person, CreatedAt = Host.Clock.GetUtcNow(), LeaseUntil = Host.Clock.GetUtcNow()
    };

    /// <summary>Another process of the catalogue over the same store, without its background work.</summary>
    private ServiceProvider Replica(IStore store)
    {
        var services = new ServiceCollection();
        services.AddSingleton(Host.Services.GetRequiredService<IConfiguration>());
        services.AddLogging().AddMetrics();
        services.AddSingleton<TimeProvider>(Host.Clock);
        services.AddSingleton<Clock>();
        services.AddSingleton(Host.Services.GetRequiredService<LegalCalendar>());
        services.AddOptions<StorageOptions>().BindConfiguration("Storage");
        services.AddSingleton<SealedData>();
        services.AddOptions<Foundation.Hosting.OutboundOptions>().BindConfiguration("Outbound");
        services.AddSingleton<Foundation.Hosting.OutboundAddresses>();
        services.AddCatalogue();
        services.RemoveAllKeyed<IStore>(CatalogueModule.Name);
        services.AddKeyedSingleton<IStore>(CatalogueModule.Name, (_, _) => new Borrowed(store));
        return services.BuildServiceProvider();
    }

    /// <summary>A store that outlives whoever uses it.</summary>
    private sealed class Borrowed(IStore inner) : IStore
    {
        public IOutbox Outbox => inner.Outbox;
        public IChanges Changes => inner.Changes;
        public IFiles Files => inner.Files;

        public IDocuments<T> Open<T>(Collection<T> collection) where T : class => inner.Open(collection);

        public Task<IReadOnlyDictionary<string, long>> Reserve(IReadOnlyDictionary<string, int> counts, CancellationToken cancel) => inner.Reserve(counts, cancel);

        public Task Ping(CancellationToken cancel) => inner.Ping(cancel);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>After so many writes every other one fails, as for a process that is no more.</summary>
    private sealed class DyingStore(IStore inner, int writes) : IStore
    {
        private int _left = writes;

        public IOutbox Outbox => inner.Outbox;
        public IChanges Changes => inner.Changes;
        public IFiles Files => inner.Files;

        public IDocuments<T> Open<T>(Collection<T> collection) where T : class => new Documents<T>(inner.Open(collection), this);

        public Task<IReadOnlyDictionary<string, long>> Reserve(IReadOnlyDictionary<string, int> counts, CancellationToken cancel)
        {
            Live();
            return inner.Reserve(counts, cancel);
        }

        public Task Ping(CancellationToken cancel) => inner.Ping(cancel);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private void Live()
        {
            if (Interlocked.Decrement(ref _left) < 0) throw new IOException("killed");
        }

        private sealed class Documents<T>(IDocuments<T> inner, DyingStore store) : IDocuments<T> where T : class
        {
            public Task<IReadOnlyList<WriteResult>> Write(IReadOnlyList<Write<T>> writes, CancellationToken cancel)
            {
                store.Live();
                return inner.Write(writes, cancel);
            }

            public Task<Stored<T>?> Get(string id, CancellationToken cancel) => inner.Get(id, cancel);

            public Task<IReadOnlyDictionary<string, Stored<T>>> GetMany(IReadOnlyCollection<string> ids, CancellationToken cancel) => inner.GetMany(ids, cancel);

            public Task<Slice<T>> List(ListQuery<T> query, CancellationToken cancel) => inner.List(query, cancel);

            public Task<long> Count(IReadOnlyList<Criterion<T>> where, CancellationToken cancel) => inner.Count(where, cancel);

            public Task<IReadOnlyDictionary<string, long>> CountBy(Field<T> field, CancellationToken cancel) => inner.CountBy(field, cancel);

            public Task<SearchPage<T>> Search(SearchQuery<T> query, CancellationToken cancel) => inner.Search(query, cancel);

            public IAsyncEnumerable<Stored<T>> All(CancellationToken cancel) => inner.All(cancel);
        }
    }
}
