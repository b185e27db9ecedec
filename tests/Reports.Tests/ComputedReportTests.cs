using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Sunshine.Acts;
using Sunshine.Reports.V1;

namespace Sunshine.Reports.Tests;

/// <summary>Figures as they follow from a ledger.</summary>
public sealed class ComputedReportTests : ReportsTest
{
    [Fact]
    public async Task A_report_counts_the_year_of_everybody_or_of_an_agency_and_those_below_it_as_of_a_size()
    {
        Ledger.Count("catalogue.items", "2015-12", "office", "100");
        Ledger.Count("catalogue.items", "2016-05", "office", "7");
        Ledger.Count("catalogue.items", "2016-06", "city", "2");
        var size = Ledger.Size;
        Ledger.Count("catalogue.items", "2016-07", "county", "5");
        Assert.Equal("14", await Value("proactive.total"));
        Assert.Equal("9", await Value("proactive.total", "city"));
        Assert.Equal("7", await Value("proactive.total", "office"));
        Assert.Equal("0", await Value("proactive.total", "bureau"));
        Assert.Equal("9", await Value("proactive.total", size: size));
        var report = await Reports.GetReportAsync(new() { Year = 2016, AgencyId = "city", TreeSize = size }, cancellationToken: Cancel);
        Assert.Equal((Form._2014, "机关 city", (long)size), (report.Form, report.AgencyName, report.Basis.TreeSize));
        Assert.Equal(["bureau", "city", "office"], report.CountedAgencyIds);
        // Nothing in the ledger tells how many people there are.
        Assert.Equal("", report.Figures.Single(f => f.Id == Staff).Value);
        Assert.Equal(report.Definitions.Select(d => d.Id), report.Figures.Select(f => f.Id));
    }

    [Fact]
    public async Task Wrong_questions_are_refused()
    {
        Assert.Equal("NO_SUCH_AGENCY", await ReasonOf(StatusCode.NotFound, async () => await Reports.GetReportAsync(new() { Year = 2016, AgencyId = "nobody" }, cancellationToken: Cancel)));
        Assert.Equal("NO_FORM_OF_YEAR", await ReasonOf(StatusCode.FailedPrecondition, async () => await Reports.GetReportAsync(new() { Year = 2010 }, cancellationToken: Cancel)));
        Assert.Equal(["year OUT_OF_RANGE", "treeSize OUT_OF_RANGE"], await Wrong(async () => await Reports.GetReportAsync(new() { Year = 1, TreeSize = -1 }, cancellationToken: Cancel)));
        Assert.Equal("NO_SUCH_FIGURE", await ReasonOf(StatusCode.NotFound, async () => await Reports.GetFigureAsync(new() { Year = 2016, Id = "no.such" }, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task A_figure_tells_how_it_is_counted_and_by_which_acts()
    {
        for (var i = 0; i < 5; i++) Ledger.Count("catalogue.items", "2016-05", "office", "1");
        Ledger.Count("catalogue.items", "2017-01", "office", "1");
        Ledger.Count("catalogue.items", "2016-06", "county", "1");
        var trace = await Reports.GetFigureAsync(new() { Year = 2016, Id = "proactive.total" }, cancellationToken: Cancel);
        Assert.Equal(("6", "catalogue.items", Ledger.Size), (trace.Figure.Value, trace.Definition.Queries[0].What, trace.Basis.TreeSize));
        Assert.Equal(Host.Clock.GetUtcNow().ToTimestamp(), trace.ComputedAt);

        var (found, request) = (new List<long>(), new ListFigureActsRequest { Year = 2016, Id = "proactive.total", AgencyId = "city", PageSize = 2 });
        do
        {
            var page = await Reports.ListFigureActsAsync(request, cancellationToken: Cancel);
            found.AddRange(page.Acts.Select(a => a.Act.Index));
            Assert.All(page.Acts, a => Assert.Equal("1", a.Amount));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        Assert.Equal([4, 5, 6, 7, 8], found);
    }

    [Fact]
    public async Task The_shipped_report_is_held_against_itself_and_the_ledger()
    {
        Ledger.Count("catalogue.items", "2016-05", "city", "32911");
        var answer = await Reports.ReconcileReportAsync(new() { Year = 2016, Sample = "anshan-2016", AgencyId = "city" }, cancellationToken: Cancel);
        Assert.Contains(answer.Findings, f => f.Severity == Severity.Error);
        Assert.Equal(("32912", "32911", "1", false), Assert.Single(answer.Comparisons.Where(c => c.FigureId == "proactive.total").Select(c => (c.Stated, c.Computed, c.Difference, c.Agrees)).Distinct()));
        Assert.Equal("NO_SUCH_SAMPLE", await ReasonOf(StatusCode.NotFound, async () => await Reports.ReconcileReportAsync(new() { Year = 2016, Sample = "nowhere" }, cancellationToken: Cancel)));
        Assert.Equal(["year OTHER_YEAR"], await Wrong(async () => await Reports.ReconcileReportAsync(new() { Year = 2017, Sample = "anshan-2016" }, cancellationToken: Cancel)));
    }

    [Theory]
    [InlineData("1", "8", "12.5")]
    [InlineData("1", "16", "6.3")]
    [InlineData("1", "3", "33.3")]
    [InlineData("0", "3", "0.0")]
    public void Shares_are_rounded_half_up(string part, string whole, string expected)
    {
        var cells = Cells(("a", "2016-01", "agency=x", part), ("b", "2016-01", "agency=x", whole));
        Assert.Equal(["", expected], FigureSums.Compute([Sum("a"), Sum("b"), new() { Id = "none", PartId = "a", WholeId = "c", Decimals = 1 }, new() { Id = "share", PartId = "a", WholeId = "b", Decimals = 1 }], cells, 2016, null).Skip(2).Select(f => f.Value));
    }

    [Fact]
    public void Sums_may_count_different_values_stocks_and_what_is_taken_away()
    {
        var cells = Cells(
            ("a", "2015-03", "agency=x topic=1", "3"), ("a", "2016-03", "agency=x topic=1", "2"), ("a", "2016-04", "agency=x topic=2", "1"), ("a", "2016-05", "agency=y topic=3", "1"),
            ("a", "2016-06", "agency=y topic=3", "-1"), ("a", "2017-01", "agency=x topic=9", "8"), ("b", "2016-01", "", "1"));
        FigureDefinition[] definitions =
        [
            Sum("a"), Sum("a", When.UntilYearEnd), Sum("a", When.UntilYearBegin), Sum("a", distinct: "topic"),
            new() { Id = "net", Queries = { Query("a", When.UntilYearEnd), Query("a", When.UntilYearBegin, minus: true) } }, new() { Id = "money", Divisor = "10000", Queries = { Query("a") } }, Sum("b"), new() { Id = "untold" }
        ];
        Assert.Equal(["3", "6", "3", "2", "3", "0.0003", "1", ""], FigureSums.Compute(definitions, cells, 2016, null).Select(f => f.Value));
        // Of what does not say whose it is, an agency's figure cannot be told.
        Assert.Equal(["0", "0", "0", "0", "0", "0", "", ""], FigureSums.Compute(definitions, cells, 2016, new HashSet<string> { "y" }).Select(f => f.Value));
    }

    private async Task<string> Value(string id, string agency = "", long size = 0) =>
        (await Reports.GetReportAsync(new() { Year = 2016, AgencyId = agency, TreeSize = size }, cancellationToken: Cancel)).Figures.Single(f => f.Id == id).Value;

    private static FigureDefinition Sum(string what, When when = When.InYear, string distinct = "") => new() { Id = when == When.InYear && distinct.Length == 0 ? what : $"{what}.{when}.{distinct}", Queries = { Query(what, when, distinct) } };

    private static FigureQuery Query(string what, When when = When.InYear, string distinct = "", bool minus = false) => new() { What = what, When = when, Distinct = distinct, Minus = minus };

    private static ILookup<string, ActCount> Cells(params (string What, string Period, string By, string Amount)[] cells) =>
        cells.Select(c => new ActCount(c.What, c.Period, c.By.Split(' ', StringSplitOptions.RemoveEmptyEntries), decimal.Parse(c.Amount, System.Globalization.CultureInfo.InvariantCulture))).ToLookup(c => c.What);
}
