using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Google.Protobuf;
using Spectre.Console;
using Sunshine.Cli;
using Sunshine.Ledger.V1;
using Sunshine.Platform.Tests.Dapr;
using Sunshine.Reports.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Api;

/// <summary>The annual report on the sample year, worked out from its ledger, beside the one that the city published.</summary>
public sealed class AnnualReportTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_ledger_has_every_figure_that_the_city_published_or_it_is_said_why_not_and_each_is_proved()
    {
        using var folder = new TemporaryFolder();
        await using var standalone = await StandaloneProcess.Start(folder.Path, Cancel, "--sample", "anshan-2016");
        var (code, told) = await Sunshine(
            "sample", "anshan-2016-credit", "--server", standalone.GrpcAddress.ToString(), "--authority", standalone.Rest.ToString(), "--credentials", Path.Combine(folder.Path, "authority", "client.json"));
        Assert.True(code == SunshineCommand.Done, told);
        var reports = new ReportService.ReportServiceClient(standalone.Invoker(null));

        // Acts come into the ledger behind the calls.
        await Eventually.Get(async () => Wrong(await reports.GetReportAsync(new() { Year = 2016, Form = Form._2014 }, cancellationToken: Cancel)), wrong => wrong.Length == 0, Cancel, TimeSpan.FromMinutes(5));
        Assert.Equal(116, AnshanFacts.All.Count);
        Assert.All(AnshanFacts.All.Where(f => f.Verdict != FactVerdict.Reproduced), f => Assert.NotEmpty(f.Why));

        using var http = standalone.Http(null);
        var report = JsonParser.Default.Parse<Report>(await http.GetStringAsync("/api/v1/reports/2016?form=FORM_2014", Cancel));
        await Reconciled(http);
        await Traced(standalone, reports, report);
        await Verified(standalone, http, folder);
    }

    private static string Wrong(Report report)
    {
        var values = report.Figures.ToDictionary(f => f.Id, f => f.Value);
        return string.Join('\n', AnshanFacts.All.Where(f => f.FigureId.Length > 0 && f.Value.Length > 0 && !Same(f.Value, values[f.FigureId])).Select(f => $"{f.Id}: {f.Value} was expected, {f.FigureId} is {values[f.FigureId]}"));
    }

    /// <summary>As numbers: the report prints 0.60 where a file of facts has 0.6.</summary>
    private static bool Same(string expected, string value) =>
        decimal.TryParse(expected, CultureInfo.InvariantCulture, out var one) && decimal.TryParse(value, CultureInfo.InvariantCulture, out var other) && one == other;

    /// <summary>Held against itself and against the ledger, the published report differs where it is wrong and nowhere else.</summary>
    private static async Task Reconciled(HttpClient http)
    {
        using var answer = await http.PostAsJsonAsync("/api/v1/reports/2016:reconcile", new { sample = "anshan-2016" }, Cancel);
        var found = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal(["said.areas", "said.channels.website.share", "said.credit.total", "said.rooms.city"], found.GetProperty("comparisons").EnumerateArray()
            .Where(c => !c.GetProperty("agrees").GetBoolean()).Select(c => c.GetProperty("figureId").GetString()).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains("184", found.GetProperty("comparisons").EnumerateArray().Select(c => c.GetProperty("difference").GetString()));
        // Ten points, of which the missing parts are two.
        Assert.Equal(11, found.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("rule").GetString() + f.GetProperty("place").GetString()).Distinct().Count());
    }

    /// <summary>Behind every figure are acts that add up to it, and each is proved.</summary>
    private static async Task Traced(StandaloneProcess standalone, ReportService.ReportServiceClient reports, Report report)
    {
        var ledger = new LedgerService.LedgerServiceClient(standalone.Invoker(null));
        foreach (var id in new[] { "litigation.total", "said.gazette.issues", "said.powers.held", "response.press-conferences", "requests.answered.partial", "said.areas.proposals" })
        {
            var (sum, request) = (0m, new ListFigureActsRequest { Year = 2016, Id = id, Form = Form._2014, PageSize = 200 });
            do
            {
                var page = await reports.ListFigureActsAsync(request, cancellationToken: Cancel);
                foreach (var act in page.Acts)
                {
                    sum += decimal.Parse(act.Amount, CultureInfo.InvariantCulture);
                    var proof = await ledger.GetInclusionProofAsync(new() { Index = act.Act.Index }, cancellationToken: Cancel);
                    Assert.Equal(act.Act.Entry, proof.Act.Entry);
                    TransparencyLog.ProofFile.Parse(System.Text.Encoding.UTF8.GetBytes(proof.TlogProof)).Verify(act.Act.Entry.Span, TransparencyLog.VerifierKey.Parse(proof.Checkpoint.VerifierKey));
                }

                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);

            Assert.Equal(report.Figures.First(f => f.Id == id).Value, sum.ToString("0.####", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>By the command line, from the log's files alone.</summary>
    private static async Task Verified(StandaloneProcess standalone, HttpClient http, TemporaryFolder folder)
    {
        var (key, file) = (await http.GetStringAsync("/api/v1/ledger/log/key", Cancel), Path.Combine(folder.Path, "report.json"));
        var log = new Uri(standalone.Rest, "/api/v1/ledger/log").ToString();
        var text = await http.GetStringAsync("/api/v1/reports/2016?form=FORM_2014", Cancel);
        await File.WriteAllTextAsync(file, text, Cancel);
        var (code, told) = await Sunshine("verify", "report", file, log, "--key", key.Trim());
        Assert.True(code == SunshineCommand.Done, told);

        await File.WriteAllTextAsync(file, text.Replace("32912", "32913", StringComparison.Ordinal), Cancel);
        (code, told) = await Sunshine("verify", "report", file, log, "--key", key.Trim());
        Assert.Equal(SunshineCommand.Failed, code);
        Assert.Contains("proactive.total: the report has 32913, the log 32912", told, StringComparison.Ordinal);

        var item = (await http.GetFromJsonAsync<JsonElement>("/api/v1/catalogue/items?pageSize=1", Cancel)).GetProperty("items")[0].GetProperty("id").GetString();
        await File.WriteAllTextAsync(file, await http.GetStringAsync("/api/v1/catalogue/items/" + item, Cancel), Cancel);
        (code, told) = await Sunshine("verify", "record", log, "--key", key.Trim(), "--source", "catalogue", "--resource", "items/" + item, "--item", file);
        Assert.True(code == SunshineCommand.Done, told);
    }

    private static async Task<(int Code, string Told)> Sunshine(params string[] args)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 400;
        return (await new SunshineCommand(console, console, TimeProvider.System).Run(args, Cancel), text.ToString());
    }
}
