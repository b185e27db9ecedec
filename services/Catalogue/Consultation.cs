using System.Text.Json.Serialization;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Catalogue;

/// <summary>How far a consultation has come by what was done to it; whether it is still open depends on the day besides.</summary>
public enum ConsultationPhase { Draft, Published, Summarised, Decided }

/// <summary>A call for opinions on the draft of a major decision, as it is stored. Its comments are documents of their own.</summary>
public sealed record Consultation
{
    public required string Id { get; init; }
    public required string AgencyId { get; init; }
    public string Title { get; init; } = "";
    public string Summary { get; init; } = "";
    public string DraftText { get; init; } = "";
    public string Basis { get; init; } = "";
    public IReadOnlyList<string> AttachmentIds { get; init; } = [];
    public DateOnly? OpensOn { get; init; }

    /// <summary>The last day, itself included.</summary>
    public DateOnly? ClosesOn { get; init; }

    public string ShorteningReason { get; init; } = "";
    public string HowToRespond { get; init; } = "";
    public ConsultationPhase Phase { get; init; }
    public DateTimeOffset? OpenedAt { get; init; }
    public AdoptionSummary? Adoption { get; init; }

    /// <summary>Oldest record first; of several for one step the last counts.</summary>
    public IReadOnlyList<StepRecord> Steps { get; init; } = [];

    public TakenDecision? Decision { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    [JsonIgnore]
    public bool IsPublic => Phase != ConsultationPhase.Draft;

    public V1.ConsultationState StateOn(DateOnly day) => Phase switch
    {
        ConsultationPhase.Draft => V1.ConsultationState.Draft,
        ConsultationPhase.Published => day <= ClosesOn ? V1.ConsultationState.Open : V1.ConsultationState.Closed,
        ConsultationPhase.Summarised => V1.ConsultationState.Summarised,
        _ => V1.ConsultationState.Decided
    };

    public bool TakesCommentsOn(DateOnly day) => Phase == ConsultationPhase.Published && OpensOn <= day && day <= ClosesOn;

    /// <exception cref="RefusedException">It is not a draft any more.</exception>
    public Consultation RequireDraft() => IsPublic ? throw CatalogueRefusals.ConsultationNotADraft.Of(Id) : this;

    public Consultation Open(DateTimeOffset now) => RequireDraft() with { Phase = ConsultationPhase.Published, OpenedAt = now, UpdatedAt = now };

    /// <exception cref="RefusedException">The last day is not over, or it was done already.</exception>
    public Consultation Summarise(AdoptionSummary adoption, DateOnly today, DateTimeOffset now)
    {
        if (Adoption is not null) throw CatalogueRefusals.AdoptionSummaryPublished.Of(Id);
        if (StateOn(today) != V1.ConsultationState.Closed)
            throw CatalogueRefusals.ConsultationStillOpen.Of(Id).With("closes_on", Days.Format(ClosesOn));
        return this with { Phase = ConsultationPhase.Summarised, Adoption = adoption, UpdatedAt = now };
    }

    /// <exception cref="RefusedException">The step cannot be done yet, or all is over.</exception>
    public Consultation Record(StepRecord step, DateOnly today, DateTimeOffset now)
    {
        DecisionSteps.RequireRecordable(this, step.Step, today);
        return this with { Steps = [.. Steps, step], UpdatedAt = now };
    }

    /// <exception cref="RefusedException">A step is missing, or it was decided already.</exception>
    public Consultation Decide(TakenDecision decision, DateTimeOffset now)
    {
        DecisionSteps.RequireDecidable(this);
        var step = new StepRecord(V1.DecisionStep.CollectiveDecision,
            decision.Outcome == V1.DecisionOutcome.Adopted ? V1.StepResult.Passed : V1.StepResult.NotPassed, decision.On, decision.Meeting, "", [], now);
        return this with { Phase = ConsultationPhase.Decided, Decision = decision, Steps = [.. Steps, step], UpdatedAt = now };
    }
}

/// <summary>What became of the opinions (采纳情况).</summary>
public sealed record AdoptionSummary(string Text, int OpinionCount, int AdoptedCount, IReadOnlyList<string> AttachmentIds, DateTimeOffset PublishedAt);

/// <summary>What is on record of one statutory step.</summary>
public sealed record StepRecord(
    V1.DecisionStep Step, V1.StepResult Result, DateOnly On, string Note, string DocumentNumber, IReadOnlyList<string> AttachmentIds, DateTimeOffset RecordedAt);

/// <summary>The collective decision.</summary>
public sealed record TakenDecision(V1.DecisionOutcome Outcome, DateOnly On, string Meeting, string ItemId);
