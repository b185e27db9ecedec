using Sunshine.Foundation.Calendar;

namespace Sunshine.ReportForms;

/// <summary>What an annual report must have by the regulation in force: parts and the day it is due.</summary>
public static class RequiredParts
{
    private static readonly Document File = EmbeddedFile.Read("Forms.parts.json", FormJson.Default.Document);
    private static readonly Lazy<Regulations> Texts = new(() => LegalCalendar.Embedded().Regulations);

    /// <summary>The regulation that the report on a year follows: the one in force at the year's end. Null before 2008.</summary>
    public static PartsOfRegulation? Of(int year) => Texts.Value.Find(new DateOnly(year, 12, 31)) is { } text ? File.Regulations.FirstOrDefault(r => r.Number == text.Number) : null;

    /// <summary>
    /// The last day in time for the report on a year, by the regulation in force in the January after it; null before 2008. A report on 2018 falls under the text of 2008.
    /// </summary>
    public static YearlyDate? Due(int year, Publisher publisher) => Texts.Value.Find(new DateOnly(year + 1, 1, 1))?.YearlyDate(
        publisher == Publisher.Department ? YearlyDateKey.AnnualReportOfDepartment : YearlyDateKey.AnnualReportOfGovernment);

    internal sealed record Document(string Remark, IReadOnlyList<PartsOfRegulation> Regulations);
}

/// <param name="Memory">Whether the article was not read.</param>
public sealed record PartsOfRegulation(string Number, string Article, IReadOnlyList<RequiredPart> Parts, bool Memory = false);

/// <param name="Names">Words by which a title is known for this part's.</param>
/// <param name="Figures">Beginnings of the figure ids that belong to it.</param>
/// <param name="Quotes">Words that show that a sentence belongs to it.</param>
/// <param name="Optional">Whether it is there only if there is something to report.</param>
public sealed record RequiredPart(string Id, string Zh, string En, IReadOnlyList<string> Names, IReadOnlyList<string> Figures, IReadOnlyList<string>? Quotes = null, bool Optional = false);

/// <summary>Whose report it is; the days it is due differ since 2019.</summary>
public enum Publisher { Government, Department }
