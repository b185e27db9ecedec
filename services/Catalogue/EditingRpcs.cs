using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Text;

namespace Sunshine.Catalogue;

/// <summary>The rpcs of <c>sunshine.catalogue.v1.EditingService</c> that work on drafts; the contract says what each does.</summary>
public sealed partial class EditingRpcs(
    Collections collections, PublicItems items, ItemReferences references, AttachmentClaims attachments, ItemWrites writes, Publishing publishing, AgencyTree tree, DisclosureTerm term, TimeProvider time, Clock clock)
    : EditingService.EditingServiceBase
{
    private const int LongestNote = 500;
    private static readonly TimeSpan FarthestSchedule = TimeSpan.FromDays(366);
    private static readonly string[] Changeable = ["content", "change_note", "personal_data_basis", "changed_on"];

    [Allow(Roles.Editor, Roles.Publisher, Roles.Admin)]
    public override async Task<V1.Draft> CreateDraft(CreateDraftRequest request, ServerCallContext context)
    {
        var (cancel, caller) = (context.CancellationToken, Caller.Of(context));
        var agencies = await tree.Read(cancel);
        var given = request.Draft ?? new V1.Draft();
        var agencyId = given.Agency?.Id ?? "";
        var v = new Violations();
        v.RequestId(request.RequestId);
        v.Required("draft.agency.id", agencyId);
        if (agencyId.Length > 0 && agencies.Find(agencyId) is not { DissolvedOn: null })
            v.Add("draft.agency.id", "NO_SUCH_AGENCY", "没有这个机构，或已撤销。", "There is no such agency, or it is no more.");
        var id = Ids.Of("draft", caller.Subject, request.RequestId);
        await Check(v, given, id, agencyId, cancel);
        v.ThrowIfAny();
        agencies.RequireActingFor(caller, agencyId);
        await attachments.Claim(given.Content.AttachmentIds, id, cancel);

        var now = time.GetUtcNow();
        var draft = new Draft
        {
            Id = id, Key = Ids.New(time), AgencyId = agencyId, State = DraftState.Drafted,
            Content = Map.ToContent(given.Content), CreatedAt = now, UpdatedAt = now
        };
        draft = Written(draft, given, caller.Subject, now);
        var written = (await collections.Drafts.Write([Write.Create(draft.Id, draft)], cancel))[0];
        if (written.Outcome == WriteOutcome.Done) return Map.ToProto(new Stored<Draft>(draft, written.Revision), agencies);
        var existing = await collections.Drafts.Get(draft.Id, cancel);
        return existing is null ? throw CatalogueRefusals.DraftExists.Of(draft.Id) : Map.ToProto(existing, agencies);
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.Admin)]
    public override async Task<V1.Draft> ReviseItem(ReviseItemRequest request, ServerCallContext context)
    {
        var (cancel, caller) = (context.CancellationToken, Caller.Of(context));
        var (stored, agencies) = await Published(request.Id, "", context);
        var item = stored.Value;
        if (item.Withdrawal is not null) throw CatalogueRefusals.ItemWithdrawn.Of(item.Id);
        var now = time.GetUtcNow();
        var draft = new Draft
        {
            Id = item.Id, Key = Ids.New(time), AgencyId = item.AgencyId, State = DraftState.Drafted, Content = item.Live.Content, BasedOn = item.Live.Number,
            PersonalDataBasis = item.Live.PersonalDataBasis, Editors = [caller.Subject], CreatedAt = now, UpdatedAt = now
        };
        var written = (await collections.Drafts.Write([Write.Create(draft.Id, draft)], cancel))[0];
        if (written.Outcome != WriteOutcome.Done) throw CatalogueRefusals.DraftExists.Of(item.Id);
        return Map.ToProto(new Stored<Draft>(draft, written.Revision), agencies);
    }

    [Allow(Roles.Editor, Roles.Reviewer, Roles.Publisher, Roles.Supervisor, Roles.Auditor, Roles.Admin)]
    public override async Task<V1.Draft> GetDraft(GetDraftRequest request, ServerCallContext context)
    {
        var (draft, agencies) = await Load(request.Id, context);
        return Map.ToProto(draft, agencies);
    }

    [Allow(Roles.Editor, Roles.Reviewer, Roles.Publisher, Roles.Supervisor, Roles.Auditor, Roles.Admin)]
    public override async Task<ListDraftsResponse> ListDrafts(ListDraftsRequest request, ServerCallContext context)
    {
        var agencies = await tree.Read(context.CancellationToken);
        var v = new Violations();
        v.Text("query", request.Query, 200);
        v.Enum("state", request.State, required: false);
        var size = PageTokens.Size(request.PageSize, v);
        var after = PageTokens.Place(request.PageToken, request, v);
        var within = Within(request.AgencyId, agencies, Caller.Of(context), v);
        v.ThrowIfAny();
        var filters = new List<FacetFilter<Draft>>();
        if (within is not null) filters.Add(DraftCollection.Agency.In([.. within]));
        if (request.State != 0) filters.Add(DraftCollection.ByState.In(request.State.Name()));
        var page = await collections.Drafts.Search(new SearchQuery<Draft>
        {
            Text = string.IsNullOrWhiteSpace(request.Query) ? null : TextQuery.Parse(request.Query), Filters = filters, Size = size, After = after
        }, context.CancellationToken);
        var response = new ListDraftsResponse { TotalSize = page.Total, NextPageToken = PageTokens.Of(page.Next, request) };
        response.Drafts.Add(page.Documents.Select(d => Map.ToProto(d, agencies)));
        return response;
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.Admin)]
    public override async Task<V1.Draft> UpdateDraft(UpdateDraftRequest request, ServerCallContext context)
    {
        var given = request.Draft ?? new V1.Draft();
        var (stored, agencies) = await Load(given.Id, context);
        Etags.Require(given.Etag, "draft.etag", stored.Revision);
        var changed = Map.ToProto(stored, agencies);
        var v = new Violations();
        FieldMasks.Apply(request.UpdateMask, given, changed, v, Changeable);
        changed.Content ??= new ItemContent();
        await Check(v, changed, given.Id, stored.Value.AgencyId, context.CancellationToken);
        v.ThrowIfAny();
        await attachments.Claim(changed.Content.AttachmentIds, given.Id, context.CancellationToken);
        return await Save(stored, Written(stored.Value, changed, Caller.Of(context).Subject, time.GetUtcNow()), agencies, context.CancellationToken);
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.Admin)]
    public override async Task<V1.Draft> SubmitDraft(SubmitDraftRequest request, ServerCallContext context)
    {
        var (stored, agencies) = await Load(request.Id, context);
        Etags.Require(request.Etag, "etag", stored.Revision);
        if (stored.Value is { BasedOn: > 0, ChangeNote.Length: 0 })
        {
            var v = new Violations();
            v.Required("changeNote", "");
            v.ThrowIfAny();
        }

        return await Save(stored, stored.Value.Submit(time.GetUtcNow()), agencies, context.CancellationToken);
    }

    [Allow(Roles.Reviewer)]
    public override async Task<V1.Draft> ReviewDraft(ReviewDraftRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Required("etag", request.Etag);
        v.Enum("decision", request.Decision, required: true);
        v.Required("opinion", request.Opinion);
        v.Text("opinion", request.Opinion, 1_000);
        v.Enum("mode", request.Mode, required: false);
        v.Enum("ground", request.Ground, required: false);
        v.Text("legalBasis", request.LegalBasis, 200);
        if (request.Decision == ReviewDecision.Restrict)
        {
            v.Enum("ground", request.Ground, required: true);
            v.Required("legalBasis", request.LegalBasis);
            if (request.Mode is not (DisclosureMode.OnRequest or DisclosureMode.Withheld))
                v.Add("mode", "REQUIRED", "限制公开的，须为依申请公开或不予公开。", "What is restricted is disclosed on request or withheld.");
        }

        v.ThrowIfAny();
        var (stored, agencies) = await Load(request.Id, context);
        Etags.Require(request.Etag, "etag", stored.Revision);
        var restricted = request.Decision == ReviewDecision.Restrict;
        var review = new Review(
            Caller.Of(context).Subject, time.GetUtcNow(), request.Decision, request.Opinion,
            restricted ? request.Mode : request.Decision == ReviewDecision.Approve ? DisclosureMode.Proactive : DisclosureMode.Unspecified,
            restricted ? request.Ground : RestrictionGround.Unspecified, restricted ? request.LegalBasis : "");
        return await Save(stored, stored.Value.Decide(review), agencies, context.CancellationToken);
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.Admin)]
    public override async Task<V1.Draft> RecallDraft(RecallDraftRequest request, ServerCallContext context)
    {
        var (stored, agencies) = await Load(request.Id, context);
        Etags.Require(request.Etag, "etag", stored.Revision);
        return await Save(stored, stored.Value.Recall(time.GetUtcNow()), agencies, context.CancellationToken);
    }

    [Allow(Roles.Publisher, Roles.Admin)]
    public override async Task<PublishDraftResponse> PublishDraft(PublishDraftRequest request, ServerCallContext context)
    {
        var (cancel, caller, now) = (context.CancellationToken, Caller.Of(context), time.GetUtcNow());
        var (stored, agencies) = await Load(request.Id, context);
        Etags.Require(request.Etag, "etag", stored.Revision);
        var at = request.PublishTime?.ToDateTimeOffset();
        var v = new Violations();
        v.Count("placements", request.Placements.Count, stored.Value.BasedOn == 0 ? 1 : 0, 50);
        ItemRules.CheckPlacements(v, request.Placements, clock.Today, daysRequired: false);
        if (at - now > FarthestSchedule) v.Add("publishTime", "OUT_OF_RANGE", "最多提前一年。", "At most a year ahead.");
        v.ThrowIfAny();

        Placement[] placements = [.. request.Placements.Select(p => new Placement(p.Channel, Days.Parse(p.On) ?? Publishing.DayOfPublication, p.Column, p.Url))];
        if (at > now)
        {
            var scheduled = await Save(stored, stored.Value.Schedule(at.Value, placements, caller.Subject, now), agencies, cancel);
            var live = await items.Find(request.Id, cancel);
            return new PublishDraftResponse { Draft = scheduled, Item = live is null ? null : Map.ToProto(live, agencies) };
        }

        var published = await publishing.Publish(stored, placements, caller.Subject, cancel);
        return new PublishDraftResponse { Item = Map.ToProto((await items.Find(published.Value.Id, cancel))!, agencies) };
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.Admin)]
    public override async Task<DiscardDraftResponse> DiscardDraft(DiscardDraftRequest request, ServerCallContext context)
    {
        var (stored, _) = await Load(request.Id, context);
        Etags.Require(request.Etag, "etag", stored.Revision);
        stored.Value.RequireDiscardable();
        var written = (await collections.Drafts.Write([Write.Delete<Draft>(request.Id, stored.Revision)], context.CancellationToken))[0];
        return written.Outcome == WriteOutcome.Done ? new DiscardDraftResponse() : throw Etags.Stale(written.Revision);
    }

    /// <summary>A draft that is not for the caller to see does not exist for it.</summary>
    private async Task<(Stored<Draft> Draft, AgencyTree.Snapshot Agencies)> Load(string id, ServerCallContext context)
    {
        var agencies = await tree.Read(context.CancellationToken);
        var draft = await collections.Drafts.Get(id, context.CancellationToken);
        return draft is not null && agencies.MayActFor(Caller.Of(context), draft.Value.AgencyId) ? (draft, agencies) : throw CatalogueRefusals.NoSuchDraft.Of(id);
    }

    private async Task<V1.Draft> Save(Stored<Draft> old, Draft changed, AgencyTree.Snapshot agencies, CancellationToken cancel) =>
        Map.ToProto(await collections.Drafts.Replace(changed.Id, old, changed, null, null, cancel), agencies);

    private Draft Written(Draft draft, V1.Draft given, string editor, DateTimeOffset now)
    {
        var content = Map.ToContent(given.Content);
        var changedOn = Days.Parse(given.ChangedOn);
        var runsFrom = draft.BasedOn == 0 ? content.FormedOn : changedOn;
        return draft.Write(content, given.ChangeNote, given.PersonalDataBasis, changedOn, term.Due(runsFrom), editor, now);
    }

    private async Task Check(Violations v, V1.Draft draft, string id, string agencyId, CancellationToken cancel)
    {
        draft.Content ??= new ItemContent();
        var found = new Violations("draft.content.");
        ItemRules.CheckContent(found, draft.Content, draft.PersonalDataBasis, clock.Today);
        v.Add(found);
        v.Text("draft.changeNote", draft.ChangeNote, LongestNote);
        v.NoPersonalData("draft.changeNote", draft.ChangeNote);
        v.Text("draft.personalDataBasis", draft.PersonalDataBasis, LongestNote);
        if (v.Day("draft.changedOn", draft.ChangedOn) > clock.Today) v.Add("draft.changedOn", "IN_THE_FUTURE", "变更日期不能晚于今天。", "Must not be after today.");
        await references.Check([.. draft.Content.References.Take(50).Select((r, i) => ($"draft.content.references[{i}].itemId", r.ItemId))], v, cancel);
        await attachments.Check([.. draft.Content.AttachmentIds.Select((a, i) => ($"draft.content.attachmentIds[{i}]", a))], id, agencyId, v, cancel);
    }

    /// <summary>The agencies to look at: those asked for that are the caller's; null for all there are.</summary>
    private static IReadOnlyCollection<string>? Within(string agencyId, AgencyTree.Snapshot agencies, Caller caller, Violations v)
    {
        if (agencyId.Length == 0) return caller.IsUnbounded ? null : agencies.SelfAndBelow(caller.Agency ?? "");
        var asked = agencies.SelfAndBelow(agencyId);
        if (asked.Count == 0) v.Add("agencyId", "NO_SUCH_AGENCY", "没有这个机构。", "There is no such agency.");
        else agencies.RequireActingFor(caller, agencyId);
        return asked;
    }
}
