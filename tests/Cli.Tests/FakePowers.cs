using Grpc.Core;
using Sunshine.Foundation.V1;
using Sunshine.Powers.V1;

namespace Sunshine.Cli.Tests;

/// <summary>A list and its batches in memory. An operation that does not fit breaks the call, as the real service refuses the batch.</summary>
internal sealed class FakeList
{
    /// <summary>Codes that it has, with the day since when and the day until when, which is empty while it has them.</summary>
    public Dictionary<string, (string From, string Until, PowerContent Content)> Powers { get; } = [];

    public List<Batch> Current { get; } = [];

    public int CountOn(string day) => Powers.Values.Count(p => string.CompareOrdinal(p.From, day) <= 0 && (p.Until.Length == 0 || string.CompareOrdinal(day, p.Until) < 0));
}

internal sealed class FakeBatch(CreateBatchRequest request)
{
    public CreateBatchRequest Request => request;

    public List<Operation> Operations { get; } = [];

    public bool Adopted { get; set; }

    public Batch ToProto() => new()
    {
        Id = Request.RequestId, Etag = $"{Operations.Count}", ListId = Request.ListId, Decree = Request.Decree, EffectiveOn = Request.EffectiveOn, OperationCount = Operations.Count,
        State = Adopted ? BatchState.Current : BatchState.Draft
    };
}

internal sealed class FakeLaws(FakeState state) : LawService.LawServiceBase
{
    public override Task<BatchImportLawsResponse> BatchImportLaws(BatchImportLawsRequest request, ServerCallContext context)
    {
        var response = new BatchImportLawsResponse();
        response.Results.Add(request.Records.Select(r => new ImportedLaw { LawId = "law " + r.Content.Title, Created = state.Laws.TryAdd("law " + r.Content.Title, r.Content) }));
        return Task.FromResult(response);
    }
}

internal sealed class FakeFees(FakeState state) : FeeService.FeeServiceBase
{
    public override Task<BatchImportFeeItemsResponse> BatchImportFeeItems(BatchImportFeeItemsRequest request, ServerCallContext context)
    {
        var response = new BatchImportFeeItemsResponse();
        response.Results.Add(request.Records.Select(r => new ImportedRecord
        {
            SourceId = r.SourceId, Id = "fee " + r.SourceId, Fate = state.Fees.TryAdd("fee " + r.SourceId, r) ? RecordFate.Created : RecordFate.Unchanged
        }));
        return Task.FromResult(response);
    }
}

internal sealed class FakeLists(FakeState state) : ListService.ListServiceBase
{
    public override Task<PowerList> CreateList(CreateListRequest request, ServerCallContext context)
    {
        state.Lists.TryAdd(request.AgencyId, new FakeList());
        return Task.FromResult(new PowerList { Id = request.AgencyId });
    }
}

internal sealed class FakeBatches(FakeState state) : BatchService.BatchServiceBase
{
    public override Task<ListBatchesResponse> ListBatches(ListBatchesRequest request, ServerCallContext context)
    {
        var response = new ListBatchesResponse();
        response.Batches.Add(state.Lists[request.ListId].Current);
        return Task.FromResult(response);
    }

    public override Task<Batch> CreateBatch(CreateBatchRequest request, ServerCallContext context) =>
        Task.FromResult(state.Batches.GetOrAdd(request.RequestId, _ => new FakeBatch(request)).ToProto());

    public override Task<Batch> AppendOperations(AppendOperationsRequest request, ServerCallContext context)
    {
        var batch = state.Batches[request.Id];
        if (batch.Adopted || request.Etag != batch.ToProto().Etag) throw new RpcException(new Status(StatusCode.Aborted, "Stale."));
        state.AppendCalls++;
        batch.Operations.AddRange(request.Operations);
        if (state.BreakAfterAppend-- == 1) throw new RpcException(new Status(StatusCode.Unavailable, "Broken off."));
        return Task.FromResult(batch.ToProto());
    }

    public override Task<Batch> AdoptBatch(AdoptBatchRequest request, ServerCallContext context)
    {
        var batch = state.Batches[request.Id];
        var (list, on, declared) = (state.Lists[batch.Request.ListId], batch.Request.EffectiveOn, batch.Request.Declared);
        int Held() => list.Powers.Values.Count(p => p.Until.Length == 0);
        Check(Held() == declared.Opening, "opening");
        foreach (var operation in batch.Operations)
        {
            foreach (var code in operation.Codes) Check(list.Powers[code].Until.Length == 0, code);
            if (operation.Kind is OperationKind.Add or OperationKind.TakeOver) list.Powers.Add(operation.Powers[0].Code, (on, "", operation.Powers[0]));
            if (operation.Kind is OperationKind.Cancel or OperationKind.Delegate) list.Powers[operation.Codes[0]] = list.Powers[operation.Codes[0]] with { Until = on };
            if (operation.Kind == OperationKind.TakeOver) Check(state.Lists[operation.SourceListId].Powers[operation.SourceCode].Until is { Length: > 0 } until && string.CompareOrdinal(until, on) <= 0, "not delegated");
        }

        Check(Held() == declared.Closing, "closing");
        batch.Adopted = true;
        list.Current.Add(batch.ToProto());
        return Task.FromResult(batch.ToProto());
    }

    private static void Check(bool holds, string what)
    {
        if (!holds) throw new RpcException(new Status(StatusCode.InvalidArgument, what));
    }
}

internal sealed class FakePowers(FakeState state) : PowerService.PowerServiceBase
{
    public override Task<ListPowersResponse> ListPowers(ListPowersRequest request, ServerCallContext context)
    {
        var held = state.Lists[request.ListId].Powers.Where(p => p.Value.Until.Length == 0).Select(p => p.Key).Order(StringComparer.Ordinal).ToList();
        var first = request.PageToken.Length > 0 ? int.Parse(request.PageToken) : 0;
        var response = new ListPowersResponse { TotalSize = held.Count, NextPageToken = first + request.PageSize < held.Count ? $"{first + request.PageSize}" : "" };
        response.Powers.Add(held.Skip(first).Take(request.PageSize).Select(code => new PowerSummary { Id = "power " + code, Code = code }));
        return Task.FromResult(response);
    }
}

internal sealed class FakeGuides(FakeState state) : GuideService.GuideServiceBase
{
    public override Task<BatchImportGuidesResponse> BatchImportGuides(BatchImportGuidesRequest request, ServerCallContext context)
    {
        if (request.Records.Count > 200) throw new RpcException(new Status(StatusCode.InvalidArgument, "At most 200."));
        var response = new BatchImportGuidesResponse();
        foreach (var record in request.Records)
        {
            var key = $"{record.AgencyId} {record.SourceId}";
            var old = state.Guides.GetValueOrDefault(key);
            state.Guides[key] = record;
            var fate = old is null ? RecordFate.Created : old.Equals(record) ? RecordFate.Unchanged : RecordFate.Updated;
            if (fate == RecordFate.Updated) state.GuidesUpdated++;
            response.Results.Add(new ImportedRecord { SourceId = record.SourceId, Id = key, Fate = fate });
        }

        return Task.FromResult(response);
    }
}
