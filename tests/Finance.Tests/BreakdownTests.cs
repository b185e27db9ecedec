using Grpc.Core;
using Sunshine.Finance.V1;

namespace Sunshine.Finance.Tests;

public sealed class BreakdownTests : FigureTest
{
    private static GetBreakdownRequest General(string code = "", DivideBy by = DivideBy.Unspecified) =>
        new() { Measure = "public-budget-expenditure", FiscalYear = 2016, Phase = Phase.Approved, Code = code, By = by };

    private static string[] Parts(Breakdown breakdown) => [.. breakdown.Parts.Select(p => $"{p.Code} {p.Name} {p.Amount} {p.Share} {p.Counted.Agencies} {p.Divisible}")];

    [Fact]
    public async Task An_amount_goes_down_to_items_and_every_level_comes_to_the_one_above()
    {
        await Disclose("office", 2016, Phase.Approved, ("2010601", "行政运行", 700, 0), ("2010602", "一般行政管理事务", 0, 200), ("2080501", "归口管理的行政单位离退休", 100, 0));
        await Disclose("city", 2016, Phase.Approved, ("2010601", "行政运行", 50, 0), ("2010101", "行政运行", 250, 0));

        var top = await Figures.GetBreakdownAsync(General(), cancellationToken: Cancel);
        Assert.Equal(["201 一般公共服务支出 1200.00 92.31 2 True", "208 社会保障和就业支出 100.00 7.69 1 True"], Parts(top));
        Assert.Equal(("1300.00", "0.00", 2, 2, 5L), (top.Amount, top.Undivided, top.Counted.Agencies, top.Counted.Disclosures, top.Counted.Lines));
        Assert.Empty(top.Path);

        var below = await Figures.GetBreakdownAsync(General("201"), cancellationToken: Cancel);
        Assert.Equal(["20106 财政事务 950.00 79.17 2 True", "20101 人大事务 250.00 20.83 1 True"], Parts(below));
        Assert.Equal("1200.00", below.Amount);

        var items = await Figures.GetBreakdownAsync(General("20106"), cancellationToken: Cancel);
        Assert.Equal(["2010601 行政运行 750.00 78.95 2 False", "2010602 一般行政管理事务 200.00 21.05 1 False"], Parts(items));
        Assert.Equal(["201 一般公共服务支出", "20106 财政事务"], items.Path.Select(p => $"{p.Code} {p.Name}"));

        var last = await Figures.GetBreakdownAsync(General("2010601"), cancellationToken: Cancel);
        Assert.Empty(last.Parts);
        Assert.Equal(("750.00", "750.00"), (last.Amount, last.Undivided));
    }

    [Fact]
    public async Task By_agency_and_within_one()
    {
        await Disclose("office", 2016, Phase.Approved, ("2010601", "行政运行", 700, 0));
        await Disclose("county-office", 2016, Phase.Approved, ("2010601", "行政运行", 0, 300));
        var all = await Figures.GetBreakdownAsync(General(by: DivideBy.Agency), cancellationToken: Cancel);
        Assert.Equal(["office 机关 office 700.00 70.00 1 False", "county-office 机关 county-office 300.00 30.00 1 False"], Parts(all));
        var city = General();
        city.AgencyId = "city";
        Assert.Equal("700.00", (await Figures.GetBreakdownAsync(city, cancellationToken: Cancel)).Amount);
    }

    [Fact]
    public async Task What_one_department_divides_no_further_stays_undivided_and_is_not_lost()
    {
        await Disclose("office", 2016, Phase.Approved, ("2010601", "行政运行", 700, 0));
        await Disclose("city", 2016, Phase.Approved, ("20106", "", 40, 0), ("208", "", 5, 0));
        var below = await Figures.GetBreakdownAsync(General("20106"), cancellationToken: Cancel);
        Assert.Equal(("740.00", "40.00"), (below.Amount, below.Undivided));
        Assert.Equal("745.00", (await Figures.GetBreakdownAsync(General(), cancellationToken: Cancel)).Amount);
    }

    [Fact]
    public async Task Only_the_latest_release_counts_and_nothing_of_what_was_taken_back()
    {
        var first = await Disclose("office", 2016, Phase.Approved, ("2010601", "行政运行", 700, 0));
        Assert.Equal("700.00", (await Figures.GetBreakdownAsync(General(), cancellationToken: Cancel)).Amount);
        var proposed = General();
        proposed.Phase = Phase.Proposed;
        Assert.Equal("0.00", (await Figures.GetBreakdownAsync(proposed, cancellationToken: Cancel)).Amount);

        await Machine.WithdrawDisclosureAsync(new() { Id = first.Id, Reason = "口径有误" }, cancellationToken: Cancel);
        var gone = await Figures.GetBreakdownAsync(General(), cancellationToken: Cancel);
        Assert.Equal(("0.00", 0, 0), (gone.Amount, gone.Parts.Count, gone.Counted.Disclosures));
        await Machine.RestoreDisclosureAsync(new() { Id = first.Id }, cancellationToken: Cancel);
        Assert.Equal("700.00", (await Figures.GetBreakdownAsync(General(), cancellationToken: Cancel)).Amount);
    }

    [Fact]
    public async Task Items_of_a_measure_are_its_parts()
    {
        var table = new V1.Statement { Layout = "department-budget-7", Unit = AmountUnit.Yuan };
        var row = new V1.StatementRow { Code = "total" };
        row.Cells.Add([Cell("this-total", "60.00"), Cell("this-abroad", "10.00"), Cell("this-cars", "30.00"), Cell("this-purchase", "0.00"), Cell("this-running", "30.00"), Cell("this-receptions", "20.00")]);
        table.Rows.Add(row);
        await Disclose("office", 2016, Phase.Approved, table);
        var request = new GetBreakdownRequest { Measure = "three-public", FiscalYear = 2016, Phase = Phase.Approved };
        Assert.Equal(
            ["running 公务用车运行费 30.00 50.00 1 False", "receptions 公务接待费 20.00 33.33 1 False", "abroad 因公出国（境）费 10.00 16.67 1 False", "purchase 公务用车购置费 0.00 0.00 1 False"],
            Parts(await Figures.GetBreakdownAsync(request, cancellationToken: Cancel)));
        request.Code = "running";
        Assert.Equal("30.00", (await Figures.GetBreakdownAsync(request, cancellationToken: Cancel)).Amount);

        static StatementCell Cell(string column, string value) => new() { Column = column, Value = value };
    }

    [Fact]
    public async Task Every_mistake_in_a_question_is_named()
    {
        Assert.Equal(
            ["phase REQUIRED", "measure NO_SUCH_MEASURE", "fiscalYear OUT_OF_RANGE", "agencyId NO_SUCH_AGENCY"],
            await Wrong(() => Figures.GetBreakdownAsync(new() { Measure = "money", FiscalYear = 1066, AgencyId = "nobody" }, cancellationToken: Cancel).ResponseAsync));
        Assert.Equal(["by NOT_BY_LINE", "code NO_SUCH_CODE"], await Wrong(() => Figures.GetBreakdownAsync(General("20x", DivideBy.Line), cancellationToken: Cancel).ResponseAsync));
        Assert.Equal(["code NO_SUCH_CODE"], await Wrong(() => Figures.GetBreakdownAsync(General("2010"), cancellationToken: Cancel).ResponseAsync));
    }

    [Fact]
    public async Task The_largest_amounts_are_added_up_exactly()
    {
        foreach (var agency in new[] { "city", "office", "county", "county-office" })
            await Disclose(agency, 2016, Phase.Approved, ("2010601", "行政运行", 99_999_999_999_999, 0));
        Assert.Equal("399999999999996.00", (await Figures.GetBreakdownAsync(General(), cancellationToken: Cancel)).Amount);
    }

    [Fact]
    public async Task Measures_are_listed_and_each_stands_in_a_column_that_there_is()
    {
        var page = await Figures.ListMeasuresAsync(new() { PageSize = 3 }, cancellationToken: Cancel);
        var rest = await Figures.ListMeasuresAsync(new() { PageSize = 3, PageToken = page.NextPageToken }, cancellationToken: Cancel);
        Assert.Equal(Measures.All.Select(m => m.Code).Take(6), page.Measures.Concat(rest.Measures).Select(m => m.Code));
        Assert.All(Measures.All.SelectMany(m => m.Sources), s =>
        {
            var layout = Layouts.Find(s.Layout);
            Assert.NotNull(layout?.Column(s.Column));
            if (s.Line.Length > 0) Assert.NotNull(layout.Line(s.Line));
        });
        Assert.Equal(StatusCode.InvalidArgument, (await Refused(StatusCode.InvalidArgument, () => Figures.ListMeasuresAsync(new() { PageSize = -1 }, cancellationToken: Cancel).ResponseAsync)).StatusCode);
    }
}
