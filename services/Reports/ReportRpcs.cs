using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Acts;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
using Sunshine.Ledger.V1;
using Sunshine.Reports.V1;

namespace Sunshine.Reports;

/// <summary>The rpcs of <c>sunshine.reports.v1.ReportService</c>.</summary>
public sealed partial class ReportRpcs(Computing computing, AgencyLog agencies, LedgerService.LedgerServiceClient ledger, TimeProvider time) : ReportService.ReportServiceBase
{
    [AllowAnonymous]
    public override async Task<Report> GetReport(GetReportRequest request, ServerCallContext context) =>
        await computing.Compute(request.Year, FormOf(request.Year, request.Form, request.AgencyId, request.TreeSize), request.AgencyId, request.TreeSize, context.CancellationToken);

    [AllowAnonymous]
    public override async Task<FigureTrace> GetFigure(GetFigureRequest request, ServerCallContext context)
    {
        var form = FormOf(request.Year, request.Form, request.AgencyId, request.TreeSize);
        var definition = DefinitionOf(form, request.Id);
        var report = await computing.Compute(request.Year, form, request.AgencyId, request.TreeSize, context.CancellationToken);
        return new FigureTrace { Definition = definition.Proto, Figure = report.Figures.First(f => f.Id == request.Id), Basis = report.Basis, ComputedAt = time.GetUtcNow().ToTimestamp() };
    }

    [AllowAnonymous]
    public override async Task<ListFigureActsResponse> ListFigureActs(ListFigureActsRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var form = FormOf(request.Year, request.Form, request.AgencyId, request.TreeSize);
        var definition = DefinitionOf(form, request.Id);
        if (definition.Proto.PartId.Length > 0) definition = DefinitionOf(form, definition.Proto.PartId);
        var v = new Violations();
        var (size, place) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var at = place is null ? new ActsPlace(0, request.TreeSize, "") : ActsPlace.Parse(place);
        var checkpoint = await ledger.GetCheckpointAsync(new GetCheckpointRequest { TreeSize = at.TreeSize }, cancellationToken: cancel);
        at = at with { TreeSize = checkpoint.TreeSize };
        var counted = request.AgencyId.Length == 0 ? null : (await agencies.At(checkpoint.TreeSize, cancel)).SelfAndBelow(request.AgencyId).ToHashSet(StringComparer.Ordinal);

        var response = new ListFigureActsResponse { Basis = new Basis { Origin = checkpoint.Origin, TreeSize = checkpoint.TreeSize, RootHash = checkpoint.RootHash } };
        if (at.Term < definition.Terms.Count)
        {
            var term = definition.Terms[at.Term];
            var page = await ledger.ListActsAsync(Wanted(term, request.Year, at, size), cancellationToken: cancel);
            foreach (var act in page.Acts)
            {
                var counts = act.Act.Counts.Select(LedgerCells.CountOf).Where(c => term.Counts(c, request.Year, counted) == true).ToList();
                var amount = counts.Sum(c => c.Amount) * (term.Minus ? -1 : 1);
                // An act that takes away here what it adds there, as when an item moves, does nothing for the figure.
                if (counts.Count > 0 && amount != 0) response.Acts.Add(new FigureAct { Act = act, Amount = amount.ToString("0.####", CultureInfo.InvariantCulture) });
            }

            var next = page.NextPageToken.Length > 0 ? at with { Token = page.NextPageToken } : at with { Term = at.Term + 1, Token = "" };
            if (next.Term < definition.Terms.Count) response.NextPageToken = PageTokens.Of(next.ToString(), request);
        }

        return response;
    }

    /// <summary>What the ledger can look for; the rest is looked at here.</summary>
    private static ListActsRequest Wanted(FigureTerm term, int year, ActsPlace at, int size)
    {
        var counted = new Foundation.V1.Count { What = term.What, Period = term.Time is FigureTime.InYear or FigureTime.LastMonth ? year.ToString("0000", CultureInfo.InvariantCulture) : "" };
        counted.Dimensions.Add(term.Where.GroupBy(w => w[..w.IndexOf('=', StringComparison.Ordinal)]).Where(g => g.Count() == 1).SelectMany(g => g));
        return new ListActsRequest { Counted = counted, TreeSize = at.TreeSize, PageSize = size, PageToken = at.Token };
    }

    internal static Form FormOf(int year, Form form, string agencyId, long treeSize)
    {
        var v = new Violations();
        if (year is < 2008 or > 2200) v.Add("year", "OUT_OF_RANGE", "须在 2008 至 2200 之间。", "Must be from 2008 to 2200.");
        v.Enum("form", form, required: false);
        v.Text("agencyId", agencyId, 64);
        if (treeSize < 0) v.Add("treeSize", "OUT_OF_RANGE", "不能为负数。", "Must not be negative.");
        v.ThrowIfAny();
        return form != Form.Unspecified ? form : Definitions.FormOf(year) ?? throw ReportsRefusals.NoForm.Of(year.ToString(CultureInfo.InvariantCulture));
    }

    private static Definition DefinitionOf(Form form, string id) => Definitions.Of(form).FirstOrDefault(d => d.Id == id) ?? throw ReportsRefusals.NoSuchFigure.Of();

    /// <summary>Where a page of a figure's acts ended.</summary>
    /// <param name="Term">Which of its sums.</param>
    /// <param name="Token">The ledger's.</param>
    private sealed record ActsPlace(int Term, long TreeSize, string Token)
    {
        public static ActsPlace Parse(string text) =>
            PageTokens.Parts(text, ' ', 3) is [var term, var size, var token] ? new ActsPlace(PageTokens.Position(term), PageTokens.Number(size), token) : throw new BadPlaceException("Not a place.");

        public override string ToString() => $"{Term} {TreeSize} {Token}";
    }
}
