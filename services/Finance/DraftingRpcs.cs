using Grpc.Core;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;

namespace Sunshine.Finance;

/// <summary>The rpcs of <c>sunshine.finance.v1.DraftingService</c>: drafts and what they say besides their tables. Tables and publication: the other parts.</summary>
public sealed partial class DraftingRpcs(
    Collections collections, Statements statements, FootingChecks footing, Releasing releasing, DisclosureTerm term,
    [FromKeyedServices(FinanceModule.Name)] AgencyCopies agencyCopies, Clock clock, TimeProvider time) : DraftingService.DraftingServiceBase
{
    private static readonly string[] Changeable = ["content", "change", "change_reason", "change_basis"];

    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.Draft> CreateDraft(CreateDraftRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var given = request.Draft ?? new V1.Draft();
        var agencies = await agencyCopies.ReadWith(given.AgencyId, cancel);
        var v = new Violations();
        v.RequestId(request.RequestId);
        var inner = new Violations("draft.");
        agencies.RequireKnown("agencyId", given.AgencyId, inner);
        var identity = IdentityRules.Check(given.AgencyId, given.FiscalYear, given.Kind, given.Level, given.Subject, inner);
        var content = Check(given, inner);
        v.AddUnder(inner);
        v.ThrowIfAny();
        agencies.RequireActingFor(caller, given.AgencyId);

        var now = time.GetUtcNow();
        var begun = new Draft
        {
            Id = Ids.Of("draft", caller.Subject, request.RequestId), Identity = identity, Content = content, Change = given.Change, ChangeReason = given.ChangeReason,
            ChangeBasis = given.ChangeBasis, BasedOn = (await collections.Disclosures.Get(identity.DisclosureId, cancel))?.Value.Latest.Number ?? 0, Authors = [caller.Subject],
            CreatedAt = now, UpdatedAt = now
        };
        return await Shown(await collections.Drafts.CreateOnce(begun.Id, begun, null, cancel), context);
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.Draft> ReviseDisclosure(ReviseDisclosureRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var v = new Violations();
        v.Required("id", request.Id);
        v.Text("id", request.Id, 200);
        v.RequestId(request.RequestId);
        v.Enum("change", request.Change, required: true);
        ContentRules.CheckChange(request.Change, request.ChangeReason, request.ChangeBasis, complete: false, v);
        v.ThrowIfAny();
        var disclosure = (await collections.Disclosures.Get(request.Id, cancel) ?? throw FinanceRefusals.NoSuchDisclosure.Of()).Value;
        (await agencyCopies.Read(cancel)).RequireActingFor(caller, disclosure.Identity.AgencyId);
        var id = Ids.Of("revision", caller.Subject, disclosure.Id, request.RequestId);
        if (await collections.Drafts.Get(id, cancel) is { } repeated) return await Shown(repeated, context);
        if (disclosure.Withdrawn) throw FinanceRefusals.Withdrawn.Of();

        var (latest, now) = (disclosure.Latest, time.GetUtcNow());
        var begun = new Draft
        {
            Id = id, Identity = disclosure.Identity, Content = latest.Content, Statements = latest.Statements, Change = request.Change, ChangeReason = request.ChangeReason,
            ChangeBasis = request.ChangeBasis, BasedOn = latest.Number, Authors = [caller.Subject], CreatedAt = now, UpdatedAt = now
        };
        return await Shown(await collections.Drafts.CreateOnce(id, begun, null, cancel), context);
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.Draft> UpdateDraft(UpdateDraftRequest request, ServerCallContext context)
    {
        var given = request.Draft ?? new V1.Draft();
        var read = await Writable(given.Id, "draft.id", new Violations(), context);
        var draft = read.Value;
        var v = new Violations();
        var changed = new V1.Draft
        {
            Kind = draft.Identity.Kind, Content = DisclosureMap.ToProto(draft.Content), Change = draft.Change, ChangeReason = draft.ChangeReason, ChangeBasis = draft.ChangeBasis
        };
        FieldMasks.Apply(request.UpdateMask, given, changed, v, Changeable);
        var inner = new Violations("draft.");
        var content = Check(changed, inner);
        v.AddUnder(inner);
        var expected = Etags.Revision(given.Etag, "draft.etag", v);
        v.ThrowIfAny();
        return await Shown(await Save(read, draft with { Content = content, Change = changed.Change, ChangeReason = changed.ChangeReason, ChangeBasis = changed.ChangeBasis }, expected, context), context);
    }

    [Allow(Roles.Editor, Roles.Reviewer, Roles.Publisher, Roles.Supervisor, Roles.Auditor, Roles.System, Roles.Admin)]
    public override async Task<V1.Draft> GetDraft(GetDraftRequest request, ServerCallContext context) =>
        await Shown(await Find(request.Id, "id", new Violations(), context), context);

    [Allow(Roles.Editor, Roles.Reviewer, Roles.Publisher, Roles.Supervisor, Roles.Auditor, Roles.System, Roles.Admin)]
    public override async Task<ListDraftsResponse> ListDrafts(ListDraftsRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var agencies = await agencyCopies.Read(cancel);
        var v = new Violations();
        var asked = request.AgencyId.Length > 0 ? request.AgencyId : caller.Agency ?? "";
        var all = asked.Length == 0 && caller.IsUnbounded;
        if (!all) agencies.RequireKnown("agencyId", asked, v);
        if (request.FiscalYear != 0) IdentityRules.CheckYear("fiscalYear", request.FiscalYear, v);
        v.Enum("state", request.State, required: false);
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        if (!all) agencies.RequireActingFor(caller, asked);

        var state = request.State == DraftState.Unspecified ? DraftState.Draft : request.State;
        var filters = new List<FacetFilter<Draft>> { DraftCollection.State.In(state.Name()) };
        if (!all) filters.Add(DraftCollection.Agency.In(agencies.SelfAndBelow(asked)));
        if (request.FiscalYear != 0) filters.Add(DraftCollection.FiscalYear.In($"{request.FiscalYear}"));
        var page = await collections.Drafts.Search(new SearchQuery<Draft> { Filters = filters, Size = size, After = after }, cancel);
        var disclosures = await collections.Disclosures.GetMany([.. page.Documents.Select(d => d.Value.Identity.DisclosureId).Distinct()], cancel);
        var response = new ListDraftsResponse { NextPageToken = PageTokens.Of(page.Next, request) };
        // One that is a release, though its own document does not say so yet, is no draft any more.
        response.Drafts.Add(page.Documents.Where(d => StateOf(d.Value, disclosures.GetValueOrDefault(d.Value.Identity.DisclosureId)?.Value) == state)
            .Select(d => DraftMap.ToListed(d, state, term, agencies)));
        return response;
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.Draft> DiscardDraft(DiscardDraftRequest request, ServerCallContext context)
    {
        var v = new Violations();
        var expected = Etags.Revision(request.Etag, "etag", v);
        var read = await Writable(request.Id, "id", v, context);
        return await Shown(await Save(read, read.Value with { State = DraftState.Discarded }, expected, context), context);
    }

    /// <summary>What a draft says, whatever it is of.</summary>
    private Content Check(V1.Draft draft, Violations v)
    {
        var inner = new Violations("content.");
        var content = ContentRules.Check(draft.Content ?? new DisclosureContent(), draft.Kind, clock.Today, inner);
        v.AddUnder(inner);
        ContentRules.CheckChange(draft.Change, draft.ChangeReason, draft.ChangeBasis, complete: false, v);
        return content;
    }

    /// <summary>One of an agency for which the caller may act. Refuses with all that is wrong, the id too.</summary>
    private async Task<Stored<Draft>> Find(string id, string field, Violations v, ServerCallContext context)
    {
        v.Required(field, id);
        v.Text(field, id, 200);
        v.ThrowIfAny();
        var found = await collections.Drafts.Get(id, context.CancellationToken);
        return found is not null && (await agencyCopies.Read(context.CancellationToken)).MayActFor(Caller.Of(context), found.Value.AgencyId) ? found : throw FinanceRefusals.NoSuchDraft.Of();
    }

    /// <summary>The same, which is a draft still.</summary>
    private async Task<Stored<Draft>> Writable(string id, string field, Violations v, ServerCallContext context)
    {
        var found = await Find(id, field, v, context);
        var state = await StateOf(found.Value, context.CancellationToken);
        return state == DraftState.Draft ? found : throw FinanceRefusals.NotADraft.Of(state.Name());
    }

    private async Task<DraftState> StateOf(Draft draft, CancellationToken cancel) =>
        StateOf(draft, (await collections.Disclosures.Get(draft.Identity.DisclosureId, cancel))?.Value);

    /// <summary>The disclosure decides: a process may have ended between its write and the draft's.</summary>
    private static DraftState StateOf(Draft draft, Disclosure? disclosure) => disclosure?.Of(draft.Id) is not null ? DraftState.Published : draft.State;

    private async Task<Stored<Draft>> Save(Stored<Draft> read, Draft changed, long? expected, ServerCallContext context) =>
        await collections.Drafts.Replace(changed.Id, read, changed.WrittenBy(Caller.Of(context).Subject, time.GetUtcNow()), expected, null, context.CancellationToken);

    private async Task<V1.Draft> Shown(Stored<Draft> stored, ServerCallContext context) => DraftMap.ToProto(
        stored, await StateOf(stored.Value, context.CancellationToken), term, await agencyCopies.Read(context.CancellationToken));
}
