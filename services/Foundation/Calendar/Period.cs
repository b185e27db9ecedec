namespace Sunshine.Foundation.Calendar;

/// <summary>The body of law that a period belongs to. Each has one text in force on a day, or none.</summary>
public enum Statute
{
    /// <summary>政府信息公开条例.</summary>
    Disclosure,

    /// <summary>政府信息公开信息处理费管理办法.</summary>
    Fees,

    /// <summary>行政复议法.</summary>
    Review,

    /// <summary>行政诉讼法.</summary>
    Litigation,

    /// <summary>预算法.</summary>
    Budget,

    /// <summary>重大行政决策程序暂行条例.</summary>
    Decision,

    /// <summary>国务院办公厅关于政务舆情回应的通知.</summary>
    PublicConcern,
}

/// <summary>What a period is for. Its length, unit and article are in the calendar file.</summary>
public enum PeriodKey
{
    /// <summary>The agency answers a request, from its receipt.</summary>
    Answer,

    /// <summary>The most that the answer may be extended by.</summary>
    AnswerExtension,

    /// <summary>The agency asks for a correction of an unclear request, from its receipt. Since 2019.</summary>
    CorrectionNotice,

    /// <summary>A third party answers a consultation. Since 2019; the text of 2008 sets no limit.</summary>
    ThirdPartyReply,

    /// <summary>An agency that made the information too answers a consultation. Since 2019.</summary>
    CoAgencyReply,

    /// <summary>Information is disclosed of the agency's own accord, from the day it is formed or changed.</summary>
    ProactiveDisclosure,

    /// <summary>The applicant pays the processing fee, from the notice.</summary>
    FeePayment,

    /// <summary>A person applies for review, from knowing of the act.</summary>
    ReviewApplication,

    /// <summary>The review authority examines the application.</summary>
    ReviewAcceptance,

    /// <summary>The review authority decides.</summary>
    ReviewDecision,

    /// <summary>The most that the review decision may be extended by.</summary>
    ReviewDecisionExtension,

    /// <summary>The review authority decides by summary procedure. Since 2024.</summary>
    ReviewSummaryDecision,

    /// <summary>A person brings suit without review, from knowing of the act.</summary>
    Suit,

    /// <summary>A person brings suit after a review decision.</summary>
    SuitAfterReview,

    /// <summary>The court gives judgment at first instance.</summary>
    Judgment,

    /// <summary>The court gives judgment by summary procedure.</summary>
    SummaryJudgment,

    /// <summary>The finance department discloses a budget or final accounts, from approval (批准).</summary>
    FinanceDisclosure,

    /// <summary>A department discloses its own budget or final accounts, from their being handed down (批复).</summary>
    DepartmentFinanceDisclosure,

    /// <summary>The least time for which the draft of a major decision is open to opinions; both ends count.</summary>
    DecisionConsultation,

    /// <summary>The least time if it is shortened for a stated reason.</summary>
    DecisionConsultationShortened,
}

/// <summary>What a period is counted in.</summary>
public enum PeriodUnit
{
    /// <summary>Days that <see cref="WorkingDays"/> calls worked.</summary>
    WorkingDay,

    /// <summary>All days.</summary>
    CalendarDay,

    /// <summary>Months, to the same day of the month, or to the last day of a month that has no such day.</summary>
    Month,
}

/// <summary>A period that the law sets. The day it runs from is day 0.</summary>
/// <param name="Key">What it is for.</param>
/// <param name="Name">The same in Chinese, for explanations.</param>
/// <param name="Length">How many units, from 1.</param>
/// <param name="Unit">What it is counted in.</param>
/// <param name="Citation">The law with its number and article, as it is cited to the public.</param>
/// <param name="Rolls">
/// The provision by which a period that would end on a day off ends on the next working day; null if there is none, and the
/// period then ends on whatever day it is.
/// </param>
/// <param name="FromMemory">True if the length or the article was not checked against the text of the law.</param>
public sealed record Period(
    PeriodKey Key, string Name, int Length, PeriodUnit Unit, string Citation, string? Rolls = null, bool FromMemory = false)
{
    /// <summary>A number of this period's units in Chinese: 15个工作日, 60日, 6个月.</summary>
    public string Units(int count) => Unit switch
    {
        PeriodUnit.WorkingDay => $"{count}个工作日",
        PeriodUnit.Month => $"{count}个月",
        _ => $"{count}日",
    };
}

/// <summary>A duty that falls due on the same day of every year.</summary>
public enum YearlyDateKey
{
    /// <summary>A department's annual report on disclosure.</summary>
    AnnualReportOfDepartment,

    /// <summary>A government's annual report on disclosure.</summary>
    AnnualReportOfGovernment,
}

/// <summary>A day of the year that the law sets.</summary>
/// <param name="Key">What is due.</param>
/// <param name="Name">The same in Chinese.</param>
/// <param name="Month">1 to 12.</param>
/// <param name="Day">A day that the month has in every year.</param>
/// <param name="Citation">The law with its number and article.</param>
/// <param name="FromMemory">True if the date or the article was not checked against the text of the law.</param>
public sealed record YearlyDate(YearlyDateKey Key, string Name, int Month, int Day, string Citation, bool FromMemory = false)
{
    /// <summary>The last day in time within a year. The report on a year is due in the year after it.</summary>
    public DateOnly In(int year) => new(year, Month, Day);
}

/// <summary>A duty whose clock runs in hours, through nights and days off.</summary>
public enum HourLimitKey
{
    /// <summary>The first answer to a public concern, from when it was raised.</summary>
    ConcernResponse,

    /// <summary>The first statement on a serious one.</summary>
    SeriousConcernStatement,

    /// <summary>The press conference on a serious one.</summary>
    SeriousConcernPressConference,
}

/// <summary>A limit in hours.</summary>
/// <param name="Key">What it is for.</param>
/// <param name="Name">The same in Chinese.</param>
/// <param name="Hours">From 1.</param>
/// <param name="Citation">The document with its number and article.</param>
/// <param name="FromMemory">True if the length or the article was not checked against the text.</param>
public sealed record HourLimit(HourLimitKey Key, string Name, int Hours, string Citation, bool FromMemory = false);
