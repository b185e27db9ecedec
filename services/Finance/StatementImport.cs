using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Tables;

namespace Sunshine.Finance;

/// <summary>Reads tables of a draft from a file in the printed layout. A dry run is the same work but for its last step.</summary>
public sealed class StatementImport(Statements statements, FootingChecks footing)
{
    /// <summary>Tables of more bytes are no tables of one department or one government.</summary>
    public const long LargestFile = 16L * 1024 * 1024;

    /// <summary>Who has made a thousand mistakes has made one.</summary>
    private const int MostListed = 1_000;

    private const int MostSheets = 60;

    /// <summary>All of a workbook is in memory while it is read.</summary>
    private const long LargestUnpacked = 8 * LargestFile;

    /// <param name="Tables">What the draft is to have; null of a dry run.</param>
    public sealed record Outcome(V1.ImportStatementsReport Report, IReadOnlyList<StatementReference>? Tables);

    /// <exception cref="RefusedException">Not a dry run, and something is wrong; or the file is none that can be read.</exception>
    public async Task<Outcome> Import(Draft draft, V1.ImportStatementsHeader header, StatementMapping mapping, Stream content, Language language, CancellationToken cancel)
    {
        using var file = await Kept(content, cancel);
        var (tables, passed, problems) = Read(await Sheets(file, header, cancel), draft, header, mapping);
        var kept = header.ReplaceAll ? [] : draft.Statements.Where(s => !tables.Exists(t => t.Layout.Code == s.Layout)).ToList();
        problems.AddRange(await Foot(draft, tables, kept, cancel));
        problems = [.. problems.OrderBy(p => p.Severity)];
        var waived = draft.Waivers.Select(w => w.FindingId).ToHashSet();
        var errors = problems.Where(p => p.Severity == V1.FindingSeverity.Error && !waived.Contains(p.FindingId)).ToList();
        var inTheWay = errors.Where(p => !p.Waivable || !header.KeepFindings).ToList();
        if (inTheWay.Count > 0 && !header.DryRun) throw Refuse(inTheWay);

        var report = new V1.ImportStatementsReport { Stored = !header.DryRun, ErrorCount = errors.Count, WarningCount = problems.Count(p => p.Severity == V1.FindingSeverity.Warning) };
        report.Tables.Add(tables.Select(t => new V1.ImportedStatement { Sheet = t.Sheet, Layout = t.Layout.Code, RowCount = t.Statement.Rows.Count, Unit = t.Statement.Unit }));
        report.Tables.Add(passed.Select(p => new V1.ImportedStatement { Sheet = p }));
        report.Findings.Add(problems.Take(MostListed).Select(p => ToProto(p, language)));
        return new Outcome(report, header.DryRun ? null : [.. kept.Concat(await statements.Store([.. tables.Select(t => t.Readable())], cancel)).OrderBy(s => s.Layout, StringComparer.Ordinal)]);
    }

    private static async Task<MemoryStream> Kept(Stream content, CancellationToken cancel)
    {
        var kept = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = await content.ReadAsync(buffer, cancel)) > 0;)
        {
            if (kept.Length + read > LargestFile) throw TableRefusals.TooLarge("file", LargestFile);
            kept.Write(buffer, 0, read);
        }

        kept.Position = 0;
        return kept;
    }

    private static async Task<List<PrintedSheet>> Sheets(MemoryStream file, V1.ImportStatementsHeader header, CancellationToken cancel)
    {
        var options = new TableOptions
        {
            HasHeadings = false, MayBeEmpty = true, MostRows = StatementRules.MostRows + 200, LongestCell = 4_000, LargestFile = LargestFile,
            LargestPart = LargestUnpacked / 2, LargestUnpacked = LargestUnpacked
        };
        var beginning = file.GetBuffer().AsSpan(0, (int)Math.Min(file.Length, TableFormats.Beginning)).ToArray();
        var format = TableFormats.Tell(header.FileName, beginning);
        if (format == TableFormat.JsonLines) throw TableRefusals.NotXlsx("file");
        if (format == TableFormat.Csv) return [await Sheet("", format, options with { MayBeEmpty = false })];
        var names = (await TableReader.Sheets(file, options, cancel)).Where(s => header.Sheet.Length > 0 ? s.Name.Trim() == header.Sheet.Trim() : !s.Hidden).Select(s => s.Name).ToList();
        if (names.Count > MostSheets) throw TooManySheets(names.Count);
        // A layout that is named is that of one table.
        if (header is { Layout.Length: > 0, Sheet: "" }) names = [.. names.Take(1)];
        // The reader says that it is not there.
        if (names.Count == 0) names.Add(header.Sheet);
        var sheets = new List<PrintedSheet>(names.Count);
        foreach (var name in names) sheets.Add(await Sheet(name, format, options with { Sheet = name }));
        return sheets;

        async Task<PrintedSheet> Sheet(string name, TableFormat kind, TableOptions how)
        {
            file.Position = 0;
            var rows = new List<TableRow>();
            await foreach (var row in TableReader.Read(file, kind, how, cancel)) rows.Add(row);
            return new PrintedSheet(name, rows);
        }
    }

    private static (List<PrintedTable> Tables, List<string> Passed, List<CellProblem> Problems) Read(
        List<PrintedSheet> sheets, Draft draft, V1.ImportStatementsHeader header, StatementMapping mapping)
    {
        var (tables, passed, problems) = (new List<PrintedTable>(), new List<string>(), new List<CellProblem>());
        foreach (var sheet in sheets)
        {
            var said = mapping.Of(sheet.Name);
            var named = said?.Layout is { Length: > 0 } mapped ? mapped : header.Layout;
            if (said?.Skip == true || sheet.Rows.Count == 0) passed.Add(sheet.Name);
            else if ((named.Length > 0 ? Layouts.Find(named) : LayoutRecognition.Of(sheet, draft)) is not { } layout)
            {
                passed.Add(sheet.Name);
                problems.Add(new CellProblem(sheet.Whole, "", "", "", "UNKNOWN_TABLE", "未识别为任何一张表，已跳过。", "This is no table that is known; it was passed over.")
                {
                    Severity = V1.FindingSeverity.Warning
                });
            }
            else if (tables.Find(t => t.Layout == layout) is { } other)
                problems.Add(new CellProblem(sheet.Whole, layout.Code, "", "", "DUPLICATE_TABLE", $"与“{other.Sheet}”同为《{layout.Name}》。", $"{other.Sheet} is {layout.Code} too."));
            else tables.Add(PrintedTable.Read(sheet, layout, said, header.Unit, draft));
        }

        problems.AddRange(tables.SelectMany(t => t.Problems));
        if (tables.Count == 0 && !problems.Exists(p => p.Severity == V1.FindingSeverity.Error))
            problems.Add(new CellProblem("file", "", "", "", "NO_TABLE", "文件中没有可识别的表。", "There is no table in the file that is known."));
        return (tables, passed, problems);
    }

    private async Task<IEnumerable<CellProblem>> Foot(Draft draft, List<PrintedTable> tables, List<StatementReference> kept, CancellationToken cancel)
    {
        var others = await statements.Read(kept, cancel);
        var context = new FootingContext(draft.FiscalYear, await footing.Others(draft.Identity, cancel)) { Doubtful = tables.SelectMany(t => t.Doubtful).ToHashSet() };
        // A table of which next to nothing was read is held against nothing.
        var read = tables.Where(t => t.Statement.Layout.Length > 0).ToDictionary(t => t.Layout.Code);
        var found = Footing.Check([.. read.Values.Select(t => t.Readable()), .. others], context);
        var before = read.Count == 0 ? [] : Footing.Check(others, context).Select(f => f.Id).ToHashSet();
        return found.Where(f => read.ContainsKey(f.Layout) || !before.Contains(f.Id)).Select(f => new CellProblem(
            read.TryGetValue(f.Layout, out var table) ? table.CellOf(f.RowCode, f.Column, f.Rule) : $"statements[{f.Layout}].rows[{f.RowCode}].{f.Column}",
            f.Layout, f.RowCode, f.Column, f.Rule, f.Chinese, f.English)
        {
            Severity = f.Severity, FindingId = f.Waivable ? f.Id : ""
        });
    }

    private static RefusedException TooManySheets(int count) =>
        new(Refusals.InvalidFields, "", [new Violation("file", "TOO_MANY_SHEETS", $"最多 {MostSheets} 张可见的工作表，现有 {count} 张。", $"At most {MostSheets} visible sheets; there are {count}.")]);

    private static RefusedException Refuse(List<CellProblem> problems) => new RefusedException(Refusals.InvalidFields, "",
        [.. problems.Take(MostListed).Select(p => new Violation(p.Cell, p.Rule.ToUpperInvariant().Replace('-', '_'), p.Chinese, p.English))]).With("errorCount", $"{problems.Count}");

    private static V1.ImportFinding ToProto(CellProblem p, Language language) => new()
    {
        Cell = p.Cell, Layout = p.Layout, RowCode = p.RowCode, Column = p.Column, Rule = p.Rule, Severity = p.Severity,
        Message = language == Language.Chinese ? p.Chinese : p.English, Waivable = p.Waivable, FindingId = p.FindingId
    };
}
