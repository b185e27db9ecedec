namespace Sunshine.Finance.Tests;

/// <summary>The files of codes against themselves: whatever they refer to is there.</summary>
public sealed class LayoutsTests
{
    public static TheoryData<string> Codes => [.. Layouts.All.Select(l => l.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_sum_of_a_layout_refers_to_columns_and_lines_that_it_has(string code)
    {
        var layout = Layouts.Find(code)!;
        Assert.All(layout.Sums ?? [], s => Assert.All(s.Parts.Append(s.Total), p => Assert.Equal(ColumnKind.Amount, layout.Column(p.TrimStart('-'))!.Kind)));
        Assert.All(layout.Lines.SelectMany(l => (l.Parts ?? []).Concat(l.OfWhich ?? [])), p => Assert.True(
            p == LayoutLine.AllLines ? layout.Codes is not null : layout.Line(p.TrimStart('-')) is not null || layout.Codes?.Judge(p, 2016, lenient: false) == CodeStanding.Listed, p));
        Assert.All(layout.Rates ?? [], r => Assert.All(r.To.Append(r.Of).Append(r.Column), c => Assert.NotNull(layout.Column(c))));
        Assert.Equal(layout.Columns.Count, layout.Columns.DistinctBy(c => (c.Side, c.Title)).Count());
        Assert.All(layout.Columns, c => Assert.Matches("^[a-z][a-z-]*$", c.Code));
        Assert.NotEmpty(layout.Kinds);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_side_that_a_layout_names_is_one_of_its_two(string code)
    {
        var layout = Layouts.Find(code)!;
        var sides = (layout.Sides ?? []).Select(s => s.Code).ToHashSet();
        Assert.True(sides.Count is 0 or 2);
        Assert.All(layout.Columns.Where(c => c.Side is not null), c => Assert.Contains(c.Side!, sides));
        Assert.All(layout.Lines, l => Assert.Equal(sides.Count > 0, l.Side is { } side && sides.Contains(side)));
        if (sides.Count > 0) Assert.All(layout.Classification!.Sides?.Values.ToArray() ?? [layout.Classification.Side!], s => Assert.Contains(s, sides));
    }

    [Fact]
    public void Identities_and_comparisons_refer_to_cells_that_are_there()
    {
        Assert.All(Layouts.Identities.SelectMany(i => i.LeftCells.Concat(i.RightCells)), c =>
        {
            var layout = Layouts.Find(c.Layout)!;
            Assert.True(layout.Line(c.Row) is not null || layout.Codes?.Find(c.Row, 2016) is not null, $"{c}");
            Assert.True(layout.Has(c.Row, layout.Column(c.Column)!), $"{c}");
        });
        Assert.All(Layouts.Comparisons, c => Assert.True(Layouts.Find(c.Layout)!.Column(c.Column) is not null && Layouts.Find(c.Other)!.Column(c.OtherColumn) is not null, $"{c}"));
    }

    [Theory]
    [InlineData(V1.FinanceLevel.Unspecified, V1.DisclosureKind.Budget, 2016, 8)]
    [InlineData(V1.FinanceLevel.Department, V1.DisclosureKind.FinalAccounts, 2016, 8)]
    [InlineData(V1.FinanceLevel.Government, V1.DisclosureKind.Budget, 2016, 16)]
    [InlineData(V1.FinanceLevel.Department, V1.DisclosureKind.Budget, 2013, 0)]
    [InlineData(V1.FinanceLevel.Department, V1.DisclosureKind.AuditReport, 2016, 0)]
    public void A_disclosure_must_have_the_tables_of_its_level_kind_and_year(V1.FinanceLevel level, V1.DisclosureKind kind, int year, int count)
    {
        var required = Layouts.Required(level, kind, year);
        Assert.Equal(count, required.Count);
        Assert.Superset(required.ToHashSet(), Layouts.Of(level, kind, year).Select(l => l.Code).ToHashSet());
    }

    [Fact]
    public void The_table_of_state_capital_may_be_there_from_2019_on()
    {
        Assert.DoesNotContain(Layouts.Of(V1.FinanceLevel.Department, V1.DisclosureKind.FinalAccounts, 2018), l => l.Code == "department-final-9");
        Assert.Contains(Layouts.Of(V1.FinanceLevel.Department, V1.DisclosureKind.FinalAccounts, 2019), l => l.Code == "department-final-9");
    }

    [Theory]
    [InlineData("functional", "201", 2016, CodeStanding.Listed, "一般公共服务支出")]
    [InlineData("functional", "2080505", 2016, CodeStanding.Listed, "机关事业单位基本养老保险缴费支出")]
    [InlineData("functional", "2010301", 2016, CodeStanding.Unlisted, "行政运行")]
    [InlineData("functional", "2010398", 2016, CodeStanding.Unlisted, "")]
    [InlineData("functional", "2050201", 2016, CodeStanding.Unlisted, "")]
    [InlineData("functional", "2019801", 2016, CodeStanding.Unknown, "")]
    [InlineData("functional", "20198", 2016, CodeStanding.Unknown, "")]
    [InlineData("functional", "299", 2016, CodeStanding.Unknown, "")]
    [InlineData("functional", "299", 2022, CodeStanding.Unknown, "")]
    [InlineData("functional", "20198", 2022, CodeStanding.Doubtful, "")]
    [InlineData("functional", "2019801", 2022, CodeStanding.Doubtful, "")]
    [InlineData("functional", "20803", 2016, CodeStanding.Listed, "财政对社会保险基金的补助")]
    [InlineData("functional", "20803", 2017, CodeStanding.Unknown, "")]
    [InlineData("functional", "20803", 2019, CodeStanding.Doubtful, "财政对社会保险基金的补助")]
    [InlineData("functional", "210", 2018, CodeStanding.Listed, "医疗卫生与计划生育支出")]
    [InlineData("functional", "210", 2019, CodeStanding.Listed, "卫生健康支出")]
    [InlineData("functional", "224", 2016, CodeStanding.Unknown, "")]
    [InlineData("functional", "2010", 2016, CodeStanding.Unknown, "")]
    [InlineData("functional", "２０１", 2016, CodeStanding.Unknown, "")]
    [InlineData("economic", "30311", 2017, CodeStanding.Listed, "住房公积金")]
    [InlineData("economic", "30113", 2018, CodeStanding.Listed, "住房公积金")]
    [InlineData("economic", "30114", 2016, CodeStanding.Unknown, "")]
    [InlineData("revenue", "10103", 2016, CodeStanding.Listed, "营业税")]
    [InlineData("region", "210311", 2016, CodeStanding.Unlisted, "")]
    public void A_code_stands_as_its_year_has_it(string classification, string code, int year, CodeStanding standing, string name)
    {
        var codes = Classification.Find(classification)!;
        Assert.Equal(standing, codes.Judge(code, year, lenient: false));
        if (standing != CodeStanding.Unknown) Assert.Equal(name, codes.NameOf(code, year));
    }

    [Fact]
    public void A_fund_may_have_divisions_that_the_file_does_not_have()
    {
        Assert.Equal(CodeStanding.Doubtful, Classification.Find("functional")!.Judge("2121401", 2016, lenient: true));
        Assert.Equal(CodeStanding.Unknown, Classification.Find("functional")!.Judge("29901", 2016, lenient: true));
    }

    [Fact]
    public void Every_code_has_the_code_over_it_in_some_year()
    {
        foreach (var codes in Classification.Ids.Select(i => Classification.Find(i)!))
            Assert.All(codes.Codes, c => Assert.True(codes.LevelOf(c.Code) == 1 || codes.Codes.Any(p => p.Code == codes.ParentOf(c.Code)), c.Code));
    }
}
