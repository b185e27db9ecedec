using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Tables;

namespace Sunshine.ReportForms;

/// <summary>
/// Reads a published report from its tables as they are printed: a sheet of a workbook, or text with separators, may hold one table or several below each other, with titles,
/// merged heads and merged labels. Which row and column a number belongs to, its heads and labels say.
/// </summary>
public static class PublishedSheets
{
    /// <summary>A report has some five tables; more sheets are something else.</summary>
    private const int MostSheets = 50;

    private static readonly TableOptions Options = new() { HasHeadings = false, MayBeEmpty = true, LargestFile = 16 * 1024 * 1024, MostRows = 5_000, LargestPart = 64 * 1024 * 1024, LargestUnpacked = 128 * 1024 * 1024 };

    /// <param name="content">Not closed.</param>
    /// <param name="report">City, year and form, which tables do not say; its file name tells the format where the bytes do not.</param>
    /// <exception cref="UnreadableReportException">It is no such file, or holds no table.</exception>
    public static async Task<PublishedReport> Read(Stream content, PublishedReport report, CancellationToken cancel)
    {
        var form = report.Form ?? Forms.Of(report.Year)
            ?? throw new UnreadableReportException(report.File, [new("form", $"{report.Year} 年没有统一格式，请指定格式。", $"There was no form for {report.Year}; name one.")]);
        try
        {
            using var file = new MemoryStream();
            await content.CopyToAsync(file, cancel);
            var beginning = file.GetBuffer().AsSpan(0, (int)Math.Min(TableFormats.Beginning, file.Length)).ToArray();
            var format = TableFormats.Tell(report.File, beginning);
            var names = new List<string> { "" };
            if (format == TableFormat.Xlsx)
            {
                file.Position = 0;
                names = [.. (await TableReader.Sheets(file, Options, cancel)).Where(s => !s.Hidden).Take(MostSheets).Select(s => s.Name)];
            }

            var tables = new List<PublishedTable>();
            foreach (var name in names)
            {
                file.Position = 0;
                var rows = new List<TableRow>();
                await foreach (var row in TableReader.Read(file, format, Options with { Sheet = name }, cancel)) rows.Add(row);
                tables.AddRange(new PrintedGrid(form, name).Read(rows));
            }

            if (!tables.Exists(t => t.Rows.Count > 0)) throw new UnreadableReportException(report.File, [new(names.Count == 1 ? "file" : string.Join("、", names), "没有找到年度报告的表格。", "There is no table of the annual report.")]);
            return report with { Tables = tables };
        }
        catch (RefusedException e)
        {
            throw new UnreadableReportException(report.File, [.. e.Violations.Select(v => new ReadingProblem(v.Field, v.Chinese, v.English))], e);
        }
    }
}
