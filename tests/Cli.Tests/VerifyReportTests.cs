using Google.Protobuf;
using Sunshine.Acts;
using Sunshine.Reports.V1;
using Sunshine.Testing.Logs;
using Sunshine.TransparencyLog;

namespace Sunshine.Cli.Tests;

/// <summary>A report of an agency is worked out again from a copy of the log, and so is whose acts it counts.</summary>
public sealed class VerifyReportTests : IDisposable
{
    private readonly Tool _tool = new();
    private readonly SignerKey _key = SignerKey.Generate("test-log");
    private readonly MemoryLog _log;

    /// <summary>The bureau began beside the city; after the report was computed it belongs to the county.</summary>
    private readonly Report _report;

    public VerifyReportTests()
    {
        _log = MemoryLog.Of([], _key);
        Agency("city", "");
        Agency("county", "");
        Agency("office", "city");
        Agency("team", "office");
        Agency("bureau", "");
        Agency("bureau", "city");
        Items("city", 2);
        Items("office", 3);
        Items("team", 1);
        Items("bureau", 5);
        Items("county", 7);
        _report = new Report
        {
            Year = 2016, AgencyId = "city", AgencyName = "机关 city", Basis = new Basis { Origin = "test-log", TreeSize = _log.Size, RootHash = Convert.ToHexStringLower(_log.Root.Bytes) },
            Definitions = { new FigureDefinition { Id = "items", Queries = { new FigureQuery { What = "catalogue.items" } } } }, Figures = { new Figure { Id = "items", Value = "11" } },
            CountedAgencyIds = { "bureau", "city", "office", "team" }
        };
        Agency("bureau", "county");
        Items("office", 100);
        _tool.Files("log", _log.Files);
    }

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task A_report_as_the_log_has_it_is_verified() => Assert.Empty(await Verify(SunshineCommand.Done));

    [Fact]
    public async Task A_report_that_leaves_an_agency_out_and_counts_without_it_is_found()
    {
        _report.CountedAgencyIds.Remove("office");
        _report.Figures[0].Value = "8";
        Assert.Equal(["countedAgencyIds: the report leaves out office, which in the log is city or below it", "items: the report has 8, the log 11"], await Verify(SunshineCommand.Failed));
    }

    [Fact]
    public async Task A_report_that_counts_somebody_elses_acts_is_found()
    {
        _report.CountedAgencyIds.Add("county");
        _report.Figures[0].Value = "18";
        Assert.Equal(["countedAgencyIds: the report counts county, which in the log is not city or below it", "items: the report has 18, the log 11"], await Verify(SunshineCommand.Failed));
    }

    [Fact]
    public async Task A_list_of_agencies_alone_that_is_another_is_found_also_of_agencies_that_are_not_there()
    {
        _report.CountedAgencyIds.Add("nowhere");
        Assert.Equal(["countedAgencyIds: the report counts nowhere, which in the log is not city or below it"], await Verify(SunshineCommand.Failed));
    }

    [Fact]
    public async Task A_report_of_everybody_lists_nobody()
    {
        (_report.AgencyId, _report.AgencyName, _report.Figures[0].Value) = ("", "", "18");
        Assert.Equal(4, (await Verify(SunshineCommand.Failed)).Length);
        _report.CountedAgencyIds.Clear();
        Assert.Empty(await Verify(SunshineCommand.Done));
    }

    [Fact]
    public async Task An_agency_that_the_log_does_not_have_or_names_otherwise_is_found()
    {
        _report.AgencyName = "机关 county";
        Assert.Equal(["agencyName: the report has 机关 county, the log 机关 city"], await Verify(SunshineCommand.Failed));
        (_report.AgencyId, _report.Figures[0].Value) = ("nowhere", "0");
        _report.CountedAgencyIds.Clear();
        Assert.Equal(["agencyId: the log has no agency nowhere"], await Verify(SunshineCommand.Failed));
    }

    /// <returns>What is told line by line, but for the last sentence.</returns>
    private async Task<string[]> Verify(int expected)
    {
        var code = await _tool.Run("verify", "report", _tool.File("report.json", JsonFormatter.Default.Format(_report)), _tool.PathOf("log"), "--key", _key.Verifier.ToString());
        Assert.True(code == expected, _tool.Output + _tool.Messages);
        return _tool.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[..^(code == SunshineCommand.Done ? 1 : 0)];
    }

    private void Agency(string id, string parent) =>
        Add(new ActEntry { Source = "catalogue", Kind = "AGENCY_CHANGED", Agency = id, Resource = $"agencies/{id}", Notes = [.. parent.Length == 0 ? Array.Empty<string>() : [$"parent={parent}"], $"name=机关 {id}"] });

    private void Items(string agency, decimal amount) =>
        Add(new ActEntry { Source = "catalogue", Kind = "PUBLISHED", Agency = agency, Resource = $"items/{_log.Size}", Counts = [new ActCount("catalogue.items", "2016-05", [$"agency={agency}"], amount)] });

    private void Add(ActEntry entry) => _log.Append([entry.ToBytes()]);
}
