using System.Text;
using System.Text.Encodings.Web;
using Sunshine.Foundation.Text;

namespace Sunshine.Reports;

/// <summary>Bars beside a table that says the same in figures.</summary>
internal static class BarChart
{
    private const int Widest = 320, Beside = 100, Line = 42, Fewest = 2;

    /// <summary>Of the last column's rows that have none below them; empty if there are not enough that are more than 0.</summary>
    public static string Of(PrintedTable table, string id, HtmlEncoder html)
    {
        var bars = new List<(string Label, decimal Value, string Text)>();
        for (var i = 0; i < table.Rows.Count; i++)
        {
            var row = table.Rows[i];
            if (row.Cells is not [.., var cell] || (i + 1 < table.Rows.Count && table.Rows[i + 1].Depth > row.Depth) || row.Unit != table.Rows.First(r => r.Cells.Count > 0).Unit) continue;
            if (decimal.TryParse(cell.Value, System.Globalization.CultureInfo.InvariantCulture, out var value) && value > 0) bars.Add((row.Label, value, cell.Value));
        }

        if (bars.Count < Fewest) return "";
        var most = bars.Max(b => b.Value);
        // The label stands above its bar, so that letters are as large on a telephone as on a desk.
        var svg = new StringBuilder($"""<figure><figcaption>{html.Encode(table.Title)}</figcaption><svg role="img" aria-labelledby="{id}-t {id}-d" viewBox="0 0 {Widest + Beside} {bars.Count * Line}" width="{Widest + Beside}" height="{bars.Count * Line}" font-size="14">""");
        svg.Append($"<title id=\"{id}-t\">{html.Encode(table.Title)}</title><desc id=\"{id}-d\">{html.Encode(string.Join("；", bars.Select(b => $"{b.Label} {b.Text}")))}。数据见下表。</desc>");
        for (var i = 0; i < bars.Count; i++)
        {
            var (width, y) = ((int)Math.Max(1, bars[i].Value * Widest / most), i * Line);
            svg.Append($"<text x=\"0\" y=\"{y + 16}\">{html.Encode(Short(bars[i].Label))}</text><rect x=\"0\" y=\"{y + 22}\" width=\"{width}\" height=\"12\" fill=\"#0b3d91\"/><text x=\"{width + 6}\" y=\"{y + 33}\">{html.Encode(bars[i].Text)}</text>");
        }

        return svg.Append("</svg></figure>\n").ToString();
    }

    private static string Short(string label) => Cut.Within(label, 28);
}
