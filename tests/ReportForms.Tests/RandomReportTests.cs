using CsCheck;

namespace Sunshine.ReportForms.Tests;

/// <summary>Reports in which all agrees, and the same with one figure changed.</summary>
public sealed class RandomReportTests
{
    public static TheoryData<string> Ids => [.. Forms.All.Select(f => f.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_report_in_which_all_agrees_has_no_finding(string form) =>
        RandomReports.Of(Forms.Find(form)!).Sample(r => Assert.Empty(SampleReport.Check(r)), iter: 200);

    [Theory]
    [MemberData(nameof(Ids))]
    public void One_figure_changed_is_found_and_nothing_else(string form) =>
        Gen.Select(RandomReports.Of(Forms.Find(form)!), Gen.Int[0, 100_000], Gen.Int[1, 40]).Sample((report, at, by) =>
        {
            var bound = Bound(report).ToList();
            var figure = bound[at % bound.Count];
            var found = SampleReport.Check(report.With(figure, report.Figures[figure] + by));
            Assert.NotEmpty(found);
            Assert.All(found, f =>
            {
                Assert.Equal((Severity.Error, Verdict.Wrong, "form-sum"), (f.Severity, f.Verdict, f.Rule));
                Assert.Contains(figure, f.Figures);
                Assert.Equal(by, Math.Abs(f.Difference!.Value));
            });
        }, iter: 200);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Figures_left_blank_are_never_found_wrong(string form) =>
        Gen.Select(RandomReports.Of(Forms.Find(form)!), Gen.Bool.Array[500]).Sample((report, blank) =>
        {
            var at = 0;
            Assert.Empty(SampleReport.Check(report.Without(_ => blank[at++ % blank.Length])));
        }, iter: 200);

    [Theory]
    [InlineData("FORM_2019")]
    [InlineData("FORM_2021")]
    public void Two_years_that_agree_have_no_finding(string form) =>
        RandomReports.Pair(Forms.Find(form)!).Sample((last, now) => Assert.DoesNotContain(SampleReport.Check(last, now), f => f.Rule != "unchanged"), iter: 150);

    [Theory]
    [InlineData("FORM_2019")]
    [InlineData("FORM_2021")]
    public void What_is_carried_over_wrongly_is_found_in_its_column(string form) =>
        Gen.Select(RandomReports.Pair(Forms.Find(form)!), Gen.Int[0, 6]).Sample((pair, column) =>
        {
            var id = $"requests.carried-out.{pair.Last.Form.Table("requests").Columns.Where(c => !c.Optional).ElementAt(column).Id}";
            // The row and the column of last year's report no longer agree either; what is looked at is this year's.
            var found = SampleReport.Check(pair.Last.With(id, pair.Last.Figures[id] + 3), pair.This).Where(f => f.Rule == "carry-over").ToList();
            var only = Assert.Single(found);
            Assert.Equal((pair.This.Year, id.Replace("carried-out", "carried-in", StringComparison.Ordinal), -3m), (only.Year, only.Figures[0], only.Difference!.Value));
        }, iter: 200);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Printed_names_and_numbers_may_vary(string form) =>
        Gen.Select(RandomReports.Of(Forms.Find(form)!), Gen.Int).Sample((report, seed) =>
        {
            var printed = report with { Print = new PrintedVariants(seed).Of };
            var read = ReadReport.Of(printed.Published());
            Assert.Empty(read.Unread);
            Assert.Equal(report.Figures.OrderBy(f => f.Key), read.Cells.Select(c => KeyValuePair.Create(c.Key, c.Value.Value)).OrderBy(f => f.Key));
        }, iter: 150);

    /// <summary>Figures that an equation of the form has, wherever it stands.</summary>
    private static IEnumerable<string> Bound(SampleReport report) =>
        from table in report.Form.Tables
        from row in table.AllRows
        from column in table.Columns
        let id = table.FigureId(row, column)
        where report.Figures.ContainsKey(id)
        where table.Columns.Any(c => c.SumOf is not null) || row.Sum || table.AllRows.Any(r => r.Sum && r.Rows!.Contains(row))
        // Only part of another, or itself such a total: by these nothing is fixed.
        select id;
}
