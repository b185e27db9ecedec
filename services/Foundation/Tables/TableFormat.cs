using Sunshine.Foundation.Files;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Foundation.Tables;

public enum TableFormat
{
    /// <summary>Text in UTF-8, UTF-16 or GB18030, separated by commas, semicolons or tabs.</summary>
    Csv,

    /// <summary>A sheet of an Office Open XML workbook.</summary>
    Xlsx,

    /// <summary>One JSON object a line.</summary>
    JsonLines
}

public static class TableFormats
{
    /// <summary>So many bytes are enough to tell a format.</summary>
    public const int Beginning = 512;

    /// <summary>The format of a file. Bytes that are unmistakable count more than the name: agency systems write tables of text into .xls files.</summary>
    /// <param name="fileName">May be empty.</param>
    /// <param name="beginning">The first bytes, up to <see cref="Beginning"/>.</param>
    /// <param name="field">What a refusal names.</param>
    /// <exception cref="RefusedException">A web page, or a workbook by its name that is none by its bytes.</exception>
    public static TableFormat Tell(string fileName, ReadOnlySpan<byte> beginning, string field = "file")
    {
        if (beginning.StartsWith(Convert.FromHexString(Package.Signature))) return TableFormat.Xlsx;
        // Encrypted, or of the time before 2007: the reader of workbooks tells which.
        if (beginning.StartsWith(Convert.FromHexString(CompoundFile.Signature))) return TableFormat.Xlsx;
        var text = beginning;
        if (text.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) text = text[3..];
        text = text.TrimStart(" \t\r\n"u8);
        if (text.StartsWith("<"u8)) throw TableRefusals.WebPage(field);
        return Path.GetExtension(fileName).ToLowerInvariant() switch
        {
            ".jsonl" or ".ndjson" or ".json" => TableFormat.JsonLines,
            ".csv" or ".tsv" or ".txt" or ".xls" => TableFormat.Csv,
            ".xlsx" or ".xlsm" or ".xlsb" or ".et" => throw TableRefusals.NotXlsx(field),
            _ => text.StartsWith("{"u8) ? TableFormat.JsonLines : TableFormat.Csv
        };
    }
}
