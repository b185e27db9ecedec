using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Http;
using Sunshine.Catalogue.V1;
using Sunshine.Cli.Importing;
using Sunshine.Cli.Reading;

namespace Sunshine.Cli.Tests;

public sealed class ImporterTests : IAsyncLifetime
{
    private FakeServer _server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await FakeServer.Start();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_a_break_the_stream_goes_on_from_the_first_record_without_a_result(bool connectionIsLost)
    {
        _server.State.BeforeResult = (n, context) =>
        {
            if (n is not (70 or 300 or 301)) return;
            if (connectionIsLost) context.GetHttpContext().Abort();
            throw new RpcException(new Status(StatusCode.Unavailable, "gone"));
        };
        var importer = Importer(new ImportOptions { Batch = 7, Window = 40, FirstWait = TimeSpan.FromMilliseconds(1) });
        await importer.Run(Rows(500), Cancel);

        Assert.Equal((500, 500, 3), (importer.Tally.Rows, importer.Tally.Settled, importer.Tally.Reconnects));
        Assert.Equal(500, _server.State.Items.Count);
        // What was stored and not answered when the stream broke comes back as unchanged; nothing is stored in another order.
        Assert.Equal(Enumerable.Range(1, 500).Select(n => $"as-a/{n}"), _server.State.Order);
        Assert.Equal(4, _server.State.Streams);
        Assert.True(importer.Tally.IsComplete);
    }

    [Fact]
    public async Task Only_a_window_of_records_is_read_ahead_of_the_answers()
    {
        var mayAnswer = new TaskCompletionSource();
        _server.State.MayAnswer = mayAnswer.Task;
        var importer = Importer(new ImportOptions { Batch = 10, Window = 50 });
        var running = importer.Run(Rows(1_000), Cancel);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (importer.Tally.Rows < 50) await poll.WaitForNextTickAsync(Cancel);
        await poll.WaitForNextTickAsync(Cancel);
        await poll.WaitForNextTickAsync(Cancel);
        Assert.Equal(50, importer.Tally.Rows);

        mayAnswer.SetResult();
        await running;
        Assert.Equal(1_000, importer.Tally.Created);
        Assert.Equal(10, _server.State.LargestMessage);
    }

    /// <summary>Takes half a minute: run it by name when the sending side changes.</summary>
    [Fact(Explicit = true)]
    public async Task A_million_records_need_no_more_memory_than_the_first_ten_thousand()
    {
        _server.State.Discards = true;
        var importer = Importer(new ImportOptions());
        var running = importer.Run(Rows(1_000_000, body: new string('文', 100)), Cancel);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        long first = 0, most = 0;
        while (!running.IsCompleted)
        {
            await poll.WaitForNextTickAsync(Cancel);
            if (importer.Tally.Settled < 10_000) continue;
            var used = GC.GetTotalMemory(forceFullCollection: true);
            if (first == 0) first = used;
            most = Math.Max(most, used);
        }

        await running;
        Assert.Equal(1_000_000, importer.Tally.Created);
        TestContext.Current.TestOutputHelper!.WriteLine($"{first:N0} bytes at the beginning, {most:N0} at most");
        Assert.InRange(most - first, long.MinValue, 10 << 20);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up_soon()
    {
        using var nowhere = GrpcChannel.ForAddress("http://127.0.0.1:1");
        var importer = new Importer(nowhere.CreateCallInvoker(), new ErrorFile(null), TimeProvider.System, new ImportOptions { FirstWait = TimeSpan.FromMilliseconds(1) });
        var failure = await Assert.ThrowsAsync<CommandFailedException>(() => importer.Run(Rows(3), Cancel));
        Assert.Contains("2 reconnects", failure.Message);
        Assert.Contains("Is --server right", failure.Message);
    }

    [Fact]
    public async Task A_message_stays_below_what_a_server_takes()
    {
        var importer = Importer(new ImportOptions { Batch = 100 });
        await importer.Run(Rows(60, body: new string('文', 100_000)), Cancel);
        Assert.Equal(60, importer.Tally.Created);
        Assert.InRange(_server.State.LargestMessage, 1, 4);
    }

    [Fact]
    public async Task It_gives_up_when_reconnecting_does_not_help_and_says_where_it_stopped()
    {
        _server.State.BeforeResult = (n, _) =>
        {
            if (n >= 6) throw new RpcException(new Status(StatusCode.Unavailable, "no store"));
        };
        var importer = Importer(new ImportOptions { Batch = 1, Window = 5, MaxReconnects = 2, FirstWait = TimeSpan.FromMilliseconds(1) });
        var failure = await Assert.ThrowsAsync<CommandFailedException>(() => importer.Run(Rows(20), Cancel));
        Assert.Contains("2 reconnects", failure.Message);
        Assert.Contains("no store", failure.Message);
        Assert.Contains("line 7 (6)", failure.Message);
        Assert.Equal(5, importer.Tally.Settled);
    }

    [Fact]
    public async Task A_refused_call_is_not_tried_again()
    {
        _server.State.BeforeResult = (_, _) => throw new RpcException(new Status(StatusCode.PermissionDenied, "not your agency"));
        var failure = await Assert.ThrowsAsync<CommandFailedException>(() => Importer(new ImportOptions()).Run(Rows(3), Cancel));
        Assert.Contains("PermissionDenied: not your agency", failure.Message);
        Assert.Equal(1, _server.State.Streams);
    }

    [Fact]
    public async Task A_source_that_fails_ends_the_import_with_its_reason()
    {
        static async IAsyncEnumerable<SourceRow> Failing()
        {
            await foreach (var row in Rows(5)) yield return row;
            throw new IOException("disk");
        }

        Assert.Equal("disk", (await Assert.ThrowsAsync<IOException>(() => Importer(new ImportOptions { Batch = 2 }).Run(Failing(), Cancel))).Message);
    }

    [Fact]
    public async Task An_import_of_nothing_is_done_at_once()
    {
        var importer = Importer(new ImportOptions());
        await importer.Run(Rows(0), Cancel);
        Assert.Equal((0, true), (importer.Tally.Rows, importer.Tally.IsComplete));
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(1001, 2000)]
    [InlineData(100, 99)]
    public void Options_out_of_bounds_are_refused(int batch, int window) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Importer(new ImportOptions { Batch = batch, Window = window }));

    private Importer Importer(ImportOptions options) => new(_server.Calls, new ErrorFile(null), TimeProvider.System, options);

    private static async IAsyncEnumerable<SourceRow> Rows(int count, string body = "")
    {
        await Task.Yield();
        for (var n = 1; n <= count; n++)
        {
            yield return SourceRow.Of(n + 1, null, new ImportRecord { SourceId = n.ToString(), AgencyId = "as-a", Title = "甲", Body = body });
        }
    }
}
