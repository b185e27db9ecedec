using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Sunshine.ReportForms.Tests;

/// <summary>A report's tables laid out as the forms print them: titles, merged heads, merged labels.</summary>
internal static class PrintedSheets
{
    /// <summary>Each printed part: its cells, null where a cell lies under another or is blank.</summary>
    public static IEnumerable<(string Name, List<string?[]> Rows, List<string> Merged)> Of(SampleReport report) =>
        from part in report.Form.Tables.GroupBy(t => t.Part)
        let name = part.Key.Length > 28 ? part.Key[..2] + "表" : part.Key
        select report.Form.From == 2014 ? Statistics(report, name)
            : part.First().Id == "requests" ? Requests(report, part.First()) : part.First().Across ? Cases(report, part.First()) : Blocks(report, [.. part]);

    public static byte[] Csv(SampleReport report)
    {
        var text = new StringBuilder("\uFEFF");
        foreach (var (_, rows, _) in Of(report))
        {
            foreach (var row in rows) text.AppendJoin(',', row.Select(c => $"\"{c?.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public static byte[] Xlsx(SampleReport report)
    {
        using var bytes = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(bytes, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            book.Workbook = new Workbook(new Sheets());
            foreach (var (_, rows, merged) in Of(report))
            {
                var part = book.AddNewPart<WorksheetPart>();
                part.Worksheet = new Worksheet(new SheetData(rows.Select(r => new Row(r.Select(Cell)))));
                if (merged.Count > 0) part.Worksheet.Append(new MergeCells(merged.Select(m => new MergeCell { Reference = m })));
                var number = (uint)(book.Workbook.Sheets!.Count() + 1);
                book.Workbook.Sheets!.Append(new Sheet { Name = $"Sheet{number}", SheetId = number, Id = book.GetIdOfPart(part) });
            }
        }

        return bytes.ToArray();
    }

    private static Cell Cell(string? text) => text is null ? new Cell()
        : decimal.TryParse(text, out _) ? new Cell { CellValue = new CellValue(text) }
        : new Cell { DataType = CellValues.InlineString, InlineString = new InlineString(new Text(text)) };

    private static (string, List<string?[]>, List<string>) Statistics(SampleReport report, string title)
    {
        List<string?[]> rows = [[title, null, null], ["统计指标", "单位", "统计数"]];
        foreach (var table in report.Form.Tables)
        {
            if (table.Rows[0].Name != table.Name) rows.Add([table.Name, null, null]);
            rows.AddRange(table.AllRows.Select(r => new[] { r.Name, r.Heading ? null : r.Unit ?? table.Unit, r.Heading ? null : Figure(report, table, r, table.Columns[0]) }));
        }

        return (title, rows, ["A1:C1"]);
    }

    private static (string, List<string?[]>, List<string>) Blocks(SampleReport report, IReadOnlyList<FormTable> tables)
    {
        List<string?[]> rows = [[tables[0].Part, null, null, null]];
        foreach (var table in tables)
        {
            rows.Add([table.Name, null, null, null]);
            rows.Add([.. table.Columns.Select(c => (string?)c.Name).Prepend("信息内容")]);
            rows.AddRange(table.AllRows.Select(r => (string?[])[r.Name, .. table.Columns.Select(c => Figure(report, table, r, c))]));
        }

        return (tables[0].Part, rows, ["A1:D1"]);
    }

    private static (string, List<string?[]>, List<string>) Requests(SampleReport report, FormTable table)
    {
        List<string?[]> rows =
        [
            [table.Name, null, null, null, null, null, null, null, null, null],
            ["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", null, null, "申请人情况", null, null, null, null, null, null],
            [null, null, null, "自然人", "法人或其他组织", null, null, null, null, "总计"],
            [null, null, null, null, "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", null]
        ];
        List<string> merged = ["A1:J1", "A2:C4", "D2:J2", "D3:D4", "E3:I3", "J3:J4"];
        var columns = table.Columns.Where(c => !c.Optional).ToList();
        foreach (var row in table.Rows)
        {
            if (!row.Heading)
            {
                Add(row, [row.Name, null, null]);
                merged.Add($"A{rows.Count}:C{rows.Count}");
                continue;
            }

            string? first = row.Name;
            foreach (var result in row.Rows!)
            {
                if (result.Rows is not { } below)
                {
                    Add(result, [first, result.Name, null]);
                    merged.Add($"B{rows.Count}:C{rows.Count}");
                }
                else
                {
                    string? second = result.Name;
                    foreach (var leaf in below)
                    {
                        Add(leaf, [first, second, leaf.Name]);
                        (first, second) = (null, null);
                    }
                }

                first = null;
            }
        }

        return (table.Part, rows, merged);

        void Add(FormRow row, string?[] labels) => rows.Add([.. labels, .. columns.Select(c => Figure(report, table, row, c))]);
    }

    private static (string, List<string?[]>, List<string>) Cases(SampleReport report, FormTable table)
    {
        var results = table.Columns.Select(c => (string?)c.Name).ToArray();
        var nothing = new string?[4];
        return (table.Part,
        [
            [table.Name, .. new string?[14]],
            ["行政复议", .. nothing, "行政诉讼", .. nothing, .. new string?[5]],
            [.. new string?[5], "未经复议直接起诉", .. nothing, "复议后起诉", .. nothing],
            [.. results, .. results, .. results],
            [.. from row in table.Rows from column in table.Columns select Figure(report, table, row, column)]
        ], ["A1:O1", "A2:E3", "F2:O2", "F3:J3", "K3:O3"]);
    }

    private static string? Figure(SampleReport report, FormTable table, FormRow row, FormColumn column) => report.Figures.TryGetValue(table.FigureId(row, column), out var value) ? value.ToString() : null;
}
