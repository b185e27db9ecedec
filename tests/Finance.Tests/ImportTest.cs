using System.Text;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Tables;

namespace Sunshine.Finance.Tests;

/// <summary>Drafts, and files for them.</summary>
public abstract class ImportTest : FinanceTest
{
    private protected V1.ImportService.ImportServiceClient Editor => new(As("editor-1", Foundation.Identity.Roles.Editor));

    private protected Collections Stored => Host.Services.GetRequiredService<Collections>();

    /// <summary>A draft, as drafting would have stored it.</summary>
    private protected async Task<Draft> Begun(V1.DisclosureKind kind = V1.DisclosureKind.Budget, string agency = "office", int year = SampleTables.Year, V1.FinanceLevel level = V1.FinanceLevel.Department)
    {
        var draft = new Draft
        {
            Id = Foundation.Hosting.Ids.New(Host.Clock), Identity = new DisclosureIdentity(agency, year, kind, level, ""), Content = new Content { Title = "预算" },
            CreatedAt = Host.Clock.GetUtcNow(), UpdatedAt = Host.Clock.GetUtcNow()
        };
        await Stored.Drafts.Write([Write.Create(draft.Id, draft)], Cancel);
        return draft;
    }

    private protected Task<V1.ImportStatementsReport> Import(Draft draft, string csv, Action<V1.ImportStatementsHeader>? with = null) => Import(draft, Encoding.UTF8.GetBytes(csv), "a.csv", with);

    private protected async Task<V1.ImportStatementsReport> Import(Draft draft, byte[] file, string name, Action<V1.ImportStatementsHeader>? with = null)
    {
        var header = new V1.ImportStatementsHeader { DraftId = draft.Id, FileName = name, Etag = $"r{(await Stored.Drafts.Get(draft.Id, Cancel))!.Revision}" };
        with?.Invoke(header);
        using var call = Editor.ImportStatements(cancellationToken: Cancel);
        await call.RequestStream.WriteAsync(new() { Header = header }, Cancel);
        foreach (var part in file.Chunk(100_000)) await call.RequestStream.WriteAsync(new() { Chunk = ByteString.CopyFrom(part) }, Cancel);
        await call.RequestStream.CompleteAsync();
        return await call;
    }

    private protected async Task<IReadOnlyList<Statement>> TablesOf(Draft draft) =>
        await Host.Services.GetRequiredService<Statements>().Read((await Stored.Drafts.Get(draft.Id, Cancel))!.Value.Statements, Cancel);

    /// <summary>Tables as people have them in a workbook: by sheet, rows of cells.</summary>
    internal static async Task<Grids> Printed(IEnumerable<Statement> tables, Func<Layout, string>? sheet = null)
    {
        var grids = new Grids();
        foreach (var table in tables)
        {
            var layout = Layouts.Find(table.Layout)!;
            var rows = new RowsWriter();
            await StatementWorkbook.WriteTable(rows, table, layout, SampleTables.Year, Cancel);
            grids.Sheets.Add((sheet?.Invoke(layout) ?? $"预算{layout.Code[^1]}", rows.Rows));
        }

        return grids;
    }

    internal static void AssertEqual(IReadOnlyList<Statement> expected, IReadOnlyList<Statement> actual)
    {
        Assert.Equal(expected.Select(e => e.Layout), actual.Select(a => a.Layout));
        foreach (var (one, other) in expected.Zip(actual)) Assert.Equal(Text(one), Text(other));
    }

    private static string Text(Statement table) => $"{table.Layout} {table.Unit} {table.Note}\n" + string.Join("\n",
        table.Rows.Select(r => $"{r.Code} {r.Name} {string.Join(" ", r.Cells.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key}={c.Value:0.####}"))}"));

    /// <summary>Sheets whose cells can be changed by their address.</summary>
    internal sealed class Grids
    {
        public List<(string Name, List<TableCell[]> Rows)> Sheets { get; } = [];

        public void Set(string sheet, string cell, TableCell value)
        {
            var rows = Sheets.Single(s => s.Name == sheet).Rows;
            var (row, column) = (int.Parse(cell[1..]) - 1, cell[0] - 'A');
            Assert.True(row < rows.Count, $"{sheet} has {rows.Count} rows.");
            if (rows[row].Length <= column) rows[row] = [.. rows[row], .. new TableCell[column + 1 - rows[row].Length]];
            rows[row][column] = value;
        }

        public string? At(string sheet, string cell) => Sheets.Single(s => s.Name == sheet).Rows[int.Parse(cell[1..]) - 1][cell[0] - 'A'].Text;

        public void Insert(string sheet, int row, params TableCell[] cells) => Sheets.Single(s => s.Name == sheet).Rows.Insert(row - 1, cells);

        public async Task<byte[]> Xlsx()
        {
            var bytes = new MemoryStream();
            await using (var book = TableWriter.Workbook(bytes))
            {
                foreach (var (name, rows) in Sheets)
                {
                    await book.Begin(name, Cancel);
                    foreach (var row in rows) await book.Write(row, Cancel);
                }
            }

            return bytes.ToArray();
        }
    }

    private sealed class RowsWriter : TableWriter
    {
        public List<TableCell[]> Rows { get; } = [];

        public override Task Write(IReadOnlyList<TableCell> cells, CancellationToken cancel)
        {
            Rows.Add([.. cells]);
            return Task.CompletedTask;
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
