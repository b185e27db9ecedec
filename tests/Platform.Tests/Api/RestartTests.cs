using System.Collections.Concurrent;
using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Api;

public sealed class RestartTests
{
    private const int Records = 20_000;
    private const int EndAfter = 3_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_acknowledged_before_a_kill_is_there_and_sending_all_again_doubles_nothing()
    {
        using var storage = new TemporaryFolder();
        var acknowledged = new ConcurrentBag<ImportResult>();
        await using (var standalone = await StandaloneProcess.Start(storage.Path, Cancel))
        {
            await ApiFixture.AddAgency(standalone);
            await ImportUntilKilled(standalone, acknowledged);
        }

        Assert.InRange(acknowledged.Count, EndAfter, Records - 1);
        await using var restarted = await StandaloneProcess.Start(storage.Path, Cancel);
        var client = new CatalogueService.CatalogueServiceClient(restarted.Invoker(restarted.Token));
        var survived = await client.ListItemsAsync(new(), cancellationToken: Cancel);
        Assert.InRange(survived.TotalSize, acknowledged.Count, Records);

        var again = new List<ImportResult>();
        foreach (var portion in Enumerable.Range(0, Records).Chunk(1_000))
            again.AddRange((await client.BatchImportItemsAsync(new() { Records = { portion.Select(i => ApiFixture.Record($"{i}")) } }, cancellationToken: Cancel)).Results);

        var byId = again.ToDictionary(r => r.SourceId);
        Assert.All(acknowledged, a =>
        {
            var now = byId[a.SourceId];
            Assert.Equal((ImportOutcome.Unchanged, a.Id, a.IndexNumber), (now.Outcome, now.Id, now.IndexNumber));
        });
        Assert.Equal(survived.TotalSize, again.Count(r => r.Outcome == ImportOutcome.Unchanged));
        Assert.Equal(Records - survived.TotalSize, again.Count(r => r.Outcome == ImportOutcome.Created));
        Assert.Equal(Records, again.Select(r => r.IndexNumber).Distinct().Count());
        Assert.Equal(Records, (await client.ListItemsAsync(new() { Query = "工作方案" }, cancellationToken: Cancel)).TotalSize);
    }

    private static async Task ImportUntilKilled(StandaloneProcess standalone, ConcurrentBag<ImportResult> acknowledged)
    {
        using var call = new CatalogueService.CatalogueServiceClient(standalone.Invoker(standalone.Token)).ImportItems(cancellationToken: Cancel);
        var sending = Task.Run(async () =>
        {
            foreach (var portion in Enumerable.Range(0, Records).Chunk(50))
                await call.RequestStream.WriteAsync(new() { Records = { portion.Select(i => ApiFixture.Record($"{i}")) } }, Cancel);
        }, Cancel);
        Task? killing = null;
        var broken = await Assert.ThrowsAnyAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(Cancel))
            {
                foreach (var result in call.ResponseStream.Current.Results) acknowledged.Add(result);
                if (acknowledged.Count >= EndAfter) killing ??= standalone.Kill();
            }
        });
        Assert.NotNull(killing);
        await killing;
        Assert.NotEqual(StatusCode.OK, broken.StatusCode);
        // The sender is cut off too.
        await Assert.ThrowsAnyAsync<Exception>(() => sending);
    }
}
