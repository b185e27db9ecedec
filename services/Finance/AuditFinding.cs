using System.Text.RegularExpressions;

namespace Sunshine.Finance;

/// <summary>What an audit found (审计发现问题), with every step until it was put right. All that is said of it follows from its steps.</summary>
public sealed partial record AuditFinding
{
    /// <summary>It bounds the document.</summary>
    public const int MostSteps = 200;

    public required string Id { get; init; }

    /// <summary>Of the call that created it; empty if it was imported.</summary>
    public string RequestKey { get; init; } = "";

    /// <summary>The auditor's own id; empty if it was not imported.</summary>
    public string SourceId { get; init; } = "";

    /// <summary>The audit report.</summary>
    public required string DisclosureId { get; init; }

    /// <summary>The report's.</summary>
    public required int FiscalYear { get; init; }

    /// <summary>The report's agency.</summary>
    public required string AuditingAgencyId { get; init; }

    /// <summary>In the report.</summary>
    public required string Number { get; init; }

    /// <summary>In the order in which they were written; the first has content.</summary>
    public required IReadOnlyList<FindingStep> Steps { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    public V1.FindingState State => Steps[^1].State;

    public AuditFindingContent Content => Steps.Last(s => s.Content is not null).Content!;

    /// <summary>What was claimed last to be put right; null before.</summary>
    public decimal? RectifiedAmount => Steps.LastOrDefault(s => s.RectifiedAmount is not null)?.RectifiedAmount;

    public string Measures => Steps.LastOrDefault(s => s.Act == V1.FindingAct.MeasuresReported)?.Text ?? "";

    public DateOnly? ClosedOn => State == V1.FindingState.Closed ? Steps.Last(s => s.Act == V1.FindingAct.Closed).On : null;

    /// <summary>No two findings of a report have the same number.</summary>
    public string ReportNumber => $"{DisclosureId}/{Number}";

    /// <summary>Orders findings: newest fiscal year first, then by report and number, in which 2 comes before 10.</summary>
    public string Place => $"{9999 - FiscalYear:0000}/{DisclosureId}/{Digits().Replace(Number, d => d.Value.PadLeft(10, '0'))}/{Number}";

    /// <summary>Whether its last day has passed and nobody has claimed that it is put right.</summary>
    public bool OverdueOn(DateOnly day) => IsOpen(State) && Content.RectifyBy < day;

    /// <summary>How many days after its last day it is, or it was when it was claimed to be put right.</summary>
    public int DaysLate(DateOnly today)
    {
        if (Content.RectifyBy is not { } by || State == V1.FindingState.NotRequired) return 0;
        var until = IsOpen(State) ? today : (Steps.LastOrDefault(s => s.Act is V1.FindingAct.RectificationClaimed or V1.FindingAct.Closed && WasOpenBefore(s)) ?? Steps[^1]).On;
        return Math.Max(0, until.DayNumber - by.DayNumber);
    }

    /// <summary>Whether somebody must still do something to put it right.</summary>
    public static bool IsOpen(V1.FindingState state) => state is V1.FindingState.Open or V1.FindingState.Rectifying or V1.FindingState.Reopened;

    public bool MayClose(string subject) => !Steps.Any(s => s.By == subject && s.Act is V1.FindingAct.MeasuresReported or V1.FindingAct.RectificationClaimed);

    /// <summary>A claim, or a closing without one that came by an import.</summary>
    private bool WasOpenBefore(FindingStep step) => step.Number > 1 && IsOpen(Steps[step.Number - 2].State);

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}

/// <summary>What is said of a finding.</summary>
/// <param name="Amount">In yuan; null where it is about no money.</param>
/// <param name="RectifyBy">Last day for putting it right; null where none is set.</param>
public sealed record AuditFindingContent(
    string Title, string Text, string Category, decimal? Amount, string AuditedAgencyId, string ResponsibleAgencyId, string Recommendation, DateOnly? RectifyBy);

/// <summary>One step. It never changes.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="State">After it.</param>
/// <param name="Role">In which role it was done.</param>
/// <param name="By">Subject of who did it; never told.</param>
/// <param name="AgencyId">For which agency.</param>
/// <param name="Content">What was said from then on, where that was changed; else null.</param>
/// <param name="On">The day on which it was done, which of an import is earlier than that of <paramref name="RecordedAt"/>.</param>
/// <param name="Imported">Whether it came by an import, which is then known when it comes again.</param>
public sealed record FindingStep(
    int Number, V1.FindingAct Act, V1.FindingState State, string Role, string By, string AgencyId, string Text, decimal? RectifiedAmount, AuditFindingContent? Content, DateOnly On,
    DateTimeOffset RecordedAt, bool Imported);
