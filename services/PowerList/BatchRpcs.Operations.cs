using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Powers.V1;

namespace Sunshine.Powers;

public sealed partial class BatchRpcs
{
    /// <summary>How many operations a batch has at most.</summary>
    internal const int MostOperations = 200_000;

    /// <summary>How many a call brings at most.</summary>
    private const int MostAtOnce = 1_000;

    [AllowAnonymous]
    public override async Task<ListOperationsResponse> ListOperations(ListOperationsRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var read = await Readable(request.Id, context);
        var list = (await lists.All(cancel))[read.Value.ListId].Value;
        var number = list.NumberOf(read.Value.Id);
        var references = number > 0 ? list.Batches[number - 1].Sheets : read.Value.Sheets;
        var v = new Violations();
        var size = PageTokens.Size(request.PageSize, v);
        var place = PageTokens.Parts(PageTokens.Place(request.PageToken, request, v), ' ', 2);
        // What is current stays as it is; a draft that has changed has other operations at these positions.
        var state = number > 0 ? "-" : $"{read.Revision}";
        if (place is not null && place[1] != state) throw Etags.Stale(read.Revision);
        v.ThrowIfAny();

        var first = place is null ? 0 : PageTokens.Position(place[0]);
        var total = references.Sum(s => s.Count);
        var response = new ListOperationsResponse { TotalSize = total, NextPageToken = PageTokens.Of(first + size < total ? $"{first + size} {state}" : null, request) };
        var start = 0;
        foreach (var sheet in references)
        {
            var (from, to) = (Math.Max(first, start), Math.Min(first + size, start + sheet.Count));
            if (from < to)
            {
                var operations = (await collections.Sheets.Get(sheet.Id, cancel))!.Value.Operations;
                for (var i = from; i < to; i++) response.Operations.Add(Map.ToProto(operations[i - start], i));
            }

            start += sheet.Count;
        }

        return response;
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.Batch> AppendOperations(AppendOperationsRequest request, ServerCallContext context)
    {
        var read = await Draft(request.Id, "id", context);
        var v = new Violations();
        v.Count("operations", request.Operations.Count, 1, MostAtOnce);
        return await Put(read, request.Etag, request.Operations, read.Value.OperationCount, 0, v, context);
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.Batch> ReplaceOperations(ReplaceOperationsRequest request, ServerCallContext context)
    {
        var read = await Draft(request.Id, "id", context);
        var v = new Violations();
        v.Count("operations", request.Operations.Count, 0, MostAtOnce);
        var count = read.Value.OperationCount;
        if (request.Position < 1 || request.Position > count + 1) v.Add("position", "OUT_OF_RANGE", $"须为 1 至 {count + 1}。", $"Must be 1 to {count + 1}.");
        else if (request.Count < 0 || request.Count > count - request.Position + 1)
            v.Add("count", "OUT_OF_RANGE", $"自第 {request.Position} 项起只有 {count - request.Position + 1} 项。", $"There are {count - request.Position + 1} from position {request.Position} on.");
        return await Put(read, request.Etag, request.Operations, request.Position - 1, request.Count, v, context);
    }

    private async Task<V1.Batch> Put(
        Stored<Batch> read, string etag, IReadOnlyList<V1.Operation> operations, int first, int count, Violations v, ServerCallContext context)
    {
        v.Required("etag", etag);
        var expected = Etags.Revision(etag, "etag", v);
        if (operations.Count <= MostAtOnce)
        {
            for (var i = 0; i < operations.Count; i++)
            {
                var inner = new Violations($"operations[{i}].");
                OperationRules.Check(operations[i], inner);
                v.Add(inner);
            }
        }

        if (read.Value.OperationCount - count + operations.Count > MostOperations)
            v.Add("operations", "TOO_MANY", $"一个批次最多 {MostOperations} 项。", $"A batch has at most {MostOperations} operations.");
        v.ThrowIfAny();
        if (expected != read.Revision) throw Etags.Stale(read.Revision);
        var replaced = await sheets.Replace(read.Value, first, count, [.. operations.Select(o => Map.ToOperation(o))], context.CancellationToken);
        return await Save(read, read.Value with { Sheets = replaced }, expected, context);
    }
}
