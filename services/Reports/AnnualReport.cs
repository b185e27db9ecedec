using Sunshine.Foundation.Hosting;
using Sunshine.ReportForms;

namespace Sunshine.Reports;

/// <summary>The report of one agency on one year, from draft to its editions.</summary>
public sealed record AnnualReport
{
    public required string Id { get; init; }
    public required string AgencyId { get; init; }
    public required int Year { get; init; }
    public V1.Form Form { get; init; }
    public V1.ReportPublisher Publisher { get; init; }

    /// <summary>Of the call that began it.</summary>
    public string RequestKey { get; init; } = "";

    public V1.AnnualReportState State { get; init; } = V1.AnnualReportState.Draft;

    /// <summary>In the order of the regulation.</summary>
    public IReadOnlyList<Section> Sections { get; init; } = [];

    public IReadOnlyList<Statement> Stated { get; init; } = [];

    public IReadOnlyList<Waiver> Waivers { get; init; } = [];

    /// <summary>At the last step or change.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>The log that they were found from.</summary>
    public LogBasis? Basis { get; init; }

    /// <summary>First to last; the first one began it.</summary>
    public IReadOnlyList<Step> Steps { get; init; } = [];

    /// <summary>By number. One is public since it stands here.</summary>
    public IReadOnlyList<EditionReference> Editions { get; init; } = [];

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }

    public bool Published => Editions.Count > 0;
    public DateOnly? FirstPublishedOn => Published ? Editions[0].PublishedOn : null;

    /// <summary>Null before 2008.</summary>
    public DueDay? Due => DueDay.Of(Year, Publisher);

    /// <summary>Who submitted it last; empty if nobody did.</summary>
    public string SubmittedBy => Steps.LastOrDefault(s => s.Act == V1.ReportAct.Submitted)?.By ?? "";

    public static string IdOf(string agencyId, int year) => Ids.Of("annual-report", agencyId, $"{year}");

    public bool IsWaived(Finding finding) => Waivers.Any(w => w.Rule == finding.Rule && w.Place == finding.Place);

    /// <summary>Until the first edition, by today; a further edition makes nothing late.</summary>
    public int DaysLate(DateOnly today) => Due is { } due && (FirstPublishedOn ?? today) is var day && day > due.On ? day.DayNumber - due.On.DayNumber : 0;
}

/// <param name="PartId">The part's id in the regulation.</param>
public sealed record Section(string PartId, string Text);

/// <summary>A figure that the agency states itself.</summary>
public sealed record Statement(string FigureId, string Value, string Source);

/// <summary>A decision that a finding stands nevertheless.</summary>
/// <param name="By">Subject of who decided so.</param>
public sealed record Waiver(string Rule, string Place, string Reason, string By, DateTimeOffset At);

/// <param name="By">Subject of who did it.</param>
/// <param name="Edition">0 if none came of it.</param>
public sealed record Step(V1.ReportAct Act, string By, DateTimeOffset At, string Reason = "", int Edition = 0, int Errors = 0);

/// <param name="DocumentId">Where what it says is stored.</param>
/// <param name="RequestKey">Of the call that made it; empty of the first.</param>
public sealed record EditionReference(int Number, string DocumentId, string Digest, DateOnly PublishedOn, string RequestKey = "");

/// <summary>The log as it was at a checkpoint.</summary>
public sealed record LogBasis(string Origin, long TreeSize, string RootHash);

/// <summary>What an edition says, as it is given away byte for byte. It never changes, and is public only once its report refers to it.</summary>
/// <param name="Json">The edition without its digest as protobuf's JSON.</param>
public sealed record StoredEdition(string Id, string Json);

/// <summary>The last day in time (2008 art. 31; 2019 art. 49).</summary>
/// <param name="Basis">The article.</param>
public sealed record DueDay(DateOnly On, string Basis)
{
    public static DueDay? Of(int year, V1.ReportPublisher publisher) =>
        RequiredParts.Due(year, publisher == V1.ReportPublisher.Department ? Publisher.Department : Publisher.Government) is { } date ? new DueDay(date.In(year + 1), date.Citation) : null;
}
