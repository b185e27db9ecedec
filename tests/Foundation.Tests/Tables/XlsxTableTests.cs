using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml.Spreadsheet;
using Sunshine.Foundation.Tables;
using Words = DocumentFormat.OpenXml.Spreadsheet.Text;

namespace Sunshine.Foundation.Tests.Tables;

public sealed class XlsxTableTests
{
    private static Cell[] Headings => [Sheets.Text("编码"), Sheets.Text("值"), Sheets.Text("备注")];

    [Fact]
    public async Task A_sheet_has_texts_of_every_kind()
    {
        var rich = new SharedStringItem(new Run(new RunProperties(new Bold()), new Words("建设")), new Run(new Words(" 工程_x000D_\n") { Space = DocumentFormat.OpenXml.SpaceProcessingModeValues.Preserve }),
            new PhoneticRun(new Words("ジ")) { BaseTextStartIndex = 0, EndingBaseIndex = 1 });
        var bytes = Sheets.Book(false, [new SharedStringItem(new Words("XK-001")), rich], ("表一", SheetStateValues.Visible,
            [Headings, [Sheets.Shared(0), Sheets.Shared(1), Sheets.Text("行内")], [], [Sheets.Of(CellValues.Boolean, "1"), Sheets.Of(CellValues.String, "甲乙", "A1&B1"), Sheets.Number("3", 0).At("E4")]], []));

        foreach (var content in new Stream[] { new MemoryStream(bytes), new Table.Body(bytes, 5_000) })
        {
            var rows = await Table.Read(content, TableFormat.Xlsx, new() { Trim = false });

            Assert.Equal([2L, 4L], rows.Select(r => r.Line));
            Assert.Equal(("XK-001", "建设 工程\r\n", "行内"), (rows[0].Cell("编码"), rows[0].Cell("值"), rows[0].Cell("备注")));
            Assert.Equal(("true", "甲乙", null, "3"), (rows[1].Cell("编码"), rows[1].Cell("值"), rows[1].Cell("备注"), rows[1].Cell(5)));
            Assert.Equal(("B4", "E4", "row 4, 没有"), (rows[1].Address("值"), rows[1].Address(5), rows[1].Address("没有")));
            Assert.All(rows, r => Assert.Empty(r.Problems));
        }
    }

    [Theory]
    [InlineData("0.30000000000000004", "0.3")]
    [InlineData("23800600.129999999", "23800600.13")]
    [InlineData("1.1000000000000001", "1.1")]
    [InlineData("1200", "1200")]
    [InlineData("1200.50", "1200.50")]
    [InlineData("-0", "0")]
    [InlineData("-12.5", "-12.5")]
    [InlineData("1E+20", "100000000000000000000")]
    [InlineData("1.5E-7", "0.00000015")]
    [InlineData("2.1030219900101101E+17", "210302199001011000")]
    [InlineData("210302199001011234", "210302199001011234")]
    [InlineData("9.9999999999999995E-2", "0.1")]
    [InlineData("99999999999999.996", "100000000000000")]
    public async Task Numbers_are_the_digits_that_people_see(string stored, string seen) =>
        Assert.Equal(seen, Assert.Single(await Table.Read(Sheets.Book(Headings, [Sheets.Text("a"), Sheets.Number(stored)]), TableFormat.Xlsx)).Cell("值"));

    [Theory]
    [InlineData("42639", 1u, false, "2016-09-26")]
    [InlineData("42639", 2u, false, "2016-09-26")]
    [InlineData("42639", 7u, false, "2016-09-26")]
    [InlineData("42639.604166666664", 1u, false, "2016-09-26")]
    [InlineData("42639.604166666664", 3u, false, "2016-09-26T14:30:00")]
    [InlineData("42639", 3u, false, "2016-09-26")]
    [InlineData("0.604166666666667", 4u, false, "14:30:00")]
    [InlineData("1", 1u, false, "1900-01-01")]
    [InlineData("59", 1u, false, "1900-02-28")]
    [InlineData("61", 1u, false, "1900-03-01")]
    [InlineData("2958465", 1u, false, "9999-12-31")]
    [InlineData("41177", 1u, true, "2016-09-26")]
    [InlineData("0", 1u, true, "1904-01-01")]
    [InlineData("42639", 5u, false, "42639")]
    [InlineData("1.5", 6u, false, "1.5")]
    [InlineData("42639", 0u, false, "42639")]
    public async Task A_number_with_the_format_of_a_day_is_a_day(string stored, uint style, bool from1904, string day)
    {
        var bytes = Sheets.Book(from1904, [], ("表一", SheetStateValues.Visible, [Headings, [Sheets.Text("a"), Sheets.Number(stored, style)]], []));

        Assert.Equal(day, Assert.Single(await Table.Read(bytes, TableFormat.Xlsx)).Cell("值"));
    }

    [Fact]
    public async Task What_is_wrong_with_a_cell_names_it()
    {
        var rows = await Table.Read(Sheets.Book(Headings,
            [Sheets.Text("a"), Sheets.Of(CellValues.Error, "#REF!", "Z1"), Sheets.Number("60", 1)],
            [Sheets.Text("b"), new Cell { CellFormula = new CellFormula("A1+1") }, Sheets.Number("x")],
            [Sheets.Text("c"), Sheets.Text("123456789"), Sheets.Number("-1", 1)]), TableFormat.Xlsx, new() { LongestCell = 8 });

        Assert.Equal([("B2", "CELL_ERROR"), ("C2", "NOT_A_DAY")], rows[0].Problems());
        Assert.Contains("#REF!", rows[0].Problems[0].Chinese, StringComparison.Ordinal);
        Assert.Equal([("B3", "FORMULA_NOT_CALCULATED"), ("C3", "NOT_A_NUMBER")], rows[1].Problems());
        Assert.Equal([("B4", "CELL_TOO_LONG"), ("C4", "NOT_A_DAY")], rows[2].Problems());
        Assert.Equal(("a", null), (rows[0].Cell("编码"), rows[0].Cell("值")));
    }

    [Fact]
    public async Task Merged_cells_have_a_value_in_the_first_of_them_alone()
    {
        var rows = await Table.Read(Sheets.Book(false, [], ("表一", SheetStateValues.Visible,
        [
            [Sheets.Text("预算表"), Sheets.Text("看不见"), Sheets.Text("看不见")], [Sheets.Text("教育"), Sheets.Text("1"), Sheets.Text("2")],
            [Sheets.Text("看不见"), Sheets.Text("3"), Sheets.Text("4")]
        ], ["A1:C1", "A2:A3"])), TableFormat.Xlsx, new() { HasHeadings = false });

        Assert.Equal([("预算表", null, null), ("教育", "1", "2"), (null, "3", "4")], rows.Select(r => (r.Cell("A"), r.Cell("B"), r.Cell("C"))));
    }

    [Fact]
    public async Task The_first_sheet_that_is_visible_is_read_or_one_by_name()
    {
        Cell[][] One(string text) => [[Sheets.Text("a")], [Sheets.Text(text)]];
        var bytes = Sheets.Book(false, [], ("参数", SheetStateValues.Hidden, One("1"), []), ("清单", SheetStateValues.Visible, One("2"), []), ("附表", SheetStateValues.VeryHidden, One("3"), []));

        Assert.Equal("2", Assert.Single(await Table.Read(bytes, TableFormat.Xlsx)).Cell("a"));
        Assert.Equal("3", Assert.Single(await Table.Read(bytes, TableFormat.Xlsx, new() { Sheet = "附表" })).Cell("a"));
        Assert.Equal(["SHEET_MISSING"], await Table.Refused(() => Table.Read(bytes, TableFormat.Xlsx, new() { Sheet = "没有" })));
        Assert.Equal([("参数", true), ("清单", false), ("附表", true)],
            (await TableReader.Sheets(new MemoryStream(bytes), new(), TestContext.Current.CancellationToken)).Select(s => (s.Name, s.Hidden)));
    }

    [Fact]
    public async Task Columns_beyond_the_last_are_passed_over_while_they_are_empty()
    {
        var far = Sheets.Number("1").At("XFD2");
        Assert.Equal(["TOO_MANY_COLUMNS"], await Table.Refused(() => Table.Read(Sheets.Book(Headings, [Sheets.Text("a"), far]), TableFormat.Xlsx)));
        Assert.Single(await Table.Read(Sheets.Book(Headings, [Sheets.Text("a"), new Cell { CellReference = "XFD2", StyleIndex = 1 }]), TableFormat.Xlsx));
    }

    [Fact]
    public async Task A_malformed_hyperlink_harms_nothing()
    {
        using var bytes = new MemoryStream();
        bytes.Write(Sheets.Book(Headings, [Sheets.Text("a")]));
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Update, leaveOpen: true))
        {
            var links = archive.Entries.Single(e => e.FullName.StartsWith("xl/worksheets/_rels/", StringComparison.Ordinal));
            using var reader = new StreamReader(links.Open());
            var text = (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).Replace("http://a/", "http://财政局@:\\x y");
            reader.Dispose();
            var name = links.FullName;
            links.Delete();
            await using var writer = new StreamWriter(archive.CreateEntry(name).Open());
            await writer.WriteAsync(text);
        }

        Assert.Equal("a", Assert.Single(await Table.Read(bytes.ToArray(), TableFormat.Xlsx)).Cell("编码"));
    }

    [Fact]
    public async Task A_record_for_long_archives_before_the_end_harms_nothing()
    {
        // As agencies' Java programs write it, however short the archive is.
        var bytes = Sheets.Book(Headings, [Sheets.Text("a")]);
        var end = bytes.AsSpan().LastIndexOf("PK\u0005\u0006"u8);

        byte[] longer = [.. bytes[..end], .. "PK\u0006\u0006"u8, .. new byte[52], .. "PK\u0006\u0007"u8, .. new byte[16], .. bytes[end..]];

        Assert.Equal("a", Assert.Single(await Table.Read(longer, TableFormat.Xlsx)).Cell("编码"));
    }

    [Fact]
    public async Task More_shared_texts_than_memory_holds_are_read_from_a_file()
    {
        const int count = 600_000;
        var items = string.Concat(Enumerable.Range(0, count).Select(i => $"<si><t>文{i}</t></si>"));
        var bytes = Rewritten(Sheets.Book(false, [new SharedStringItem(new Words(""))], ("表一", SheetStateValues.Visible,
            [[Sheets.Shared(0), Sheets.Shared(1)], [Sheets.Shared(count - 1), Sheets.Shared(500_001)]], [])), "xl/sharedStrings.xml",
            "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">" + items + "</sst>");

        var row = Assert.Single(await Table.Read(bytes, TableFormat.Xlsx));

        Assert.Equal(($"文{count - 1}", "文500001"), (row.Cell("文0"), row.Cell("文1")));
    }

    internal static byte[] Rewritten(byte[] book, string part, string text)
    {
        using var bytes = new MemoryStream();
        bytes.Write(book);
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = archive.Entries.Single(e => e.FullName.Equals(part, StringComparison.OrdinalIgnoreCase));
            var name = entry.FullName;
            entry.Delete();
            using var writer = new StreamWriter(archive.CreateEntry(name).Open(), new UTF8Encoding(false));
            writer.Write(text);
        }

        return bytes.ToArray();
    }
}
