using CsvHelper;

namespace Sunshine.Foundation.Tables;

/// <summary>Text. Who reads it tells by its first row what separates the cells: what else might does not stand there bare.</summary>
internal sealed class CsvTable(Stream to, bool mark) : TableWriter
{
    private readonly CsvWriter _csv = CsvWriter.Create(to, new CsvWriterOptions { WriteByteOrderMark = mark, ValidateFieldCount = false, ShouldQuote = static (field, _, _, record) => record == 0 && field.IndexOfAny(";\t|") >= 0 }, leaveOpen: true);

    public override async Task Write(IReadOnlyList<TableCell> cells, CancellationToken cancel) =>
        await _csv.WriteRecordAsync([.. cells.Select(c => c switch { { Text: null } => "", { Kind: TableCellKind.Text } => Escaped(c.Text), _ => c.Text })], cancel);

    public override ValueTask DisposeAsync() => _csv.DisposeAsync();
}
