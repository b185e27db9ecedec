using System.Text.RegularExpressions;

namespace Sunshine.ReportForms.Tests;

public sealed partial class FormsTests
{
    public static TheoryData<string> Ids => [.. Forms.All.Select(f => f.Id)];

    [Theory]
    [InlineData(2013, null)]
    [InlineData(2014, "FORM_2014")]
    [InlineData(2018, "FORM_2014")]
    [InlineData(2019, "FORM_2019")]
    [InlineData(2020, "FORM_2019")]
    [InlineData(2021, "FORM_2021")]
    [InlineData(2030, "FORM_2021")]
    public void Every_year_since_2014_has_a_form(int year, string? form) => Assert.Equal(form, Forms.Of(year)?.Id);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Figure_ids_are_lower_case_and_dotted(string form) => Assert.All(Forms.Find(form)!.Figures.Keys, id => Assert.Matches(FigureId(), id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_table_row_and_column_has_a_definition_in_both_languages(string form)
    {
        foreach (var table in Forms.Find(form)!.Tables)
        {
            Assert.All(table.AllRows, r => Assert.True(r.Zh.Length > 1 && r.En.Length > 1, r.Id));
            Assert.All(table.Columns, c => Assert.True(c.Zh.Length > 1 && c.En.Length > 1, c.Id));
            Assert.True(table.Zh.Length > 1 && table.En.Length > 1, table.Id);
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void What_sentences_call_a_figure_is_one_thing_and_there(string form)
    {
        var of = Forms.Find(form)!;
        Assert.All(of.Sentences, s => Assert.All(s.Means, ids => Assert.All(ids, id => Assert.Contains(id, of.Figures))));
        Assert.NotEmpty(of.Sentences);
        Assert.All(of.Sentences.SelectMany(s => s.Names.Select(PrintedName.SaidKey).Distinct()).GroupBy(n => n), name => Assert.Single(name));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_rule_of_a_form_names_rows_and_columns_that_there_are(string form)
    {
        var of = Forms.Find(form)!;
        Assert.All(of.Identities, i => Assert.All(i.Left.Concat(i.Right), r => of.Table(i.Table).Row(r)));
        Assert.All(of.Limits, l => Assert.All(l.Small.Concat(l.Large), r => of.Table(l.Table).Row(r)));
        Assert.All(of.Tables.SelectMany(t => t.Columns.Where(c => c.SumOf is not null).SelectMany(c => c.SumOf!.Select(s => (t, s)))), x => x.t.Column(x.s));
        foreach (var carry in of.CarryOvers)
        {
            IEnumerable<string> named = [carry.This, carry.Last, .. carry.Plus ?? [], .. carry.Minus ?? []];
            Assert.All(named, n => Assert.True(carry.Of == "rows" ? of.Table(carry.Table).Row(n) is not null : of.Table(carry.Table).Column(n) is not null));
        }
    }

    [Fact]
    public void The_table_of_requests_has_seven_columns_and_the_results_of_its_form()
    {
        Assert.Equal(["natural-person", "enterprise", "research", "welfare", "legal", "other-organisation", "total"], Forms.Find("FORM_2021")!.Table("requests").Columns.Where(c => !c.Optional).Select(c => c.Id));
        // 21 results and (七)总计; (六) of 2019 has no rows of its own.
        Assert.Equal(22, Leaves("FORM_2021").Count());
        Assert.Equal(20, Leaves("FORM_2019").Count());
        Assert.Equal(15, Forms.Find("FORM_2021")!.Figures.Keys.Count(id => id.StartsWith("cases.", StringComparison.Ordinal)));

        static IEnumerable<FormRow> Leaves(string form) => Forms.Find(form)!.Table("requests").Row("results").WithRows().Where(r => r.Rows is null);
    }

    [Theory]
    [InlineData(2016, Publisher.Department, "2017-03-31")]
    [InlineData(2018, Publisher.Department, "2019-03-31")]
    [InlineData(2019, Publisher.Department, "2020-01-31")]
    [InlineData(2019, Publisher.Government, "2020-03-31")]
    public void The_day_it_is_due_is_that_of_the_regulation_in_force(int year, Publisher publisher, string day) => Assert.Equal(DateOnly.Parse(day), RequiredParts.Due(year, publisher)!.In(year + 1));

    [Fact]
    public void The_regulation_of_2008_requires_six_parts_and_that_of_2019_five()
    {
        Assert.Equal((6, true), (RequiredParts.Of(2018)!.Parts.Count, RequiredParts.Of(2018)!.Memory));
        Assert.Equal((5, false), (RequiredParts.Of(2019)!.Parts.Count, RequiredParts.Of(2019)!.Memory));
        Assert.Null(RequiredParts.Of(2007));
    }

    [GeneratedRegex(@"\A[a-z]+(\.[a-z]+(-[a-z]+)*)+\z")]
    private static partial Regex FigureId();
}
