using Sunshine.Finance.V1;

namespace Sunshine.Finance.Tests;

public sealed class LinesTests : FigureTest
{
    [Fact]
    public async Task Lines_come_table_by_table_each_once_whatever_the_size_of_the_page()
    {
        await Disclose("office", 2016, Phase.Approved, ("2010601", "行政运行", 700, 0), ("2010602", "一般行政管理事务", 0, 200));
        await Disclose("office", 2015, Phase.Approved, ("2010601", "行政运行", 600, 0));
        await Disclose("city", 2016, Phase.Executed, ("2010101", "行政运行", 100, 0));
        var request = new ListLinesRequest { PageSize = 3 };
        var lines = new List<FigureLine>();
        do
        {
            var page = await Figures.ListLinesAsync(request, cancellationToken: Cancel);
            Assert.Equal(13, page.TotalSize);
            lines.AddRange(page.Lines);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(
            ["city 2016 1 201", "city 2016 2 20101", "city 2016 3 2010101", "city 2016 4 total", "office 2015 1 201", "office 2015 2 20106", "office 2015 3 2010601", "office 2015 4 total", "office 2016 1 201", "office 2016 2 20106", "office 2016 3 2010601", "office 2016 4 2010602", "office 2016 5 total"],
            lines.Select(l => $"{l.AgencyId} {l.FiscalYear} {l.Position} {l.Code}"));
        var item = lines[2];
        Assert.Equal(("行政运行", 1, Phase.Executed, DisclosureKind.FinalAccounts, "department-final-5", "机关 city"), (item.Name, item.Release, item.Phase, item.Kind, item.Layout, item.AgencyName));
        Assert.Equal(["total 100.00", "basic 100.00", "project 0.00"], item.Cells.Select(c => $"{c.Column} {c.Value}"));
    }

    [Fact]
    public async Task Filters_hold_together()
    {
        var disclosed = await Disclose("office", 2016, Phase.Approved, ("2010601", "行政运行", 700, 0), ("2080501", "归口管理的行政单位离退休", 1, 0));
        await Disclose("office", 2015, Phase.Approved, ("2010601", "行政运行", 600, 0));
        async Task<string> Codes(ListLinesRequest request) => string.Join(' ', (await Figures.ListLinesAsync(request, cancellationToken: Cancel)).Lines.Select(l => l.Code));
        Assert.Equal("201 20106 2010601", await Codes(new() { FiscalYear = 2016, Code = "201" }));
        Assert.Equal("201 208 20106 20805 2010601 2080501 total", await Codes(new() { DisclosureId = disclosed.Id }));
        Assert.Equal("", await Codes(new() { AgencyId = "county" }));
        Assert.Equal("", await Codes(new() { Layout = "department-final-5" }));
        Assert.Equal("201 20106 2010601 total", await Codes(new() { AgencyId = "city", FiscalYear = 2015, Kind = DisclosureKind.Budget, Level = FinanceLevel.Department, Phase = Phase.Approved, Layout = "department-budget-5" }));
        Assert.Equal(["fiscalYear OUT_OF_RANGE", "agencyId NO_SUCH_AGENCY"], await Wrong(() => Figures.ListLinesAsync(new() { FiscalYear = 3000, AgencyId = "x" }, cancellationToken: Cancel).ResponseAsync));
    }
}
