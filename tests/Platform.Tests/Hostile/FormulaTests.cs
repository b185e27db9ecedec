using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Tables;
using Sunshine.Platform.Tests.Api;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Hostile;

/// <summary>Text that a spreadsheet would run, in every table that the platform writes.</summary>
[Collection(ApiFixture.OneAfterAnother)]
public sealed partial class FormulaTests(ApiFixture api)
{
    private static readonly string[] Dangerous =
        ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "＋1", "－1+1", "＠SUM(1)", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://a/\")", "'=1+1", "-", "+", "=", "-1e5", "-1 ", "--1"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Whoever writes a table writes it there, where cells are made harmless; none does it by hand.</summary>
    [Fact]
    public void Every_table_is_written_by_the_one_writer()
    {
        // What only names the type: of a package's parts, of what is compressed.
        string[] named = ["FiscalDescriptor.cs", "GatewayModule.cs"];
        var writers = Directory.GetFiles(Repository.File("services"), "*.cs", SearchOption.AllDirectories).Concat(Directory.GetFiles(Repository.File("gateway"), "*.cs", SearchOption.AllDirectories))
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !f.Contains($"{Path.DirectorySeparatorChar}Foundation{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(f => !named.Contains(Path.GetFileName(f))).ToDictionary(f => f, File.ReadAllText);
        var tables = writers.Where(w => w.Value.Contains("text/csv", StringComparison.Ordinal) || w.Value.Contains("spreadsheetml.sheet\"", StringComparison.Ordinal)).ToList();

        Assert.True(tables.Count >= 5, $"{tables.Count}");
        Assert.All(tables, w => Assert.Contains("TableWriter.", w.Value, StringComparison.Ordinal));
        Assert.DoesNotContain(writers, w => w.Value.Contains("CsvWriter", StringComparison.Ordinal));
        // The command line has the library make them harmless itself.
        Assert.All(Directory.GetFiles(Repository.File("deploy", "cli"), "*.cs").Select(File.ReadAllText).Where(c => c.Contains("CsvWriter.Create", StringComparison.Ordinal)), c => Assert.Contains("CsvInjection.Escape", c, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_cell_of_text_begins_like_a_formula_and_numbers_stay_numbers()
    {
        using var text = new MemoryStream();
        await using (var table = TableWriter.Csv(text))
        {
            await table.Write(["a", "b"], Cancel);
            foreach (var one in Dangerous) await table.Write([one, -12.5m], Cancel);
        }

        foreach (var row in Rows(Encoding.UTF8.GetString(text.ToArray()).TrimStart('\uFEFF')).Skip(1))
        {
            Assert.DoesNotContain(row[0][0], "=+-@\t\r\n＝＋－＠");
            Assert.Equal("-12.5", row[1]);
        }

        using var book = new MemoryStream();
        await using (var table = TableWriter.Xlsx(book, "一")) foreach (var one in Dangerous) await table.Write([one, -12.5m], Cancel);
        using var archive = new ZipArchive(new MemoryStream(book.ToArray()));
        using var sheet = new StreamReader(archive.Entries.Single(e => e.FullName.EndsWith("sheet1.xml", StringComparison.Ordinal)).Open());
        var xml = await sheet.ReadToEndAsync(Cancel);
        Assert.DoesNotContain("<f", xml, StringComparison.Ordinal);
        Assert.Equal((Dangerous.Length, Dangerous.Length), (Regex.Count(xml, "t=\"inlineStr\""), Regex.Count(xml, "<v>-12.5</v>")));
    }

    [Fact]
    public async Task What_was_imported_leaves_as_text()
    {
        var standalone = await api.Standalone;
        var request = new BatchImportItemsRequest();
        foreach (var (title, i) in Dangerous.Where(d => d.Trim().Length > 1 && !d.Any(char.IsControl)).Select((d, i) => (d, i)))
        {
            var record = ApiFixture.Record($"formula-{i}");
            (record.Title, record.Summary) = (title, title);
            record.Keywords.Add("公式注入");
            request.Records.Add(record);
        }

        await new CatalogueService.CatalogueServiceClient(standalone.Invoker(standalone.Token)).BatchImportItemsAsync(request, cancellationToken: Cancel);
        using var http = standalone.Http(null);
        var rows = Rows((await http.GetStringAsync("/api/v1/catalogue/items.csv", Cancel)).TrimStart('\uFEFF'));
        var cells = rows.Skip(1).SelectMany(r => r).Where(c => c.Length > 0).ToList();

        Assert.Contains(cells, c => c.Contains("cmd|", StringComparison.Ordinal));
        Assert.DoesNotContain(cells, c => "=+-@\t\r\n＝＋－＠".Contains(c[0], StringComparison.Ordinal) && !Number().IsMatch(c));
    }

    /// <summary>As RFC 4180 has it, by nobody's reader but this one.</summary>
    private static List<List<string>> Rows(string csv)
    {
        var (rows, row, cell, quoted) = (new List<List<string>>(), new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < csv.Length; i++)
        {
            if (quoted && csv[i] == '"' && i + 1 < csv.Length && csv[i + 1] == '"') cell.Append(csv[i++]);
            else if (csv[i] == '"') quoted = !quoted;
            else if (!quoted && csv[i] is ',' or '\n' && !quoted)
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (csv[i] == ',') continue;
                rows.Add(row);
                row = [];
            }
            else if (quoted || csv[i] != '\r') cell.Append(csv[i]);
        }

        return rows;
    }

    [GeneratedRegex(@"^[+-]?[0-9]+(\.[0-9]+)?\z")]
    private static partial Regex Number();
}
