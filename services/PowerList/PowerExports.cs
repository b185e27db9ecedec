using Google.Protobuf;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.OpenApi;
using Sunshine.Foundation.Tables;

namespace Sunshine.Powers;

/// <summary>
/// A list as of any time, to take away: as a table, with the columns that an import of a full list reads, and as lines of JSON, as GetPower
/// has each. Whoever takes it, changes some rows and hands it in again has made a batch.
/// </summary>
public static class PowerExports
{
    private const int Portion = 500;

    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default);

    public static void MapPowerExports(this IEndpointRouteBuilder endpoints)
    {
        Map("list.csv", "ExportCsv", "All powers of a list as CSV in UTF-8 with a mark that spreadsheets know; cells that begin like a formula are escaped.", "text/csv; charset=utf-8",
            (http, found) => WriteTable(TableWriter.Csv(http.Response.Body), found, http.RequestAborted));
        Map("list.xlsx", "ExportXlsx", "All powers of a list as a workbook.", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            (http, found) => WriteTable(TableWriter.Xlsx(http.Response.Body, "权责清单"), found, http.RequestAborted));
        Map("list.jsonl", "ExportJsonLines", "All powers of a list, one JSON object a line: `id` and what the list says.", "application/jsonl; charset=utf-8", WriteJsonLines);

        void Map(string name, string operation, string description, string type, Func<HttpContext, Found, Task> write) =>
            endpoints.MapGet("/api/v1/powers/" + name, async (
                HttpContext http, PowerLists lists, LawBook lawBook, [FromKeyedServices(PowerListModule.Name)] AgencyCopies agencyCopies, Clock clock) =>
            {
                var cancel = http.RequestAborted;
                var request = QueryParameters.Read<V1.ListPowersRequest>(http.Request.Query);
                var (agencies, laws) = (await agencyCopies.Read(cancel), await lawBook.Read(cancel));
                var moment = Moment.Of(await lists.Choose(request.ListId, agencies, cancel), request.AsOf, request.BatchId, clock.Today, ("asOf", "batchId"));
                http.Response.ContentType = type;
                http.Response.Headers.ContentDisposition = $"attachment; filename={name}";
                await write(http, new Found(PowerRpcs.Found(request, moment, agencies, laws) ?? moment.Powers, lists, agencies, laws));
            }).AllowAnonymous().DisableRequestTimeout().WithMetadata(new PlainOperation(V1.PowerService.Descriptor, operation, description + " Takes the parameters of ListPowers; paging has no effect.")
            {
                Query = V1.ListPowersRequest.Descriptor
            }).AnswersRefusals();
    }

    private sealed record Found(IEnumerable<Line> Lines, PowerLists Lists, AgencyCopies.Snapshot Agencies, LawBook.Snapshot Laws)
    {
        public async IAsyncEnumerable<PowerVersion> Read([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
        {
            foreach (var part in Lines.Chunk(Portion))
            {
                var contents = await Lists.Contents([.. part.Select(l => l.VersionId)], cancel);
                foreach (var line in part) yield return contents[line.VersionId];
            }
        }
    }

    private static async Task WriteTable(TableWriter table, Found found, CancellationToken cancel)
    {
        await using var _ = table;
        var named = found.Agencies.Ids.CountBy(found.Agencies.NameOf).ToDictionary();
        await table.Write([.. PowerTable.OfPowers.Select(h => (TableCell)h.Name)], cancel);
        await foreach (var version in found.Read(cancel)) await table.Write(PowerTable.Row(version.Content, found.Agencies, named, found.Laws), cancel);
    }

    private static async Task WriteJsonLines(HttpContext http, Found found)
    {
        await using var text = new StreamWriter(http.Response.Body, new System.Text.UTF8Encoding(false), leaveOpen: true);
        await foreach (var version in found.Read(http.RequestAborted))
        {
            await text.WriteAsync(Json.Format(new V1.Power { Id = version.PowerId, ListId = version.ListId, Content = Powers.Map.ToProto(version.Content), AgencyName = found.Agencies.NameOf(version.Content.AgencyId), Held = true }));
            await text.WriteAsync('\n');
        }
    }
}
