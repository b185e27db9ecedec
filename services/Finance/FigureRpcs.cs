using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>
/// The rpcs of <c>sunshine.finance.v1.FigureService</c>: amounts and their parts. Two states of an amount, and lines: the other parts.
/// </summary>
public sealed partial class FigureRpcs(FigureBook book, Statements statements, [FromKeyedServices(FinanceModule.Name)] AgencyCopies agencyCopies) : FigureService.FigureServiceBase
{
    [AllowAnonymous]
    public override Task<ListMeasuresResponse> ListMeasures(ListMeasuresRequest request, ServerCallContext context)
    {
        var v = new Violations();
        var size = PageTokens.Size(request.PageSize, v);
        var first = PageTokens.Place(request.PageToken, request, v) is { } place ? PageTokens.Position(place) : 0;
        v.ThrowIfAny();
        var response = new ListMeasuresResponse { NextPageToken = PageTokens.Of(first + size < Measures.All.Count ? $"{first + size}" : null, request) };
        response.Measures.Add(Measures.All.Skip(first).Take(size).Select(ToProto));
        return Task.FromResult(response);
    }

    [AllowAnonymous]
    public override async Task<Breakdown> GetBreakdown(GetBreakdownRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var agencies = await agencyCopies.Read(cancel);
        var v = new Violations();
        if (request.By == DivideBy.Line) v.Add("by", "NOT_BY_LINE", "不能按明细行分解。", "Not by line.");
        v.Enum("phase", request.Phase, required: true);
        var scope = Scope((request.Measure, request.FiscalYear, request.Phase, request.Level, request.AgencyId, request.Code), request.By, agencies, v);
        v.ThrowIfAny();
        var sums = FigureSums.Of(await book.Read(cancel), request.By, (scope!, _ => true));
        var breakdown = new Breakdown
        {
            Measure = ToProto(scope!.Measure), FiscalYear = scope.FiscalYear, Phase = scope.Phase, Amount = Map.Number(sums.Whole.Amount), Undivided = Map.Number(sums.Undivided.Amount),
            Counted = sums.Whole.Counted
        };
        breakdown.Path.Add(scope.Measure.Digits.Where(d => d <= scope.Under.Length).Select(d => scope.Under[..d]).Select(code => new PathStep { Code = code, Name = NameOf(scope, code, null) }));
        breakdown.Parts.Add(sums.Parts.OrderByDescending(p => p.Value.Fen).ThenBy(p => p.Key.AgencyId + p.Key.Code, StringComparer.Ordinal).Select(p => new BreakdownPart
        {
            Code = p.Key.AgencyId + p.Key.Code, Name = p.Key.AgencyId.Length > 0 ? agencies.NameOf(p.Key.AgencyId) : NameOf(scope, p.Key.Code, p.Value), Amount = Map.Number(p.Value.Amount),
            Share = Rates.Percent(p.Value.Amount, sums.Whole.Amount), Counted = p.Value.Counted, Divisible = p.Value.Divisible
        }));
        return breakdown;
    }

    /// <summary>What a request asks for; null if something is wrong.</summary>
    private static FigureScope? Scope(
        (string Measure, int Year, Phase Phase, FinanceLevel Level, string AgencyId, string Code) asked, DivideBy by, AgencyCopies.Snapshot agencies, Violations v)
    {
        v.Required("measure", asked.Measure);
        var measure = Measures.Find(asked.Measure);
        if (asked.Measure.Length > 0 && measure is null) v.Add("measure", "NO_SUCH_MEASURE", "没有这项指标。", "There is no such measure.");
        FiscalYears.Check("fiscalYear", asked.Year, v);
        v.Enum("level", asked.Level, required: false);
        v.Enum("by", by, required: false);
        if (asked.AgencyId.Length > 0) agencies.RequireKnown("agencyId", asked.AgencyId, v);
        if (measure is not null && asked.Code.Length > 0 && !Knows(measure, asked.Code)) v.Add("code", "NO_SUCH_CODE", "该指标没有这个科目或项目。", "The measure has no such code.");
        if (v.Any || measure is null) return null;
        var within = asked.AgencyId.Length == 0 ? null : agencies.SelfAndBelow(asked.AgencyId).ToHashSet();
        return new FigureScope(measure, asked.Year, asked.Phase, asked.Level == 0 ? FinanceLevel.Department : asked.Level, within, asked.Code);
    }

    private static bool Knows(Measure measure, string code) =>
        measure.Digits.Count == 0 ? measure.Sources.Any(s => s.Item == code) : measure.Digits.Contains(code.Length) && FigureTable.NumberOf(code) >= 0;

    private static string NameOf(FigureScope scope, string code, PartSum? part) =>
        scope.Measure.Digits.Count == 0 ? scope.Measure.Sources.FirstOrDefault(s => s.Item == code)?.ItemName ?? ""
        : scope.Measure.Codes?.NameOf(code, scope.FiscalYear) is { Length: > 0 } name ? name : part?.Name ?? "";

    private static V1.Measure ToProto(Measure measure)
    {
        var proto = new V1.Measure { Code = measure.Code, Name = measure.Name, Classification = measure.Classification };
        proto.Sources.Add(measure.Sources.Select(s => new V1.MeasureSource { Layout = s.Layout, Column = s.Column, Item = s.Item, ItemName = s.ItemName }));
        return proto;
    }
}
