using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance.Tests;

/// <summary>What a table must be like to be stored at all.</summary>
public sealed class StatementRulesTests
{
    [Fact]
    public void A_table_that_is_right_is_taken()
    {
        Assert.Empty(Found(Table("department-budget-5", ("201", "", [("total", "5.00"), ("change", "-3.1234")]), ("total", "", [("total", "0")]))));
        Assert.Empty(Found(new V1.Statement { Layout = "department-budget-8", Unit = V1.AmountUnit.Yuan, Note = "本表无数据。" }));
        Assert.Empty(Found(Table("government-final-revenue", ("10105", "", [("amount", "-5")])), V1.DisclosureKind.FinalAccounts, V1.FinanceLevel.Government));
        Assert.Empty(Found(Table("department-final-1", ("income.opening", "", [("amount", "-0.01")])), V1.DisclosureKind.FinalAccounts));
    }

    [Theory]
    [InlineData("", "s.layout REQUIRED")]
    [InlineData("department-budget-99", "s.layout UNKNOWN_LAYOUT")]
    [InlineData("department-final-5", "s.layout WRONG_LAYOUT")]
    [InlineData("government-budget-revenue", "s.layout WRONG_LAYOUT")]
    public void Its_layout_is_one_of_the_disclosure(string layout, string expected)
    {
        Assert.Equal([expected], Found(new V1.Statement { Layout = layout, Unit = V1.AmountUnit.Yuan, Note = "空" }));
    }

    [Fact]
    public void A_layout_is_of_its_years()
    {
        var table = new V1.Statement { Layout = "department-final-9", Unit = V1.AmountUnit.Yuan, Note = "空" };
        Assert.Equal(["s.layout WRONG_LAYOUT"], Found(table, V1.DisclosureKind.FinalAccounts, year: 2018));
        Assert.Empty(Found(table, V1.DisclosureKind.FinalAccounts, year: 2019));
    }

    [Fact]
    public void A_table_has_a_unit_and_without_lines_a_note()
    {
        Assert.Equal(["s.unit REQUIRED", "s.note EMPTY_WITHOUT_NOTE"], Found(new V1.Statement { Layout = "department-budget-5" }));
        Assert.Equal(["s.unit UNKNOWN_VALUE", "s.note TOO_LONG"], Found(new V1.Statement { Layout = "department-budget-5", Unit = (V1.AmountUnit)7, Note = new string('注', 2_001) }));
    }

    [Theory]
    [InlineData("department-budget-5", "", "s.rows[0].code CLASSIFICATION_MISSING")]
    [InlineData("department-budget-5", "299", "s.rows[0].code UNKNOWN_CODE")]
    [InlineData("department-budget-5", "income.total", "s.rows[0].code UNKNOWN_CODE")]
    [InlineData("department-budget-5", "20501999", "s.rows[0].code UNKNOWN_CODE")]
    [InlineData("department-budget-5", "2010398", "s.rows[0].name REQUIRED")]
    [InlineData("department-budget-5", "2010301", "")]
    [InlineData("department-budget-1", "20103", "s.rows[0].code TOO_DEEP")]
    [InlineData("department-budget-6", "201", "s.rows[0].code UNKNOWN_CODE")]
    [InlineData("department-budget-7", "201", "s.rows[0].code UNKNOWN_LINE")]
    [InlineData("department-budget-8", "21214", "s.rows[0].name REQUIRED")]
    public void A_line_has_a_code_of_its_table(string layout, string code, string expected)
    {
        Assert.Equal(expected.Length > 0 ? [expected] : [], Found(Table(layout, (code, "", []))));
    }

    [Theory]
    [InlineData("department-budget-5", "201", "total", "1e3", "value NOT_A_NUMBER")]
    [InlineData("department-budget-5", "201", "total", "1,000.00", "value NOT_A_NUMBER")]
    [InlineData("department-budget-5", "201", "total", "1.001", "value NOT_A_NUMBER")]
    [InlineData("department-budget-5", "201", "total", "", "value NOT_A_NUMBER")]
    [InlineData("department-budget-5", "201", "total", " 1", "value NOT_A_NUMBER")]
    [InlineData("department-budget-5", "201", "total", "１", "value NOT_A_NUMBER")]
    [InlineData("department-budget-5", "201", "total", "1\n", "value NOT_A_NUMBER")]
    [InlineData("department-budget-5", "201", "total", "100000000000000", "value NOT_A_NUMBER")]
    [InlineData("department-budget-5", "201", "total", "99999999999999.99", "")]
    [InlineData("department-budget-5", "201", "change", "1.23456", "value NOT_A_NUMBER")]
    [InlineData("department-budget-5", "201", "total", "-0.01", "value NEGATIVE")]
    [InlineData("department-budget-5", "201", "total", "-0", "")]
    [InlineData("department-budget-5", "201", "other", "1", "column UNKNOWN_COLUMN")]
    [InlineData("department-budget-4", "201", "amount", "1", "column WRONG_SIDE")]
    [InlineData("department-budget-4", "income.fund", "total", "1", "column WRONG_SIDE")]
    public void A_cell_is_of_a_column_and_holds_its_number(string layout, string row, string column, string value, string expected)
    {
        Assert.Equal(expected.Length > 0 ? [$"s.rows[0].cells[0].{expected}"] : [], Found(Table(layout, (row, "", [(column, value)]))));
    }

    [Fact]
    public void No_line_and_no_column_of_a_line_stands_twice()
    {
        Assert.Equal(["s.rows[0].cells[1].column DUPLICATE_COLUMN", "s.rows[2].code DUPLICATE_LINE"],
            Found(Table("department-budget-5", ("201", "", [("total", "1"), ("total", "1")]), ("203", "", []), ("201", "", []))));
    }

    [Fact]
    public void A_count_is_a_whole_number()
    {
        Assert.Equal(["s.rows[0].cells[0].value NOT_A_NUMBER"], Found(Table("department-final-7", ("total", "", [("cars-held", "1.5"), ("abroad-groups", "3")])), V1.DisclosureKind.FinalAccounts));
    }

    [Fact]
    public void A_table_has_so_many_lines_and_of_its_mistakes_the_first_are_told()
    {
        var table = Table("department-budget-5", [.. Enumerable.Range(0, 20_001).Select(i => ("x", "", Array.Empty<(string, string)>()))]);
        Assert.Equal(["s.rows TOO_MANY"], Found(table));
        table.Rows.RemoveAt(0);
        Assert.InRange(Found(table).Length, 1_000, 1_010);
    }

    [Fact]
    public void What_tells_of_a_person_is_not_taken_into_a_name()
    {
        Assert.Equal(["s.rows[0].name PERSONAL_DATA"], Found(Table("department-budget-5", ("2010398", "联系人13904121234", []))));
    }

    private static V1.Statement Table(string layout, params (string Code, string Name, (string Column, string Value)[] Cells)[] rows)
    {
        var table = new V1.Statement { Layout = layout, Unit = V1.AmountUnit.Yuan };
        table.Rows.Add(rows.Select(r => new V1.StatementRow { Code = r.Code, Name = r.Name, Cells = { r.Cells.Select(c => new V1.StatementCell { Column = c.Column, Value = c.Value }) } }));
        return table;
    }

    private static string[] Found(V1.Statement table, V1.DisclosureKind kind = V1.DisclosureKind.Budget, V1.FinanceLevel level = V1.FinanceLevel.Unspecified, int year = SampleTables.Year)
    {
        var v = new Violations();
        StatementRules.Check(table, "s.", year, kind, level, v);
        return [.. v.Found.Select(f => $"{f.Field} {f.Reason}")];
    }
}
