using Sunshine.Foundation.Hosting;

namespace Sunshine.Foundation.Tables;

/// <summary>The rows of one format, before anything is known of headings. Empty ones are left out.</summary>
internal interface IRows : IAsyncDisposable
{
    Place Place { get; }

    /// <summary>Once they are known. Only text has rows of wrong lengths: a sheet leaves empty cells out.</summary>
    Columns? Columns { set; }

    ValueTask<Row?> Next(CancellationToken cancel);
}

/// <summary>A row as it stands.</summary>
/// <param name="Line">1-based.</param>
/// <param name="Cells">From the first column on. Null for an empty one.</param>
/// <param name="Problems">Their fields are addresses.</param>
/// <param name="Readable">Whether its cells could be told apart.</param>
/// <param name="Raw">The row's text in UTF-8; empty for sheets.</param>
internal sealed record Row(long Line, string?[] Cells, IReadOnlyList<Violation> Problems, bool Readable = true, ReadOnlyMemory<byte> Raw = default)
{
    /// <summary>By column: the values of a cell that holds several.</summary>
    public Dictionary<int, string[]>? Several { get; init; }

    public bool IsEmpty => Readable && Problems.Count == 0 && Array.TrueForAll(Cells, string.IsNullOrWhiteSpace);
}

/// <summary>How cells are named in messages.</summary>
internal enum Place
{
    /// <summary><c>line 12, 职权编码</c>.</summary>
    Text,

    /// <summary><c>B12</c>.</summary>
    Sheet
}

internal static class Places
{
    /// <summary>The address of a cell.</summary>
    /// <param name="column">0-based; negative if the table has no such column.</param>
    /// <param name="heading">What it is called.</param>
    public static string Of(this Place place, long line, int column, string heading) => place == Place.Sheet && column >= 0
        ? $"{Columns.Letter(column)}{line}" : $"{place.Of(line)}, {heading}";

    public static string Of(this Place place, long line) => place == Place.Sheet ? $"row {line}" : $"line {line}";
}
