using System.IO.Compression;
using System.Xml;

namespace Sunshine.Foundation.Tables;

/// <summary>Which cells lie under another. Some programs leave values in them that nobody sees.</summary>
internal sealed class Merges
{
    private const int Most = 200_000;

    private readonly List<(int Top, int Bottom, int Left, int Right)> _ranges;
    private readonly List<(int Top, int Bottom, int Left, int Right)> _current = [];
    private int _next;

    private readonly int _columns;

    private Merges(List<(int Top, int Bottom, int Left, int Right)> ranges, int columns) => (_ranges, _columns) = (ranges, columns);

    /// <summary>They stand behind all rows, so the sheet is unpacked once more; it is read as XML only if there are any.</summary>
    /// <param name="sheet">Its part.</param>
    /// <param name="columns">How many columns are read.</param>
    /// <param name="cancel">Ends the reading.</param>
    public static Merges Read(ZipArchiveEntry sheet, int columns, CancellationToken cancel)
    {
        var ranges = new List<(int Top, int Bottom, int Left, int Right)>();
        if (!Has(sheet, cancel)) return new Merges(ranges, columns);
        using var xml = PartXml.Open(sheet);
        while (xml.Next())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "mergeCell") continue;
            cancel.ThrowIfCancellationRequested();
            if (ranges.Count == Most) throw new InvalidDataException($"More than {Most} merged cells.");
            if (xml.GetAttribute("ref")?.Split(':') is [var from, var to]
                && SheetRows.Split(from) is ({ } left, { } top) && SheetRows.Split(to) is ({ } right, { } bottom) && left < columns) ranges.Add((top, bottom, left, right));
        }

        ranges.Sort();
        return new Merges(ranges, columns);
    }

    /// <summary>Goes down to a row; rows only grow.</summary>
    public void Enter(int row)
    {
        if (_current.Count > 0) _current.RemoveAll(r => r.Bottom < row);
        for (; _next < _ranges.Count && _ranges[_next].Top <= row; _next++)
        {
            if (_ranges[_next].Bottom < row) continue;
            // Else every cell would be looked for in all of them.
            if (_current.Count == _columns) throw new InvalidDataException("Merged cells overlap.");
            _current.Add(_ranges[_next]);
        }
    }

    /// <summary>Whether a cell of the row lies under another.</summary>
    public bool Cover(int row, int column)
    {
        foreach (var (top, _, left, right) in _current)
        {
            if (column >= left && column <= right && (column > left || row > top)) return true;
        }

        return false;
    }

    private static bool Has(ZipArchiveEntry sheet, CancellationToken cancel)
    {
        var word = "mergeCell"u8;
        using var bytes = sheet.Open();
        var buffer = new byte[1 << 16];
        for (var kept = 0; ;)
        {
            cancel.ThrowIfCancellationRequested();
            var read = bytes.Read(buffer.AsSpan(kept));
            if (read == 0) return false;
            var there = buffer.AsSpan(0, kept + read);
            if (there.IndexOf(word) >= 0) return true;
            // The word may be cut.
            kept = Math.Min(word.Length - 1, there.Length);
            there[^kept..].CopyTo(buffer);
        }
    }
}
