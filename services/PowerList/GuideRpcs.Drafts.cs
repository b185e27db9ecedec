using Grpc.Core;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Powers.V1;

namespace Sunshine.Powers;

/// <summary>Editions on their way to the public, and acts on what is public.</summary>
public sealed partial class GuideRpcs
{
    private const int LongestNote = 500;
    private static readonly string[] Changeable = ["content", "change_note"];

    [Allow(Roles.Editor, Roles.Publisher, Roles.Admin)]
    public override async Task<V1.GuideDraft> CreateGuideDraft(CreateGuideDraftRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var given = request.Draft ?? new V1.GuideDraft();
        var agencies = await agencyCopies.ReadWith(given.AgencyId, cancel);
        var v = new Violations();
        v.RequestId(request.RequestId);
        agencies.RequireKnown("draft.agencyId", given.AgencyId, v);
        if (agencies.Find(given.AgencyId)?.DissolvedOn is not null) v.Add("draft.agencyId", "AGENCY_DISSOLVED", "该机构已撤销。", "The agency is no more.");
        v.Text("draft.sourceId", given.SourceId, 100);
        var content = await Check(given, v, cancel);
        v.ThrowIfAny();
        agencies.RequireActingFor(caller, given.AgencyId);

        var key = Ids.Of("guide-draft", caller.Subject, request.RequestId);
        var id = given.SourceId.Length > 0 ? Guide.IdOf(given.AgencyId, given.SourceId) : key;
        if (await collections.Guides.Get(id, cancel) is not null) throw GuideRefusals.GuideExists.Of(id);
        var now = time.GetUtcNow();
        var draft = new GuideDraft
        {
            Id = id, Key = Ids.New(time), RequestKey = key, AgencyId = given.AgencyId, SourceId = given.SourceId, Content = content, ChangeNote = given.ChangeNote,
            Editors = [caller.Subject], CreatedAt = now, UpdatedAt = now
        };
        var stored = await collections.GuideDrafts.CreateOnce(id, draft, null, cancel);
        return stored.Value.RequestKey == key ? GuideMap.ToProto(stored, null, agencies) : throw GuideRefusals.DraftExists.Of(id);
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.Admin)]
    public override async Task<V1.GuideDraft> ReviseGuide(ReviseGuideRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var (found, agencies) = await Own(request.Id, "", context);
        var guide = found.Value;
        if (guide.WithdrawalNow() is not null) throw GuideRefusals.GuideWithdrawn.Of();
        // One that was published and is not gone yet is in nobody's way.
        if (await collections.GuideDrafts.Get(guide.Id, cancel) is { } left && left.Value.IsDone(guide)) await Remove(left, cancel);
        var now = time.GetUtcNow();
        var draft = new GuideDraft
        {
            Id = guide.Id, Key = Ids.New(time), AgencyId = guide.AgencyId, SourceId = guide.SourceId, Content = guide.Live.Content, BaseEdition = guide.Live.Number,
            Editors = [Caller.Of(context).Subject], CreatedAt = now, UpdatedAt = now
        };
        var written = (await collections.GuideDrafts.Write([Write.Create(draft.Id, draft)], cancel))[0];
        return written.Outcome == WriteOutcome.Done ? GuideMap.ToProto(new Stored<GuideDraft>(draft, written.Revision), guide, agencies) : throw GuideRefusals.DraftExists.Of(guide.Id);
    }

    [Allow(Roles.Editor, Roles.Reviewer, Roles.Publisher, Roles.Supervisor, Roles.Auditor, Roles.Admin)]
    public override async Task<V1.GuideDraft> GetGuideDraft(GetGuideDraftRequest request, ServerCallContext context)
    {
        var (draft, guide, agencies) = await Draft(request.Id, "id", context);
        return draft.Value.IsDone(guide?.Value) ? throw GuideRefusals.NoSuchDraft.Of() : GuideMap.ToProto(draft, guide?.Value, agencies);
    }

    [Allow(Roles.Editor, Roles.Reviewer, Roles.Publisher, Roles.Supervisor, Roles.Auditor, Roles.Admin)]
    public override async Task<ListGuideDraftsResponse> ListGuideDrafts(ListGuideDraftsRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var agencies = await agencyCopies.Read(cancel);
        var v = new Violations();
        var asked = request.AgencyId.Length > 0 ? request.AgencyId : caller.Agency ?? "";
        var all = asked.Length == 0 && caller.IsUnbounded;
        if (!all) agencies.RequireKnown("agencyId", asked, v);
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        if (!all) agencies.RequireActingFor(caller, asked);
        var page = await collections.GuideDrafts.Search(new SearchQuery<GuideDraft>
        {
            Filters = all ? [] : [GuideDraftCollection.Agency.In(agencies.SelfAndBelow(asked))], Size = size, After = after
        }, cancel);
        var guides = await collections.Guides.GetMany([.. page.Documents.Select(d => d.Value.Id)], cancel);
        var response = new ListGuideDraftsResponse { NextPageToken = PageTokens.Of(page.Next, request) };
        response.Drafts.Add(from draft in page.Documents
                            let guide = guides.GetValueOrDefault(draft.Value.Id)?.Value
                            where !draft.Value.IsDone(guide)
                            select GuideMap.ToProto(draft, guide, agencies));
        return response;
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.Admin)]
    public override async Task<V1.GuideDraft> UpdateGuideDraft(UpdateGuideDraftRequest request, ServerCallContext context)
    {
        var given = request.Draft ?? new V1.GuideDraft();
        var (draft, guide, agencies) = await Draft(given.Id, "draft.id", context);
        if (draft.Value.IsDone(guide?.Value)) throw GuideRefusals.NoSuchDraft.Of();
        var v = new Violations();
        var expected = Etags.Revision(given.Etag, "draft.etag", v);
        var changed = GuideMap.ToProto(draft, guide?.Value, agencies);
        FieldMasks.Apply(request.UpdateMask, given, changed, v, Changeable);
        var content = await Check(changed, v, context.CancellationToken);
        v.ThrowIfAny();
        var written = draft.Value.Write(content, changed.ChangeNote, Caller.Of(context).Subject, Ids.New(time), time.GetUtcNow());
        return GuideMap.ToProto(await collections.GuideDrafts.Replace(written.Id, draft, written, expected, null, context.CancellationToken), guide?.Value, agencies);
    }

    [Allow(Roles.Publisher, Roles.Admin)]
    public override async Task<V1.Guide> PublishGuideDraft(PublishGuideDraftRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var v = new Violations();
        v.Required("etag", request.Etag);
        v.ThrowIfAny();
        var (stored, guide, _) = await Draft(request.Id, "id", context);
        var draft = stored.Value;
        if (!draft.IsDone(guide?.Value))
        {
            Etags.Require(request.Etag, "etag", stored.Revision);
            draft.RequirePublishable(caller.Subject, guide?.Value);
            // What it refers to may have gone since it was written.
            var content = await Check(new V1.GuideDraft { Content = GuideMap.ToProto(draft.Content), ChangeNote = draft.ChangeNote }, v, cancel);
            if (draft.BaseEdition > 0) v.Required("draft.changeNote", draft.ChangeNote);
            v.ThrowIfAny();
            guide = await Publish(draft with { Content = content }, guide, caller.Subject, cancel);
        }

        // If the process dies before this, the draft is known by its key to be done; if somebody wrote it meanwhile, it stays.
        await Remove(stored, CancellationToken.None);
        return await Shown(guide!, guide!.Value.Live, clock.Today, cancel);
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.Admin)]
    public override async Task<DiscardGuideDraftResponse> DiscardGuideDraft(DiscardGuideDraftRequest request, ServerCallContext context)
    {
        var (draft, guide, _) = await Draft(request.Id, "id", context);
        Etags.Require(request.Etag, "etag", draft.Revision);
        var written = await Remove(draft, context.CancellationToken);
        if (draft.Value.IsDone(guide?.Value)) throw GuideRefusals.NoSuchDraft.Of();
        return written.Outcome == WriteOutcome.Done ? new DiscardGuideDraftResponse() : throw Etags.Stale(written.Revision);
    }

    [Allow(Roles.Publisher, Roles.Admin)]
    public override Task<V1.Guide> WithdrawGuide(WithdrawGuideRequest request, ServerCallContext context) =>
        Act(request.Id, request.Etag, request.Reason, context, guide => guide.Withdraw(request.Reason, clock.Today, time.GetUtcNow()));

    [Allow(Roles.Publisher, Roles.Admin)]
    public override Task<V1.Guide> RestoreGuide(RestoreGuideRequest request, ServerCallContext context) =>
        Act(request.Id, request.Etag, request.Reason, context, guide => guide.Restore(request.Reason, clock.Today, time.GetUtcNow()));

    private async Task<Stored<Guide>> Publish(GuideDraft draft, Stored<Guide>? old, string publisher, CancellationToken cancel)
    {
        var (now, today) = (time.GetUtcNow(), clock.Today);
        var edition = new GuideEdition
        {
            Number = 1, Content = draft.Content, ChangeNote = draft.BaseEdition > 0 ? draft.ChangeNote : "", PublishedAt = now, PublishedBy = publisher, WrittenBy = draft.Editors,
            Digest = GuideContent.DigestOf(draft.Content), BasesSince = today, DraftKey = draft.Key
        };
        var guide = old is null ? Guide.Publish(draft.Id, draft.AgencyId, draft.SourceId, edition, today, now) : old.Value.Amend(edition, today, now);
        var written = (await writes.Write([new GuideWrite(old, guide)], cancel))[0];
        return written.Outcome == WriteOutcome.Done ? new Stored<Guide>(guide, written.Revision) : throw GuideRefusals.EditionOvertaken.Of();
    }

    private async Task<V1.Guide> Act(string id, string etag, string reason, ServerCallContext context, Func<Guide, Guide> act)
    {
        var v = new Violations();
        PublicText.Check("reason", reason, LongestNote, v, required: true);
        v.ThrowIfAny();
        var (found, _) = await Own(id, etag, context);
        var guide = act(found.Value);
        var written = (await writes.Write([new GuideWrite(found, guide)], context.CancellationToken))[0];
        if (written.Outcome != WriteOutcome.Done) throw Etags.Stale(written.Revision);
        return await Shown(new Stored<Guide>(guide, written.Revision), guide.Live, clock.Today, context.CancellationToken);
    }

    private async Task<GuideContent> Check(V1.GuideDraft draft, Violations v, CancellationToken cancel)
    {
        var given = draft.Content ?? new V1.GuideContent();
        var found = new Violations("draft.content.");
        var content = GuideRules.Check(given, await GuideReferences.Of([given], lawBook, collections, powers, cancel), found);
        v.Add(found);
        PublicText.Check("draft.changeNote", draft.ChangeNote, LongestNote, v);
        return content;
    }

    /// <summary>A draft with the guide it is an edition of. One that is not for the caller to see does not exist for it.</summary>
    private async Task<(Stored<GuideDraft>, Stored<Guide>?, AgencyCopies.Snapshot)> Draft(string id, string field, ServerCallContext context)
    {
        var v = new Violations();
        v.Required(field, id);
        v.Text(field, id, GuideReferences.LongestId);
        v.ThrowIfAny();
        var agencies = await agencyCopies.Read(context.CancellationToken);
        var draft = await collections.GuideDrafts.Get(id, context.CancellationToken);
        if (draft is null || !agencies.MayActFor(Caller.Of(context), draft.Value.AgencyId)) throw GuideRefusals.NoSuchDraft.Of();
        return (draft, await collections.Guides.Get(id, context.CancellationToken), agencies);
    }

    /// <summary>A public guide that the caller may act on.</summary>
    private async Task<(Stored<Guide>, AgencyCopies.Snapshot)> Own(string id, string etag, ServerCallContext context)
    {
        var agencies = await agencyCopies.Read(context.CancellationToken);
        var found = await Public(id, context.CancellationToken);
        agencies.RequireActingFor(Caller.Of(context), found.Value.AgencyId);
        Etags.Require(etag, "etag", found.Revision);
        return (found, agencies);
    }

    private async Task<WriteResult> Remove(Stored<GuideDraft> draft, CancellationToken cancel) =>
        (await collections.GuideDrafts.Write([Write.Delete<GuideDraft>(draft.Value.Id, draft.Revision)], cancel))[0];
}
