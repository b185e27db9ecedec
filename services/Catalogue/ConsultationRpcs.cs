using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.Catalogue.V1;

namespace Sunshine.Catalogue;

/// <summary>The rpcs of <c>sunshine.catalogue.v1.ConsultationService</c>; the contract says what each does. Comments: the other part.</summary>
public sealed partial class ConsultationRpcs(
    Collections collections, AgencyTree tree, ItemReferences items, AttachmentClaims attachments, [FromKeyedServices(CatalogueModule.Name)] CallLimit limit, ClientAddress client, SealedData sealing,
    LegalCalendar calendar, Clock clock, TimeProvider time, IOptions<CatalogueOptions> options)
    : ConsultationService.ConsultationServiceBase
{
    private static readonly string[] Changeable =
        ["title", "summary", "draft_text", "basis", "attachment_ids", "opens_on", "closes_on", "shortening_reason", "how_to_respond"];

    [AllowAnonymous]
    public override async Task<V1.Consultation> GetConsultation(GetConsultationRequest request, ServerCallContext context)
    {
        var agencies = await tree.Read(context.CancellationToken);
        var found = await collections.Consultations.Get(request.Id, context.CancellationToken);
        if (found is null || !(found.Value.IsPublic || agencies.MayActFor(Caller.Of(context), found.Value.AgencyId)))
            throw CatalogueRefusals.NoSuchConsultation.Of(request.Id);
        return await Shown(found, agencies, context);
    }

    [AllowAnonymous]
    public override async Task<ListConsultationsResponse> ListConsultations(ListConsultationsRequest request, ServerCallContext context)
    {
        var agencies = await tree.Read(context.CancellationToken);
        var v = new Violations();
        v.Enum("state", request.State, required: false);
        if (request.State == ConsultationState.Draft) v.Required("agencyId", request.AgencyId);
        var size = PageTokens.Size(request.PageSize, v);
        var after = PageTokens.Place(request.PageToken, request, v);
        v.ThrowIfAny();
        if (request.State == ConsultationState.Draft) agencies.RequireActingFor(Caller.Of(context), request.AgencyId);

        var today = clock.Today;
        var page = await collections.Consultations.List(new ListQuery<Consultation>
        {
            Where =
            [
                .. InState(request.State, today),
                .. request.AgencyId.Length > 0 ? [ConsultationCollection.Agency.Is(request.AgencyId)] : Array.Empty<Criterion<Consultation>>()
            ],
            OrderBy = ConsultationCollection.ClosesOn, Descending = true, Size = size, After = after
        }, context.CancellationToken);
        var response = new ListConsultationsResponse { NextPageToken = PageTokens.Of(page.Next, request) };
        response.Consultations.Add(page.Documents.Select(d => ConsultationMap.ToSummary(d.Value, agencies, today)));
        return response;
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.Admin)]
    public override async Task<V1.Consultation> CreateConsultation(CreateConsultationRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var agencies = await tree.Read(context.CancellationToken);
        var given = request.Consultation ?? new V1.Consultation();
        var v = new Violations();
        v.RequestId(request.RequestId);
        var found = new Violations("consultation.");
        agencies.RequireKnown("agencyId", given.AgencyId, found);
        ConsultationRules.CheckDraft(given, found);
        var id = Ids.Of("create-consultation", caller.Subject, request.RequestId);
        await CheckAttachments(given.AttachmentIds, id, given.AgencyId, found, context);
        v.Add(found);
        v.ThrowIfAny();
        agencies.RequireActingFor(caller, given.AgencyId);
        await attachments.Claim(given.AttachmentIds, id, context.CancellationToken);

        var now = time.GetUtcNow();
        var draft = ConsultationMap.ToDraft(given, new Consultation { Id = id, AgencyId = given.AgencyId, CreatedAt = now, UpdatedAt = now });
        return await Shown(await collections.Consultations.CreateOnce(id, draft, null, context.CancellationToken), agencies, context);
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.Admin)]
    public override async Task<V1.Consultation> UpdateConsultation(UpdateConsultationRequest request, ServerCallContext context)
    {
        var given = request.Consultation ?? new V1.Consultation();
        var (existing, agencies) = await Own(given.Id, "consultation.id", context);
        var v = new Violations();
        var expected = Etags.Revision(given.Etag, "consultation.etag", v);
        var changed = ConsultationMap.ToProto(existing, agencies, clock.Today, inside: true, 0, 0);
        FieldMasks.Apply(request.UpdateMask, given, changed, v, Changeable);
        v.ThrowIfAny();
        var found = new Violations("consultation.");
        ConsultationRules.CheckDraft(changed, found);
        await CheckAttachments(changed.AttachmentIds, given.Id, existing.Value.AgencyId, found, context);
        found.ThrowIfAny();
        await attachments.Claim(changed.AttachmentIds, given.Id, context.CancellationToken);

        var updated = ConsultationMap.ToDraft(changed, existing.Value.RequireDraft()) with { UpdatedAt = time.GetUtcNow() };
        return await Save(existing, updated, expected, agencies, context);
    }

    [Allow(Roles.Publisher, Roles.Admin)]
    public override async Task<V1.Consultation> OpenConsultation(OpenConsultationRequest request, ServerCallContext context)
    {
        var (existing, agencies) = await Own(request.Id, "id", context);
        var v = new Violations();
        var expected = Etags.Revision(request.Etag, "etag", v);
        var opened = existing.Value.Open(time.GetUtcNow());
        ConsultationRules.CheckComplete(existing.Value, calendar.Regulations.Find(clock.Today, Statute.Decision), clock.Today, v);
        v.ThrowIfAny();
        return await Save(existing, opened, expected, agencies, context, Topics.Outgoing(ConsultationMap.ToOpened(opened), time));
    }

    [Allow(Roles.Publisher, Roles.Admin)]
    public override async Task<V1.Consultation> PublishAdoptionSummary(PublishAdoptionSummaryRequest request, ServerCallContext context)
    {
        var (existing, agencies) = await Own(request.Id, "id", context);
        var v = new Violations();
        var expected = Etags.Revision(request.Etag, "etag", v);
        var adoption = request.Adoption ?? new V1.AdoptionSummary();
        var found = new Violations("adoption.");
        ConsultationRules.CheckAdoption(adoption, found);
        await CheckAttachments(adoption.AttachmentIds, existing.Value.Id, existing.Value.AgencyId, found, context);
        v.Add(found);
        v.ThrowIfAny();
        await attachments.Claim(adoption.AttachmentIds, existing.Value.Id, context.CancellationToken);

        var now = time.GetUtcNow();
        var summarised = existing.Value.Summarise(ConsultationMap.ToAdoption(adoption, now), clock.Today, now);
        return await Save(existing, summarised, expected, agencies, context, Topics.Outgoing(ConsultationMap.ToSummarised(summarised), time));
    }

    [Allow(Roles.Reviewer, Roles.Publisher, Roles.Admin)]
    public override async Task<V1.Consultation> RecordDecisionStep(RecordDecisionStepRequest request, ServerCallContext context)
    {
        var (existing, agencies) = await Own(request.Id, "id", context);
        var v = new Violations();
        var expected = Etags.Revision(request.Etag, "etag", v);
        var step = request.Step ?? new V1.StepRecord();
        var found = new Violations("step.");
        ConsultationRules.CheckStep(step, clock.Today, found);
        await CheckAttachments(step.AttachmentIds, existing.Value.Id, existing.Value.AgencyId, found, context);
        v.Add(found);
        v.ThrowIfAny();
        await attachments.Claim(step.AttachmentIds, existing.Value.Id, context.CancellationToken);

        var now = time.GetUtcNow();
        return await Save(existing, existing.Value.Record(ConsultationMap.ToStep(step, now), clock.Today, now), expected, agencies, context);
    }

    [Allow(Roles.Publisher, Roles.Admin)]
    public override async Task<V1.Consultation> TakeDecision(TakeDecisionRequest request, ServerCallContext context)
    {
        var (existing, agencies) = await Own(request.Id, "id", context);
        var v = new Violations();
        var expected = Etags.Revision(request.Etag, "etag", v);
        var decision = request.Decision ?? new V1.TakenDecision();
        DateOnly? summarised = existing.Value.Adoption is { } adoption ? Clock.DayOf(adoption.PublishedAt) : null;
        var found = new Violations("decision.");
        ConsultationRules.CheckDecision(decision, summarised, clock.Today, found);
        await items.Check([("itemId", decision.ItemId)], found, context.CancellationToken);
        v.Add(found);
        v.ThrowIfAny();

        var decided = existing.Value.Decide(ConsultationMap.ToDecision(decision), time.GetUtcNow());
        return await Save(existing, decided, expected, agencies, context, Topics.Outgoing(ConsultationMap.ToDecided(decided), time));
    }

    [Allow(Roles.System, Roles.Publisher, Roles.Admin)]
    public override async Task<V1.Consultation> ImportConsultation(ImportConsultationRequest request, ServerCallContext context)
    {
        var (caller, today, now) = (Caller.Of(context), clock.Today, time.GetUtcNow());
        var agencies = await tree.Read(context.CancellationToken);
        var given = request.Consultation ?? new V1.Consultation();
        var v = new Violations();
        v.RequestId(request.RequestId);
        var found = new Violations("consultation.");
        agencies.RequireKnown("agencyId", given.AgencyId, found);
        ConsultationRules.CheckPast(given, today, found);
        var id = Ids.Of("import-consultation", caller.Subject, request.RequestId);
        string[] attached = [.. given.AttachmentIds, .. given.Adoption?.AttachmentIds ?? [], .. given.Steps.SelectMany(s => s.AttachmentIds)];
        await CheckAttachments(attached, id, given.AgencyId, found, context);
        await items.Check([("decision.itemId", given.Decision?.ItemId ?? "")], found, context.CancellationToken);
        v.Add(found);
        v.ThrowIfAny();
        agencies.RequireActingFor(caller, given.AgencyId);
        await attachments.Claim(attached, id, cancel: context.CancellationToken);

        var opened = Clock.BeginningOf(Days.Parse(given.OpensOn)!.Value);
        var held = ConsultationMap.ToDraft(given, new Consultation { Id = id, AgencyId = given.AgencyId, CreatedAt = now, UpdatedAt = now }).Open(opened);
        if (given.Adoption is { } adoption)
            held = held.Summarise(ConsultationMap.ToAdoption(adoption, adoption.PublishedAt?.ToDateTimeOffset() ?? now), today, now);
        foreach (var step in given.Steps.Where(s => s.Step != DecisionStep.CollectiveDecision)) held = held.Record(ConsultationMap.ToStep(step, now), today, now);
        if (given.Decision is { } decision) held = held.Decide(ConsultationMap.ToDecision(decision), now);
        held = held with { UpdatedAt = now };
        var events = new List<IMessage> { ConsultationMap.ToOpened(held) };
        if (held.Adoption is not null) events.Add(ConsultationMap.ToSummarised(held));
        if (held.Decision is not null) events.Add(ConsultationMap.ToDecided(held));
        return await Shown(await collections.Consultations.CreateOnce(id, held, null, context.CancellationToken, events.ConvertAll(e => Topics.Outgoing(e, time))), agencies, context);
    }

    private Task CheckAttachments(IEnumerable<string> ids, string id, string agencyId, Violations v, ServerCallContext context) =>
        attachments.Check([.. ids.Select((a, i) => ($"attachmentIds[{i}]", a))], id, agencyId, v, context.CancellationToken);

    private static Criterion<Consultation>[] InState(ConsultationState state, DateOnly today) => state switch
    {
        ConsultationState.Draft => [ConsultationCollection.Phase.Is(ConsultationPhase.Draft)],
        ConsultationState.Open => [ConsultationCollection.Phase.Is(ConsultationPhase.Published), ConsultationCollection.ClosesOn.AtLeast(today)],
        ConsultationState.Closed => [ConsultationCollection.Phase.Is(ConsultationPhase.Published), ConsultationCollection.ClosesOn.AtMost(today.AddDays(-1))],
        ConsultationState.Summarised => [ConsultationCollection.Phase.Is(ConsultationPhase.Summarised)],
        ConsultationState.Decided => [ConsultationCollection.Phase.Is(ConsultationPhase.Decided)],
        _ => [ConsultationCollection.IsPublic.Is(true)]
    };

    /// <summary>A consultation of an agency that the caller may act for. Of any other's draft the caller does not even learn that it is there.</summary>
    private async Task<(Stored<Consultation>, AgencyTree.Snapshot)> Own(string id, string field, ServerCallContext context)
    {
        var v = new Violations();
        v.Required(field, id);
        v.ThrowIfAny();
        var agencies = await tree.Read(context.CancellationToken);
        var found = await collections.Consultations.Get(id, context.CancellationToken) ?? throw CatalogueRefusals.NoSuchConsultation.Of(id);
        if (!found.Value.IsPublic && !agencies.MayActFor(Caller.Of(context), found.Value.AgencyId)) throw CatalogueRefusals.NoSuchConsultation.Of(id);
        agencies.RequireActingFor(Caller.Of(context), found.Value.AgencyId);
        return (found, agencies);
    }

    private async Task<V1.Consultation> Save(
        Stored<Consultation> read, Consultation changed, long? expected, AgencyTree.Snapshot agencies, ServerCallContext context, params OutgoingEvent[] events) =>
        await Shown(await collections.Consultations.Replace(changed.Id, read, changed, expected, null, context.CancellationToken, events), agencies, context);

    private async Task<V1.Consultation> Shown(Stored<Consultation> stored, AgencyTree.Snapshot agencies, ServerCallContext context)
    {
        var (id, cancel) = (stored.Value.Id, context.CancellationToken);
        var received = await collections.Comments.Count([CommentCollection.Consultation.Is(id)], cancel);
        var accepted = await collections.Comments.Count([CommentCollection.Consultation.Is(id), CommentCollection.State.Is(CommentState.Accepted)], cancel);
        return ConsultationMap.ToProto(stored, agencies, clock.Today, agencies.MayActFor(Caller.Of(context), stored.Value.AgencyId), received, accepted);
    }
}
