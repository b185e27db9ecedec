using Grpc.Core;
using Sunshine.Finance.V1;

namespace Sunshine.Finance.Tests;

public sealed class LayoutServiceTests : FinanceTest
{
    private LayoutService.LayoutServiceClient Anybody => new(Host.Invoker());

    [Fact]
    public async Task The_layouts_of_a_kind_say_which_must_be_there()
    {
        var found = await Anybody.ListLayoutsAsync(new() { Level = FinanceLevel.Department, Kind = DisclosureKind.FinalAccounts, FiscalYear = 2020 }, cancellationToken: Cancel);
        Assert.Equal(Enumerable.Range(1, 9).Select(n => $"department-final-{n}").Append("department-procurement"), found.Layouts.Select(l => l.Code));
        Assert.Equal(["department-final-9", "department-procurement"], found.Layouts.Where(l => !l.Required).Select(l => l.Code));
        Assert.Equal(9, (await Anybody.ListLayoutsAsync(new() { Level = FinanceLevel.Department, Kind = DisclosureKind.FinalAccounts, FiscalYear = 2016 }, cancellationToken: Cancel)).Layouts.Count);
    }

    [Fact]
    public async Task Every_layout_is_on_exactly_one_page()
    {
        var (codes, token) = (new List<string>(), "");
        do
        {
            var page = await Anybody.ListLayoutsAsync(new() { PageSize = 7, PageToken = token }, cancellationToken: Cancel);
            codes.AddRange(page.Layouts.Select(l => l.Code));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        Assert.Equal(Finance.Layouts.All.Select(l => l.Code), codes);
    }

    [Fact]
    public async Task A_layout_says_what_adds_up()
    {
        var layout = await Anybody.GetLayoutAsync(new() { Code = "department-budget-7" }, cancellationToken: Cancel);
        Assert.Equal(("一般公共预算“三公”经费支出情况表", "公开07表"), (layout.Name, layout.Number));
        Assert.Equal(["this-abroad", "this-cars", "this-receptions"], layout.Columns.Single(c => c.Code == "this-total").Parts);
        Assert.Equal(["本年预算数", "公务用车购置及运行费"], layout.Columns.Single(c => c.Code == "this-cars").Groups);
        Assert.Equal("NO_SUCH_LAYOUT", await ReasonOf(StatusCode.NotFound, async () => await Anybody.GetLayoutAsync(new() { Code = "x" })));
    }

    [Fact]
    public async Task Codes_are_listed_as_their_year_has_them()
    {
        var codes = await Anybody.ListClassificationCodesAsync(new() { Classification = "functional", Prefix = "210", Year = 2016, PageSize = 3 }, cancellationToken: Cancel);
        Assert.Equal(["210 医疗卫生与计划生育支出", "21001 医疗卫生与计划生育管理事务", "21002 公立医院"], codes.Codes.Select(c => $"{c.Code} {c.Name}"));
        Assert.Equal((2, "210"), (codes.Codes[1].Level, codes.Codes[1].Parent));
        Assert.NotEmpty(codes.NextPageToken);
        Assert.Equal(2, (await Anybody.ListClassificationCodesAsync(new() { Classification = "functional", Prefix = "210", PageSize = 2 }, cancellationToken: Cancel)).Codes.Count(c => c.Code == "210"));
        Assert.Equal("NO_SUCH_CLASSIFICATION", await ReasonOf(StatusCode.NotFound, async () => await Anybody.ListClassificationCodesAsync(new() { Classification = "x" })));
        Assert.Equal(["year OUT_OF_RANGE", "pageSize OUT_OF_RANGE"], await Wrong(async () => await Anybody.ListClassificationCodesAsync(new() { Classification = "economic", Year = 3, PageSize = -1 })));
    }

    [Fact]
    public async Task Texts_are_asked_for_since_their_year()
    {
        Assert.Equal(7, (await Anybody.ListTextElementsAsync(new(), cancellationToken: Cancel)).Elements.Count);
        Assert.Equal(6, (await Anybody.ListTextElementsAsync(new() { Kind = DisclosureKind.Budget, FiscalYear = 2016 }, cancellationToken: Cancel)).Elements.Count);
        Assert.Empty((await Anybody.ListTextElementsAsync(new() { Kind = DisclosureKind.Debt }, cancellationToken: Cancel)).Elements);
    }

    [Fact]
    public async Task All_of_it_is_there_over_plain_http()
    {
        using var http = Host.Http();
        Assert.Contains("公开05表", await http.GetStringAsync("/api/v1/finance/layouts/department-budget-5", Cancel), StringComparison.Ordinal);
        Assert.Contains("基本工资", await http.GetStringAsync("/api/v1/finance/classifications/economic/codes?prefix=301", Cancel), StringComparison.Ordinal);
        Assert.Contains("名词解释", await http.GetStringAsync("/api/v1/finance/text-elements", Cancel), StringComparison.Ordinal);
        Assert.Contains("department-final-1", await http.GetStringAsync("/api/v1/finance/layouts?kind=DISCLOSURE_KIND_FINAL_ACCOUNTS", Cancel), StringComparison.Ordinal);
    }
}
