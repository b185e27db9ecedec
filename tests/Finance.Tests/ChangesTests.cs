using Sunshine.Finance.V1;

namespace Sunshine.Finance.Tests;

public sealed class ChangesTests : FigureTest
{
    private static ListChangesRequest Asked(DivideBy by = DivideBy.Unspecified, ChangeOrder order = ChangeOrder.Unspecified) =>
        new() { Measure = "public-budget-expenditure", FiscalYear = 2016, Phase = Phase.Approved, By = by, Order = order };

    private static string Show(FigureChange c) => $"{c.AgencyId} {c.Code} {c.Name} {c.Earlier}>{c.Amount} {c.Change} {c.ChangeRate}".Trim();

    private async Task TwoYears()
    {
        await Disclose("office", 2015, Phase.Approved, ("2010601", "行政运行", 600, 0), ("2010602", "一般行政管理事务", 0, 300));
        await Disclose("office", 2016, Phase.Approved, ("2010601", "行政运行", 700, 0), ("2080501", "归口管理的行政单位离退休", 50, 0));
        await Disclose("city", 2015, Phase.Approved, ("2010101", "行政运行", 100, 0));
        await Disclose("city", 2016, Phase.Approved, ("2010101", "行政运行", 40, 0));
    }

    [Fact]
    public async Task Two_years_are_held_against_each_other_class_by_class()
    {
        await TwoYears();
        var changes = await Figures.ListChangesAsync(Asked(), cancellationToken: Cancel);
        Assert.Equal(["201 一般公共服务支出 1000.00>740.00 -260.00 -26.00", "208 社会保障和就业支出 >50.00 50.00"], changes.Changes.Select(Show));
        Assert.Equal("1000.00>790.00 -210.00 -21.00", Show(changes.Total));
        Assert.Equal((2, 2, 0), (changes.Counted.Agencies, changes.EarlierCounted.Agencies, changes.AgenciesLeftOut));
    }

    [Fact]
    public async Task Top_changes_are_lines_by_the_size_of_the_change_up_or_down_page_by_page()
    {
        await TwoYears();
        var largest = Asked(DivideBy.Line, ChangeOrder.Largest);
        largest.PageSize = 2;
        var first = await Figures.ListChangesAsync(largest, cancellationToken: Cancel);
        largest.PageToken = first.NextPageToken;
        var second = await Figures.ListChangesAsync(largest, cancellationToken: Cancel);
        Assert.Equal(
            [
                "office 2010602 一般行政管理事务 300.00> -300.00 -100.00", "office 2010601 行政运行 600.00>700.00 100.00 16.67", "city 2010101 行政运行 100.00>40.00 -60.00 -60.00",
                "office 2080501 归口管理的行政单位离退休 >50.00 50.00"
            ],
            first.Changes.Concat(second.Changes).Select(Show));
        Assert.Equal((4L, ""), (second.TotalSize, second.NextPageToken));
        Assert.Equal(["office 2010602", "city 2010101", "office 2010601", "office 2080501"],
            (await Figures.ListChangesAsync(Asked(DivideBy.Line, ChangeOrder.Steepest), cancellationToken: Cancel)).Changes.Select(c => $"{c.AgencyId} {c.Code}"));
    }

    [Fact]
    public async Task More_disclosure_does_not_look_like_more_money_unless_it_is_asked_for()
    {
        await TwoYears();
        await Disclose("county", 2016, Phase.Approved, ("2010101", "行政运行", 9_000, 0));
        var comparable = await Figures.ListChangesAsync(Asked(), cancellationToken: Cancel);
        Assert.Equal(("790.00", 1), (comparable.Total.Amount, comparable.AgenciesLeftOut));
        var all = Asked();
        all.IncludeIncomparable = true;
        var everything = await Figures.ListChangesAsync(all, cancellationToken: Cancel);
        Assert.Equal(("9790.00", 0, 3, 2), (everything.Total.Amount, everything.AgenciesLeftOut, everything.Counted.Agencies, everything.EarlierCounted.Agencies));
    }

    [Fact]
    public async Task What_is_executed_is_held_against_what_was_adjusted_where_it_was()
    {
        await Disclose("office", 2016, Phase.Approved, ("2010601", "行政运行", 1_000, 0));
        await Disclose("office", 2016, Phase.Adjusted, ("2010601", "行政运行", 1_200, 0));
        await Disclose("office", 2016, Phase.Executed, ("2010601", "行政运行", 1_100, 0));
        await Disclose("city", 2016, Phase.Approved, ("2010601", "行政运行", 500, 0));
        await Disclose("city", 2016, Phase.Executed, ("2010601", "行政运行", 450, 0));
        await Disclose("county", 2016, Phase.Approved, ("2010601", "行政运行", 77, 0));
        var request = new ListExecutionRequest { Measure = "public-budget-expenditure", FiscalYear = 2016, By = DivideBy.Agency };
        var execution = await Figures.ListExecutionAsync(request, cancellationToken: Cancel);
        Assert.Equal(
            ["city 500.00,,500.00>450.00 -50.00 90.00", "office 1000.00,1200.00,1200.00>1100.00 -100.00 91.67"],
            execution.Rows.Select(r => $"{r.AgencyId} {r.Approved},{r.Adjusted},{r.Planned}>{r.Executed} {r.Difference} {r.ExecutionRate}"));
        Assert.Equal(("1500.00", "1200.00", "1700.00", "1550.00", "91.18", 1),
            (execution.Total.Approved, execution.Total.Adjusted, execution.Total.Planned, execution.Total.Executed, execution.Total.ExecutionRate, execution.AgenciesLeftOut));
    }

    [Fact]
    public async Task Every_mistake_in_a_question_is_named()
    {
        Assert.Equal(["phase REQUIRED", "earlierYear SAME_YEAR", "measure REQUIRED"],
            await Wrong(() => Figures.ListChangesAsync(new() { FiscalYear = 2016, EarlierYear = 2016 }, cancellationToken: Cancel).ResponseAsync));
        Assert.Equal(["fiscalYear REQUIRED"], await Wrong(() => Figures.ListExecutionAsync(new() { Measure = "revenue" }, cancellationToken: Cancel).ResponseAsync));
        var page = Asked();
        page.PageToken = "x";
        Assert.Equal(["pageToken BAD_PAGE_TOKEN"], await Wrong(() => Figures.ListChangesAsync(page, cancellationToken: Cancel).ResponseAsync));
    }
}
