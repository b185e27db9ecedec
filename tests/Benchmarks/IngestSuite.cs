using System.Diagnostics;
using Grpc.Core;
using Sunshine.Catalogue.V1;

namespace Sunshine.Benchmarks;

/// <summary>Import by gRPC through the gateway's edge, beside a bare prepared insert of the same rows with the same indexes in batches.</summary>
internal static class IngestSuite
{
    private const int Batch = 500;
    private const int Window = 2_000;

    public static async Task Run(Report report, IReadOnlyList<string> numbers)
    {
        var size = numbers.Count > 0 ? int.Parse(numbers[0]) : 1_000_000;
        using var folder = new TemporaryFolder();
        using var server = await StandaloneServer.Start(folder);
        var client = new CatalogueService.CatalogueServiceClient(server.Connection.Channel);
        await Import(client, SampleItems.Records(5_000), _ => { });

        var (half, own, ownHalf) = (0L, 0L, 0L);
        var began = Stopwatch.GetTimestamp();
        var stored = await Import(client, SampleItems.Records(size).Skip(5_000), done =>
        {
            own = Math.Max(own, server.OwnMemory);
            if (half == 0 && done > size / 2) (half, ownHalf) = (server.PeakMemory, own);
        });
        var ours = Stopwatch.GetElapsedTime(began);
        var peak = server.PeakMemory;
        report.Note($"{stored:N0} records stored in {Report.Show(ours)}; peak memory of the server, mapped files left out: {ownHalf >> 20:N0} MiB after half of them, {own >> 20:N0} MiB after all");
        report.Note($"with mapped files: {half >> 20:N0} MiB after half, {peak >> 20:N0} MiB after all");

        var sample = Math.Min(size, 100_000);
        var bare = BareIngest.Run(Path.Combine(server.Folder, "catalogue.db"), folder.File("bare.db"), sample, Batch);
        report.Rate("records imported over gRPC; limit: bare prepared insert", stored / ours.TotalSeconds, sample / bare.TotalSeconds, 0.4);
    }

    private static async Task<long> Import(CatalogueService.CatalogueServiceClient client, IEnumerable<ImportRecord> records, Action<long> progress)
    {
        using var call = client.ImportItems();
        using var window = new SemaphoreSlim(Window / Batch);
        long stored = 0;
        var reading = Task.Run(async () =>
        {
            await foreach (var response in call.ResponseStream.ReadAllAsync())
            {
                stored += response.Results.Count(r => r.Outcome is ImportOutcome.Created or ImportOutcome.Unchanged);
                progress(stored);
                window.Release();
            }
        });
        foreach (var part in records.Chunk(Batch))
        {
            await window.WaitAsync();
            var request = new ImportItemsRequest();
            request.Records.Add(part);
            await call.RequestStream.WriteAsync(request);
        }

        await call.RequestStream.CompleteAsync();
        await reading;
        return stored;
    }
}
