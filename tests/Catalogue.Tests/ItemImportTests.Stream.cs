using Grpc.Core;
using Sunshine.Catalogue.V1;

namespace Sunshine.Catalogue.Tests;

public sealed partial class ItemImportTests
{
    [Fact]
    public async Task Results_come_while_the_stream_is_open_in_order_and_are_durable()
    {
        using var call = Items.ImportItems(cancellationToken: Cancel);
        for (var n = 0; n < 5; n++)
        {
            await call.RequestStream.WriteAsync(new() { Records = { Record($"{n}-a"), Record($"{n}-b") } }, Cancel);
            Assert.True(await call.ResponseStream.MoveNext(Cancel));
            var results = call.ResponseStream.Current.Results;
            Assert.Equal([2 * n, 2 * n + 1], results.Select(r => r.Position));
            Assert.Equal(results[1].Id, (await Public.GetItemAsync(new() { Id = results[1].Id }, cancellationToken: Cancel)).Id);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(Cancel));
    }

    [Fact]
    public async Task A_long_stream_is_answered_for_each_record_in_order()
    {
        var records = Enumerable.Range(0, 5_000).Select(i => i % 7 == 0 ? new ImportRecord { SourceId = $"{i}" } : Record($"{i}")).ToList();
        var results = await Stream(records.Chunk(90));

        Assert.Equal(Enumerable.Range(0, 5_000).Select(i => (long)i), results.Select(r => r.Position));
        Assert.Equal(records.Select(r => r.SourceId), results.Select(r => r.SourceId));
        for (var i = 0; i < results.Count; i++) Assert.Equal(i % 7 == 0 ? ImportOutcome.Refused : ImportOutcome.Created, results[i].Outcome);
        Assert.Equal(5_000 - 715, results.Where(r => r.IndexNumber.Length > 0).Select(r => r.IndexNumber).Distinct().Count());
    }

    [Fact]
    public async Task Of_the_same_record_in_messages_one_after_the_other_the_later_one_counts()
    {
        var results = await Stream(Enumerable.Range(0, 20).Select(n => new[] { Record("1", title: $"第 {n} 次"), Record($"other {n}") }));

        Assert.Equal(ImportOutcome.Created, results[0].Outcome);
        Assert.All(results.Where((r, i) => i > 0 && r.SourceId == "1"), r => Assert.Equal(ImportOutcome.Updated, r.Outcome));
        Assert.Equal("第 19 次", (await Public.GetItemAsync(new() { Id = results[0].Id }, cancellationToken: Cancel)).Title);
        Assert.Equal(21, (await ListAll(new() { PageSize = 200 })).Count);
    }

    [Fact]
    public async Task A_stream_sent_again_changes_nothing()
    {
        var records = Enumerable.Range(0, 500).Select(i => Record($"{i}")).ToList();
        var first = await Stream(records.Chunk(100));
        var again = await Stream(records.Chunk(37));

        Assert.All(again, r => Assert.Equal(ImportOutcome.Unchanged, r.Outcome));
        Assert.Equal(first.Select(r => (r.Id, r.IndexNumber)), again.Select(r => (r.Id, r.IndexNumber)));
    }

    [Fact]
    public async Task An_empty_message_ends_the_stream_after_what_came_before_was_answered()
    {
        using var call = Items.ImportItems(cancellationToken: Cancel);
        await call.RequestStream.WriteAsync(new() { Records = { Record("1") } }, Cancel);
        await call.RequestStream.WriteAsync(new(), Cancel);
        var answered = new List<ImportResult>();
        var refused = await Refused(StatusCode.InvalidArgument, async () =>
        {
            await foreach (var response in call.ResponseStream.ReadAllAsync(Cancel)) answered.AddRange(response.Results);
        });

        Assert.Equal([("records", "TOO_FEW")], refused.Fields());
        Assert.Equal("1", refused.Info().Metadata["position"]);
        Assert.Equal(ImportOutcome.Created, Assert.Single(answered).Outcome);
    }

    [Fact]
    public async Task A_stream_without_a_message_ends_well() => Assert.Empty(await Stream([]));

    [Fact]
    public async Task A_caller_that_goes_away_leaves_the_service_as_it_was()
    {
        using (var call = Items.ImportItems(cancellationToken: Cancel))
        {
            await call.RequestStream.WriteAsync(new() { Records = { Record("1") } }, Cancel);
            await call.ResponseStream.MoveNext(Cancel);
        }

        Assert.Equal(ImportOutcome.Unchanged, (await ImportOne(Record("1"))).Outcome);
    }

    private async Task<List<ImportResult>> Stream(IEnumerable<IReadOnlyCollection<ImportRecord>> messages)
    {
        using var call = Items.ImportItems(cancellationToken: Cancel);
        var sending = Task.Run(async () =>
        {
            foreach (var message in messages) await call.RequestStream.WriteAsync(new() { Records = { message } }, Cancel);
            await call.RequestStream.CompleteAsync();
        }, Cancel);
        var results = new List<ImportResult>();
        await foreach (var response in call.ResponseStream.ReadAllAsync(Cancel)) results.AddRange(response.Results);
        await sending;
        return results;
    }
}
