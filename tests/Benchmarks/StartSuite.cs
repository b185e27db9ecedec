using System.Diagnostics;
using Sunshine.Catalogue.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.Benchmarks;

/// <summary>How long standalone takes from its start until it answers, empty and with a year's items; beside bare Kestrel and the goal of 3 s.</summary>
internal static class StartSuite
{
    private const int Rounds = 5;
    private static readonly TimeSpan Goal = TimeSpan.FromSeconds(3);

    public static async Task Run(Report report, IReadOnlyList<string> numbers)
    {
        var size = numbers.Count > 0 ? int.Parse(numbers[0]) : 33_000;
        using var folder = new TemporaryFolder();
        var bytes = folder.File("bytes");
        await File.WriteAllBytesAsync(bytes, [(byte)'1']);
        var bare = await Median(port => ChildProcess.Start("Sunshine.Benchmarks.dll", port, new Dictionary<string, string>(), "bare", $"http://127.0.0.1:{port}", bytes), "/");
        report.Note($"bare Kestrel answers after {Report.Show(bare)}");

        var number = 0;
        report.Time("standalone answers at its very first start; limit: 3 s", await Median(port => Standalone(folder.File($"first-{++number}"), port), "/api/v1/catalogue/statistics?year=2016"), Goal, 1);

        string data;
        using (var server = await StandaloneServer.Start(folder))
        {
            data = server.Folder;
            var client = new CatalogueService.CatalogueServiceClient(server.Connection.Channel);
            foreach (var portion in SampleItems.Records(size).Chunk(1_000))
            {
                var request = new BatchImportItemsRequest();
                request.Records.Add(portion);
                await client.BatchImportItemsAsync(request);
            }
        }

        report.Time($"standalone answers with {size:N0} items; limit: 3 s", await Median(port => Standalone(data, port), "/api/v1/catalogue/statistics?year=2016"), Goal, 1);
    }

    private static Task<ChildProcess> Standalone(string data, int port) => ChildProcess.Start(Repository.Program("deploy/standalone"), port, new Dictionary<string, string>
    {
        ["Kestrel__Endpoints__Rest__Url"] = $"http://127.0.0.1:{port}", ["Kestrel__Endpoints__Grpc__Url"] = $"http://127.0.0.1:{Ports.Free()}",
        ["Identity__Authority"] = $"http://127.0.0.1:{port}/", ["Storage__Path"] = data
    });

    private static async Task<TimeSpan> Median(Func<int, Task<ChildProcess>> start, string path)
    {
        using var http = new HttpClient();
        var times = new List<TimeSpan>();
        for (var round = 0; round < Rounds; round++)
        {
            var port = Ports.Free();
            var began = Stopwatch.GetTimestamp();
            using var process = await start(port);
            (await http.GetAsync($"http://127.0.0.1:{port}{path}")).EnsureSuccessStatusCode();
            times.Add(Stopwatch.GetElapsedTime(began));
        }

        times.Sort();
        return times[Rounds / 2];
    }
}
