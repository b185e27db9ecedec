namespace Sunshine.Finance.Tests;

public sealed class FootingTests
{
    private const V1.AmountUnit Wan = V1.AmountUnit.TenThousandYuan;

    [Fact]
    public void Tables_that_add_up_have_no_findings()
    {
        Assert.Empty(SampleTables.Budget.Foot());
        Assert.Empty(SampleTables.Final.Foot());
    }

    [Fact]
    public void A_total_of_a_line_that_is_off_by_a_cent_is_an_error_with_both_amounts()
    {
        var found = Assert.Single(SampleTables.Budget.With("department-budget-3", "2010302", "total", 350000.01m).Foot(), f => f.Rule == "parts-total");
        Assert.Equal(("department-budget-3", "2010302", "total", 350000.01m, 350000m), (found.Layout, found.RowCode, found.Column, found.Stated, found.Computed));
        Assert.Equal(V1.FindingSeverity.Error, found.Severity);
        Assert.True(found.Waivable);
        Assert.Contains("350000.01 元", found.Chinese);
        Assert.Contains("0.01 yuan", found.English);
    }

    [Fact]
    public void A_code_is_the_sum_of_the_codes_below_it()
    {
        var found = SampleTables.Budget.With("department-budget-6", "30201", "total", 90000m).With("department-budget-6", "30201", "operating", 90000m).Foot();
        Assert.Equal(["hierarchy department-budget-6!302!total", "hierarchy department-budget-6!302!operating"], found.Said());
    }

    [Fact]
    public void A_total_line_is_the_sum_of_the_topmost_codes()
    {
        var table = SampleTables.Budget.Of("department-budget-6");
        Assert.Equal(["parts-total department-budget-6!total!total", "parts-total department-budget-6!total!operating"],
            new[] { table.With("302", "total", 140000m).With("302", "operating", 140000m).With("30201", "total", 90000m).With("30201", "operating", 90000m) }.Foot().Said());
        var without = table with { Rows = [.. table.Rows.Where(r => r.Code != "total")] };
        Assert.Equal(["[total-line department-budget-6!total!]"], new[] { without }.Foot().Said());
    }

    [Fact]
    public void A_code_whose_division_is_not_printed_counts_for_the_class()
    {
        var table = SampleTables.Budget.Of("department-budget-3");
        Assert.Empty(new[] { table with { Rows = [.. table.Rows.Where(r => r.Code != "20103")] } }.Foot());
    }

    [Fact]
    public void A_blank_cell_is_nothing_in_a_sum_but_a_blank_total_is_wrong()
    {
        Assert.Empty(SampleTables.Budget.With("department-budget-3", "2010301", "project", 0m).Foot());
        Assert.Equal(["parts-total department-budget-3!2010301!total", "hierarchy department-budget-3!20103!total"], SampleTables.Budget.With("department-budget-3", "2010301", "total", null).Foot().Said());
    }

    [Fact]
    public void A_total_whose_columns_are_all_blank_does_not_split()
    {
        Assert.Contains("parts-total department-budget-3!2010302!total", SampleTables.Budget.With("department-budget-3", "2010302", "project", null).Foot().Said());
    }

    [Theory]
    [InlineData("department-budget-7", "this-total", 90000.01, "three-public department-budget-7!total!this-total")]
    [InlineData("department-budget-7", "last-budget-cars", 50001, "three-public department-budget-7!total!last-budget-total three-public department-budget-7!total!last-budget-cars")]
    public void The_three_public_expenses_split_twice(string layout, string column, double value, string expected)
    {
        Assert.Equal(expected, string.Join(" ", SampleTables.Budget.With(layout, "total", column, (decimal)value).Foot().Said()));
    }

    [Fact]
    public void Revenue_equals_expenditure()
    {
        var tables = SampleTables.Budget.With("department-budget-1", "income.carried", "amount", 10m).With("department-budget-1", "income.total", "amount", 1050010.10m);
        Assert.Contains("balance department-budget-1!income.total!amount", tables.Foot().Said());
        tables = SampleTables.Final.With("department-final-1", "spending.closing", "amount", 20000m).With("department-final-1", "spending.total", "amount", 940000m);
        Assert.Equal(["balance department-final-1!income.total!amount"], tables.Foot().Said());
    }

    [Fact]
    public void What_is_part_of_a_line_is_not_more_than_it()
    {
        Assert.Equal(["parts-total department-budget-1!income.fiscal!amount"], SampleTables.Budget.With("department-budget-1", "income.fiscal.fund", "amount", 0.01m).Foot().Said());
    }

    [Fact]
    public void Basic_expenditure_by_function_equals_that_by_economic_class()
    {
        var found = SampleTables.Final.With("department-final-6", "operating.total", "amount", 140001m).With("department-final-6", "total", "amount", 570001m).With("department-final-6", "302", "amount", 140001m)
            .With("department-final-6", "30201", "amount", 92001m).Foot();
        Assert.Equal(["functional-economic department-final-6!personnel.total!amount"], found.Said());
    }

    [Fact]
    public void Tables_say_the_same_of_the_same()
    {
        var tables = SampleTables.Budget.With("department-budget-1", "income.fiscal", "amount", 1000001.10m).With("department-budget-1", "income.other", "amount", 49999m);
        Assert.Equal(["cross-table department-budget-4!income.year!amount"], tables.Foot().Said());
        // A table that is not there is held against nothing.
        Assert.Empty(tables.Where(t => t.Layout != "department-budget-4").ToList().Foot());
    }

    [Fact]
    public void A_governments_revenue_with_transfers_and_debt_equals_its_expenditure()
    {
        Statement[] tables =
        [
            SampleTables.Table("government-budget-revenue", "amount", "101 700", "10101 700", "103 300", "revenue.year 1000", "revenue.superior 400", "revenue.moved-in 50", "revenue.carried 30", "revenue.debt 20", "revenue.total 1500"),
            SampleTables.Table("government-budget-expenditure", "amount", "201 1200", "20103 1200", "2010301 1200", "spending.year 1200", "spending.remitted 100", "spending.moved-out 60", "spending.debt-repaid 40", "spending.carried 100", "spending.total 1500"),
            SampleTables.Table("government-budget-insurance-balance", "opening income spending closing", "injury 10 5 3 12", "total 10 5 3 12"),
            SampleTables.Table("government-budget-transfers-regions", "total returned general special", "total 6 1 2 3", "210302 6 1 2 3")
        ];
        Assert.Empty(tables.Foot());
        Assert.Equal(["parts-total government-budget-expenditure!spending.total!amount"], tables.With("government-budget-expenditure", "spending.carried", "amount", 99m).Foot().Said());
        Assert.Equal(["balance government-budget-revenue!revenue.total!amount"],
            tables.With("government-budget-revenue", "revenue.debt", "amount", 21m).With("government-budget-revenue", "revenue.total", "amount", 1501m).Foot().Said());
        Assert.Equal(["parts-total government-budget-insurance-balance!injury!closing", "parts-total government-budget-insurance-balance!total!spending"],
            tables.With("government-budget-insurance-balance", "injury", "spending", 4m).Foot().Said());
    }

    [Fact]
    public void A_fund_table_carries_what_is_left_forward()
    {
        var table = SampleTables.Table("department-final-8", "opening income total basic project closing", "total 10 20 25 - 25 5", "212 10 20 25 - 25 5", "21208 10 20 25 - 25 5");
        Assert.Empty(new[] { table }.Foot());
        Assert.Contains("parts-total department-final-8!21208!closing", new[] { table.With("21208", "closing", 6m) }.Foot().Said());
    }

    [Fact]
    public void An_empty_table_says_that_there_is_nothing()
    {
        var tables = SampleTables.Budget.With(SampleTables.Empty("department-budget-6"));
        Assert.Equal(["functional-economic department-budget-6!total!total"], tables.Foot().Said());
    }

    [Fact]
    public void Receptions_are_not_less_than_what_basic_expenditure_has_of_them()
    {
        var tables = SampleTables.Final.With("department-final-7", "total", "final-receptions", 47000m).With("department-final-7", "total", "final-total", 92000m);
        Assert.Equal(["[cross-table department-final-7!total!final-receptions]"], tables.Foot().Said());
    }

    [Theory]
    [InlineData(150, false)]
    [InlineData(150.01, true)]
    public void In_ten_thousands_a_sum_of_two_may_be_off_by_150_yuan(double off, bool found)
    {
        var table = SampleTables.Table("department-budget-8", "total basic project", "total 300000 100000 200000", "212 300000 100000 200000").In(Wan);
        var said = new[] { table.With("212", "total", 300000m + (decimal)off).With("total", "total", 300000m + (decimal)off) }.Foot().Said();
        Assert.Equal(found ? ["parts-total department-budget-8!total!total", "parts-total department-budget-8!212!total"] : [], said);
    }

    [Fact]
    public void Between_two_tables_each_printed_amount_counts_with_its_own_unit()
    {
        var tables = SampleTables.Budget.With("department-budget-6", "30217", "total", 50050m).With("department-budget-6", "30217", "operating", 50050m).With("department-budget-6", "302", "total", 150050m)
            .With("department-budget-6", "302", "operating", 150050m).With("department-budget-6", "total", "operating", 150050m).With("department-budget-6", "total", "total", 600050.10m);
        Assert.Equal(["functional-economic department-budget-6!total!total"], tables.Foot().Said());
        Assert.Empty(tables.With(tables.Of("department-budget-6").In(Wan)).Foot());
    }

    [Fact]
    public void A_rate_that_its_amounts_do_not_have_is_worth_a_look()
    {
        Assert.Empty(SampleTables.Budget.With("department-budget-5", "total", "change", 11.11m).Foot());
        Assert.Equal(["[rate department-budget-5!total!change]"], SampleTables.Budget.With("department-budget-5", "total", "change", 12m).Foot().Said());
    }

    [Fact]
    public void A_sheet_of_ten_thousands_below_a_line_that_says_yuan_is_told_once_and_cannot_be_waived()
    {
        var small = SampleTables.Budget.Of("department-budget-3");
        small = small with { Rows = [.. small.Rows.Select(r => r with { Cells = r.Cells.ToDictionary(c => c.Key, c => decimal.Round(c.Value / 10000m, 2)) })] };
        // Its rounding is no error of its own.
        var found = Assert.Single(SampleTables.Budget.With(small.With("201", "total", small.Rows[1].Cells["total"] + 0.01m)).Foot());
        Assert.Equal(("unit", "department-budget-3", V1.FindingSeverity.Error, false), (found.Rule, found.Layout, found.Severity, found.Waivable));
        Assert.Contains("标明单位为元", found.Chinese);
        Assert.Contains("看来是万元", found.Chinese);
    }

    [Fact]
    public void Amounts_ten_thousand_times_too_large_are_yuan_below_a_line_that_says_ten_thousands()
    {
        var large = SampleTables.Budget.Of("department-budget-6");
        large = large with { Unit = Wan, Rows = [.. large.Rows.Select(r => r with { Cells = r.Cells.ToDictionary(c => c.Key, c => c.Value * 10000m) })] };
        var found = Assert.Single(SampleTables.Budget.With(large).Foot());
        Assert.Equal(("unit", "department-budget-6"), (found.Rule, found.Layout));
        Assert.Contains("看来是元", found.Chinese);
    }

    [Fact]
    public void A_unit_is_also_told_by_last_year_and_then_somebody_may_let_it_stand()
    {
        var before = SampleTables.Budget.Of("department-budget-3");
        var now = before with { Rows = [.. before.Rows.Select(r => r with { Cells = r.Cells.ToDictionary(c => c.Key, c => c.Value / 10000m) })] };
        var found = Assert.Single(new[] { now }.Foot(new OtherStatement(2015, before)), f => f.Rule == "unit");
        Assert.True(found.Waivable);
        Assert.Empty(new[] { before }.Foot(new OtherStatement(2015, before.With("total", "total", 2000000m))));
        Assert.Empty(new[] { now }.Foot(new OtherStatement(2014, before)));
    }

    [Fact]
    public void The_comparison_column_is_what_last_years_final_accounts_say()
    {
        var last = SampleTables.Final.Of("department-final-5");
        Assert.Empty(SampleTables.Budget.Foot(new OtherStatement(2015, last)));
        var off = last.With("total", "total", 900100m).With("201", "total", 640100m);
        Assert.Equal(["last-year department-budget-5!total!last-executed", "[last-year department-budget-5!201!last-executed]"], SampleTables.Budget.Foot(new OtherStatement(2015, off)).Said());
        // Of another year it says nothing.
        Assert.Empty(SampleTables.Budget.Foot(new OtherStatement(2016, off)));
    }

    [Fact]
    public void A_code_that_last_year_had_and_the_comparison_column_has_not_is_worth_a_look()
    {
        var last = SampleTables.Final.Of("department-final-5");
        last = last with { Rows = [.. last.Rows, new StatementRow("2010350", "", new Dictionary<string, decimal> { ["total"] = 5m })] };
        Assert.Equal(["[last-year department-budget-5!2010350!last-executed]"], SampleTables.Budget.Foot(new OtherStatement(2015, last)).Said());
    }

    [Fact]
    public void Final_accounts_repeat_the_budget_of_the_three_public_expenses()
    {
        var budget = SampleTables.Table("department-budget-7", "this-total this-abroad this-cars this-purchase this-running this-receptions", "total 100000 0 50000 0 50000 50000");
        Assert.Empty(SampleTables.Final.Foot(new OtherStatement(SampleTables.Year, budget)));
        var other = budget.With("total", "this-total", 99000m).With("total", "this-receptions", 49000m);
        Assert.Equal(["budget-final department-final-7!total!budget-total", "budget-final department-final-7!total!budget-receptions"], SampleTables.Final.Foot(new OtherStatement(SampleTables.Year, other)).Said());
        // An adjusted budget beside it may be the one that is meant.
        Assert.Empty(SampleTables.Final.Foot(new OtherStatement(SampleTables.Year, other), new OtherStatement(SampleTables.Year, budget)));
    }

    [Fact]
    public void A_table_that_must_be_there_is_missed_in_earnest_only_at_publication()
    {
        var tables = SampleTables.Budget.Where(t => t.Layout != "department-budget-8").ToList();
        var context = new FootingContext(SampleTables.Year, []) { Kind = V1.DisclosureKind.Budget, Texts = [.. TextElements.All.Select(t => t.Id)] };
        Assert.Equal(["[required-table department-budget-8!!]"], Footing.Check(tables, context).Said());
        var found = Assert.Single(Footing.Check(tables, context with { Publication = true }));
        Assert.Equal((V1.FindingSeverity.Error, true), (found.Severity, found.Waivable));
        Assert.Empty(Footing.Check(SampleTables.Budget, context with { Publication = true }));
    }

    [Fact]
    public void A_text_that_must_be_there_is_asked_for()
    {
        var context = new FootingContext(SampleTables.Year, []) { Kind = V1.DisclosureKind.Budget, Publication = true, Texts = ["functions", "changes", "operating", "procurement", "terms"] };
        Assert.Equal(["[required-text !assets!]"], Footing.Check(SampleTables.Budget, context).Said());
        Assert.Equal(["[required-text !assets!]", "[required-text !performance!]"], Footing.Check(SampleTables.Budget, context with { FiscalYear = 2018 }).Said());
    }

    [Fact]
    public void A_code_of_a_fund_that_is_not_in_the_file_is_worth_a_look()
    {
        var table = SampleTables.Table("department-budget-8", "total basic project", "total 5 5 -", "212 5 5 -", "21214 5 5 -");
        Assert.Equal(["[unlisted-code department-budget-8!21214!]"], new[] { table }.Foot().Said());
    }

    [Fact]
    public void What_could_not_be_read_is_in_no_sum()
    {
        var tables = SampleTables.Budget.With("department-budget-6", "30201", "total", null);
        Assert.Equal(2, tables.Foot().Count);
        Assert.Empty(Footing.Check(tables, new FootingContext(SampleTables.Year, []) { Doubtful = new HashSet<CellAddress> { new("department-budget-6", "30201", "total") } }));
    }

    [Fact]
    public void A_finding_is_the_same_until_its_amounts_change()
    {
        var (one, same, other) = (Id(5m), Id(5m), Id(6m));
        Assert.Equal(one, same);
        Assert.NotEqual(one, other);

        static string Id(decimal off) => Assert.Single(SampleTables.Budget.With("department-budget-7", "total", "this-total", 90000m + off).Foot()).Id;
    }

    [Fact]
    public void Twenty_thousand_lines_are_footed_in_no_time()
    {
        var cells = new Dictionary<string, decimal> { ["total"] = 3m, ["basic"] = 1m, ["project"] = 2m };
        var rows = Enumerable.Range(0, 20_000).Select(i => new StatementRow($"{(i < 10_000 ? 201 : 208)}{i / 100 % 100:00}{i % 100:00}", "", cells)).ToList();
        var table = new Statement { Layout = "department-budget-3", Unit = V1.AmountUnit.Yuan, Rows = rows };
        var fastest = TimeSpan.MaxValue;
        for (var i = 0; i < 20; i++)
        {
            var watch = System.Diagnostics.Stopwatch.StartNew();
            Assert.DoesNotContain(new[] { table }.Foot(), f => f.Rule is "parts-total" or "hierarchy");
            if (watch.Elapsed < fastest) fastest = watch.Elapsed;
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{rows.Count} lines in {fastest.TotalMilliseconds:0} ms");
        Assert.True(fastest < TimeSpan.FromMilliseconds(500), $"{fastest}");
    }
}
