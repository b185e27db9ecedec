using System.IO.Compression;
using System.Text;
using Grpc.Core;
using Sunshine.Foundation.Tables;

namespace Sunshine.Finance.Tests;

public sealed class StatementImportTests : ImportTest
{
    [Fact]
    public async Task A_workbook_in_the_printed_layout_comes_to_the_tables_that_it_shows()
    {
        var draft = await Begun();
        var report = await Import(draft, await (await Printed(SampleTables.Budget)).Xlsx(), "预算.xlsx");
        Assert.True(report.Stored);
        Assert.Equal(SampleTables.Budget.Select(t => (t.Layout, t.Rows.Count)), report.Tables.Select(t => (t.Layout, t.RowCount)));
        Assert.Equal((0, 0, 8), (report.ErrorCount, report.WarningCount, report.Draft.Statements.Count));
        AssertEqual(SampleTables.Budget, await TablesOf(draft));
        Assert.Equal(["editor-1"], (await Stored.Drafts.Get(draft.Id, Cancel))!.Value.Authors);
    }

    [Fact]
    public async Task Final_accounts_do_too_in_either_unit()
    {
        var draft = await Begun(V1.DisclosureKind.FinalAccounts);
        V1.AmountUnit[] units = [V1.AmountUnit.Yuan, V1.AmountUnit.TenThousandYuan];
        var tables = SampleTables.Final.Select((t, i) => t.In(units[i % 2])).ToList();
        var report = await Import(draft, await (await Printed(tables, l => $"决算{l.Code[^1]}")).Xlsx(), "决算.xlsx");
        Assert.True(report.Stored, $"{report}");
        AssertEqual(tables, await TablesOf(draft));
    }

    [Fact]
    public async Task Seven_errors_are_refused_at_once_each_at_its_cell_and_the_corrected_file_is_taken()
    {
        var draft = await Begun();
        var right = await Printed(SampleTables.Budget);
        var file = await Printed(SampleTables.Budget);
        // 1: a total that is off by 0.01.
        Assert.Equal("1050000.10", file.At("预算2", "C4"));
        file.Set("预算2", "C4", 1050000.11m);
        // 2: amounts of ten thousands below a line that says yuan.
        foreach (var row in file.Sheets.Single(s => s.Name == "预算3").Rows.Skip(3))
        {
            for (var i = 2; i < row.Length; i++) row[i] = row[i].Text is { } text ? decimal.Round(decimal.Parse(text) / 10_000m, 2) : default;
        }

        // 3: a line without its code.
        file.Set("预算6", "A7", default);
        // 4: three public expenses that do not split.
        file.Set("预算7", "L6", 41000m);
        // 5: a line that stands twice.
        file.Insert("预算5", 14, "2080505", "机关事业单位基本养老保险缴费支出", 190000m, 200000m, 200000m);
        // 6: a negative amount, and 7: text in a number.
        file.Set("预算4", "E7", -700000.10m);
        file.Set("预算1", "D6", "30万元");

        string[] expected =
        [
            "预算1!D6 NOT_A_NUMBER", "预算2!C4 PARTS_TOTAL", "预算3!C2 UNIT", "预算4!E7 NEGATIVE", "预算5!A14 DUPLICATE_LINE", "预算6!A7 CLASSIFICATION_MISSING", "预算7!J6 THREE_PUBLIC"
        ];
        var wrong = await Wrong(async () => await Import(draft, await file.Xlsx(), "预算.xlsx"));
        // The total is wrong in its line, in its column and beside the other table: one cell.
        Assert.Equal(expected.Append("预算2!C4 CROSS_TABLE").Append("预算2!C4 PARTS_TOTAL").Order(StringComparer.Ordinal), wrong.Order(StringComparer.Ordinal));
        Assert.Empty(await TablesOf(draft));
        var tried = await Import(draft, await file.Xlsx(), "预算.xlsx", h => (h.DryRun, h.Etag) = (true, ""));
        Assert.False(tried.Stored);
        Assert.Equal(expected.Select(e => e.Split(' ')[0]), tried.Findings.Where(f => f.Severity == V1.FindingSeverity.Error).Select(f => f.Cell).Distinct().Order(StringComparer.Ordinal));
        Assert.True((await Import(draft, await right.Xlsx(), "预算.xlsx")).Stored);
        AssertEqual(SampleTables.Budget, await TablesOf(draft));
    }

    [Fact]
    public async Task What_somebody_may_let_stand_is_stored_if_the_caller_says_so()
    {
        var draft = await Begun();
        var file = await (await Printed(SampleTables.Budget.With("department-budget-7", "total", "this-total", 90001m))).Xlsx();
        Assert.Equal(["预算7!H6 THREE_PUBLIC"], await Wrong(() => Import(draft, file, "a.xlsx")));
        var report = await Import(draft, file, "a.xlsx", h => h.KeepFindings = true);
        Assert.Equal((true, 1), (report.Stored, report.ErrorCount));
        var finding = Assert.Single(report.Findings);
        Assert.Equal(Footing.Check(await TablesOf(draft), new FootingContext(SampleTables.Year, [])).Single().Id, finding.FindingId);
        // An unreadable cell can be kept by nobody.
        var broken = await Printed([SampleTables.Budget.Of("department-budget-7")]);
        broken.Set("预算7", "H6", "九万");
        Assert.Equal(["预算7!H6 NOT_A_NUMBER"], await Wrong(async () => await Import(draft, await broken.Xlsx(), "a.xlsx", h => h.KeepFindings = true)));
    }

    [Fact]
    public async Task What_was_waived_is_not_in_the_way_any_more()
    {
        var draft = await Begun();
        var tables = SampleTables.Budget.With("department-budget-7", "total", "this-total", 90001m);
        var waiver = new Waiver(Assert.Single(tables.Foot()).Id, "批复如此", "publisher-1", Host.Clock.GetUtcNow());
        await Stored.Drafts.Write([Foundation.Storage.Write.Put(draft.Id, draft with { Waivers = [waiver] })], Cancel);
        var report = await Import(draft, await (await Printed(tables)).Xlsx(), "a.xlsx");
        Assert.Equal((true, 0, 1), (report.Stored, report.ErrorCount, report.Findings.Count));
    }

    [Fact]
    public async Task One_table_of_text_takes_the_place_of_that_table_alone()
    {
        var draft = await Begun();
        await Import(draft, await (await Printed(SampleTables.Budget)).Xlsx(), "a.xlsx");
        const string text = "2016年一般公共预算“三公”经费支出表\n单位：万元\n单位名称,2016年预算数,,,,,\n,合计,因公出国（境）费,公务用车购置及运行费,,,公务接待费\n,,,小计,公务用车购置费,公务用车运行费,\n某某局,8.00,0.00,4.00,,4.00,4.00\n注：只含本级。\n";
        var report = await Import(draft, text);
        Assert.Equal(("department-budget-7", 1, V1.AmountUnit.TenThousandYuan), (report.Tables[0].Layout, report.Tables[0].RowCount, report.Tables[0].Unit));
        var table = (await TablesOf(draft)).Of("department-budget-7");
        Assert.Equal(("某某局", "只含本级。", 80_000m, 0m), (table.Rows[0].Name, table.Note, table.Rows[0].Cells["this-total"], table.Rows[0].Cells["this-abroad"]));
        Assert.False(table.Rows[0].Cells.ContainsKey("this-purchase"));
        Assert.Equal(8, (await TablesOf(draft)).Count);
        await Import(draft, text, h => h.ReplaceAll = true);
        Assert.Single(await TablesOf(draft));
    }

    [Fact]
    public async Task Errors_of_text_are_named_by_line_and_heading()
    {
        var draft = await Begun();
        const string text = "一般公共预算支出情况表\n,,,单位：元\n科目编码,科目名称,本年预算数,,\n,,小计,基本支出,项目支出\n201,一般公共服务支出,100.00,60.00,40.00\n20103,办公事务,100.01,60.01,4O.00\n合计,,100,60,40.00\n";
        Assert.Equal(["line 6, 项目支出 NOT_A_NUMBER", "line 5, 小计 HIERARCHY", "line 5, 基本支出 HIERARCHY"], await Wrong(() => Import(draft, text)));
        // Of a code that is none nobody knows in which sum it belongs.
        Assert.Equal(["line 6, 项目支出 NOT_A_NUMBER", "line 7, 科目编码 UNKNOWN_CODE"], await Wrong(() => Import(draft, text.Replace("合计,,100", "299,没有的类,1,1,\n合计,,101", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Text_in_the_old_encoding_is_read()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var draft = await Begun();
        const string text = "政府性基金预算支出情况表\n单位：元\n科目编码,科目名称,本年政府性基金预算支出,,\n,,合计,基本支出,项目支出\n,合计,\"1,234.50\",,\"1,234.50\"\n212,城乡社区支出,1234.5,—,1234.50\n21208,国有土地使用权出让收入及对应专项债务收入安排的支出,1234.5,,1234.5\n";
        var report = await Import(draft, Encoding.GetEncoding("gb18030").GetBytes(text), "基金.csv");
        Assert.Equal("department-budget-8", report.Tables[0].Layout);
        var table = Assert.Single(await TablesOf(draft));
        Assert.Equal(["total", "212", "21208"], table.Rows.Select(r => r.Code));
        Assert.Equal(1234.5m, table.Rows[1].Cells["project"]);
        Assert.False(table.Rows[1].Cells.ContainsKey("basic"));
        Assert.All(table.Rows, r => Assert.Equal("", r.Name));
    }

    [Fact]
    public async Task Codes_may_stand_in_three_columns_and_columns_may_be_numbered()
    {
        var draft = await Begun(V1.DisclosureKind.FinalAccounts);
        const string text = "支出决算表\n公开03表\n部门：某某局,,,,,金额单位：万元\n项目,,,,本年支出合计,基本支出,项目支出\n功能分类科目编码,,,科目名称,,,\n类,款,项,,,,\n栏次,,,,1,2,3\n合计,,,,10,6,4\n201,,,一般公共服务支出,10,6,4\n201,03,,政府办公厅（室）及相关机构事务,10,6,4\n201,03,01,行政运行,10,6,4\n";
        var report = await Import(draft, text);
        Assert.Equal("department-final-3", report.Tables[0].Layout);
        var table = Assert.Single(await TablesOf(draft));
        Assert.Equal(["total", "201", "20103", "2010301"], table.Rows.Select(r => r.Code));
        Assert.Equal(100_000m, table.Rows[3].Cells["total"]);
        Assert.All(table.Rows, r => Assert.Equal("", r.Name));
    }

    [Fact]
    public async Task Tables_side_by_side_are_read_side_by_side()
    {
        var draft = await Begun();
        const string text = "表1\n部门收支总体情况表\n单位：万元\n收入,,支出,\n项目,预算数,项目,预算数\n一、财政拨款收入,90.00,一、一般公共服务支出,100.00\n（一）一般公共预算,90.00,二、外交支出,\n其中：政府性基金,,,\n二、事业收入,10.00,,\n本年收入合计,100.00,本年支出合计,100.00\n上年结转,,结转下年,\n收入总计,100.00,支出总计,100.00\n";
        await Import(draft, text);
        var table = Assert.Single(await TablesOf(draft));
        Assert.Equal(["income.fiscal", "income.fiscal.general", "income.fiscal.fund", "income.business", "income.year", "income.carried", "income.total", "201", "202", "spending.year", "spending.carried", "spending.total"], table.Rows.Select(r => r.Code));
        Assert.Equal(900_000m, table.Rows[1].Cells["amount"]);
        Assert.Empty(table.Rows[8].Cells);
    }

    [Fact]
    public async Task Merged_cells_say_what_can_be_seen()
    {
        var draft = await Begun();
        var grids = await Printed([SampleTables.Budget.Of("department-budget-5")]);
        // Programs leave values below a merged cell that nobody sees.
        grids.Set("预算5", "E3", "上年预算数");
        var file = new MemoryStream();
        file.Write(await grids.Xlsx());
        using (var zip = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            var part = zip.GetEntry("xl/worksheets/sheet1.xml")!;
            string xml;
            using (var reader = new StreamReader(part.Open())) xml = await reader.ReadToEndAsync(Cancel);
            part.Delete();
            await using var writer = new StreamWriter(zip.CreateEntry("xl/worksheets/sheet1.xml").Open());
            await writer.WriteAsync(xml.Replace("</sheetData>", "</sheetData><mergeCells count=\"3\"><mergeCell ref=\"A3:A4\"/><mergeCell ref=\"D3:F3\"/><mergeCell ref=\"A1:F1\"/></mergeCells>", StringComparison.Ordinal));
        }

        await Import(draft, file.ToArray(), "a.xlsx");
        AssertEqual([SampleTables.Budget.Of("department-budget-5")], await TablesOf(draft));
    }

    [Fact]
    public async Task A_mapping_reads_what_is_laid_out_otherwise()
    {
        var draft = await Begun();
        var grids = new Grids();
        grids.Sheets.Add(("封面", [["某某局2016年部门预算"]]));
        grids.Sheets.Add(("Sheet2", [["经济科目", "名目", "预算（万元）", "人员", "公用", "备查"], ["一", "工资", 45.00001m, 45.00001m, default, "x"], ["二", "商品", 15m, default, 15m], ["三", "全部", 60.00001m, 45.00001m, 15m], ["制表人：张某"]]));
        const string mapping = """
            { "sheets": [ { "sheet": "Sheet2", "layout": "department-budget-6", "unit": "万元", "firstRow": 2, "lastRow": 4,
              "blocks": [ { "codeColumn": "A", "nameColumn": "B", "columns": { "C": "total", "D": "personnel", "E": "operating" } } ],
              "lines": { "一": "301", "二": "302", "三": "total" } } ] }
            """;
        var report = await Import(draft, await grids.Xlsx(), "a.xlsx", h => h.Mapping = mapping);
        Assert.Equal([("封面", "UNKNOWN_TABLE", V1.FindingSeverity.Warning)], report.Findings.Select(f => (f.Cell, f.Rule, f.Severity)));
        var table = Assert.Single(await TablesOf(draft));
        Assert.Equal(["301 工资", "302 商品", "total 全部"], table.Rows.Select(r => $"{r.Code} {r.Name}"));
        Assert.Equal(450_000.10m, table.Rows[0].Cells["total"]);
    }

    [Fact]
    public async Task A_mapping_may_say_only_where_headings_begin_or_which_side_is_where()
    {
        var draft = await Begun();
        var grids = await Printed(SampleTables.Budget.Where(t => t.Layout is "department-budget-1" or "department-budget-6"), l => l.Code[^1] == '1' ? "收支" : "经济");
        // What stands above has words of headings in it; and the columns of the other sheet have no headings at all.
        grids.Insert("经济", 1, "合计", "基本支出", "人员经费");
        grids.Sheets.Single(s => s.Name == "收支").Rows.RemoveRange(0, 4);
        const string mapping = """
            { "sheets": [ { "sheet": "经济", "layout": "department-budget-6", "headingRow": 4 },
              { "sheet": "收支", "layout": "department-budget-1", "firstRow": 1, "unit": "元", "blocks": [ { "side": "income", "nameColumn": "A", "columns": { "B": "amount" } }, { "side": "spending", "nameColumn": "C", "columns": { "D": "amount" } } ] } ] }
            """;
        await Import(draft, await grids.Xlsx(), "a.xlsx", h => h.Mapping = mapping);
        AssertEqual([SampleTables.Budget[0], SampleTables.Budget[5]], await TablesOf(draft));
    }

    [Fact]
    public async Task A_list_of_the_tables_is_none_of_them()
    {
        var draft = await Begun();
        var grids = await Printed(SampleTables.Budget);
        grids.Sheets.Insert(0, ("目录", [["部门预算公开目录"], .. SampleTables.Budget.Select(t => new TableCell[] { Layouts.Find(t.Layout)!.Name })]));
        var report = await Import(draft, await grids.Xlsx(), "a.xlsx");
        Assert.Equal([("目录", "UNKNOWN_TABLE")], report.Findings.Select(f => (f.Cell, f.Rule)));
        AssertEqual(SampleTables.Budget, await TablesOf(draft));
    }

    [Fact]
    public async Task A_table_stands_twice_or_is_of_another_kind()
    {
        var draft = await Begun();
        var grids = await Printed([SampleTables.Budget[5]]);
        grids.Sheets.Add(("副本", grids.Sheets[0].Rows));
        Assert.Equal(["副本 DUPLICATE_TABLE"], await Wrong(async () => await Import(draft, await grids.Xlsx(), "a.xlsx")));
        var final = await Printed([SampleTables.Final[4]], _ => "决算5");
        Assert.Equal(["file NO_TABLE"], await Wrong(async () => await Import(draft, await final.Xlsx(), "a.xlsx")));
        Assert.Equal(["决算5 WRONG_LAYOUT"], await Wrong(async () => await Import(draft, await final.Xlsx(), "a.xlsx", h => h.Layout = "department-final-5")));
        var report = await Import(draft, await grids.Xlsx(), "a.xlsx", h => h.Sheet = "副本");
        Assert.Equal(["副本"], report.Tables.Select(t => t.Sheet));
        Assert.Equal(["file SHEET_MISSING"], await Wrong(async () => await Import(draft, await grids.Xlsx(), "a.xlsx", h => h.Sheet = "没有")));
    }

    [Fact]
    public async Task A_broken_cell_is_told_as_what_it_is_and_spoils_no_sum()
    {
        var draft = await Begun();
        using var file = new MemoryStream();
        file.Write(await (await Printed([SampleTables.Budget[5]])).Xlsx());
        using (var zip = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            var part = zip.GetEntry("xl/worksheets/sheet1.xml")!;
            string xml;
            using (var reader = new StreamReader(part.Open())) xml = await reader.ReadToEndAsync(Cancel);
            part.Delete();
            await using var writer = new StreamWriter(zip.CreateEntry("xl/worksheets/sheet1.xml").Open());
            await writer.WriteAsync(xml.Replace("<c r=\"C6\"><v>300000.10</v>", "<c r=\"C6\" t=\"e\"><f>A1/0</f><v>#DIV/0!</v>", StringComparison.Ordinal));
        }

        Assert.Equal(["预算6!C6 CELL_ERROR"], await Wrong(() => Import(draft, file.ToArray(), "a.xlsx")));
    }

    [Theory]
    [InlineData("{", "header.mapping MALFORMED")]
    [InlineData("[]", "header.mapping MALFORMED")]
    [InlineData("null", "header.mapping MALFORMED")]
    [InlineData("{\"sheets\":null}", "header.mapping MALFORMED")]
    [InlineData("{\"sheets\":[null]}", "header.mapping MALFORMED")]
    [InlineData("{\"sheets\":[],\"more\":1}", "header.mapping MALFORMED")]
    [InlineData("{\"sheets\":[{\"layout\":\"x\"}]}", "header.mapping.sheets[0].layout UNKNOWN_LAYOUT")]
    [InlineData("{\"sheets\":[{\"unit\":\"美元\"}]}", "header.mapping.sheets[0].unit UNKNOWN_VALUE")]
    [InlineData("{\"sheets\":[{\"layout\":\"department-budget-6\",\"firstRow\":1,\"blocks\":[{\"nameColumn\":\"A\",\"columns\":{\"B\":\"x\"}}]}]}", "header.mapping.sheets[0].blocks[0].columns.B UNKNOWN_COLUMN")]
    [InlineData("{\"sheets\":[{\"layout\":\"department-budget-6\",\"firstRow\":1,\"blocks\":[null]}]}", "header.mapping MALFORMED")]
    [InlineData("{\"sheets\":[{\"lines\":{\"a\":null}}]}", "header.mapping MALFORMED")]
    [InlineData("{\"sheets\":[{\"layout\":\"department-budget-6\",\"firstRow\":1,\"blocks\":[{\"nameColumn\":\"A\",\"columns\":null}]}]}", "header.mapping MALFORMED")]
    [InlineData("{\"sheets\":[{\"layout\":\"department-budget-6\",\"firstRow\":1,\"blocks\":[{\"nameColumn\":\"A\",\"columns\":{\"C\":\"total\",\"c\":\"personnel\"}}]}]}", "header.mapping.sheets[0].blocks[0].columns DUPLICATE_COLUMN")]
    public async Task A_mapping_that_says_nothing_sensible_is_refused(string mapping, string expected)
    {
        var draft = await Begun();
        Assert.Equal([expected], await Wrong(() => Import(draft, "a,b\n", h => h.Mapping = mapping)));
    }

    [Theory]
    [InlineData("随便什么\n1,2\n", "file NO_TABLE")]
    [InlineData("政府性基金预算支出情况表\n单位：元\n1,2\n", "file NO_HEADINGS")]
    [InlineData("政府性基金预算支出情况表\n科目编码,科目名称,合计,基本支出,项目支出\n212,城乡社区支出,1,1,\n合计,,1,1,\n", "file UNIT_MISSING")]
    [InlineData("政府性基金预算支出情况表\n单位：千元\n科目编码,科目名称,合计,基本支出,项目支出\n212,城乡社区支出,1,1,\n合计,,1,1,\n", "line 2, 科目编码 UNKNOWN_UNIT")]
    [InlineData("政府性基金预算支出情况表\n单位：元\n科目编码,科目名称,合计,基本支出,项目支出,意外支出\n212,城乡社区支出,1,1,,\n合计,,1,1,,\n", "line 3, 意外支出 UNKNOWN_COLUMN")]
    [InlineData("政府性基金预算支出情况表\n单位：元\n科目编码,科目名称,合计,基本支出,项目支出\n212,城乡社区支出,1,1,,9\n合计,,1,1,\n", "line 4, F NO_HEADING")]
    [InlineData("政府性基金预算支出情况表\n单位：元\n科目编码,科目名称,合计,基本支出,项目支出\n", "file EMPTY_WITHOUT_NOTE")]
    [InlineData("政府性基金预算支出情况表\n单位：元\n科目编码,科目名称,合计,基本支出,项目支出\n21298,名,0.001,0.001,\n合计,,,,\n", "line 4, 合计 NOT_A_NUMBER line 4, 基本支出 NOT_A_NUMBER")]
    [InlineData("政府性基金预算支出情况表\n单位：元\n科目编码,科目名称,合计,基本支出,基本支出\n212,城乡社区支出,1,1,\n合计,,1,1,\n", "line 3, 基本支出 DUPLICATE_COLUMN")]
    [InlineData("\"政府", "line 1, A STRAY")]
    public async Task What_is_no_table_is_refused_and_says_why(string text, string expected)
    {
        var draft = await Begun();
        var wrong = string.Join(" ", await Wrong(() => Import(draft, text)));
        if (!expected.EndsWith("STRAY", StringComparison.Ordinal)) Assert.Equal(expected, wrong);
        Assert.Empty(await TablesOf(draft));
    }

    [Fact]
    public async Task A_table_without_data_needs_only_its_note()
    {
        var draft = await Begun();
        await Import(draft, "政府性基金预算支出情况表\n单位：万元\n科目编码,科目名称,合计,基本支出,项目支出\n注：本部门无政府性基金预算，\n故本表为空。\n");
        Assert.Equal("本部门无政府性基金预算，\n故本表为空。", Assert.Single(await TablesOf(draft)).Note);
    }

    [Fact]
    public async Task Nearly_twenty_thousand_lines_are_read_in_their_order_and_more_are_too_many()
    {
        var draft = await Begun();
        var text = new StringBuilder("部门支出总体情况表\n单位：元\n科目编码,科目名称,合计,基本支出,项目支出\n");
        string[] divisions = [.. Classification.Find("functional")!.Codes.Where(c => c.Code.Length == 5 && c.In(SampleTables.Year)).Select(c => c.Code)];
        var codes = divisions.SelectMany(d => Enumerable.Range(0, 100).Select(i => $"{d}{i:00}")).ToList();
        Assert.InRange(codes.Count, 19_000, 19_999);
        foreach (var code in codes) text.Append(code).Append(",某项,3.00,1.00,2.00\n");
        text.Append("合计,,").Append(codes.Count * 3).Append(',').Append(codes.Count).Append(',').Append(codes.Count * 2).Append('\n');
        var report = await Import(draft, text.ToString());
        Assert.Equal((true, codes.Count + 1), (report.Stored, report.Tables[0].RowCount));
        Assert.Equal([.. codes, "total"], Assert.Single(await TablesOf(draft)).Rows.Select(r => r.Code));
        for (var line = codes.Count + 1; line <= StatementRules.MostRows; line++) text.Append("合计,,0,0,0\n");
        Assert.Contains("file TOO_MANY", await Wrong(() => Import(draft, text.ToString())));
    }

    [Fact]
    public async Task What_last_year_said_is_held_against_it()
    {
        var statements = await Services<Statements>().Store(SampleTables.Final.With("department-final-5", "total", "total", 900001m), Cancel);
        var last = new DisclosureIdentity("office", 2015, V1.DisclosureKind.FinalAccounts, V1.FinanceLevel.Department, "");
        var release = new Release { Number = 1, Content = new Content { Title = "决算" }, Statements = statements, PublishedOn = new DateOnly(2016, 9, 1) };
        await Stored.Disclosures.Write([Foundation.Storage.Write.Create(last.DisclosureId, new Disclosure { Id = last.DisclosureId, Identity = last, Releases = [release] })], Cancel);
        var draft = await Begun();
        Assert.Equal(["预算5!C5 LAST_YEAR"], await Wrong(async () => await Import(draft, await (await Printed(SampleTables.Budget)).Xlsx(), "a.xlsx")));
    }

    [Fact]
    public async Task Only_who_may_write_the_draft_knows_of_it()
    {
        var draft = await Begun(agency: "county-office");
        Assert.Equal("NO_SUCH_DRAFT", await ReasonOf(StatusCode.NotFound, () => Import(draft, "a\n")));
        Assert.Equal("NO_SUCH_DRAFT", await ReasonOf(StatusCode.NotFound, () => Import(draft, "a\n", h => h.DraftId = "none")));
        var published = await Begun();
        await Stored.Drafts.Write([Foundation.Storage.Write.Put(published.Id, published with { State = V1.DraftState.Published })], Cancel);
        Assert.Equal("NOT_A_DRAFT", await ReasonOf(StatusCode.FailedPrecondition, () => Import(published, "a\n")));
        var mine = await Begun();
        Assert.Equal("STALE_ETAG", await ReasonOf(StatusCode.Aborted, () => Import(mine, "a\n", h => h.Etag = "r9")));
        Assert.Equal(["header.etag REQUIRED"], await Wrong(() => Import(mine, "a\n", h => h.Etag = "")));
        var reader = new V1.ImportService.ImportServiceClient(As("reader", Foundation.Identity.Roles.Auditor));
        await Refused(StatusCode.PermissionDenied, async () =>
        {
            using var call = reader.ImportStatements(cancellationToken: Cancel);
            await call;
        });
    }

    [Fact]
    public async Task A_file_goes_over_plain_http_too()
    {
        var draft = await Begun();
        using var http = Host.Http();
        http.DefaultRequestHeaders.Authorization = new("Bearer", Host.Issuer.Token([Foundation.Identity.Roles.Editor], "city", "editor-1", lifetime: TimeSpan.FromDays(10_000)));
        var file = await (await Printed(SampleTables.Budget)).Xlsx();
        var answer = await http.PostAsync($"/api/v1/finance/draft-files?draftId={draft.Id}&etag=r1&fileName=a.xlsx", new ByteArrayContent(file), Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, text);
        Assert.Equal("r2", V1.ImportStatementsReport.Parser.ParseJson(text).Draft.Etag);
        var refused = await http.PostAsync($"/api/v1/finance/draft-files?draftId={draft.Id}&fileName=a.xlsx", new ByteArrayContent([1]), Cancel);
        Assert.Contains("\"field\":\"etag\"", (await refused.Content.ReadAsStringAsync(Cancel)).Replace(" ", ""), StringComparison.Ordinal);
    }

    private T Services<T>() where T : notnull => (T)Host.Services.GetService(typeof(T))!;
}
