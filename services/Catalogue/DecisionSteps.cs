namespace Sunshine.Catalogue;

/// <summary>
/// What must have been done before what (重大行政决策程序暂行条例, articles from memory): the public is heard before a decision (art. 14), and
/// a draft whose legality was not reviewed, or that did not pass, is not put to collective discussion (art. 25). Expert argument and risk
/// assessment are demanded by the matter (art. 19, 22), which only the agency can judge.
/// </summary>
public static class DecisionSteps
{
    /// <summary>The last record of a step; null if there is none.</summary>
    public static StepRecord? Of(Consultation consultation, V1.DecisionStep step) => consultation.Steps.LastOrDefault(s => s.Step == step);

    /// <exception cref="Foundation.Hosting.RefusedException">It may not.</exception>
    public static void RequireRecordable(Consultation consultation, V1.DecisionStep step, DateOnly today)
    {
        if (consultation.Phase == ConsultationPhase.Decided) throw CatalogueRefusals.DecisionTaken.Of(consultation.Id);
        if (step != V1.DecisionStep.PublicParticipation || consultation.Adoption is not null) return;
        if (consultation.StateOn(today) == V1.ConsultationState.Closed) throw CatalogueRefusals.AdoptionSummaryMissing.Of(consultation.Id);
        throw CatalogueRefusals.ConsultationStillOpen.Of(consultation.Id).With("closes_on", Foundation.Hosting.Days.Format(consultation.ClosesOn));
    }

    /// <exception cref="Foundation.Hosting.RefusedException">A step is missing; the fact <c>missing_step</c> says which.</exception>
    public static void RequireDecidable(Consultation consultation)
    {
        if (consultation.Phase == ConsultationPhase.Decided) throw CatalogueRefusals.DecisionTaken.Of(consultation.Id);
        if (Of(consultation, V1.DecisionStep.LegalityReview)?.Result != V1.StepResult.Passed)
            throw CatalogueRefusals.LegalityReviewMissing.Of(consultation.Id).With("missing_step", "DECISION_STEP_LEGALITY_REVIEW");
        if (Of(consultation, V1.DecisionStep.PublicParticipation)?.Result != V1.StepResult.Passed)
            throw CatalogueRefusals.PublicParticipationMissing.Of(consultation.Id).With("missing_step", "DECISION_STEP_PUBLIC_PARTICIPATION");
    }
}
