using CsvHelper;

namespace Sunshine.Foundation.Tables;

internal sealed class CsvTable(Stream to, bool mark) : TableWriter
{
    private readonly CsvWriter _csv = CsvWriter.Create(to, new CsvWriterOptions { WriteByteOrderMark = mark, ValidateFieldCount = false }, leaveOpen: true);

    public override async Task Write(IReadOnlyList<TableCell> cells, CancellationToken cancel) =>
        await _csv.WriteRecordAsync([.. cells.Select(c => c switch { { Text: null } => "", { Kind: TableCellKind.Text } => Escaped(c.Text), _ => c.Text })], cancel);

    public override ValueTask DisposeAsync() => _csv.DisposeAsync();
}
