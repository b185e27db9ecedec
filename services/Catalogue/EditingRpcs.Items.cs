using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>Acts on published items.</summary>
public sealed partial class EditingRpcs
{
    [Allow(Roles.Publisher, Roles.Admin)]
    public override async Task<V1.Item> PlaceItem(PlaceItemRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Count("placements", request.Placements.Count, 1, 50);
        ItemRules.CheckPlacements(v, request.Placements, clock.Today, daysRequired: true);
        v.ThrowIfAny();
        return await Change(request.Id, request.Etag, context, V1.Change.Updated, item =>
        {
            if (item.Withdrawal is not null) throw CatalogueRefusals.ItemWithdrawn.Of(item.Id);
            return item.Place(request.Placements.Select(Map.ToPlacement)) with { UpdatedAt = time.GetUtcNow() };
        });
    }

    [Allow(Roles.Publisher, Roles.Admin)]
    public override async Task<V1.Item> WithdrawItem(WithdrawItemRequest request, ServerCallContext context)
    {
        var v = new Violations();
        CheckReason(v, request.Reason);
        await CheckSuccessor(v, request.Id, request.SuccessorId, context.CancellationToken);
        v.ThrowIfAny();
        return await Change(request.Id, request.Etag, context, V1.Change.Withdrawn, item =>
        {
            // Withdrawn once already: what can follow is that its text goes too.
            if (item.Withdrawal is { } withdrawn && (withdrawn.RemovesContent || !request.RemoveContent)) throw CatalogueRefusals.ItemWithdrawn.Of(item.Id);
            return item.Do(NewAct(ActKind.Withdrawn, context, request.Reason) with { SuccessorId = request.SuccessorId, RemovesContent = request.RemoveContent });
        });
    }

    [Allow(Roles.Publisher, Roles.Admin)]
    public override async Task<V1.Item> RestoreItem(RestoreItemRequest request, ServerCallContext context)
    {
        var v = new Violations();
        CheckReason(v, request.Reason);
        v.ThrowIfAny();
        return await Change(request.Id, request.Etag, context, V1.Change.Restored, item => item.Withdrawal is null
            ? throw CatalogueRefusals.ItemNotWithdrawn.Of(item.Id)
            : item.Do(NewAct(ActKind.Restored, context, request.Reason)));
    }

    [Allow(Roles.Publisher, Roles.Admin)]
    public override async Task<V1.Item> EndValidity(EndValidityRequest request, ServerCallContext context)
    {
        var v = new Violations();
        CheckReason(v, request.Reason);
        v.Required("on", request.On);
        var on = v.Day("on", request.On);
        if (request.Validity is not (V1.Validity.Expired or V1.Validity.Repealed or V1.Validity.Amended))
            v.Add("validity", "OUT_OF_RANGE", "须为失效、废止或修改。", "Must be EXPIRED, REPEALED or AMENDED.");
        await CheckSuccessor(v, request.Id, request.SuccessorId, context.CancellationToken);
        v.ThrowIfAny();
        return await Change(request.Id, request.Etag, context, V1.Change.ValidityEnded, item =>
            item.Do(NewAct(ActKind.ValidityEnded, context, request.Reason) with { On = on!.Value, SuccessorId = request.SuccessorId, Validity = request.Validity }));
    }

    /// <summary>A published item that the caller may act on.</summary>
    private async Task<(Stored<Item> Item, AgencyTree.Snapshot Agencies)> Published(string id, string etag, ServerCallContext context)
    {
        var agencies = await tree.Read(context.CancellationToken);
        var stored = await collections.Items.Get(id, context.CancellationToken) ?? throw CatalogueRefusals.NoSuchItem.Of(id);
        agencies.RequireActingFor(Caller.Of(context), stored.Value.AgencyId);
        Etags.Require(etag, "etag", stored.Revision);
        return (stored, agencies);
    }

    private async Task<V1.Item> Change(string id, string etag, ServerCallContext context, V1.Change kind, Func<Item, Item> change)
    {
        var (stored, agencies) = await Published(id, etag, context);
        var written = (await writes.Write([ItemChange.Of(stored, change(stored.Value), kind)], context.CancellationToken))[0];
        if (written.Outcome != WriteOutcome.Done) throw Etags.Stale(written.Revision);
        return Map.ToProto((await items.Find(id, context.CancellationToken))!, agencies);
    }

    private Act NewAct(ActKind kind, ServerCallContext context, string reason) =>
        new(kind, time.GetUtcNow(), clock.Today, Caller.Of(context).Subject, reason, "", V1.Validity.Unspecified, RemovesContent: false);

    private static void CheckReason(Violations v, string reason)
    {
        v.Required("reason", reason);
        v.Text("reason", reason, LongestNote);
        v.NoPersonalData("reason", reason);
    }

    private async Task CheckSuccessor(Violations v, string id, string successor, CancellationToken cancel)
    {
        if (successor.Length == 0) return;
        if (successor == id) v.Add("successorId", "SAME_ITEM", "不能是该信息自身。", "Must be another item.");
        else if (await items.Find(successor, cancel) is not { Withdrawal: null }) v.Add("successorId", "NO_SUCH_ITEM", "没有这条已公开的信息。", "There is no such public item.");
    }
}
