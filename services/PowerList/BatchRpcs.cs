using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Powers.V1;

namespace Sunshine.Powers;

/// <summary>The rpcs of <c>sunshine.powers.v1.BatchService</c>: drafts, and what became of them. Operations: the other part.</summary>
public sealed partial class BatchRpcs(
    Collections collections, PowerLists lists, Sheets sheets, Adoption adoption, BatchImport batchImport, [FromKeyedServices(PowerListModule.Name)] AgencyCopies agencyCopies, TimeProvider time) : BatchService.BatchServiceBase
{
    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.Batch> CreateBatch(CreateBatchRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var caller = Caller.Of(context);
        var v = new Violations();
        v.RequestId(request.RequestId);
        v.Required("listId", request.ListId);
        BatchRules.CheckDecree(request.Decree, v);
        var effectiveOn = BatchRules.CheckEffectiveOn(request.EffectiveOn, v);
        BatchRules.CheckNote(request.Note, v);
        BatchRules.CheckDeclared(request.Declared, v);
        var all = await lists.All(cancel);
        if (request.ListId.Length > 0 && !all.ContainsKey(request.ListId)) v.Add("listId", "NO_SUCH_LIST", "没有这份清单。", "There is no such list.");
        v.ThrowIfAny();
        (await agencyCopies.Read(cancel)).RequireActingFor(caller, request.ListId);

        var now = time.GetUtcNow();
        var begun = new Batch
        {
            Id = Ids.Of("batch", caller.Subject, request.RequestId), ListId = request.ListId, Decree = Map.ToDecree(request.Decree), EffectiveOn = effectiveOn!.Value, Note = request.Note,
            Declared = Map.ToDeclared(request.Declared), Authors = [caller.Subject], CreatedAt = now, UpdatedAt = now
        };
        return await Current(await collections.Batches.CreateOnce(begun.Id, begun, null, cancel), cancel);
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.Batch> UpdateBatch(UpdateBatchRequest request, ServerCallContext context)
    {
        var v = new Violations();
        var draft = request.Batch;
        if (draft is null) v.Required("batch", "");
        v.ThrowIfAny();
        var read = await Draft(draft!.Id, "batch.id", context);
        var to = new BatchDraft
        {
            Decree = Map.ToProto(read.Value.Decree), EffectiveOn = Days.Format(read.Value.EffectiveOn), Note = read.Value.Note, Declared = Map.ToProto(read.Value.Declared)
        };
        FieldMasks.Apply(request.UpdateMask, draft, to, v, "decree", "effective_on", "note", "declared");
        var inner = new Violations("batch.");
        BatchRules.CheckDecree(to.Decree, inner);
        var effectiveOn = BatchRules.CheckEffectiveOn(to.EffectiveOn, inner);
        BatchRules.CheckNote(to.Note, inner);
        BatchRules.CheckDeclared(to.Declared, inner);
        v.AddUnder(inner);
        var expected = Etags.Revision(draft.Etag, "batch.etag", v);
        v.ThrowIfAny();
        var changed = read.Value with { Decree = Map.ToDecree(to.Decree), EffectiveOn = effectiveOn!.Value, Note = to.Note, Declared = Map.ToDeclared(to.Declared) };
        return await Save(read, changed, expected, context);
    }

    [AllowAnonymous]
    public override async Task<V1.Batch> GetBatch(GetBatchRequest request, ServerCallContext context) =>
        await Current(await Readable(request.Id, context), context.CancellationToken);

    [AllowAnonymous]
    public override async Task<ListBatchesResponse> ListBatches(ListBatchesRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var v = new Violations();
        v.Enum("state", request.State, required: false);
        if (request.Year != 0 && request.Year is < 1949 or > 2200) v.Add("year", "OUT_OF_RANGE", "须为 1949 至 2200。", "Must be 1949 to 2200.");
        if (request.Year != 0 && request.State is BatchState.Draft or BatchState.Discarded) v.Add("year", "NOT_CURRENT", "草稿没有施行年份。", "A draft has taken effect in no year.");
        var size = PageTokens.Size(request.PageSize, v);
        var after = PageTokens.Place(request.PageToken, request, v);
        v.ThrowIfAny();
        var agencies = await agencyCopies.Read(cancel);
        var list = await lists.Choose(request.ListId, agencies, cancel);
        if (request.State is BatchState.Draft or BatchState.Discarded) return await Drafts(request, list, agencies, size, after, context);

        var first = after is null ? 1 : int.Parse(after) + 1;
        var matching = Enumerable.Range(1, list.Last).Where(n => request.Year == 0 || list.List.Batches[n - 1].EffectiveOn.Year == request.Year).ToList();
        var page = matching.Where(n => n >= first).Take(size).ToList();
        var response = new ListBatchesResponse { NextPageToken = PageTokens.Of(page.Count > 0 && page[^1] != matching[^1] ? $"{page[^1]}" : null, request), TotalSize = matching.Count };
        response.Batches.Add(page.Select(n => Map.ToProto(list.List, n)));
        return response;
    }

    [Allow(Roles.Editor, Roles.Reviewer, Roles.Publisher, Roles.Supervisor, Roles.Auditor, Roles.System, Roles.Admin)]
    public override async Task<BatchCheck> CheckBatch(CheckBatchRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var read = await Draft(request.Id, "id", context);
        var operations = await sheets.Read(read.Value.Sheets, cancel);
        var list = await lists.Get(read.Value.ListId, cancel);
        var adjustment = await adoption.Check(read.Value, operations, list, cancel);
        var agencies = await agencyCopies.Read(cancel);
        var language = Languages.Of(context.RequestHeaders.GetValue("accept-language"));
        var check = new BatchCheck { Passed = adjustment.ErrorCount == 0, ErrorCount = adjustment.ErrorCount, Balance = Map.ToProto(adjustment.Total) };
        check.Errors.Add(Findings.Errors(operations, adjustment, language));
        check.Warnings.Add(Findings.Warnings(operations, adjustment, language));
        check.Rows.Add(Map.ToProto([.. adjustment.Rows], agencies));
        return check;
    }

    [Allow(Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.Batch> AdoptBatch(AdoptBatchRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var caller = Caller.Of(context);
        var read = await Readable(request.Id, context);
        (await agencyCopies.Read(cancel)).RequireActingFor(caller, read.Value.ListId);
        var v = new Violations();
        v.Required("etag", request.Etag);
        var expected = Etags.Revision(request.Etag, "etag", v);
        v.ThrowIfAny();
        if (await NumberOf(read.Value, cancel) > 0) return await Current(read, cancel);
        if (read.Value.Discarded) throw PowerListRefusals.NotADraft.Of(BatchState.Discarded.Name());
        if (expected != read.Revision) throw Etags.Stale(read.Revision);
        // A county's machine hands over what its own people have decided; here it stands for all of them.
        if (read.Value.Authors.Contains(caller.Subject) && !caller.Roles.Contains(Roles.System)) throw PowerListRefusals.FourEyes.Of();
        await adoption.Adopt(read.Value, caller.Subject, cancel);
        return await Current(read, cancel);
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.Batch> DiscardBatch(DiscardBatchRequest request, ServerCallContext context)
    {
        var read = await Draft(request.Id, "id", context);
        var v = new Violations();
        var expected = Etags.Revision(request.Etag, "etag", v);
        v.ThrowIfAny();
        return await Save(read, read.Value with { Discarded = true }, expected, context);
    }

    [AllowAnonymous]
    public override async Task<BatchBalance> GetBatchBalance(GetBatchBalanceRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var read = await Readable(request.Id, context);
        var list = await lists.Get(read.Value.ListId, cancel);
        if (list.List.NumberOf(read.Value.Id) is not (> 0 and var number)) throw PowerListRefusals.NoSuchBatch.Of();
        var sheet = BalanceSheet.Of(list, number);
        var balance = new BatchBalance { BatchId = read.Value.Id, Total = Map.ToProto(sheet.Total) };
        balance.Rows.Add(Map.ToProto([.. sheet.Rows], await agencyCopies.Read(cancel)));
        return balance;
    }

    private async Task<ListBatchesResponse> Drafts(ListBatchesRequest request, ListSnapshot list, AgencyCopies.Snapshot agencies, int size, string? after, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        if (caller.IsAnonymous) throw Foundation.Hosting.Refusals.Unauthenticated.Of();
        agencies.RequireActingFor(caller, list.Id);
        IReadOnlyList<Criterion<Batch>> where = [BatchCollection.List.Is(list.Id), BatchCollection.Discarded.Is(request.State == BatchState.Discarded)];
        var response = new ListBatchesResponse();
        // What became current is no draft; it is passed over here, since its own document is never written again.
        while (response.Batches.Count < size)
        {
            var page = await collections.Batches.List(
                new ListQuery<Batch> { Where = where, OrderBy = BatchCollection.CreatedAt, Descending = true, Size = size - response.Batches.Count, After = after }, context.CancellationToken);
            response.Batches.Add(page.Documents.Where(d => list.List.NumberOf(d.Value.Id) == 0).Select(Map.ToProto));
            after = page.Next;
            if (after is null) break;
        }

        response.NextPageToken = PageTokens.Of(after, request);
        response.TotalSize = await collections.Batches.Count(where, context.CancellationToken) - (request.State == BatchState.Discarded ? 0 : list.Last);
        return response;
    }

    /// <summary>A batch that is current, or that the caller may act on.</summary>
    private async Task<Stored<Batch>> Readable(string id, ServerCallContext context)
    {
        var v = new Violations();
        v.Required("id", id);
        v.Text("id", id, 200);
        v.ThrowIfAny();
        var cancel = context.CancellationToken;
        if (await collections.Batches.Get(id, cancel) is not { } found) throw PowerListRefusals.NoSuchBatch.Of();
        return await NumberOf(found.Value, cancel) > 0 || (await agencyCopies.Read(cancel)).MayActFor(Caller.Of(context), found.Value.ListId) ? found : throw PowerListRefusals.NoSuchBatch.Of();
    }

    /// <summary>A draft that the caller may act on.</summary>
    private async Task<Stored<Batch>> Draft(string id, string field, ServerCallContext context)
    {
        var v = new Violations();
        v.Required(field, id);
        v.Text(field, id, 200);
        v.ThrowIfAny();
        return await Draft(id, Caller.Of(context), context.CancellationToken);
    }

    private async Task<Stored<Batch>> Draft(string id, Caller caller, CancellationToken cancel)
    {
        if (await collections.Batches.Get(id, cancel) is not { } found || !(await agencyCopies.Read(cancel)).MayActFor(caller, found.Value.ListId)) throw PowerListRefusals.NoSuchBatch.Of();
        if (await NumberOf(found.Value, cancel) > 0) throw PowerListRefusals.NotADraft.Of(BatchState.Current.Name());
        return found.Value.Discarded ? throw PowerListRefusals.NotADraft.Of(BatchState.Discarded.Name()) : found;
    }

    private async Task<int> NumberOf(Batch batch, CancellationToken cancel) =>
        (await lists.All(cancel)).TryGetValue(batch.ListId, out var list) ? list.Value.NumberOf(batch.Id) : 0;

    private async Task<V1.Batch> Current(Stored<Batch> read, CancellationToken cancel)
    {
        var list = (await lists.All(cancel))[read.Value.ListId].Value;
        return list.NumberOf(read.Value.Id) is > 0 and var number ? Map.ToProto(list, number) : Map.ToProto(read);
    }

    private Task<V1.Batch> Save(Stored<Batch> read, Batch changed, long? expected, ServerCallContext context) =>
        Save(read, changed, expected, Caller.Of(context), context.CancellationToken);

    private async Task<V1.Batch> Save(Stored<Batch> read, Batch changed, long? expected, Caller caller, CancellationToken cancel) =>
        Map.ToProto(await collections.Batches.Replace(changed.Id, read, changed.WrittenBy(caller.Subject, time.GetUtcNow()), expected, null, cancel));
}
