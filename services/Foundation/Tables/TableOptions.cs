namespace Sunshine.Foundation.Tables;

/// <summary>A column that the caller knows.</summary>
/// <param name="Name">How the caller asks for it, and how a refusal names it.</param>
/// <param name="Required">Whether a table without it is refused. Of lines of JSON each may leave a member out.</param>
/// <param name="Aliases">What else it may be called.</param>
public sealed record TableHeading(string Name, bool Required = false, params IReadOnlyList<string> Aliases);

/// <summary>What a table must be like, and how much of it is read.</summary>
public sealed record TableOptions
{
    /// <summary>What refusals of the whole file name.</summary>
    public string Field { get; init; } = "file";

    /// <summary>Of a workbook: the sheet's name, hidden or not. Empty for the first that is visible.</summary>
    public string Sheet { get; init; } = "";

    /// <summary>False where a table has a fixed layout: every row is a row, and columns are <c>A</c>, <c>B</c> and so on. Lines of JSON always have names.</summary>
    public bool HasHeadings { get; init; } = true;

    /// <summary>The row of the sheet, or the line of the text, that holds the headings. 0 for the first row that is not empty.</summary>
    public int HeadingRow { get; init; }

    /// <summary>Whether a table without any row is none instead of refused: of the sheets of a workbook some are often left as they came.</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>The columns that are known. With none, every heading may stand.</summary>
    public IReadOnlyList<TableHeading> Headings { get; init; } = [];

    /// <summary>Whether columns that are not known are passed over instead of refused. Of two with one heading the first counts.</summary>
    public bool AllowUnknown { get; init; }

    /// <summary>Whether white space around a cell's text, full-width spaces too, is taken off.</summary>
    public bool Trim { get; init; } = true;

    /// <summary>Of text without a mark: <c>gb18030</c> (and whatever begins so), or any other for UTF-8. Empty to tell by the bytes.</summary>
    public string Charset { get; init; } = "";

    /// <summary>In bytes.</summary>
    public long LargestFile { get; init; } = 64L * 1024 * 1024;

    /// <summary>Rows below the headings that are not empty.</summary>
    public long MostRows { get; init; } = 1_000_000;

    public int MostColumns { get; init; } = 200;

    /// <summary>Of a cell, in characters (UTF-16 units). A longer one is a problem of its row.</summary>
    public int LongestCell { get; init; } = 200_000;

    /// <summary>Of a row of text, in bytes of UTF-8: what a quotation mark that is never closed may swallow.</summary>
    public int LongestRow { get; init; } = 8 * 1024 * 1024;

    /// <summary>Of one part of a workbook, unpacked, in bytes. A sheet of a million rows has some 400 MB.</summary>
    public long LargestPart { get; init; } = 512L * 1024 * 1024;

    /// <summary>Of all parts of a workbook, unpacked, in bytes.</summary>
    public long LargestUnpacked { get; init; } = 1024L * 1024 * 1024;

    /// <summary>Of a workbook.</summary>
    public int MostParts { get; init; } = 2_000;
}
