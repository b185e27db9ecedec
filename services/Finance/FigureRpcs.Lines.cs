using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

public sealed partial class FigureRpcs
{
    [AllowAnonymous]
    public override async Task<ListLinesResponse> ListLines(ListLinesRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var agencies = await agencyCopies.Read(cancel);
        var v = new Violations();
        var size = PageTokens.Size(request.PageSize, v);
        var place = PageTokens.Parts(PageTokens.Place(request.PageToken, request, v), '\u0002', 2);
        var filter = LineFilter.Of(request, agencies, v);
        v.ThrowIfAny();
        var after = place is null ? 0 : PageTokens.Position(place[1]);
        var tables = filter.Tables(await book.Read(cancel)).ToList();
        // A table of the page before may have gone meanwhile: the place is a key, not a number.
        var page = tables.Where(t => place is null || string.CompareOrdinal(t.Key, place[0]) >= 0)
            .SelectMany(t => filter.Lines(t).Where(i => place is null || t.Key != place[0] || i > after).Select(i => (Table: t, Line: i))).Take(size + 1).ToList();
        var response = new ListLinesResponse
        {
            TotalSize = tables.Sum(t => (long)filter.Count(t)), NextPageToken = PageTokens.Of(page.Count > size ? $"{page[size - 1].Table.Key}\u0002{page[size - 1].Line}" : null, request)
        };
        var shown = page.Take(size).ToList();
        var named = shown.Select(p => p.Table).Distinct().ToList();
        var read = (await statements.ReadById([.. named.Select(t => t.StatementId)], cancel)).Zip(named).ToDictionary(x => x.Second, x => x.First);
        response.Lines.Add(shown.Select(p => ToProto(p.Table, p.Line, read[p.Table].Rows[p.Line], agencies.NameOf(p.Table.Identity.AgencyId))));
        return response;
    }

    private static FigureLine ToProto(FigureTable table, int line, StatementRow row, string agencyName)
    {
        var proto = new FigureLine
        {
            DisclosureId = table.DisclosureId, Release = table.Release, AgencyId = table.Identity.AgencyId, AgencyName = agencyName, FiscalYear = table.Identity.FiscalYear,
            Kind = table.Identity.Kind, Level = table.Identity.Level, Phase = table.Phase, Layout = table.Layout, Position = line + 1, Code = row.Code, Name = row.Name
        };
        var layout = Layouts.Find(table.Layout);
        proto.Cells.Add(row.Cells.Select(c => new LineCell { Column = c.Key, Value = Map.Number(c.Value, layout?.Column(c.Key)?.Kind) }));
        return proto;
    }
}
