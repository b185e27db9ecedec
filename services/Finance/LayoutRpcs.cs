using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Hosting;
using Sunshine.Finance.V1;

namespace Sunshine.Finance;

/// <summary>The rpcs of <c>sunshine.finance.v1.LayoutService</c>.</summary>
public sealed class LayoutRpcs : LayoutService.LayoutServiceBase
{
    [AllowAnonymous]
    public override Task<ListLayoutsResponse> ListLayouts(ListLayoutsRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Enum("level", request.Level, required: false);
        v.Enum("kind", request.Kind, required: false);
        CheckYear("fiscalYear", request.FiscalYear, v);
        var found = Layouts.All.Where(l => (request.Level == FinanceLevel.Unspecified || l.Level == request.Level)
            && (request.Kind == DisclosureKind.Unspecified || l.Kinds.Contains(request.Kind)) && (request.FiscalYear == 0 || l.In(request.FiscalYear))).ToList();
        var (page, next) = Page(found, request.PageSize, request.PageToken, request, v);
        var response = new ListLayoutsResponse { NextPageToken = next };
        response.Layouts.Add(page.Select(l => LayoutMap.ToProto(l, Layouts.Required(l.Level, request.Kind, request.FiscalYear).Contains(l.Code))));
        return Task.FromResult(response);
    }

    [AllowAnonymous]
    public override Task<V1.Layout> GetLayout(GetLayoutRequest request, ServerCallContext context) =>
        Task.FromResult(LayoutMap.ToProto(Layouts.Find(request.Code) ?? throw FinanceRefusals.NoSuchLayout.Of(), required: false));

    [AllowAnonymous]
    public override Task<ListClassificationCodesResponse> ListClassificationCodes(ListClassificationCodesRequest request, ServerCallContext context)
    {
        var codes = Classification.Find(request.Classification) ?? throw FinanceRefusals.NoSuchClassification.Of();
        var v = new Violations();
        v.Text("prefix", request.Prefix, 20);
        CheckYear("year", request.Year, v);
        var found = codes.Codes.Where(c => c.Code.StartsWith(request.Prefix, StringComparison.Ordinal) && (request.Year == 0 || c.In(request.Year))).ToList();
        var (page, next) = Page(found, request.PageSize, request.PageToken, request, v);
        var response = new ListClassificationCodesResponse { NextPageToken = next };
        response.Codes.Add(page.Select(c => LayoutMap.ToProto(c, codes)));
        return Task.FromResult(response);
    }

    [AllowAnonymous]
    public override Task<ListTextElementsResponse> ListTextElements(ListTextElementsRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Enum("kind", request.Kind, required: false);
        CheckYear("fiscalYear", request.FiscalYear, v);
        var found = TextElements.All.Where(e => (request.Kind == DisclosureKind.Unspecified || e.Kinds.Contains(request.Kind))
            && (request.FiscalYear == 0 || e.RequiredFrom <= request.FiscalYear)).ToList();
        var (page, next) = Page(found, request.PageSize, request.PageToken, request, v);
        var response = new ListTextElementsResponse { NextPageToken = next };
        response.Elements.Add(page.Select(LayoutMap.ToProto));
        return Task.FromResult(response);
    }

    private static void CheckYear(string field, int year, Violations v)
    {
        if (year is not 0 and (< 1990 or > 2100)) v.Add(field, "OUT_OF_RANGE", "须为 1990 至 2100。", "Must be 1990 to 2100.");
    }

    /// <summary>A part of a list that is all in memory.</summary>
    /// <exception cref="RefusedException">Something was wrong, here or before.</exception>
    private static (IEnumerable<T> Page, string Next) Page<T>(List<T> found, int pageSize, string pageToken, IMessage request, Violations v)
    {
        var size = PageTokens.Size(pageSize, v);
        var place = PageTokens.Place(pageToken, request, v);
        v.ThrowIfAny();
        var from = place is null ? 0 : PageTokens.Position(place);
        return (found.Skip(from).Take(size), PageTokens.Of(from + size < found.Count ? $"{from + size}" : null, request));
    }
}
