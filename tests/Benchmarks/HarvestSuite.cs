using System.Diagnostics;
using System.Globalization;
using System.Text;
using Grpc.Core;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Sunshine.Catalogue.V1;

namespace Sunshine.Benchmarks;

/// <summary>A table that is harvested, beside the import of the same records over gRPC by a caller who has them already.</summary>
internal static class HarvestSuite
{
    private const int Batch = 500;

    public static async Task Run(Report report, IReadOnlyList<string> numbers)
    {
        var size = numbers.Count > 0 ? int.Parse(numbers[0], CultureInfo.InvariantCulture) : 33_000;
        var records = SampleItems.Records(size + 2_000).ToList();
        using var folder = new TemporaryFolder();
        using var server = await StandaloneServer.Start(folder, null, ("Outbound__Allowed__0", "127.0.0.0/8"));
        var catalogue = new CatalogueService.CatalogueServiceClient(server.Connection.Channel);
        await Import(catalogue, records.Skip(size));

        // The same text under other keys, so that both are new.
        var began = Stopwatch.GetTimestamp();
        await Import(catalogue, records.Take(size).Select(r =>
        {
            var other = r.Clone();
            other.SourceId = "import-" + r.SourceId;
            return other;
        }));
        var plain = Stopwatch.GetElapsedTime(began);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var upstream = builder.Build();
        upstream.Urls.Add("http://127.0.0.1:0");
        var table = Encoding.UTF8.GetBytes(Table(records.Take(size)));
        upstream.Run(http => http.Response.Body.WriteAsync(table).AsTask());
        await upstream.StartAsync();
        var harvests = new HarvestService.HarvestServiceClient(server.Connection.Channel);
        var source = await harvests.CreateHarvestSourceAsync(new() { RequestId = "s", Source = Source(upstream.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First(), records) });
        var memory = server.OwnMemory;
        var first = await Harvest(harvests, source, "first");
        report.Note($"{first.Job.Counts}; the server's own memory {memory >> 20:N0} MiB before, {server.OwnMemory >> 20:N0} MiB after; table of {table.Length >> 20:N0} MiB");
        var again = await Harvest(harvests, source, "again");
        if (!first.Job.Balance.Balanced || again.Job.Counts.NotModified != size) throw new InvalidOperationException($"{again.Job}");
        report.Rate("records harvested; limit: imported over gRPC", size / first.Took.TotalSeconds, size / plain.TotalSeconds, null);
        report.Rate("records found unchanged; limit: imported over gRPC", size / again.Took.TotalSeconds, size / plain.TotalSeconds, null);
    }

    private static async Task<(TimeSpan Took, HarvestJob Job)> Harvest(HarvestService.HarvestServiceClient harvests, HarvestSource source, string id)
    {
        var began = Stopwatch.GetTimestamp();
        var job = await harvests.RunHarvestSourceAsync(new() { Id = source.Id, RequestId = id });
        while (job.EndTime is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            job = await harvests.GetHarvestJobAsync(new() { Id = job.Id });
        }

        return (Stopwatch.GetElapsedTime(began), job.State == HarvestJobState.Done ? job : throw new InvalidOperationException($"{job}"));
    }

    private static HarvestSource Source(string address, IEnumerable<ImportRecord> records)
    {
        var source = new HarvestSource { Title = "bench", AgencyId = records.First().AgencyId, Kind = HarvestKind.Csv, Url = address + "/table.csv", VanishLimitPercent = 100 };
        source.Agencies.Add(records.Select(r => r.AgencyId).Distinct().Select(a => new HarvestAgency { Upstream = a, AgencyId = a }));
        return source;
    }

    private static string Table(IEnumerable<ImportRecord> records)
    {
        var text = new StringBuilder("source_id,agency_id,title,summary,body,document_number,subject_category,genre,keywords,stage,key_area,channel,on,column\n");
        foreach (var r in records)
        {
            text.AppendJoin(',', new[]
            {
                r.SourceId, r.AgencyId, r.Title, r.Summary, r.Body, r.DocumentNumber, r.SubjectCategory, r.Genre, string.Join(';', r.Keywords),
                r.Stage == 0 ? "" : $"{r.Stage}", r.KeyArea, $"{r.Placements[0].Channel}", r.Placements[0].On, r.Placements[0].Column
            }.Select(c => '"' + c.Replace("\"", "\"\"") + '"')).Append('\n');
        }

        return text.ToString();
    }

    private static async Task Import(CatalogueService.CatalogueServiceClient client, IEnumerable<ImportRecord> records)
    {
        using var call = client.ImportItems();
        var refused = 0;
        var reading = Task.Run(async () =>
        {
            await foreach (var response in call.ResponseStream.ReadAllAsync()) refused += response.Results.Count(r => r.Outcome == ImportOutcome.Refused);
        });
        foreach (var part in records.Chunk(Batch))
        {
            var request = new ImportItemsRequest();
            request.Records.Add(part);
            await call.RequestStream.WriteAsync(request);
        }

        await call.RequestStream.CompleteAsync();
        await reading;
        if (refused > 0) throw new InvalidOperationException($"{refused} records were refused.");
    }
}
