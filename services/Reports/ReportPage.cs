using System.Text;
using System.Text.Encodings.Web;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Reports;

/// <summary>A report as a page: no script, its style from a file of its own, well-formed as XML, and readable without seeing it.</summary>
internal sealed class ReportPage(PrintedReport report)
{
    public const string StyleSheet = "/api/v1/reports/report.css";

    /// <summary>Nothing but the style sheet is loaded, and nothing runs.</summary>
    public const string Policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly HtmlEncoder Html = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);

    private readonly StringBuilder _page = new();

    public string Write()
    {
        Add($"""
            <!DOCTYPE html>
            <html lang="zh-CN"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/><title>{Text(report.Title)}</title><link rel="stylesheet" href="{StyleSheet}"/></head>
            <body><a class="skip" href="#content">跳到正文</a><header><h1>{Text(report.Title)}</h1></header><main id="content">
            """);
        if (report.Edition is { } edition)
        {
            Add($"<p>第 {edition.Number} 版，{edition.PublishedOn} 公布{(edition.Number > 1 ? $"（首次公布于 {edition.FirstPublishedOn}）。重新公布的原因：{Text(edition.Reason)}" : "")}。应于 {edition.DueOn} 前公布（{Text(edition.DueBasis)}）{(edition.Late ? "，逾期公布" : "")}。</p>");
            foreach (var section in edition.Sections) Add($"<section><h2>{Text(section.Title)}</h2><p>{Text(section.Text)}</p></section>");
        }

        Add("<section><h2>统计数据</h2>");
        foreach (var (number, table) in report.Tables.Index())
        {
            Add($"<h3>{Text(table.Title)}</h3>{string.Concat(table.Parts.Select((p, n) => BarChart.Of(p, $"chart-{number + 1}-{n + 1}", Html)))}");
            AddTable(table);
        }

        Add("</section>");
        if (report.Edition is not null) AddEdition(report.Edition);
        AddBasis();
        Add("</main></body></html>");
        return _page.ToString();
    }

    private void AddTable(PrintedTable table)
    {
        var unit = table.Unit.Length > 0 ? $"（单位：{Text(table.Unit)}）" : "";
        Add($"<div class=\"wide\"><table><caption>{Text(table.Title)}{unit}</caption><thead>");
        foreach (var line in table.Heads())
        {
            Add("<tr>" + string.Concat(line.Select(h => $"<th scope=\"{(h.Columns > 1 ? "colgroup" : "col")}\"{(h.Columns > 1 ? $" colspan=\"{h.Columns}\"" : "")}{(h.Lines > 1 ? $" rowspan=\"{h.Lines}\"" : "")}>{Text(h.Text)}</th>")) + "</tr>");
        }

        Add("</thead><tbody>");
        foreach (var row in table.Rows)
        {
            if (row.Cells.Count == 0)
            {
                Add($"<tr><th class=\"group\" scope=\"rowgroup\" colspan=\"{table.Columns.Count + (table.RowUnits ? 2 : 1)}\">{Text(row.Label)}</th></tr>");
                continue;
            }

            var units = table.RowUnits ? $"<td>{Text(row.Unit)}</td>" : "";
            Add($"<tr><th scope=\"row\"{(row.Depth > 0 ? $" class=\"d{Math.Min(row.Depth, 2)}\"" : "")}>{Text(row.Label)}</th>{units}{string.Concat(row.Cells.Select(Cell))}</tr>");
        }

        Add("</tbody></table></div>");
    }

    private string Cell(PrintedCell cell) => cell.Value.Length == 0 ? "<td class=\"number\"></td>"
        : report.IsStated(cell.FigureId) ? $"<td class=\"number\">{Text(cell.Value)}</td>" : $"<td class=\"number\"><a href=\"{Text(Behind(cell.FigureId))}\">{Text(cell.Value)}</a></td>";

    /// <summary>The acts behind a figure, as of the same log.</summary>
    private string Behind(string figureId)
    {
        var computed = report.Computed;
        var agency = computed.AgencyId.Length > 0 ? $"&agencyId={Uri.EscapeDataString(computed.AgencyId)}" : "";
        return $"/api/v1/reports/{computed.Year}/figures/{Uri.EscapeDataString(figureId)}/acts?form={computed.Form.Name()}&treeSize={computed.Basis.TreeSize}{agency}";
    }

    private void AddEdition(V1.AnnualReportEdition edition)
    {
        AddList("本机关填报的数据", edition.Stated.Select(s => $"{NameOf(s.FigureId)}：{s.Value}（来源：{s.Source}）"));
        AddList("核对发现的问题", edition.Findings.Select(f => $"{f.Place}：{f.Explanation}"));
        AddList("对问题的说明", edition.Waivers.Select(w => $"{w.Place}：{w.Reason}（{w.By}）"));
        AddList("与上一版不同的数据", edition.FigureDifferences.Select(d => $"{d.Name}：{Told(d.Before)} → {Told(d.After)}"));
        AddList("与上一版不同的部分", edition.SectionDifferences.Select(d => d.Title));
    }

    private void AddList(string title, IEnumerable<string> lines)
    {
        var all = string.Concat(lines.Select(l => $"<li>{Text(l)}</li>"));
        if (all.Length > 0) Add($"<section><h2>{title}</h2><ul>{all}</ul></section>");
    }

    private void AddBasis()
    {
        var basis = report.Computed.Basis;
        Add($"<footer><h2>数据依据与核验</h2><p>数据由存证日志 <code>{Text(basis.Origin)}</code> 的前 {basis.TreeSize} 条记录统计得出，根哈希 <code>{Text(basis.RootHash)}</code>。空格表示日志与本机关均未给出该数，0 表示没有。点击数字可查看其依据的各次公开行为。</p>");
        Add("<p>核验：用日志文件重新统计（命令 <code>sunshine verify report</code>），日志的签名与连续性以 <code>sunshine verify log</code> 核验。</p>");
        if (report.Edition is { } edition)
            Add($"<p>本版内容见 <a href=\"/api/v1/reports/annual-reports/{edition.ReportId}/editions/{edition.Number}.json\">{edition.Number}.json</a>，其 SHA-256 为 <code>{edition.Digest}</code>，已载入存证日志。</p>");
        Add("</footer>");
    }

    private string NameOf(string figureId) => report.Computed.Definitions.FirstOrDefault(d => d.Id == figureId)?.Name ?? figureId;

    private static string Told(string value) => value.Length > 0 ? value : "（空）";

    private static string Text(string text) => Html.Encode(text);

    private void Add(string html) => _page.Append(html).Append('\n');
}
