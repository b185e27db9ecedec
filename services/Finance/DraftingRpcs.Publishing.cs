using Grpc.Core;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;

namespace Sunshine.Finance;

/// <summary>
/// A draft becomes a release. Two writes: the disclosure gets its release, which is all that counts; then the draft says so. Whoever publishes again
/// after a process ended between them finds the release by the draft's id.
/// </summary>
public sealed partial class DraftingRpcs
{
    /// <summary>A draft that others keep writing is told this often that it is published.</summary>
    private const int Attempts = 5;

    [Allow(Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.Disclosure> PublishDraft(PublishDraftRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var v = new Violations();
        v.Required("etag", request.Etag);
        var expected = Etags.Revision(request.Etag, "etag", v);
        var read = await Find(request.Id, "id", v, context);
        var draft = read.Value;
        var disclosure = await collections.Disclosures.Get(draft.Identity.DisclosureId, cancel);
        if (disclosure?.Value.Of(draft.Id) is not null) return await Published(disclosure, draft.Id, context);
        if (draft.State != DraftState.Draft) throw FinanceRefusals.NotADraft.Of(draft.State.Name());
        if (expected != read.Revision) throw Etags.Stale(read.Revision);
        // A county's machine hands over what its own people have decided; here it stands for all of them.
        if (draft.Authors.Contains(caller.Subject) && !caller.Roles.Contains(Roles.System)) throw FinanceRefusals.OwnDraft.Of();
        RequireOrder(draft, disclosure?.Value);

        var tables = await statements.Read(draft.Statements, cancel);
        var findings = await footing.Find(draft.Identity, draft.Content, tables, publication: true, cancel);
        RequireSound(draft, disclosure?.Value, findings);
        var next = new NextRelease(
            draft.Identity, "", draft.Content, draft.Change, draft.ChangeReason, draft.ChangeBasis, draft.Statements, tables,
            [.. findings.Take(FootingChecks.Most).Select(f => new StandingFinding(f, draft.WaiverOf(f)))], clock.Today, caller.Subject, draft.Id);
        var released = await releasing.Write(disclosure, next, cancel);
        if (released is not null) return await Published(released, draft.Id, context);
        // Somebody was quicker: with this draft, or with another release of the same disclosure.
        var now = (await collections.Disclosures.Get(draft.Identity.DisclosureId, cancel))!;
        return now.Value.Of(draft.Id) is not null ? await Published(now, draft.Id, context) : throw Etags.Stale(read.Revision);
    }

    /// <summary>Whether it can be the next release of what is there.</summary>
    private static void RequireOrder(Draft draft, Disclosure? disclosure)
    {
        if (disclosure?.Withdrawn == true) throw FinanceRefusals.Withdrawn.Of();
        if (ReleaseOrder.Find(disclosure?.Latest, draft.Content.Phase, draft.Change) is { } refusal) throw refusal.Of();
        if ((disclosure?.Latest.Number ?? 0) != draft.BasedOn) throw FinanceRefusals.Overtaken.Of();
    }

    /// <summary>Refuses with everything that keeps it from being published.</summary>
    private void RequireSound(Draft draft, Disclosure? disclosure, IReadOnlyList<FootingFinding> findings)
    {
        var v = new Violations();
        var inner = new Violations("content.");
        ContentRules.Check(DisclosureMap.ToProto(draft.Content), draft.Identity.Kind, clock.Today, inner);
        v.AddUnder(inner);
        ContentRules.CheckChange(draft.Change, draft.ChangeReason, draft.ChangeBasis, complete: true, v);
        if (!ReleaseOrder.IsApprovedAnew(disclosure?.Latest, draft.Content, draft.Change)) ReleaseOrder.AddNotApprovedAnew("content.approval.on", v);
        if (disclosure is not null && clock.Today < disclosure.Latest.PublishedOn)
            v.Add("id", "BEFORE_LAST_RELEASE", $"不能早于上一版（{Days.Format(disclosure.Latest.PublishedOn)}）。", $"Must not be before the release before, on {Days.Format(disclosure.Latest.PublishedOn)}.");
        var errors = findings.Where(f => f.Severity == FindingSeverity.Error && draft.WaiverOf(f) is null).ToList();
        var others = v.Found.Count;
        foreach (var error in errors.Take(FootingChecks.Most).Select(FootingChecks.ToViolation)) v.Add(error.Field, error.Reason, error.Chinese, error.English);
        if (v.Any) throw new RefusedException(Refusals.InvalidFields, "", v.Found).With("errorCount", $"{others + errors.Count}");
    }

    /// <summary>Lets the draft say that it is a release.</summary>
    private async Task<V1.Disclosure> Published(Stored<Disclosure> disclosure, string draftId, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var read = (await collections.Drafts.Get(draftId, cancel))!;
            if (read.Value.State == DraftState.Published) break;
            var told = read.Value with { State = DraftState.Published, UpdatedAt = time.GetUtcNow() };
            if ((await collections.Drafts.Write([Write.Replace(draftId, told, read.Revision)], cancel))[0].Outcome == WriteOutcome.Done) break;
        }

        return DisclosureMap.ToProto(disclosure, null, await agencyCopies.Read(cancel), context.Language());
    }
}
