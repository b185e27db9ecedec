using System.Diagnostics;
using Spectre.Console;
using Sunshine.Cli.Samples;

namespace Sunshine.Benchmarks;

/// <summary>Pages of the portal in standalone with the sample year, warm: 95 of 100 readers wait no longer than the limit.</summary>
internal static class PagesSuite
{
    private const int Warm = 20, Calls = 200;
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(100);

    public static async Task Run(Report report, IReadOnlyList<string> numbers)
    {
        using var folder = new TemporaryFolder();
        using var server = await StandaloneServer.Start(folder);
        await SampleLoader.Load(server.Connection.Channel.CreateCallInvoker(), AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }), TimeProvider.System, CancellationToken.None);
        using var http = new HttpClient { BaseAddress = new Uri(server.Rest) };
        // Each call asks for another one, so that the gateway's cache has few of the answers that the page is made from.
        var random = new Random(3);
        string[] words = ["预算", "教育", "环境", "低保", "道路", "审批", "医疗", "安全", "就业", "公示"];
        foreach (var (name, address) in new (string, Func<string>)[]
        {
            ("the front page", () => "/"),
            ("a search", () => $"/search?q={words[random.Next(words.Length)]}&from=2016-{random.Next(1, 13):00}-01"),
            ("an act of the ledger with its proof", () => $"/ledger/acts/{random.Next(30_000)}"),
            ("the figures of a year", () => "/reports/2016?form=FORM_2014"),
            ("a figure with its acts", () => "/reports/2016/figures/proactive.channels.website"),
            ("the published report held against the ledger", () => "/reports/2016/reconciliation?sample=anshan-2016")
        })
        {
            for (var i = 0; i < Warm; i++) await http.GetStringAsync(new Uri(address(), UriKind.Relative));
            var times = new TimeSpan[Calls];
            for (var i = 0; i < Calls; i++)
            {
                var began = Stopwatch.GetTimestamp();
                await http.GetStringAsync(new Uri(address(), UriKind.Relative));
                times[i] = Stopwatch.GetElapsedTime(began);
            }

            Array.Sort(times);
            report.Time($"{name}: 95 of 100 within", times[Calls * 95 / 100], Limit, 1);
            report.Note($"half of them within {Report.Show(times[Calls / 2])}");
        }

        report.Note($"the server has {server.OwnMemory / 1024 / 1024:N0} MiB");
    }
}
