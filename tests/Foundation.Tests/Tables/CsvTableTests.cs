using System.Text;
using Sunshine.Foundation.Tables;

namespace Sunshine.Foundation.Tests.Tables;

public sealed class CsvTableTests
{
    private const string Powers = "职权编码,职权名称,行使主体\nXK-001,\"建设工程\n规划许可\",自然资源局\n\nXK-002,\"含\"\"引号\"\"，和, 逗号\",㐂𠮷局\n";

    public static TheoryData<string, byte[]> Encoded => new()
    {
        { "UTF-8", Encoding.UTF8.GetBytes(Powers) },
        { "UTF-8 with a mark", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Powers)] },
        { "UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Powers)] },
        { "UTF-16 big endian", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Powers)] },
        { "UTF-16 without a mark", Encoding.Unicode.GetBytes(Powers) },
        { "GB18030", Table.Gb18030.GetBytes(Powers) },
        { "line ends of Windows", Encoding.UTF8.GetBytes(Powers.Replace("\n", "\r\n")) },
        { "semicolons", Encoding.UTF8.GetBytes("职权编码;职权名称;行使主体\nXK-001;\"建设工程\n规划许可\";自然资源局\n\nXK-002;\"含\"\"引号\"\"，和, 逗号\";㐂𠮷局\n") },
        { "tabs", Encoding.UTF8.GetBytes("职权编码\t职权名称\t行使主体\nXK-001\t\"建设工程\n规划许可\"\t自然资源局\n\nXK-002\t\"含\"\"引号\"\"，和, 逗号\"\t㐂𠮷局\n") }
    };

    [Theory, MemberData(nameof(Encoded))]
    public async Task Text_is_read_in_every_encoding_with_every_separator(string what, byte[] bytes)
    {
        foreach (var content in new Stream[] { new MemoryStream(bytes), new Table.Body(bytes) })
        {
            var rows = await Table.Read(content, TableFormat.Csv);

            Assert.Equal((2, 2L, 5L), (rows.Count, rows[0].Line, rows[1].Line));
            Assert.Equal(("XK-001", "自然资源局"), (rows[0].Cell("职权编码"), rows[0].Cell("行使主体")));
            Assert.Equal("建设工程\n规划许可", rows[0].Cell("职权名称")!.Replace("\r\n", "\n"));
            Assert.Equal(("XK-002", "含\"引号\"，和, 逗号", "㐂𠮷局"), (rows[1].Cell("职权编码"), rows[1].Cell("职权名称"), rows[1].Cell("行使主体")));
            Assert.All(rows, r => Assert.True(r.Problems.Count == 0, what));
            Assert.True(content.CanRead);
        }
    }

    [Fact]
    public async Task Headings_are_known_in_whatever_width_with_spaces_and_line_breaks()
    {
        var row = Assert.Single(await Table.Csv("\"金额\n（万元）\", ＣＯＤＥ ,职 权 名 称,\n12.5,x, 　名称\u00A0 ,\n"));

        Assert.Equal(("12.5", "x", "名称", null), (row.Cell("金额(万元)"), row.Cell("code"), row.Cell("职权名称"), row.Cell("没有")));
        Assert.Equal(("12.5", "x"), (row.Cell(1), row.Cell(2)));
        Assert.Equal("line 3, 职权名称", row.Address("职权名称"));
        Assert.Equal(["金额\n（万元）", "ＣＯＤＥ", "职 权 名 称"], row.Headings);
    }

    [Fact]
    public async Task Headings_that_are_missing_twice_or_unknown_are_told_all_at_once()
    {
        var options = new TableOptions { Headings = [new("职权编码", Required: true, "权力编码"), new("职权名称", Required: true), new("备注")] };

        Assert.Equal(["HEADING_TWICE", "HEADING_UNKNOWN", "HEADING_MISSING"], await Table.Refused(() => Table.Csv("权力编码,职权编码,联系电话\n1,2,3\n", options)));
        Assert.Equal("1", Assert.Single(await Table.Csv("权力编码,职权名称,联系电话,联系电话\n1,2,3,4\n", options with { AllowUnknown = true })).Cell("职权编码"));
        Assert.Equal(["HEADING_TWICE"], await Table.Refused(() => Table.Csv("编码,名称,编 码\n1,2,3\n")));
        Assert.Equal(["HEADING_MISSING", "HEADING_MISSING"], await Table.Refused(() => Table.Csv("备注\n", options)));
    }

    [Fact]
    public async Task The_headings_may_stand_in_a_given_row_or_there_are_none()
    {
        const string budget = "鞍山市本级预算表,,\n单位：万元,,\n科目,预算数,\n教育,1200,\n";

        var row = Assert.Single(await Table.Csv(budget, new() { HeadingRow = 3 }));
        Assert.Equal((4L, "教育", "1200"), (row.Line, row.Cell("科目"), row.Cell("预算数")));

        var all = await Table.Csv(budget, new() { HasHeadings = false });
        Assert.Equal(4, all.Count);
        Assert.Equal(("鞍山市本级预算表", "1200", "1200", null), (all[0].Cell("A"), all[3].Cell("b"), all[3].Cell(2), all[3].Cell("ZZ")));
        Assert.Equal(("line 4, B", "line 4, B"), (all[3].Address("B"), all[3].Address(2)));

        Assert.Equal(["HEADING_ROW_MISSING"], await Table.Refused(() => Table.Csv(budget, new() { HeadingRow = 9 })));
        Assert.Equal(["EMPTY"], await Table.Refused(() => Table.Csv("\n ,,\n")));
        Assert.Equal(["EMPTY"], await Table.Refused(() => Table.Csv("")));
        Assert.Empty(await Table.Csv("科目,预算数\n,\n"));
    }

    [Fact]
    public async Task A_title_above_the_headings_does_not_hide_what_separates_them()
    {
        var row = Assert.Single(await Table.Csv("鞍山市权责清单（2016年）\n\n编码;名称;主体\n1;甲;乙\n", new() { HeadingRow = 3 }));

        Assert.Equal(("1", "甲", "乙"), (row.Cell("编码"), row.Cell("名称"), row.Cell("主体")));
    }

    [Fact]
    public async Task A_stray_quotation_mark_costs_its_row_alone()
    {
        var rows = await Table.Csv("a,b\n1,\"x\n2,y\n3,z\n4,\"w\"v\n5,u\n");

        Assert.Equal([(2L, false), (3L, true), (4L, true), (5L, false), (6L, true)], rows.Select(r => (r.Line, r.IsReadable)));
        Assert.Equal(["y", "z", "u"], rows.Where(r => r.IsReadable).Select(r => r.Cell("b")));
        Assert.Equal([("line 2", "STRAY_QUOTATION_MARK")], rows[0].Problems());
        Assert.Null(rows[0].Cell("a"));
        Assert.Equal("1,\"x", Encoding.UTF8.GetString(rows[0].Raw.Span));
    }

    [Fact]
    public async Task A_quotation_mark_that_swallows_whole_rows_gives_them_back()
    {
        // In order for the eye of RFC 4180, but the row has too many cells.
        var rows = await Table.Csv("a,b\n1,\"x\n2,y\n3,z\",v\n4,w\n");

        Assert.Equal([2L, 3L, 4L, 5L], rows.Select(r => r.Line));
        Assert.Equal(("y", "w"), (rows[1].Cell("b"), rows[3].Cell("b")));
    }

    [Fact]
    public async Task Rows_of_wrong_length_bytes_that_are_no_text_and_long_cells_are_told_with_their_place()
    {
        byte[] bytes = [.. "编码,名称\n1\n2,x,y\n3,x,,\n4,"u8, 0xE5, 0xFF, .. "\n5,123456\n"u8];

        var rows = await Table.Read(bytes, TableFormat.Csv, new() { LongestCell = 5 });

        Assert.Equal([("line 2", "WRONG_NUMBER_OF_CELLS")], rows[0].Problems());
        Assert.Equal([("line 3", "WRONG_NUMBER_OF_CELLS")], rows[1].Problems());
        Assert.Equal("2", rows[1].Cell("编码"));
        Assert.Empty(rows[2].Problems);
        Assert.Equal([("line 5, 名称", "NOT_TEXT")], rows[3].Problems());
        Assert.Equal([("line 6, 名称", "CELL_TOO_LONG")], rows[4].Problems());
        Assert.Null(rows[4].Cell("名称"));
    }

    [Fact]
    public async Task Every_bound_is_a_refusal()
    {
        Assert.Equal(["TOO_MANY_ROWS"], await Table.Refused(() => Table.Csv("a\n1\n2\n3\n", new() { MostRows = 2 })));
        Assert.Equal(["FILE_TOO_LARGE"], await Table.Refused(() => Table.Csv("a\n1\n2\n3\n", new() { LargestFile = 7 })));
        Assert.Equal(["TOO_MANY_COLUMNS"], await Table.Refused(() => Table.Csv(string.Join(',', Enumerable.Range(0, 10_000)))));
        Assert.Equal(["TOO_MANY_COLUMNS"], await Table.Refused(() => Table.Csv("a,b,c,d\n", new() { HasHeadings = false, MostColumns = 3 })));
        Assert.Equal(["ROW_TOO_LONG"], await Table.Refused(() => Table.Csv("a,b\n1,\"" + new string('x', 3_000_000), new() { LongestRow = 1_000_000 })));
        Assert.Equal(["HEADINGS_MALFORMED"], await Table.Refused(() => Table.Csv("a,\"b\"c\n1,2\n")));
    }

    [Fact]
    public async Task What_was_escaped_against_formulas_is_as_it_was()
    {
        var row = Assert.Single(await Table.Csv("a,b,c\n'=1+1,-5,'甲'\n"));

        Assert.Equal(("=1+1", "-5", "'甲'"), (row.Cell("a"), row.Cell("b"), row.Cell("c")));
    }
}
