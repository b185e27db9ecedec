namespace Sunshine.ReportForms;

/// <summary>A report as it was published and loaded, before any name in it is understood.</summary>
/// <param name="File">Where it was read from, for messages.</param>
/// <param name="City">Whose it is; reports of different cities are never compared.</param>
/// <param name="Year">The year reported on.</param>
public sealed record PublishedReport(string File, string City, int Year)
{
    /// <summary>The agency, if it is not the city's own.</summary>
    public string Agency { get; init; } = "";

    /// <summary>The form it has; that of its year if it does not say.</summary>
    public Form? Form { get; init; }

    public Publisher Publisher { get; init; }

    /// <summary>Null if that is not known.</summary>
    public DateOnly? PublishedOn { get; init; }

    /// <summary>Where the text was seen.</summary>
    public string Source { get; init; } = "";

    /// <summary>All its titles. None if they were not loaded: then nothing is said of missing parts.</summary>
    public IReadOnlyList<string> Sections { get; init; } = [];

    public IReadOnlyList<PublishedTable> Tables { get; init; } = [];

    public IReadOnlyList<Statement> Statements { get; init; } = [];

    public IReadOnlyList<Relation> Relations { get; init; } = [];

    /// <summary>What is known of reports on earlier years that are not there themselves. They are compared with and not checked.</summary>
    public IReadOnlyList<PublishedReport> Earlier { get; init; } = [];
}

/// <param name="Name">As printed, or the sheet's.</param>
public sealed record PublishedTable(string Name, IReadOnlyList<PublishedRow> Rows);

/// <param name="Path">Its labels, from the outermost to its own. Empty for a table of one line.</param>
public sealed record PublishedRow(IReadOnlyList<string> Path, IReadOnlyList<PublishedCell> Cells);

/// <param name="Path">The heads above it, from the outermost on.</param>
/// <param name="Text">As printed; null or empty if blank.</param>
/// <param name="Place">Where it was read: <c>表三!D12</c>, or <c>tables["三"]["(一)予以公开"]["自然人"]</c>.</param>
public sealed record PublishedCell(IReadOnlyList<string> Path, string? Text, string Place);

/// <summary>A figure that a sentence of the report states.</summary>
/// <param name="Id">By which relations name it; no two of a report have the same.</param>
/// <param name="Section">Where it stands.</param>
/// <param name="Figure">A figure id of the form, a printed name, or any words.</param>
/// <param name="Unit">As printed: 条, %, 万元, 元/月.</param>
/// <param name="Quote">The words it was taken from; may be empty.</param>
public sealed record Statement(string Id, string Section, string Figure, PrintedNumber Value, string Unit, string Quote)
{
    /// <summary>What it is said of, where that is less than the whole report. Empty: the whole.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Whether the number is not printed but follows from words (没有, 全部, a list).</summary>
    public bool Derived { get; init; }

    /// <summary>What the sentence names, where its number counts named things.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    public string Place => Section.Length == 0 ? Figure : $"{Section}·{(Subject.Length > 0 ? Subject + "·" : "")}{Figure}";
}

/// <summary>The file cannot be read as a report.</summary>
public sealed class UnreadableReportException(string file, IReadOnlyList<ReadingProblem> problems, Exception? inner = null)
    : Exception($"{file}: {string.Join(" ", problems.Select(p => $"{p.Place}: {p.English}"))}", inner)
{
    public string File { get; } = file;

    /// <summary>Everything that is wrong with it.</summary>
    public IReadOnlyList<ReadingProblem> Problems { get; } = problems;
}

/// <param name="Place">A path of JSON, a line, or a cell.</param>
public sealed record ReadingProblem(string Place, string Chinese, string English);
