using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

public sealed partial class FigureRpcs
{
    [AllowAnonymous]
    public override async Task<ListChangesResponse> ListChanges(ListChangesRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var agencies = await agencyCopies.Read(cancel);
        var v = new Violations();
        v.Enum("phase", request.Phase, required: true);
        v.Enum("order", request.Order, required: false);
        FiscalYears.Check("earlierYear", request.EarlierYear, v, required: false);
        if (request.EarlierYear != 0 && request.EarlierYear == request.FiscalYear) v.Add("earlierYear", "SAME_YEAR", "不能与本年比较。", "A year is not compared with itself.");
        var size = PageTokens.Size(request.PageSize, v);
        var first = PageTokens.Place(request.PageToken, request, v) is { } place ? PageTokens.Position(place) : 0;
        var scope = Scope((request.Measure, request.FiscalYear, request.Phase, request.Level, request.AgencyId, request.Code), request.By, agencies, v);
        v.ThrowIfAny();
        var before = scope! with { FiscalYear = request.EarlierYear == 0 ? scope.FiscalYear - 1 : request.EarlierYear };
        var pairs = FigurePairs.Of(await book.Read(cancel), before, scope, request.By, request.IncludeIncomparable);
        var ordered = pairs.Ordered(request.Order, agencies);
        var response = new ListChangesResponse
        {
            TotalSize = ordered.Count, NextPageToken = PageTokens.Of(first + size < ordered.Count ? $"{first + size}" : null, request), Counted = pairs.Right.Whole.Counted,
            EarlierCounted = pairs.Left.Whole.Counted, AgenciesLeftOut = pairs.LeftOut, Total = ToChange(pairs.Total, scope, agencies)
        };
        response.Changes.Add(ordered.Skip(first).Take(size).Select(p => ToChange(p, scope, agencies)));
        return response;
    }

    private static FigureChange ToChange(FigurePair pair, FigureScope scope, AgencyCopies.Snapshot agencies) => new()
    {
        AgencyId = pair.Key.AgencyId, AgencyName = agencies.NameOf(pair.Key.AgencyId), Code = pair.Key.Code, Name = NameOf(scope, pair.Key.Code, pair.Right ?? pair.Left),
        Earlier = Stated(pair.Left), Amount = Stated(pair.Right), Change = Map.Number(pair.Change),
        ChangeRate = pair.Left is { } earlier ? Rates.Percent(pair.Change, Math.Abs(earlier.Amount)) : ""
    };
}
