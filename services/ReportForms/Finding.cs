namespace Sunshine.ReportForms;

public enum Severity
{
    /// <summary>Worth knowing; nothing is said to be wrong.</summary>
    Notice,

    /// <summary>Does not agree, or is incomplete, but may have a reason that the report does not give.</summary>
    Warning,

    /// <summary>Cannot be right as it is printed.</summary>
    Error
}

/// <summary>What is the matter with it.</summary>
public enum Verdict
{
    /// <summary>The figures contradict each other.</summary>
    Wrong,

    /// <summary>A percentage was changed so that all come to 100.</summary>
    Plugged,

    /// <summary>A percentage was cut off instead of rounded.</summary>
    Truncated,

    /// <summary>The unit that is printed cannot be the one meant.</summary>
    WrongUnit,

    /// <summary>Part of a total is not accounted for.</summary>
    Unexplained,

    /// <summary>Less is shown than is claimed.</summary>
    NotShown,

    /// <summary>Something that must be there is not.</summary>
    Missing,

    /// <summary>The same as in an earlier year, where that is unlikely.</summary>
    Unchanged,

    /// <summary>Published after it was due.</summary>
    Late,

    /// <summary>The figures differ, but whether that is a mistake does not follow from them.</summary>
    NotDecided,

    /// <summary>Was not understood, and so not checked.</summary>
    NotRead
}

/// <summary>Something found in a report.</summary>
/// <param name="Rule">The rule's id, see <see cref="ReportCheck.Rules"/>.</param>
/// <param name="File">The report's.</param>
/// <param name="Place">Where the stated figure stands.</param>
/// <param name="Figures">Ids of all figures concerned, the stated one first.</param>
/// <param name="Stated">Null where nothing is stated.</param>
/// <param name="Computed">What it must or should be; null where nothing can be computed.</param>
/// <param name="Unit">Of both.</param>
/// <param name="Quotes">The printed words concerned.</param>
public sealed record Finding(
    string Rule, Severity Severity, Verdict Verdict, string File, int Year, string Place, IReadOnlyList<string> Figures, decimal? Stated, decimal? Computed, string Unit,
    string Chinese, string English, IReadOnlyList<string> Quotes)
{
    /// <summary>Stated less computed.</summary>
    public decimal? Difference => Stated - Computed;
}
