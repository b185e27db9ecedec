using System.Net;
using System.Text;
using Sunshine.Foundation.Storage;

namespace Sunshine.Finance.Tests;

public sealed class StatementExportTests : ImportTest
{
    public static TheoryData<string> Codes => [.. Layouts.All.Select(l => l.Code)];

    [Fact]
    public async Task The_tables_of_a_release_are_taken_away_changed_and_handed_in_again()
    {
        var id = await Disclosed(SampleTables.Budget);
        using var http = Host.Http();
        var file = await http.GetByteArrayAsync($"/api/v1/finance/disclosures/{id}/statements.xlsx", Cancel);
        var draft = await Begun();
        var report = await Import(draft, file, "statements.xlsx");
        Assert.Equal((8, 0), (report.Tables.Count, report.ErrorCount));
        Assert.Equal("公开05表", report.Tables[4].Sheet);
        AssertEqual(SampleTables.Budget, await TablesOf(draft));
    }

    [Fact]
    public async Task Each_table_is_there_as_text_too()
    {
        var id = await Disclosed(SampleTables.Budget);
        using var http = Host.Http();
        foreach (var table in SampleTables.Budget)
        {
            var answer = await http.GetAsync($"/api/v1/finance/disclosures/{id}/statements/{table.Layout}.csv?release=1", Cancel);
            Assert.Equal("text/csv; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
            var draft = await Begun();
            await Import(draft, await answer.Content.ReadAsByteArrayAsync(Cancel), $"{table.Layout}.csv", h => h.KeepFindings = true);
            AssertEqual([table], await TablesOf(draft));
        }
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Whatever_a_layout_can_hold_comes_back_equal(string code)
    {
        var layout = Layouts.Find(code)!;
        var year = layout.ValidFrom ?? SampleTables.Year;
        var draft = await Begun(layout.Kinds[0], year: year, level: layout.Level);
        foreach (var unit in new[] { V1.AmountUnit.Yuan, V1.AmountUnit.TenThousandYuan })
        {
            var table = Full(layout, year) with { Unit = unit };
            var grids = await Printed([table], _ => "表");
            var report = await Import(draft, await grids.Xlsx(), "a.xlsx", h => (h.KeepFindings, h.ReplaceAll) = (true, true));
            Assert.Equal(code, report.Tables[0].Layout);
            AssertEqual([table], await TablesOf(draft));
        }
    }

    [Theory]
    [InlineData("none/statements.xlsx", HttpStatusCode.NotFound, "NO_SUCH_DISCLOSURE")]
    [InlineData("{id}/statements.xlsx?release=2", HttpStatusCode.NotFound, "NO_SUCH_RELEASE")]
    [InlineData("{id}/statements.xlsx?release=x", HttpStatusCode.BadRequest, "INVALID_FIELDS")]
    [InlineData("{id}/statements.xlsx?id=other", HttpStatusCode.BadRequest, "INVALID_FIELDS")]
    [InlineData("{id}/statements/department-final-5.csv", HttpStatusCode.NotFound, "NO_SUCH_STATEMENT")]
    public async Task What_is_not_there_is_not_exported(string path, HttpStatusCode code, string reason)
    {
        var id = await Disclosed(SampleTables.Budget);
        using var http = Host.Http();
        var answer = await http.GetAsync("/api/v1/finance/disclosures/" + path.Replace("{id}", id, StringComparison.Ordinal), Cancel);
        Assert.Equal(code, answer.StatusCode);
        Assert.Contains($"\"{reason}\"", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_taken_back_is_not_exported()
    {
        var id = await Disclosed(SampleTables.Budget);
        var stored = (await Stored.Disclosures.Get(id, Cancel))!.Value;
        await Stored.Disclosures.Write([Write.Put(id, stored with { Withdrawals = [new Withdrawal("误公开", Host.Clock.GetUtcNow(), null)] })], Cancel);
        using var http = Host.Http();
        var answer = await http.GetAsync($"/api/v1/finance/disclosures/{id}/statements.xlsx", Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("\"WITHDRAWN\"", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stands_in_the_path_is_no_parameter_of_the_query()
    {
        using var http = Host.Http();
        using var api = System.Text.Json.JsonDocument.Parse(await http.GetStringAsync("/openapi/parts/finance.json", Cancel));
        var export = api.RootElement.GetProperty("paths").GetProperty("/api/v1/finance/disclosures/{id}/statements/{layout}.csv").GetProperty("get");
        Assert.Equal(["id path", "layout path", "release query"], export.GetProperty("parameters").EnumerateArray().Select(p => $"{p.GetProperty("name")} {p.GetProperty("in")}").Order());
    }

    [Fact]
    public async Task A_draft_is_taken_away_only_by_those_who_may_write_it()
    {
        var draft = await Begun();
        await Import(draft, await (await Printed(SampleTables.Budget)).Xlsx(), "a.xlsx");
        var path = $"/api/v1/finance/drafts/{draft.Id}/statements.xlsx";
        using var mine = Host.Http(Host.Issuer.Token([Foundation.Identity.Roles.Editor], "office", "editor-2", lifetime: TimeSpan.FromDays(10_000)));
        var copy = await Begun();
        await Import(copy, await mine.GetByteArrayAsync(path, Cancel), "a.xlsx");
        AssertEqual(SampleTables.Budget, await TablesOf(copy));
        using var other = Host.Http(Host.Issuer.Token([Foundation.Identity.Roles.Editor], "county", "editor-3", lifetime: TimeSpan.FromDays(10_000)));
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(path, Cancel)).StatusCode);
        using var nobody = Host.Http();
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync(path, Cancel)).StatusCode);
        using var reader = Host.Http(Host.Issuer.Token([Foundation.Identity.Roles.Auditor], "office", "auditor", lifetime: TimeSpan.FromDays(10_000)));
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.GetAsync(path, Cancel)).StatusCode);
    }

    private async Task<string> Disclosed(IReadOnlyList<Statement> tables)
    {
        var identity = new DisclosureIdentity("office", SampleTables.Year, V1.DisclosureKind.Budget, V1.FinanceLevel.Department, "");
        var statements = await ((Statements)Host.Services.GetService(typeof(Statements))!).Store(tables, Cancel);
        var release = new Release { Number = 1, Content = new Content { Title = "预算" }, Statements = statements, PublishedOn = new DateOnly(2016, 3, 1) };
        await Stored.Disclosures.Write([Write.Create(identity.DisclosureId, new Disclosure { Id = identity.DisclosureId, Identity = identity, Releases = [release] })], Cancel);
        return identity.DisclosureId;
    }

    /// <summary>A number of its own in every cell that a layout has, and some codes.</summary>
    private static Statement Full(Layout layout, int year)
    {
        var next = 0;
        var codes = layout.Codes is null ? [] : layout.Codes.Codes.Where(c => c.In(year) && c.Code.Length <= layout.Classification!.Depth && layout.Classification.Within?.Any(w => c.Code.StartsWith(w, StringComparison.Ordinal)) != false)
            .Take(12).Select(c => c.Code).ToList();
        if (layout.Classification is { Id: "region" }) codes = ["210302", "210303"];
        var lines = layout.Lines.Select(l => l.Code).Concat(codes).OrderBy(c => layout.TwoSided ? layout.Sides!.Select(s => s.Code).ToList().IndexOf(layout.SideOf(c)) : 0);
        return new Statement
        {
            Layout = layout.Code, Note = "附注。",
            Rows =
            [
                .. lines.Select(c => new StatementRow(c, layout.NameOf(c, year).Length == 0 ? "某地" : "", layout.Columns.Where(o => layout.Has(c, o)).ToDictionary(o => o.Code, o => o.Kind == ColumnKind.Amount ? ++next * 100.25m : ++next)))
            ]
        };
    }
}
