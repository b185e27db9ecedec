using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.Powers.V1;

namespace Sunshine.Powers;

/// <summary>The rpcs of <c>sunshine.powers.v1.FeeService</c>. The import: the other part.</summary>
public sealed partial class FeeRpcs(
    Collections collections, LawBook lawBook, [FromKeyedServices(PowerListModule.Name)] AgencyCopies agencyCopies, Clock clock, TimeProvider time) : FeeService.FeeServiceBase
{
    private const int LongestNote = 500;
    private static readonly string[] Changeable = ["content"];

    private readonly BasisSearch<FeeItem> _byBasis = new(
        collections.Fees, FeeCollection.Declared, FeeCollection.Law, FeeCollection.Basis, f => new Resting(f.Id, f.Live().Content.Bases, f.Live().BasesSince));

    [AllowAnonymous]
    public override async Task<V1.FeeItem> GetFeeItem(GetFeeItemRequest request, ServerCallContext context)
    {
        var v = new Violations();
        var day = v.Day("asOf", request.AsOf);
        v.ThrowIfAny();
        return await Shown(await Find(request.Id, "id", context.CancellationToken), day, context.CancellationToken);
    }

    [AllowAnonymous]
    public override async Task<FeeHistory> GetFeeHistory(GetFeeHistoryRequest request, ServerCallContext context)
    {
        var found = await Find(request.Id, "id", context.CancellationToken);
        var history = new FeeHistory();
        history.Versions.Add(found.Value.Versions.Select(FeeMap.ToProto));
        return history;
    }

    [AllowAnonymous]
    public override async Task<ListFeeItemsResponse> ListFeeItems(ListFeeItemsRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var (agencies, laws, today) = (await agencyCopies.Read(cancel), await lawBook.Read(cancel), clock.Today);
        var ends = (await collections.Fees.Search(new SearchQuery<FeeItem> { Size = 0, Count = [FeeCollection.ValidUntil] }, cancel)).Facets[FeeCollection.ValidUntil.Name];
        var query = FeeSearch.Of(request, today, ends.Select(e => e.Value), agencies);
        var day = Days.Parse(request.AsOf);
        var page = request.InQuestion ? await _byBasis.Search(query, laws, day ?? today, cancel) : await collections.Fees.Search(query, cancel);
        var response = new ListFeeItemsResponse { NextPageToken = PageTokens.Of(page.Next, request), TotalSize = page.Total };
        response.FeeItems.Add(page.Documents.Select(d => FeeMap.ToProto(d, day, today, agencies, laws)));
        return response;
    }

    [Allow(Roles.Publisher, Roles.Admin)]
    public override async Task<V1.FeeItem> CreateFeeItem(CreateFeeItemRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var given = request.FeeItem ?? new V1.FeeItem();
        var agencies = await agencyCopies.ReadWith(given.AgencyId, cancel);
        var v = new Violations();
        v.RequestId(request.RequestId);
        agencies.RequireKnown("feeItem.agencyId", given.AgencyId, v);
        v.Text("feeItem.sourceId", given.SourceId, 100);
        var content = await Check(given.Content, v, cancel);
        v.ThrowIfAny();
        agencies.RequireActingFor(caller, given.AgencyId);

        var key = Ids.Of("create-fee", caller.Subject, request.RequestId);
        var id = given.SourceId.Length > 0 ? FeeItem.IdOf(given.AgencyId, given.SourceId) : key;
        var item = FeeItem.New(id, key, given.AgencyId, given.SourceId, content, caller.Subject, clock.Today, time.GetUtcNow());
        var written = (await collections.Fees.Write([Write.Create(id, item, EventOf(null, item))], cancel))[0];
        var stored = written.Outcome == WriteOutcome.Done ? new Stored<FeeItem>(item, written.Revision) : (await collections.Fees.Get(id, cancel))!;
        return stored.Value.RequestKey == key ? await Shown(stored, null, cancel) : throw FeeRefusals.FeeItemExists.Of(id);
    }

    [Allow(Roles.Publisher, Roles.Admin)]
    public override async Task<V1.FeeItem> UpdateFeeItem(UpdateFeeItemRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var given = request.FeeItem ?? new V1.FeeItem();
        var found = await Own(given.Id, "feeItem.id", context);
        var v = new Violations();
        var expected = Etags.Revision(given.Etag, "feeItem.etag", v);
        var before = found.Value.Live();
        var changed = new V1.FeeItem { Content = FeeMap.ToProto(before.Content) };
        FieldMasks.Apply(request.UpdateMask, given, changed, v, Changeable);
        var content = await Check(changed.Content, v, cancel);
        var since = v.Day("changedOn", request.ChangedOn) ?? clock.Today;
        if (since > clock.Today) v.Add("changedOn", "IN_FUTURE", "不能晚于今天。", "Must not be in the future.");
        if (since < before.Since) v.Add("changedOn", "BEFORE_LAST_CHANGE", $"不能早于上一次变更（{Days.Format(before.Since)}）。", $"Must not be before the last change, on {Days.Format(before.Since)}.");
        PublicText.Check("changeNote", request.ChangeNote, LongestNote, v, required: true);
        v.ThrowIfAny();
        if (expected is { } named && named != found.Revision) throw Etags.Stale(found.Revision);
        if (FeeContent.DigestOf(content) == FeeContent.DigestOf(before.Content)) return await Shown(found, null, cancel);
        return await Save(found, found.Value.Change(content, since, request.ChangeNote, caller.Subject, time.GetUtcNow()), cancel);
    }

    [Allow(Roles.Publisher, Roles.Admin)]
    public override async Task<V1.FeeItem> EndFeeItem(EndFeeItemRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var found = await Own(request.Id, "id", context);
        var (item, live) = (found.Value, found.Value.Live());
        var v = new Violations();
        var expected = Etags.Revision(request.Etag, "etag", v);
        v.Required("on", request.On);
        var on = v.Day("on", request.On);
        if (on < live.Content.ValidFrom) v.Add("on", "BEFORE_FROM", "不能早于开始日期。", "Must not be before its first day.");
        PublicText.Check("reason", request.Reason, LongestNote, v, required: true);
        v.ThrowIfAny();
        if (expected is { } named && named != found.Revision) throw Etags.Stale(found.Revision);
        if (live.Content.ValidUntil is { } ended && ended < clock.Today) throw FeeRefusals.FeeEnded.Of(Days.Format(ended));
        return await Save(found, item.Change(live.Content with { ValidUntil = on }, clock.Today, request.Reason, caller.Subject, time.GetUtcNow()), cancel);
    }

    private async Task<FeeContent> Check(V1.FeeContent? content, Violations v, CancellationToken cancel)
    {
        var found = new Violations("feeItem.content.");
        var read = FeeRules.Check(content ?? new V1.FeeContent(), await lawBook.Read(cancel), found);
        v.Add(found);
        return read;
    }

    private async Task<Stored<FeeItem>> Find(string id, string field, CancellationToken cancel)
    {
        var v = new Violations();
        v.Required(field, id);
        v.Text(field, id, GuideReferences.LongestId);
        v.ThrowIfAny();
        return await collections.Fees.Get(id, cancel) ?? throw FeeRefusals.NoSuchFeeItem.Of();
    }

    private async Task<Stored<FeeItem>> Own(string id, string field, ServerCallContext context)
    {
        var found = await Find(id, field, context.CancellationToken);
        (await agencyCopies.Read(context.CancellationToken)).RequireActingFor(Caller.Of(context), found.Value.AgencyId);
        return found;
    }

    private async Task<V1.FeeItem> Save(Stored<FeeItem> read, FeeItem changed, CancellationToken cancel) =>
        await Shown(await collections.Fees.Replace(changed.Id, read, changed, null, null, cancel, EventOf(read.Value, changed)), null, cancel);

    private async Task<V1.FeeItem> Shown(Stored<FeeItem> stored, DateOnly? day, CancellationToken cancel)
    {
        var guides = await collections.Guides.Search(new SearchQuery<Guide> { Filters = [GuideSearch.Listed, GuideCollection.Fee.In(stored.Value.Id)], Size = 0 }, cancel);
        return FeeMap.ToProto(stored, day, clock.Today, await agencyCopies.Read(cancel), await lawBook.Read(cancel), guides.Total);
    }

    /// <param name="before">Null if it is new.</param>
    private OutgoingEvent EventOf(FeeItem? before, FeeItem item) => Topics.Outgoing(new FeeItemChanged
    {
        FeeId = item.Id, AgencyId = item.AgencyId, Version = item.Versions.Count, ContentDigest = FeeContent.DigestOf(item.Live().Content), OccurredAt = item.UpdatedAt.ToTimestamp(),
        Counts = { Counts.Change(FeeCounts.Of(before), FeeCounts.Of(item)) }
    }, time);
}
