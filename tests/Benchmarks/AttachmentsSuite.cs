using System.Buffers;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Sunshine.Cli;
using Sunshine.Testing.Hosts;

namespace Sunshine.Benchmarks;

/// <summary>
/// One large attachment up and down through standalone, beside a bare Kestrel endpoint that copies the same bytes to a file, flushed, and
/// sends them from it. Ours hashes both ways. Neither may hold the file: the peak of memory is shown before and after.
/// </summary>
internal static class AttachmentsSuite
{
    private const int Rounds = 3;
    private const double MiB = 1024 * 1024;

    /// <summary>In bytes: what the peak of memory may grow by.</summary>
    private const long MostHeld = 64 * 1024 * 1024;

    /// <param name="numbers">Megabytes (default 1,024).</param>
    public static async Task Run(Report report, IReadOnlyList<string> numbers)
    {
        var length = (long)((numbers.Count > 0 ? int.Parse(numbers[0]) : 1_024) * MiB);
        using var folder = new TemporaryFolder();
        using var server = await StandaloneServer.Start(folder);
        var port = Ports.Free();
        var files = Directory.CreateDirectory(folder.File("bare")).FullName;
        using var bare = await ChildProcess.Start("Sunshine.Benchmarks.dll", port, new Dictionary<string, string>(), "bare-files", $"http://127.0.0.1:{port}", files);
        using var limit = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Timeout.InfiniteTimeSpan };
        using var ours = new HttpClient { BaseAddress = new Uri(server.Rest), Timeout = Timeout.InfiniteTimeSpan };
        ours.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await Token(server));

        // What is compiled and pooled at the first use is not what a file takes.
        await Up(ours, Upload, (long)(32 * MiB));
        await Up(limit, _ => "/", (long)(32 * MiB));
        var before = server.PeakMemory;
        var (up, down) = (new List<(double Ours, double Limit)>(), new List<(double Ours, double Limit)>());
        for (var round = 0; round < Rounds; round++)
        {
            var (answer, rate) = await Up(ours, Upload, length + round * 8);
            up.Add((rate, (await Up(limit, _ => "/", length)).Rate));
            var id = JsonDocument.Parse(answer).RootElement.GetProperty("id").GetString();
            down.Add((await Down(ours, $"/api/v1/catalogue/attachments/{id}/content"), await Down(limit, "/")));
        }

        var after = server.PeakMemory;
        Rate("up; limit: bare Kestrel to a flushed file", up, 0.4);
        Rate("down; limit: bare Kestrel from the file", down, 0.4);
        report.Rate("peak memory before; limit: after", before / MiB, after / MiB, Math.Round(before / (double)(before + MostHeld), 2), " MiB");

        static string Upload(long length) => $"/api/v1/catalogue/attachments?agencyId=as-finance&fileName={length}.pdf";

        void Rate(string what, List<(double Ours, double Limit)> rounds, double goal)
        {
            var middle = rounds.OrderBy(r => r.Ours / r.Limit).ElementAt(Rounds / 2);
            report.Rate($"{length / MiB:N0} MiB {what}", middle.Ours, middle.Limit, goal, " MiB/s");
        }
    }

    private static async Task<string> Token(StandaloneServer server)
    {
        var credentials = ServerConnection.Credentials(null, null, Path.Combine(server.Folder, "authority", "client.json"))!;
        using var http = new HttpClient();
        using var answer = await http.PostAsync(server.Rest + "/connect/token", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = credentials.ClientId, ["client_secret"] = credentials.ClientSecret
        }));
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("access_token").GetString()!;
    }

    private static async Task<(string Answer, double Rate)> Up(HttpClient http, Func<long, string> path, long length)
    {
        var began = Stopwatch.GetTimestamp();
        using var response = await http.PostAsync(path(length), new Generated(length));
        var answer = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException(answer);
        return (answer, length / MiB / Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    private static async Task<double> Down(HttpClient http, string path)
    {
        var began = Stopwatch.GetTimestamp();
        using var response = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var content = await response.Content.ReadAsStreamAsync();
        var buffer = ArrayPool<byte>.Shared.Rent(256 * 1024);
        long length = 0;
        int read;
        while ((read = await content.ReadAsync(buffer)) > 0) length += read;
        ArrayPool<byte>.Shared.Return(buffer);
        return length / MiB / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>A PDF of one portion over and over; another length makes it another file.</summary>
    private sealed class Generated(long length) : HttpContent
    {
        private static readonly byte[] Portion = Fill();

        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            for (var at = 0L; at < length;)
            {
                var next = (int)Math.Min(Portion.Length, length - at);
                await stream.WriteAsync(Portion.AsMemory(0, next));
                at += next;
            }
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = length;
            return true;
        }

        private static byte[] Fill()
        {
            var bytes = new byte[256 * 1024];
            new Random(7).NextBytes(bytes);
            "%PDF-1.7"u8.CopyTo(bytes);
            return bytes;
        }
    }
}
