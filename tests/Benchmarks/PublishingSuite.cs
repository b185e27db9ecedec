using System.Diagnostics;
using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Cli;

namespace Sunshine.Benchmarks;

/// <summary>
/// Publishing with review by 32 officers at once, each item by four calls and three people; and how long it takes until the last of 100
/// followers has heard of a change, beside one follower alone.
/// </summary>
internal static class PublishingSuite
{
    private const int Officers = 32;
    private const int Followers = 100;
    private const int Rounds = 60;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(8);

    public static async Task Run(Report report, IReadOnlyList<string> numbers)
    {
        using var folder = new TemporaryFolder();
        using var server = await StandaloneServer.Start(folder, prepare: StandaloneServer.AddClients);
        using var editor = await server.As("editor");
        using var reviewer = await server.As("reviewer");
        using var publisher = await server.As("publisher");
        await Publish(report, new(editor.Channel), new(reviewer.Channel), new(publisher.Channel));

        var alone = await Follow(server, 1);
        var many = await Follow(server, Followers);
        report.Time($"a change reaches the last of {Followers} followers; limit: one alone", many.Middle, alone.Middle, null);
        report.Note($"95 of 100 changes reach all {Followers} within {Report.Show(many.Slow)}, one alone within {Report.Show(alone.Slow)}");
        await Burst(report, server);
    }

    /// <summary>Four durable steps for each item; the limit is as many durable writes of nothing else, by as many callers.</summary>
    private static async Task Publish(
        Report report, EditingService.EditingServiceClient editor, EditingService.EditingServiceClient reviewer, EditingService.EditingServiceClient publisher)
    {
        var published = 0;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Officers).Select(officer => Task.Run(async () =>
        {
            for (var i = 0; Stopwatch.GetElapsedTime(began) < Duration; i++)
            {
                await PublishOne(editor, reviewer, publisher, $"{officer}-{i}");
                Interlocked.Increment(ref published);
            }
        })));
        var rate = published / Stopwatch.GetElapsedTime(began).TotalSeconds;

        var written = 0;
        began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Officers).Select(officer => Task.Run(async () =>
        {
            for (var i = 0; Stopwatch.GetElapsedTime(began) < Duration; i++)
            {
                await editor.CreateDraftAsync(NewDraft($"limit-{officer}-{i}"));
                Interlocked.Increment(ref written);
            }
        })));
        // What a publication needs at least is four such calls.
        report.Rate("items published with review; limit: a quarter of the drafts that can be created", rate, written / Stopwatch.GetElapsedTime(began).TotalSeconds / 4, null);
    }

    private static async Task PublishOne(
        EditingService.EditingServiceClient editor, EditingService.EditingServiceClient reviewer, EditingService.EditingServiceClient publisher, string name)
    {
        var draft = await editor.CreateDraftAsync(NewDraft(name));
        draft = await editor.SubmitDraftAsync(new() { Id = draft.Id, Etag = draft.Etag });
        draft = await reviewer.ReviewDraftAsync(new() { Id = draft.Id, Etag = draft.Etag, Decision = ReviewDecision.Approve, Opinion = "可以公开" });
        await publisher.PublishDraftAsync(new() { Id = draft.Id, Etag = draft.Etag, Placements = { new Placement { Channel = Channel.Website } } });
    }

    private static CreateDraftRequest NewDraft(string name) => new()
    {
        RequestId = name,
        Draft = new Draft { Agency = new AgencyReference { Id = "as-finance" }, Content = new ItemContent { Title = $"关于公开第{name}号事项的通知", Body = new string('文', 800), FormedOn = "2026-01-05" } }
    };

    /// <summary>From the call that makes a change until all followers have it.</summary>
    private static async Task<(TimeSpan Middle, TimeSpan Slow)> Follow(StandaloneServer server, int followers)
    {
        var catalogue = new CatalogueService.CatalogueServiceClient(server.Connection.Channel);
        using var end = new CancellationTokenSource();
        using var heard = new SemaphoreSlim(0);
        var following = Enumerable.Range(0, followers).Select(_ => Read(catalogue, () => heard.Release(), end.Token)).ToList();
        for (var i = 0; i < followers; i++) await heard.WaitAsync();

        var times = new List<TimeSpan>();
        for (var round = 0; round < Rounds; round++)
        {
            var request = new BatchImportItemsRequest();
            request.Records.Add(SampleItems.Records(1).Select(r =>
            {
                r.SourceId = $"follow-{followers}-{round}";
                return r;
            }));
            var began = Stopwatch.GetTimestamp();
            await catalogue.BatchImportItemsAsync(request);
            for (var i = 0; i < followers; i++) await heard.WaitAsync();
            times.Add(Stopwatch.GetElapsedTime(began));
        }

        await end.CancelAsync();
        await Task.WhenAll(following);
        times.Sort();
        return (times[Rounds / 2], times[Rounds * 95 / 100]);
    }

    /// <summary>Many changes at once to many followers: deliveries a second.</summary>
    private static async Task Burst(Report report, StandaloneServer server)
    {
        const int Changes = 1_000;
        var catalogue = new CatalogueService.CatalogueServiceClient(server.Connection.Channel);
        using var end = new CancellationTokenSource();
        using var ready = new SemaphoreSlim(0);
        var counts = new int[Followers];
        var all = new TaskCompletionSource();
        var done = 0;
        var following = Enumerable.Range(0, Followers).Select(f => Read(catalogue, () =>
        {
            // The first one says that the follower is there.
            if (counts[f]++ == 0) ready.Release();
            else if (counts[f] == Changes + 1 && Interlocked.Increment(ref done) == Followers) all.SetResult();
        }, end.Token)).ToList();
        for (var i = 0; i < Followers; i++) await ready.WaitAsync();
        var request = new BatchImportItemsRequest();
        request.Records.Add(SampleItems.Records(Changes).Select((r, i) =>
        {
            r.SourceId = $"burst-{i}";
            return r;
        }));
        var began = Stopwatch.GetTimestamp();
        await catalogue.BatchImportItemsAsync(request);
        await all.Task;
        var took = Stopwatch.GetElapsedTime(began);
        report.Note($"{Changes:N0} changes to {Followers} followers in {Report.Show(took)}: {Changes * Followers / took.TotalSeconds:N0} deliveries a second, each with its item");
        await end.CancelAsync();
        await Task.WhenAll(following);
    }

    private static async Task Read(CatalogueService.CatalogueServiceClient catalogue, Action heard, CancellationToken cancel)
    {
        try
        {
            using var call = catalogue.WatchItems(new() { Cursor = "now" }, cancellationToken: cancel);
            var first = true;
            await foreach (var change in call.ResponseStream.ReadAllAsync(cancel))
            {
                if (first || change.Change != Change.Unspecified) heard();
                first = false;
            }
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Cancelled)
        {
        }
    }
}
