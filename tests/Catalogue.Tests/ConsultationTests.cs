using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;

namespace Sunshine.Catalogue.Tests;

public sealed class ConsultationTests : ConsultationTest
{
    [Fact]
    public async Task A_major_decision_goes_from_the_draft_to_the_document()
    {
        var created = await Create();
        Assert.Equal((ConsultationState.Draft, "r1", "机构 city"), (created.State, created.Etag, created.Agency.Name));
        var opened = await Officer.OpenConsultationAsync(new() { Id = created.Id, Etag = created.Etag }, cancellationToken: Cancel);
        Assert.Equal((ConsultationState.Open, Host.Clock.GetUtcNow()), (opened.State, opened.OpenedAt.ToDateTimeOffset()));
        await Say(opened.Id);

        GoTo("2026-02-03");
        Assert.Equal(ConsultationState.Open, (await Get(opened.Id)).State);
        GoTo("2026-02-04");
        Assert.Equal(ConsultationState.Closed, (await Get(opened.Id)).State);
        await Summarise(opened.Id);
        var read = await Get(opened.Id);
        Assert.Equal((ConsultationState.Summarised, 3, 1, 1L, 0L), (read.State, read.Adoption.OpinionCount, read.Adoption.AdoptedCount, read.ReceivedCount, read.AcceptedCount));

        await Step(opened.Id, DecisionStep.PublicParticipation);
        await Step(opened.Id, DecisionStep.ExpertArgument, StepResult.NotRequired, "不涉及专业性问题");
        await Step(opened.Id, DecisionStep.RiskAssessment);
        await Step(opened.Id, DecisionStep.LegalityReview);
        GoTo("2026-03-02");
        var item = await ImportedId(Record("1", on: "2026-03-02"));
        var decided = await Decide(opened.Id, "2026-03-02", item);

        Assert.Equal((ConsultationState.Decided, item), (decided.State, decided.Decision.ItemId));
        Assert.Equal(Enum.GetValues<DecisionStep>().Skip(1), decided.Steps.Select(s => s.Step));
        var shown = await Get(opened.Id);
        Assert.Empty(shown.Steps);
        Assert.Equal(decided.Decision, shown.Decision);
    }

    [Fact]
    public async Task A_draft_is_seen_by_its_agency_and_those_above_only()
    {
        var county = new ConsultationService.ConsultationServiceClient(Host.As(Roles.Editor, "county-1"));
        var draft = await county.CreateConsultationAsync(new() { Consultation = new(Draft()) { AgencyId = "county-1" }, RequestId = "r1" }, cancellationToken: Cancel);
        var other = new ConsultationService.ConsultationServiceClient(Host.As(Roles.Publisher, "county-2"));

        foreach (var client in new[] { Anyone, other })
        {
            Assert.Equal("NO_SUCH_CONSULTATION", (await Refused(StatusCode.NotFound, async () => await client.GetConsultationAsync(new() { Id = draft.Id }, cancellationToken: Cancel))).Reason());
            Assert.Equal("OTHER_AGENCY", (await Refused(StatusCode.PermissionDenied, async () =>
                await client.ListConsultationsAsync(new() { AgencyId = "county-1", State = ConsultationState.Draft }, cancellationToken: Cancel))).Reason());
            Assert.Empty((await client.ListConsultationsAsync(new() { AgencyId = "county-1" }, cancellationToken: Cancel)).Consultations);
            await Refused(StatusCode.NotFound, async () => await client.ListCommentsAsync(new() { ConsultationId = draft.Id }, cancellationToken: Cancel));
            await Refused(StatusCode.NotFound, async () => await client.FileCommentAsync(new() { ConsultationId = draft.Id, Text = "意见", RequestId = "c" }, cancellationToken: Cancel));
        }

        await Refused(StatusCode.NotFound, async () => await other.OpenConsultationAsync(new() { Id = draft.Id }, cancellationToken: Cancel));
        Assert.Equal(draft, await Officer.GetConsultationAsync(new() { Id = draft.Id }, cancellationToken: Cancel));
        var drafts = await Officer.ListConsultationsAsync(new() { AgencyId = "county-1", State = ConsultationState.Draft }, cancellationToken: Cancel);
        Assert.Equal(draft.Id, Assert.Single(drafts.Consultations).Id);
    }

    [Fact]
    public async Task An_agency_does_not_act_for_another()
    {
        var opened = await Open();
        var county = new ConsultationService.ConsultationServiceClient(Host.As(Roles.Publisher, "county-1"));

        foreach (var call in new Func<Task>[]
        {
            async () => await county.CreateConsultationAsync(new() { Consultation = Draft(), RequestId = "r" }, cancellationToken: Cancel),
            async () => await county.UpdateConsultationAsync(new() { Consultation = new() { Id = opened.Id }, UpdateMask = Mask("title") }, cancellationToken: Cancel),
            async () => await county.OpenConsultationAsync(new() { Id = opened.Id }, cancellationToken: Cancel),
            async () => await county.PublishAdoptionSummaryAsync(new() { Id = opened.Id }, cancellationToken: Cancel),
            async () => await county.RecordDecisionStepAsync(new() { Id = opened.Id }, cancellationToken: Cancel),
            async () => await county.TakeDecisionAsync(new() { Id = opened.Id }, cancellationToken: Cancel),
            async () => await county.ListReceivedCommentsAsync(new() { ConsultationId = opened.Id }, cancellationToken: Cancel),
            async () => await county.ModerateCommentAsync(new() { ConsultationId = opened.Id, Id = "c", State = CommentState.Accepted }, cancellationToken: Cancel)
        })
            Assert.Equal("OTHER_AGENCY", (await Refused(StatusCode.PermissionDenied, call)).Reason());
    }

    [Fact]
    public async Task Creating_again_with_the_same_request_id_returns_the_first_draft()
    {
        var first = await Create();
        Host.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(first, await Create(Draft("另一个标题")));
        Assert.NotEqual(first.Id, (await Create(requestId: "r2")).Id);
    }

    [Fact]
    public async Task Everything_wrong_with_a_draft_is_named_at_once()
    {
        var refused = await Refused(StatusCode.InvalidArgument, () => Create(new V1.Consultation
        {
            AgencyId = "nobody", Summary = new string('长', 2_001), OpensOn = "2026-02-30", ClosesOn = "2026-2-3", AttachmentIds = { "a1", "a1", "a/b" }
        }, ""));

        Assert.Equal(
            [
                ("requestId", "REQUIRED"), ("consultation.agencyId", "NO_SUCH_AGENCY"), ("consultation.title", "REQUIRED"), ("consultation.summary", "TOO_LONG"),
                ("consultation.opensOn", "NOT_A_DAY"), ("consultation.closesOn", "NOT_A_DAY"), ("consultation.attachmentIds[0]", "NO_SUCH_ATTACHMENT"),
                ("consultation.attachmentIds[1]", "REPEATED"), ("consultation.attachmentIds[2]", "NO_SUCH_ATTACHMENT")
            ],
            refused.Fields());
    }

    [Fact]
    public async Task A_draft_is_changed_until_it_is_open()
    {
        var draft = await Create(new V1.Consultation { AgencyId = "city", Title = "草稿" });
        var updated = await Update(new V1.Consultation(Draft("新标题")) { Id = draft.Id, Etag = draft.Etag }, "title", "draft_text", "basis", "opens_on", "closes_on", "how_to_respond");
        Assert.Equal(("新标题", "", "r2"), (updated.Title, updated.Summary, updated.Etag));
        await AddAttachment("b");
        await AddAttachment("c");
        Assert.Equal(["b", "c"], (await Update(new V1.Consultation { Id = draft.Id, AttachmentIds = { "b", "c" } }, "attachment_ids")).AttachmentIds);

        var stale = await Refused(StatusCode.Aborted, () => Update(new V1.Consultation { Id = draft.Id, Etag = "r1", Title = "又一个" }, "title"));
        Assert.Equal(("STALE_ETAG", "r3"), (stale.Reason(), stale.Info().Metadata["etag"]));
        var wrong = await Refused(StatusCode.InvalidArgument, () => Update(new V1.Consultation { Id = draft.Id, AgencyId = "county-1", Etag = "x" }, "agency_id", "state"));
        Assert.Equal([("consultation.etag", "MALFORMED"), ("updateMask", "UNKNOWN_FIELD"), ("updateMask", "UNKNOWN_FIELD")], wrong.Fields());
        Assert.Equal([("consultation.title", "REQUIRED")], (await Refused(StatusCode.InvalidArgument, () => Update(new V1.Consultation { Id = draft.Id }, "title"))).Fields());

        await Refused(StatusCode.Aborted, async () => await Officer.OpenConsultationAsync(new() { Id = draft.Id, Etag = "r1" }, cancellationToken: Cancel));
        await Officer.OpenConsultationAsync(new() { Id = draft.Id }, cancellationToken: Cancel);
        Assert.Equal("CONSULTATION_NOT_A_DRAFT", (await Refused(StatusCode.FailedPrecondition, () => Update(new V1.Consultation { Id = draft.Id, Title = "晚了" }, "title"))).Reason());
        Assert.Equal("CONSULTATION_NOT_A_DRAFT", (await Refused(StatusCode.FailedPrecondition, async () =>
            await Officer.OpenConsultationAsync(new() { Id = draft.Id }, cancellationToken: Cancel))).Reason());
    }

    [Fact]
    public async Task What_the_public_needs_must_be_there_before_it_is_opened()
    {
        var refused = await Refused(StatusCode.InvalidArgument, () => Open(new V1.Consultation { AgencyId = "city", Title = "草稿" }));

        Assert.Equal(["draftText", "basis", "howToRespond", "opensOn", "closesOn"], refused.Fields().Select(f => f.Field));
    }

    [Theory]
    [InlineData("2026-01-05", "2026-02-03", "", "", "")]
    [InlineData("2026-01-05", "2026-02-02", "", "shorteningReason", "REQUIRED")]
    [InlineData("2026-01-05", "2026-02-02", "供暖期将至", "", "")]
    [InlineData("2026-01-05", "2026-01-11", "供暖期将至", "", "")]
    [InlineData("2026-01-05", "2026-01-10", "供暖期将至", "closesOn", "TOO_SHORT")]
    [InlineData("2026-01-04", "2026-02-20", "", "opensOn", "IN_THE_PAST")]
    [InlineData("2026-01-06", "2026-02-20", "", "", "")]
    public async Task The_public_has_thirty_days_or_for_a_stated_reason_seven(string opens, string closes, string reason, string field, string violation)
    {
        var draft = new V1.Consultation(Draft()) { OpensOn = opens, ClosesOn = closes, ShorteningReason = reason };
        if (field.Length == 0) Assert.Equal(ConsultationState.Open, (await Open(draft)).State);
        else Assert.Equal([(field, violation)], (await Refused(StatusCode.InvalidArgument, () => Open(draft))).Fields());
    }

    [Fact]
    public async Task Opinions_are_summarised_once_and_only_after_the_last_day()
    {
        var opened = await Open();
        GoTo("2026-02-03");
        var early = await Refused(StatusCode.FailedPrecondition, () => Summarise(opened.Id));
        Assert.Equal(("CONSULTATION_STILL_OPEN", "2026-02-03"), (early.Reason(), early.Info().Metadata["closes_on"]));

        GoTo("2026-02-04");
        var refused = await Refused(StatusCode.InvalidArgument, async () =>
            await Officer.PublishAdoptionSummaryAsync(new() { Id = opened.Id, Adoption = new() { OpinionCount = 1, AdoptedCount = 2 } }, cancellationToken: Cancel));
        Assert.Equal([("adoption.text", "REQUIRED"), ("adoption.adoptedCount", "OUT_OF_RANGE")], refused.Fields());
        await Summarise(opened.Id);
        Assert.Equal("ADOPTION_SUMMARY_PUBLISHED", (await Refused(StatusCode.FailedPrecondition, () => Summarise(opened.Id))).Reason());
    }

    [Fact]
    public async Task A_decision_without_a_legality_review_that_was_passed_is_refused()
    {
        var opened = await Open();
        GoTo("2026-02-04");
        await Summarise(opened.Id);
        await Step(opened.Id, DecisionStep.PublicParticipation);

        await RefusedForLegality();
        await Step(opened.Id, DecisionStep.LegalityReview, StepResult.NotPassed);
        await RefusedForLegality();
        await Step(opened.Id, DecisionStep.LegalityReview);
        Assert.Equal(ConsultationState.Decided, (await Decide(opened.Id, "2026-02-04", "", DecisionOutcome.NotAdopted)).State);

        async Task RefusedForLegality()
        {
            var refused = await Refused(StatusCode.FailedPrecondition, () => Decide(opened.Id, "2026-02-04", "", DecisionOutcome.NotAdopted));
            Assert.Equal(("LEGALITY_REVIEW_MISSING", "DECISION_STEP_LEGALITY_REVIEW"), (refused.Reason(), refused.Info().Metadata["missing_step"]));
        }
    }

    [Fact]
    public async Task The_public_is_heard_before_a_decision()
    {
        var opened = await Open();
        Assert.Equal("CONSULTATION_STILL_OPEN", (await Refused(StatusCode.FailedPrecondition, () => Step(opened.Id, DecisionStep.PublicParticipation))).Reason());
        GoTo("2026-02-04");
        Assert.Equal("ADOPTION_SUMMARY_MISSING", (await Refused(StatusCode.FailedPrecondition, () => Step(opened.Id, DecisionStep.PublicParticipation))).Reason());
        await Step(opened.Id, DecisionStep.LegalityReview);
        var refused = await Refused(StatusCode.FailedPrecondition, () => Decide(opened.Id, "2026-02-04", "", DecisionOutcome.NotAdopted));
        Assert.Equal(("PUBLIC_PARTICIPATION_MISSING", "DECISION_STEP_PUBLIC_PARTICIPATION"), (refused.Reason(), refused.Info().Metadata["missing_step"]));
    }

    [Fact]
    public async Task A_decision_is_taken_once_and_names_its_document()
    {
        var opened = await Open();
        GoTo("2026-02-04");
        await Summarise(opened.Id);
        await Step(opened.Id, DecisionStep.PublicParticipation);
        await Step(opened.Id, DecisionStep.LegalityReview);

        Assert.Equal([("decision.itemId", "REQUIRED")], (await Refused(StatusCode.InvalidArgument, () => Decide(opened.Id, "2026-02-04", ""))).Fields());
        Assert.Equal([("decision.itemId", "NO_SUCH_ITEM")], (await Refused(StatusCode.InvalidArgument, () => Decide(opened.Id, "2026-02-04", "x"))).Fields());
        Assert.Equal([("decision.on", "BEFORE_SUMMARY"), ("decision.itemId", "NOT_ALLOWED"), ("decision.itemId", "NO_SUCH_ITEM")],
            (await Refused(StatusCode.InvalidArgument, () => Decide(opened.Id, "2026-02-03", "x", DecisionOutcome.NotAdopted))).Fields());
        Assert.Equal([("decision.on", "IN_THE_FUTURE")], (await Refused(StatusCode.InvalidArgument, () => Decide(opened.Id, "2026-02-05", "", DecisionOutcome.NotAdopted))).Fields());

        await Decide(opened.Id, "2026-02-04", "", DecisionOutcome.NotAdopted);
        Assert.Equal("DECISION_TAKEN", (await Refused(StatusCode.FailedPrecondition, () => Decide(opened.Id, "2026-02-04", "", DecisionOutcome.NotAdopted))).Reason());
        Assert.Equal("DECISION_TAKEN", (await Refused(StatusCode.FailedPrecondition, () => Step(opened.Id, DecisionStep.RiskAssessment))).Reason());
    }

    [Theory]
    [InlineData(DecisionStep.Unspecified, StepResult.Unspecified, "", "2026-01-05", "step.step REQUIRED, step.result REQUIRED")]
    [InlineData(DecisionStep.CollectiveDecision, StepResult.Passed, "", "2026-01-05", "step.step DECISION_APART")]
    [InlineData(DecisionStep.LegalityReview, StepResult.NotRequired, "不需要", "2026-01-05", "step.result ALWAYS_REQUIRED")]
    [InlineData(DecisionStep.RiskAssessment, StepResult.NotRequired, "", "2026-01-05", "step.note REQUIRED")]
    [InlineData(DecisionStep.RiskAssessment, StepResult.Passed, "", "2026-01-06", "step.on IN_THE_FUTURE")]
    [InlineData(DecisionStep.RiskAssessment, StepResult.Passed, "", "", "step.on REQUIRED")]
    public async Task A_wrong_step_is_refused_with_its_field(DecisionStep step, StepResult result, string note, string on, string violations)
    {
        var opened = await Open();
        var refused = await Refused(StatusCode.InvalidArgument, async () =>
            await Officer.RecordDecisionStepAsync(new() { Id = opened.Id, Step = new() { Step = step, Result = result, Note = note, On = on } }, cancellationToken: Cancel));

        Assert.Equal(violations, string.Join(", ", refused.Fields().Select(f => $"{f.Field} {f.Reason}")));
    }

    [Fact]
    public async Task Lists_are_by_last_day_and_tell_open_from_closed_by_the_day()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
            ids.Add((await Open(new V1.Consultation(Draft($"事项 {i}")) { ClosesOn = $"2026-02-{10 + i}" }, $"r{i}")).Id);
        await Create(Draft("草稿"), "draft");
        ids.Reverse();

        GoTo("2026-02-12");
        Assert.Equal(ids, await List(new() { PageSize = 2 }));
        Assert.Equal(ids[..3], await List(new() { PageSize = 2, State = ConsultationState.Open }));
        Assert.Equal(ids[3..], await List(new() { PageSize = 1, State = ConsultationState.Closed, AgencyId = "city" }));
        Assert.Empty(await List(new() { AgencyId = "county-1" }));
        await Summarise(ids[4]);
        Assert.Equal([ids[4]], await List(new() { State = ConsultationState.Summarised }));
        Assert.Empty(await List(new() { State = ConsultationState.Decided }));

        var refused = await Refused(StatusCode.InvalidArgument, () => List(new() { PageSize = -1, PageToken = "x", State = (ConsultationState)9 }));
        Assert.Equal([("state", "UNKNOWN_VALUE"), ("pageSize", "OUT_OF_RANGE"), ("pageToken", "BAD_PAGE_TOKEN")], refused.Fields());
    }

    private async Task<V1.Consultation> Update(V1.Consultation consultation, params string[] mask) =>
        await Officer.UpdateConsultationAsync(new() { Consultation = consultation, UpdateMask = Mask(mask) }, cancellationToken: Cancel);

    private async Task<List<string>> List(ListConsultationsRequest request)
    {
        var all = new List<string>();
        do
        {
            var page = await Anyone.ListConsultationsAsync(request, cancellationToken: Cancel);
            all.AddRange(page.Consultations.Select(c => c.Id));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        return all;
    }
}
