using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Words = DocumentFormat.OpenXml.Spreadsheet.Text;

namespace Sunshine.Foundation.Tests.Tables;

/// <summary>Workbooks as the Open XML SDK writes them.</summary>
internal static class Sheets
{
    /// <summary>Styles: 1 a built-in day, 2 a Chinese day, 3 day and time, 4 time, 5 money in red, 6 hours that passed, 7 a built-in Chinese day.</summary>
    private static readonly string[] Formats = ["yyyy\"年\"m\"月\"d\"日\";@", "yyyy/m/d\\ h:mm", "h:mm:ss AM/PM", "#,##0.00_);[Red]\\(#,##0.00\\)", "[h]:mm"];

    public static byte[] Book(params Cell[][] rows) => Book(false, [], ("表一", SheetStateValues.Visible, rows, []));

    public static byte[] Book(bool from1904, OpenXmlElement[] shared, params (string Name, SheetStateValues State, Cell[][] Rows, string[] Merged)[] sheets)
    {
        using var bytes = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(bytes, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            book.Workbook = new Workbook(new WorkbookProperties { Date1904 = from1904 }, new DocumentFormat.OpenXml.Spreadsheet.Sheets());
            book.AddNewPart<WorkbookStylesPart>().Stylesheet = new Stylesheet(
                new NumberingFormats(Formats.Select((f, i) => new NumberingFormat { NumberFormatId = (uint)(164 + i), FormatCode = f })),
                new Fonts(new Font()), new Fills(new Fill()), new Borders(new Border()), new CellStyleFormats(new CellFormat { NumberFormatId = 14 }),
                new CellFormats(new uint[] { 0, 14, 164, 165, 166, 167, 168, 31 }.Select(n => new CellFormat { NumberFormatId = n })));
            if (shared.Length > 0) book.AddNewPart<SharedStringTablePart>().SharedStringTable = new SharedStringTable(shared);
            foreach (var (name, state, rows, merged) in sheets)
            {
                var part = book.AddNewPart<WorksheetPart>();
                part.Worksheet = new Worksheet(new SheetData(rows.Select((cells, i) => new Row(cells) { RowIndex = (uint)(i + 1) })));
                if (merged.Length > 0) part.Worksheet.Append(new MergeCells(merged.Select(m => new MergeCell { Reference = m })));
                part.AddHyperlinkRelationship(new Uri("http://a/"), isExternal: true);
                book.Workbook.Sheets!.Append(new Sheet { Name = name, State = state, SheetId = (uint)(book.Workbook.Sheets.Count() + 1), Id = book.GetIdOfPart(part) });
            }
        }

        return bytes.ToArray();
    }

    public static Cell Text(string text) => new() { DataType = CellValues.InlineString, InlineString = new InlineString(new Words(text) { Space = SpaceProcessingModeValues.Preserve }) };

    public static Cell Shared(int number) => new() { DataType = CellValues.SharedString, CellValue = new CellValue(number) };

    public static Cell Number(string text, uint style = 0) => new() { CellValue = new CellValue(text), StyleIndex = style };

    public static Cell Of(CellValues type, string value, string? formula = null) =>
        new() { DataType = type, CellValue = new CellValue(value), CellFormula = formula is null ? null : new CellFormula(formula) };

    public static Cell At(this Cell cell, string reference)
    {
        cell.CellReference = reference;
        return cell;
    }
}
