using System.Text;

namespace Sunshine.Cli.Reading;

/// <summary>What the text of a row turned out to be.</summary>
internal enum CsvShape
{
    /// <summary>A whole row.</summary>
    Whole,

    /// <summary>A quotation that was opened is not closed yet: the row may go on in the next line.</summary>
    Open,

    /// <summary>Something stands between a closing quotation mark and the next delimiter.</summary>
    Malformed,
}

/// <summary>
/// Splits the text of one row (RFC 4180). It is not left to a library because a row with a stray quotation mark must be told from
/// one that goes on in the next line: else one broken row swallows all that follow it.
/// </summary>
internal static class Csv
{
    private static readonly char[] Delimiters = [',', '\t', ';', '，'];

    public static CsvShape Split(string row, char delimiter, List<string> cells)
    {
        cells.Clear();
        var at = 0;
        while (true)
        {
            if (at < row.Length && row[at] == '"')
            {
                var cell = new StringBuilder();
                at++;
                while (true)
                {
                    var quote = row.IndexOf('"', at);
                    if (quote < 0)
                    {
                        cells.Add(cell.Append(row, at, row.Length - at).ToString());
                        return CsvShape.Open;
                    }

                    cell.Append(row, at, quote - at);
                    at = quote + 1;
                    if (at >= row.Length || row[at] != '"') break;
                    cell.Append('"');
                    at++;
                }

                cells.Add(cell.ToString());
                while (at < row.Length && row[at] == ' ' && delimiter != ' ') at++;
                if (at == row.Length) return CsvShape.Whole;
                if (row[at] != delimiter) return CsvShape.Malformed;
                at++;
            }
            else
            {
                var end = row.IndexOf(delimiter, at);
                if (end < 0)
                {
                    cells.Add(row[at..]);
                    return CsvShape.Whole;
                }

                cells.Add(row[at..end]);
                at = end + 1;
            }
        }
    }

    /// <summary>The delimiter that divides the line into most cells; a comma if none does.</summary>
    public static char Delimiter(string line) => Delimiters.MaxBy(delimiter => line.Count(c => c == delimiter));
}
