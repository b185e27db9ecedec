using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Tables;

namespace Sunshine.Finance;

/// <summary>Reads what <see cref="FiscalDataPackage"/> writes back into the records that it is of, in memory that grows with releases and not with cells.</summary>
public sealed class PackageImport : IDisposable
{
    /// <summary>Of the file, in bytes.</summary>
    public const long LargestFile = 256L * 1024 * 1024;

    /// <summary>Of a table in it, unpacked, in bytes.</summary>
    private const long LargestTable = 4L * 1024 * 1024 * 1024;

    private const int MostReleases = 1_000_000;

    private readonly FileStream _file;
    private readonly ZipArchive _archive;

    private PackageImport(FileStream file, ZipArchive archive) => (_file, _archive) = (file, archive);

    /// <summary>Keeps a package in a file while it is read: its tables are read in another order than they come.</summary>
    /// <exception cref="RefusedException">It is too large, no ZIP, or lacks a table.</exception>
    public static async Task<PackageImport> Open(Stream content, CancellationToken cancel)
    {
        var file = new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            var buffer = new byte[1 << 16];
            for (int read; (read = await content.ReadAsync(buffer, cancel)) > 0;)
            {
                if (file.Length + read > LargestFile) throw TableRefusals.TooLarge("file", LargestFile);
                await file.WriteAsync(buffer.AsMemory(0, read), cancel);
            }

            file.Position = 0;
            var import = new PackageImport(file, new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true));
            foreach (var name in new[] { "datapackage.json", Releases, Cells })
            {
                if (import._archive.GetEntry(name) is null) throw Wrong(name, "MISSING", $"包中没有 {name}。", $"The package has no {name}.");
            }

            return import;
        }
        catch (InvalidDataException)
        {
            await file.DisposeAsync();
            throw Wrong("file", "NOT_A_PACKAGE", "不是 ZIP 压缩的数据包。", "This is no package packed as ZIP.");
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private static string Releases => "data/releases.csv";

    private static string Cells => "data/cells.csv";

    public void Dispose()
    {
        _archive.Dispose();
        _file.Dispose();
    }

    /// <summary>The records in the order in which their cells come; those without cells last.</summary>
    /// <exception cref="RefusedException">A table is broken; what came before is right.</exception>
    public async IAsyncEnumerable<V1.DisclosureRecord> Read([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var records = await ReadReleases(cancel);
        var (done, current) = (new HashSet<string>(), "");
        var tables = new Dictionary<string, V1.Statement>();
        V1.StatementRow? line = null;
        await foreach (var row in Rows(Cells, CellTable.Fields, cancel))
        {
            var key = $"{row.Cell("disclosure_id")} {row.Cell("release")}";
            if (key != current)
            {
                if (current.Length > 0) yield return records[current];
                if (!records.TryGetValue(key, out var record) || !done.Add(key)) throw Wrong(row.Address("disclosure_id"), "NO_SUCH_RELEASE", "没有这一版，或其各行不相连。", "There is no such release, or its lines do not stand together.");
                (current, line) = (key, null);
                tables = record.Statements.ToDictionary(s => s.Layout);
            }

            if (!tables.TryGetValue(row.Cell("layout") ?? "", out var table)) throw Wrong(row.Address("layout"), "NO_SUCH_STATEMENT", "该版没有这张表。", "The release has no such table.");
            if (!int.TryParse(row.Cell("position"), CultureInfo.InvariantCulture, out var position) || position < table.Rows.Count || position > table.Rows.Count + 1)
                throw Wrong(row.Address("position"), "OUT_OF_ORDER", "行次不相连。", "Positions do not follow each other.");
            if (position > table.Rows.Count) table.Rows.Add(line = new V1.StatementRow { Code = row.Cell("code") ?? "", Name = row.Cell("name") ?? "" });
            if (row.Cell("column") is null) continue;
            line!.Cells.Add(new V1.StatementCell { Column = row.Cell("column")!, Value = row.Cell("amount") ?? row.Cell("quantity") ?? "" });
        }

        if (current.Length > 0) yield return records[current];
        foreach (var (key, record) in records.Where(r => !done.Contains(r.Key))) yield return record;
    }

    private async Task<Dictionary<string, V1.DisclosureRecord>> ReadReleases(CancellationToken cancel)
    {
        var records = new Dictionary<string, V1.DisclosureRecord>();
        await foreach (var row in Rows(Releases, ReleaseTable.Fields, cancel))
        {
            var v = new Violations();
            var key = $"{row.Cell("disclosure_id")} {row.Cell("release")}";
            if (!records.TryGetValue(key, out var record)) records[key] = record = Record(row, v);
            if (row.Cell("layout") is { } layout) record.Statements.Add(new V1.Statement { Layout = layout, Unit = Value<V1.AmountUnit>(row, "stated_unit", v), Note = row.Cell("note") ?? "" });
            v.ThrowIfAny();
        }

        return records;
    }

    private static V1.DisclosureRecord Record(TableRow row, Violations v)
    {
        string Text(string field) => row.Cell(field) ?? "";
        if (!int.TryParse(Text("fiscal_year"), CultureInfo.InvariantCulture, out var year)) v.Add(row.Address("fiscal_year"), "NOT_A_NUMBER", "不是数字。", "Not a number.");
        var record = new V1.DisclosureRecord
        {
            SourceId = Text("source_id") is { Length: > 0 } source ? source : Text("disclosure_id"), AgencyId = Text("agency_id"), FiscalYear = year, Kind = Value<V1.DisclosureKind>(row, "kind", v),
            Level = Value<V1.FinanceLevel>(row, "level", v), Subject = Text("subject"), PublishedOn = Text("published_on"), Change = Value<V1.ReleaseChange>(row, "change", v),
            ChangeReason = Text("change_reason"), ChangeBasis = Text("change_basis"), Content = new V1.DisclosureContent { Title = Text("title"), Phase = Value<V1.Phase>(row, "phase", v) }
        };
        if (Text("approved_on").Length > 0) record.Content.Approval = new V1.Approval { Body = Text("approval_body"), DocumentNumber = Text("approval_document"), On = Text("approved_on") };
        if (Text("explanations") is not { Length: > 0 } explanations) return record;
        try
        {
            using var json = JsonDocument.Parse(explanations);
            record.Content.Explanations.Add(json.RootElement.EnumerateObject().Select(e => new V1.Explanation { Element = e.Name, Text = e.Value.GetString() ?? "" }));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            v.Add(row.Address("explanations"), "MALFORMED_JSON", "须为文字组成的 JSON 对象。", "Must be a JSON object of texts.");
        }

        return record;
    }

    private async IAsyncEnumerable<TableRow> Rows(string name, IReadOnlyList<PackageField> fields, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await using var table = await _archive.GetEntry(name)!.OpenAsync(cancel);
        var options = new TableOptions
        {
            Field = name, Headings = [.. fields.Select(f => new TableHeading(f.Name))], AllowUnknown = true, Trim = false, LargestFile = LargestTable, Charset = "utf-8",
            MostRows = name == Releases ? MostReleases : long.MaxValue
        };
        await foreach (var row in TableReader.Read(table, TableFormat.Csv, options, cancel))
        {
            if (row.Problems.Count > 0) throw new RefusedException(Refusals.InvalidFields, "", [.. row.Problems]);
            yield return row;
        }
    }

    /// <summary>The opposite of <see cref="CellTable.Word"/>.</summary>
    private static T Value<T>(TableRow row, string field, Violations v) where T : struct, Enum
    {
        if (row.Cell(field) is not { } word) return default;
        foreach (var value in Enum.GetValues<T>())
        {
            if (CellTable.Word(value) == word) return value;
        }

        v.Add(row.Address(field), "UNKNOWN_VALUE", $"没有这个取值：{word}。", $"No such value: {word}.");
        return default;
    }

    private static RefusedException Wrong(string field, string reason, string chinese, string english)
    {
        var v = new Violations();
        v.Add(field, reason, chinese, english);
        return new RefusedException(Refusals.InvalidFields, "", v.Found);
    }
}
