using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Sunshine.Reports;

/// <summary>An edition as a text document: its parts, its tables as the form prints them, pages numbered.</summary>
internal static class ReportDocument
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    private const string Heading = "Heading1", TableTitle = "Heading2", Head = "Title";

    /// <summary>What a page has between its margins, in twentieths of a point; and the first column's share, in parts of 100.</summary>
    private const int Width = 9_000, LabelShare = 36;

    public static byte[] Write(PrintedReport report)
    {
        using var bytes = new MemoryStream();
        using (var document = WordprocessingDocument.Create(bytes, WordprocessingDocumentType.Document))
        {
            var main = document.AddMainDocumentPart();
            main.AddNewPart<StyleDefinitionsPart>().Styles = Styles();
            var footer = main.AddNewPart<FooterPart>();
            footer.Footer = new Footer(PageNumber());
            main.Document = new Document(new Body([.. Content(report), new SectionProperties(
                new FooterReference { Type = HeaderFooterValues.Default, Id = main.GetIdOfPart(footer) }, new PageSize { Width = 11_906, Height = 16_838 },
                new PageMargin { Top = 1_440, Bottom = 1_440, Left = 1_440, Right = 1_440, Header = 720, Footer = 720, Gutter = 0 })]));
            document.PackageProperties.Title = report.Title;
            document.PackageProperties.Language = "zh-CN";
        }

        return bytes.ToArray();
    }

    private static IEnumerable<OpenXmlElement> Content(PrintedReport report)
    {
        yield return Styled(report.Title, Head);
        var edition = report.Edition!;
        yield return Plain($"第 {edition.Number} 版，{edition.PublishedOn} 公布{(edition.Late ? "（逾期）" : "")}。{(edition.Reason.Length > 0 ? $"重新公布的原因：{edition.Reason}" : "")}");
        foreach (var section in edition.Sections)
        {
            yield return Styled(section.Title, Heading);
            foreach (var line in section.Text.Split('\n')) yield return Plain(line.TrimEnd('\r'));
        }

        yield return Styled("统计数据", Heading);
        foreach (var table in report.Tables)
        {
            yield return Styled(table.Title + (table.Unit.Length > 0 ? $"（单位：{table.Unit}）" : ""), TableTitle);
            yield return TableOf(table);
        }

        foreach (var (title, lines) in Lists(edition).Where(l => l.Lines.Count > 0))
        {
            yield return Styled(title, Heading);
            foreach (var line in lines) yield return Plain(line);
        }

        yield return Styled("数据依据与核验", Heading);
        yield return Plain($"数据由存证日志 {report.Computed.Basis.Origin} 的前 {report.Computed.Basis.TreeSize} 条记录统计得出，根哈希 {report.Computed.Basis.RootHash}。本版 JSON 的 SHA-256 为 {edition.Digest}。空格表示未给出该数，0 表示没有。");
    }

    private static IEnumerable<(string Title, IReadOnlyList<string> Lines)> Lists(V1.AnnualReportEdition edition)
    {
        yield return ("核对发现的问题", [.. edition.Findings.Select(f => $"{f.Place}：{f.Explanation}")]);
        yield return ("对问题的说明", [.. edition.Waivers.Select(w => $"{w.Place}：{w.Reason}（{w.By}）")]);
        yield return ("与上一版不同的数据", [.. edition.FigureDifferences.Select(d => $"{d.Name}：{d.Before} → {d.After}")]);
    }

    private static Table TableOf(PrintedTable printed)
    {
        var lead = printed.RowUnits ? 2 : 1;
        var label = Width * LabelShare / 100;
        var each = (Width - label) / (printed.Columns.Count + lead - 1);
        var table = new Table(
            new TableProperties(new TableWidth { Width = "5000", Type = TableWidthUnitValues.Pct }, Borders()),
            new TableGrid([new GridColumn { Width = $"{label}" }, .. Enumerable.Range(1, printed.Columns.Count + lead - 1).Select(_ => new GridColumn { Width = $"{each}" })]));
        foreach (var line in HeadLines(printed)) table.Append(line);
        foreach (var row in printed.Rows)
        {
            if (row.Cells.Count == 0) table.Append(new TableRow(CellOf(row.Label, span: printed.Columns.Count + lead)));
            else
            {
                table.Append(new TableRow([CellOf(new string('　', row.Depth) + row.Label), .. printed.RowUnits ? [CellOf(row.Unit)] : Array.Empty<TableCell>(), .. row.Cells.Select(c => CellOf(c.Value, right: true))]));
            }
        }

        return table;
    }

    /// <summary>In the second line a cell goes on below each head that goes over both.</summary>
    private static IEnumerable<TableRow> HeadLines(PrintedTable printed)
    {
        var lines = printed.Heads();
        yield return new TableRow([HeaderRow(), .. lines[0].Select(h => CellOf(h.Text, h.Columns, merge: h.Lines > 1 ? MergedCellValues.Restart : null))]);
        if (lines.Count == 1) yield break;
        var below = new Queue<PrintedHead>(lines[1]);
        yield return new TableRow([HeaderRow(), .. lines[0].SelectMany(h => h.Lines > 1 ? [CellOf("", merge: MergedCellValues.Continue)] : Enumerable.Range(0, h.Columns).Select(_ => CellOf(below.Dequeue().Text)))]);
    }

    private static TableRowProperties HeaderRow() => new(new TableHeader());

    private static TableCell CellOf(string text, int span = 1, bool right = false, MergedCellValues? merge = null)
    {
        var properties = new TableCellProperties();
        if (span > 1) properties.Append(new GridSpan { Val = span });
        if (merge is { } over) properties.Append(new VerticalMerge { Val = over });
        var paragraph = new Paragraph(new ParagraphProperties(new Justification { Val = right ? JustificationValues.Right : JustificationValues.Left }));
        if (text.Length > 0) paragraph.Append(RunOf(text));
        return new TableCell(properties, paragraph);
    }

    private static TableBorders Borders()
    {
        return new TableBorders(Line<TopBorder>(), Line<LeftBorder>(), Line<BottomBorder>(), Line<RightBorder>(), Line<InsideHorizontalBorder>(), Line<InsideVerticalBorder>());

        static T Line<T>() where T : BorderType, new() => new() { Val = BorderValues.Single, Size = 4 };
    }

    private static Paragraph Styled(string text, string style) => new(new ParagraphProperties(new ParagraphStyleId { Val = style }), RunOf(text));

    private static Paragraph Plain(string text) => new(RunOf(text));

    private static Run RunOf(string text) => new(new Text(text) { Space = SpaceProcessingModeValues.Preserve });

    private static Paragraph PageNumber() => new(
        new ParagraphProperties(new Justification { Val = JustificationValues.Center }), new Run(new FieldChar { FieldCharType = FieldCharValues.Begin }),
        new Run(new FieldCode(" PAGE ") { Space = SpaceProcessingModeValues.Preserve }), new Run(new FieldChar { FieldCharType = FieldCharValues.End }));

    private static Styles Styles()
    {
        return new Styles(
            new DocDefaults(new RunPropertiesDefault(new RunPropertiesBaseStyle(
                new RunFonts { Ascii = "Times New Roman", HighAnsi = "Times New Roman", EastAsia = "FangSong" }, new FontSize { Val = "24" }, new Languages { Val = "en-US", EastAsia = "zh-CN" })), new ParagraphPropertiesDefault()),
            Of("Normal", "Normal", "24", null), Of(Head, "Title", "36", JustificationValues.Center), Of(Heading, "heading 1", "30", null), Of(TableTitle, "heading 2", "26", null));

        static Style Of(string id, string name, string size, JustificationValues? justified)
        {
            var style = new Style { Type = StyleValues.Paragraph, StyleId = id, Default = id == "Normal" ? true : null };
            style.Append(new StyleName { Val = name });
            if (id == "Normal") return style;
            style.Append(new BasedOn { Val = "Normal" });
            var paragraph = new StyleParagraphProperties(new KeepNext(), new SpacingBetweenLines { Before = "240", After = "120" });
            if (justified is { } side) paragraph.Append(new Justification { Val = side });
            if (id != Head) paragraph.Append(new OutlineLevel { Val = id == Heading ? 0 : 1 });
            style.Append(paragraph, new StyleRunProperties(new Bold(), new FontSize { Val = size }));
            return style;
        }
    }
}
