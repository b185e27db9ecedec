using System.Text.RegularExpressions;
using Sunshine.ReportForms;

namespace Sunshine.Cli.Reporting;

/// <summary>What files of tables do not say of themselves.</summary>
/// <param name="City">Null for that of the other files, if they have one.</param>
/// <param name="Year">Null for the one in the file's name.</param>
/// <param name="Form">Null for that of the year.</param>
internal sealed record TableFiles(string? City, int? Year, Form? Form);

/// <summary>Reads what is named on the command line.</summary>
internal static partial class ReportFiles
{
    /// <summary>Files of tables of one year are one report: table by table is how some are published.</summary>
    /// <exception cref="UnreadableReportException">A file cannot be read.</exception>
    public static async Task<IReadOnlyList<PublishedReport>> Read(IReadOnlyList<string> paths, TableFiles about, CancellationToken cancel)
    {
        var (reports, tables) = (new List<PublishedReport>(), new List<PublishedReport>());
        foreach (var path in paths)
        {
            if (!File.Exists(path))
            {
                reports.Add(ReportForms.Samples.Find(path) ?? throw Unreadable(path, "没有这个文件。", "no such file."));
                continue;
            }

            await using var file = File.OpenRead(path);
            if (IsJson(path)) reports.Add(PublishedJson.Read(file, path));
            else tables.Add(await PublishedSheets.Read(file, new PublishedReport(path, about.City ?? "", YearOf(path, about)) { Form = about.Form }, cancel));
        }

        var city = about.City ?? (reports.Select(r => r.City).Distinct().ToList() is [var only] ? only : "");
        reports.AddRange(tables.GroupBy(t => t.Year).Select(g => g.First() with { City = city, File = string.Join(", ", g.Select(t => t.File)), Tables = [.. g.SelectMany(t => t.Tables)] }));
        return reports;
    }

    private static bool IsJson(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".json" => true,
        ".csv" or ".tsv" or ".txt" or ".xlsx" or ".xls" or ".et" => false,
        _ => throw Unreadable(path, "须为 .json、.csv 或 .xlsx。", "must be .json, .csv or .xlsx."),
    };

    private static int YearOf(string path, TableFiles about)
    {
        if (about.Year is { } year) return year;
        if (YearInName().Match(Path.GetFileName(path)) is { Success: true } found) return int.Parse(found.ValueSpan);
        throw Unreadable(path, "请用 --year 写明报告年度。", "say with --year which year it reports on.");
    }

    private static UnreadableReportException Unreadable(string path, string chinese, string english) => new(path, [new("file", chinese, english)]);

    [GeneratedRegex("20[0-9]{2}", RegexOptions.CultureInvariant)]
    private static partial Regex YearInName();
}
