using System.Globalization;
using Sunshine.Foundation.Tables;

namespace Sunshine.Reports;

/// <summary>The tables below each other, as <c>sunshine check-report</c> reads them again.</summary>
internal static class ReportSheet
{
    public const string Name = "年度报告";

    public static async Task Write(TableWriter to, PrintedReport report, CancellationToken cancel)
    {
        await using var _ = to;
        foreach (var table in report.Tables)
        {
            await to.Write([table.Title], cancel);
            await to.Write([(TableCell)(table.RowUnits ? "统计指标" : "项目"), .. Units(table, "单位"), .. table.Columns.Select(c => (TableCell)(c.Group.Length == 0 || c.Name == "小计" ? c.Group + (c.Group.Length == 0 ? c.Name : "") : $"{c.Group}:{c.Name}"))], cancel);
            foreach (var row in table.Rows) await to.Write([row.Label, .. Units(table, row.Unit), .. row.Cells.Select(c => Number(c.Value))], cancel);
        }
    }

    private static IEnumerable<TableCell> Units(PrintedTable table, string unit) => table.RowUnits ? [unit] : [];

    private static TableCell Number(string value) => value.Length == 0 ? default(TableCell) : decimal.Parse(value, CultureInfo.InvariantCulture);
}
