using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sunshine.Catalogue.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.Benchmarks;

/// <summary>
/// GETs through the gateway beside a bare Kestrel endpoint that returns the same bytes, loaded by wrk from the same machine. The two are
/// loaded in turn and the middle of several rounds counts.
/// </summary>
internal static partial class GatewaySuite
{
    private const int Rounds = 5;

    public static async Task Run(Report report, IReadOnlyList<string> numbers)
    {
        if (!IsThere("wrk"))
        {
            report.Note("wrk is not installed (Debian: wrk): nothing is measured");
            return;
        }

        var seconds = numbers.Count > 0 ? int.Parse(numbers[0]) : 4;
        using var folder = new TemporaryFolder();
        using var http = new HttpClient();
        using var cached = await StandaloneServer.Start(folder);
        using var uncached = await StandaloneServer.Start(folder, null, ("Gateway__CacheFor", "00:00:00"));
        foreach (var server in new[] { cached, uncached }) await Fill(server);

        var list = "/api/v1/catalogue/items?query=" + Uri.EscapeDataString("预算") + "&pageSize=20";
        using (var bare = await Bare(folder, await http.GetByteArrayAsync(cached.Rest + list)))
            await Compare(report, "cached GET (search, page of 20)", cached.Rest + list, bare.Url, seconds, 0.85);

        using var page = JsonDocument.Parse(await http.GetByteArrayAsync(uncached.Rest + list));
        var item = "/api/v1/catalogue/items/" + page.RootElement.GetProperty("items")[0].GetProperty("id").GetString();
        using (var bare = await Bare(folder, await http.GetByteArrayAsync(uncached.Rest + item)))
        {
            await Compare(report, "uncached GET of an item by id", uncached.Rest + item, bare.Url, seconds, 0.35);
            var port = Ports.Free();
            using var yarp = await ChildProcess.Start("Sunshine.Benchmarks.dll", port, new Dictionary<string, string>(), "yarp", $"http://127.0.0.1:{port}", bare.Url);
            await Compare(report, "YARP alone before the bare endpoint, for comparison", $"http://127.0.0.1:{port}/", bare.Url, seconds, null);
        }
    }

    private static async Task Fill(StandaloneServer server)
    {
        var request = new BatchImportItemsRequest();
        request.Records.Add(SampleItems.Records(1_000));
        await new CatalogueService.CatalogueServiceClient(server.Connection.Channel).BatchImportItemsAsync(request);
    }

    private static async Task<BareProcess> Bare(TemporaryFolder folder, byte[] bytes)
    {
        var port = Ports.Free();
        var file = folder.File($"bytes-{port}");
        await File.WriteAllBytesAsync(file, bytes);
        return new BareProcess(await ChildProcess.Start("Sunshine.Benchmarks.dll", port, new Dictionary<string, string>(), "bare", $"http://127.0.0.1:{port}", file), $"http://127.0.0.1:{port}/");
    }

    private static async Task Compare(Report report, string what, string ours, string limit, int seconds, double? goal)
    {
        foreach (var url in new[] { ours, limit }) await Load(url, 2);
        var pairs = new List<(double Ours, double Limit)>();
        for (var round = 0; round < Rounds; round++) pairs.Add((await Load(ours, seconds), await Load(limit, seconds)));
        var middle = pairs.OrderBy(p => p.Ours / p.Limit).ElementAt(Rounds / 2);
        report.Rate(what + "; limit: bare Kestrel", middle.Ours, middle.Limit, goal);
    }

    private static async Task<double> Load(string url, int seconds)
    {
        using var wrk = Process.Start(new ProcessStartInfo("wrk", ["-t1", "-c32", $"-d{seconds}s", url]) { RedirectStandardOutput = true })!;
        var said = await wrk.StandardOutput.ReadToEndAsync();
        if (said.Contains("Non-2xx", StringComparison.Ordinal) || !Requests().IsMatch(said)) throw new InvalidOperationException($"{url} failed under load:{Environment.NewLine}{said}");
        return double.Parse(Requests().Match(said).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Requests();

    private sealed record BareProcess(ChildProcess Process, string Url) : IDisposable
    {
        public void Dispose() => Process.Dispose();
    }
}
