using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
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

    [Fact]
    public async Task A_file_that_was_acknowledged_before_a_kill_is_there_and_of_one_that_was_not_there_is_nothing()
    {
        using var storage = new TemporaryFolder();
        var files = Path.Combine(storage.Path, "catalogue.db.files");
        var bytes = Encoding.UTF8.GetBytes("%PDF-1.7 " + new string('x', 3_000_000));
        string path;
        await using (var standalone = await StandaloneProcess.Start(storage.Path, Cancel))
        {
            await ApiFixture.AddAgency(standalone);
            using var http = standalone.Http(standalone.Token);
            var upload = $"/api/v1/catalogue/attachments?agencyId={ApiFixture.Agency}&fileName=a.pdf";
            using var kept = await http.PostAsync(upload, new ByteArrayContent(bytes), Cancel);
            var answer = JsonDocument.Parse(await kept.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Cancel)).RootElement;
            path = $"/api/v1/catalogue/attachments/{answer.GetProperty("id").GetString()}/content";

            // The second one does not end before the process does.
            var pipe = new Pipe();
            var half = http.PostAsync(upload, new StreamContent(pipe.Reader.AsStream()), Cancel);
            await pipe.Writer.WriteAsync(bytes.AsMemory(0, 2_000_000), Cancel);
            while (Incoming().Length == 0) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancel);
            await standalone.Kill();
            // Only now does the client look at its connection again.
            await pipe.Writer.CompleteAsync();
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => half);
        }

        Assert.NotEmpty(Incoming());
        await using var restarted = await StandaloneProcess.Start(storage.Path, Cancel);
        using var again = restarted.Http(restarted.Token);
        Assert.Equal(bytes, await again.GetByteArrayAsync(path, Cancel));
        Assert.Single(Directory.GetFiles(files, "*", SearchOption.AllDirectories));

        string[] Incoming() => Directory.Exists(Path.Combine(files, "incoming")) ? Directory.GetFiles(Path.Combine(files, "incoming")) : [];
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
