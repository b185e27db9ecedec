using System.Globalization;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Foundation.Tables;

/// <summary>What is written into a cell: text, a number or a day. The default is an empty cell.</summary>
public readonly record struct TableCell
{
    private TableCell(string text, TableCellKind kind) => (Text, Kind) = (text, kind);

    /// <summary>The text, the number in decimal digits, or the day in ISO 8601. Null if empty.</summary>
    public string? Text { get; }

    internal TableCellKind Kind { get; }

    public static implicit operator TableCell(string? text) => text is { Length: > 0 } ? new(text, TableCellKind.Text) : default;

    public static implicit operator TableCell(decimal? number) => number is { } n ? new(n.ToString(CultureInfo.InvariantCulture), TableCellKind.Number) : default;

    public static implicit operator TableCell(decimal number) => (decimal?)number;

    public static implicit operator TableCell(long number) => (decimal)number;

    public static implicit operator TableCell(DateOnly? day) => day is null ? default : new(Days.Format(day), TableCellKind.Day);

    public static implicit operator TableCell(DateOnly day) => (DateOnly?)day;
}

internal enum TableCellKind { Text, Number, Day }
