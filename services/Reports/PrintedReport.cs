using Sunshine.Foundation.Hosting;
using Sunshine.ReportForms;

namespace Sunshine.Reports;

/// <summary>A report as it is printed: computed figures alone, or an edition.</summary>
/// <param name="Computed">With the definitions.</param>
/// <param name="Edition">Null for computed figures.</param>
public sealed record PrintedReport(V1.Report Computed, V1.AnnualReportEdition? Edition)
{
    private readonly IReadOnlyDictionary<string, string> _figures = Checking.FiguresOf(Computed, Edition is null ? [] : [.. Edition.Stated.Select(AnnualReportMap.FromProto)]);

    public Form Form { get; } = Forms.Find(Computed.Form.Name())!;

    public string Title => Edition is null
        ? $"{(Computed.AgencyName.Length > 0 ? Computed.AgencyName : "全部机关")}{Computed.Year}年政府信息公开数据" : $"{Edition.AgencyName}{Computed.Year}年政府信息公开工作年度报告";

    /// <summary>Empty where nobody tells it; 0 is 0.</summary>
    public string Value(string figureId) => _figures.GetValueOrDefault(figureId, "");

    /// <summary>Whether the agency stated it itself.</summary>
    public bool IsStated(string figureId) => Edition?.Stated.Any(s => s.FigureId == figureId) == true;

    /// <summary>The form's, in its order, then what the text of reports states.</summary>
    public IReadOnlyList<PrintedTable> Tables => [.. InOne() is { } one ? [one] : Form.Tables.Select(t => PrintedTable.Of(t, this)), .. Said()];

    /// <summary>The form of 2014 is one table with its parts below each other; a part that is one row has no heading of its own. Null for other forms.</summary>
    private PrintedTable? InOne()
    {
        if (Form.Tables.Any(t => t.Columns.Count > 1 || t.Part != Form.Tables[0].Part)) return null;
        var parts = Form.Tables.Select(t => PrintedTable.Of(t, this)).ToList();
        return new PrintedTable(Form.Tables[0].Part, "", true, parts[0].Columns,
            [.. parts.SelectMany(p => p.Rows.Any(r => r.Label == p.Title) ? p.Rows : p.Rows.Select(r => r with { Depth = r.Depth + 1 }).Prepend(new PrintedRow(p.Title, 0, "", [])))]) { Parts = parts };
    }

    private IEnumerable<PrintedTable> Said()
    {
        var said = Computed.Definitions.Where(d => d.Table.Length == 0).ToList();
        if (said.Count > 0) yield return new PrintedTable("文字部分的数据", "", true, [new PrintedColumn("数据", "")], [.. said.Select(d => new PrintedRow(d.Name, 0, d.Unit, [new PrintedCell(d.Id, Value(d.Id))]))]);
    }
}
