using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

public sealed partial class FigureRpcs
{
    [AllowAnonymous]
    public override async Task<ListExecutionResponse> ListExecution(ListExecutionRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var agencies = await agencyCopies.Read(cancel);
        var v = new Violations();
        v.Enum("order", request.Order, required: false);
        var size = PageTokens.Size(request.PageSize, v);
        var first = PageTokens.Place(request.PageToken, request, v) is { } place ? PageTokens.Position(place) : 0;
        var scope = Scope((request.Measure, request.FiscalYear, Phase.Executed, request.Level, request.AgencyId, request.Code), request.By, agencies, v);
        v.ThrowIfAny();
        var execution = Execution.Of(await book.Read(cancel), scope!, request.By, request.IncludeIncomparable);
        var pairs = execution.Pairs;
        var ordered = pairs.Ordered(request.Order, agencies);
        var response = new ListExecutionResponse
        {
            TotalSize = ordered.Count, NextPageToken = PageTokens.Of(first + size < ordered.Count ? $"{first + size}" : null, request), PlannedCounted = pairs.Left.Whole.Counted,
            ExecutedCounted = pairs.Right.Whole.Counted, AgenciesLeftOut = pairs.LeftOut, Total = ToRow(pairs.Total, execution.Approved.Whole, execution.Adjusted.Whole)
        };
        response.Rows.Add(ordered.Skip(first).Take(size).Select(p => ToRow(p, execution.Approved.Parts.GetValueOrDefault(p.Key), execution.Adjusted.Parts.GetValueOrDefault(p.Key))));
        return response;

        ExecutionRow ToRow(FigurePair pair, PartSum? approved, PartSum? adjusted) => new()
        {
            AgencyId = pair.Key.AgencyId, AgencyName = agencies.NameOf(pair.Key.AgencyId), Code = pair.Key.Code, Name = NameOf(scope!, pair.Key.Code, pair.Right ?? pair.Left),
            Approved = Stated(approved), Adjusted = Stated(adjusted), Planned = Stated(pair.Left), Executed = Stated(pair.Right), Difference = Map.Number(pair.Change),
            ExecutionRate = pair is { Left: { } planned, Right: { } executed } ? Rates.Percent(executed.Amount, planned.Amount) : ""
        };
    }

    /// <summary>Empty if nothing is stated, which is not the same as zero.</summary>
    private static string Stated(PartSum? sum) => sum is { Lines: > 0 } ? Map.Number(sum.Amount) : "";
}
