using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Microsoft.AspNetCore.Routing;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.OpenApi;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Tables;

namespace Sunshine.Catalogue;

/// <summary>
/// What a search finds, to take away: as a table for spreadsheets, as lines of JSON, and as DCAT 3 (JSON-LD) for other catalogues. Streamed
/// page by page, every match once, newest first.
/// </summary>
public static class ItemExports
{
    private const int Portion = PageTokens.LargestSize;

    private static readonly TableCell[] Headings =
    [
        "id", "indexNumber", "title", "agencyId", "agency", "documentNumber", "subjectCategory", "genre", "stage", "keyArea", "formedOn", "publishedOn", "effectiveOn",
        "expiresOn", "validity", "channels", "keywords", "summary", "edition"
    ];

    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default);

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void MapItemExports(this IEndpointRouteBuilder endpoints)
    {
        Map("items.csv", "ExportCsv", "All items of any search as CSV in UTF-8 with a mark that spreadsheets know; cells that begin like a formula are escaped.", WriteCsv);
        Map("items.jsonl", "ExportJsonLines", "All items of any search, one JSON object a line, as GetItem has them.", WriteJsonLines);
        Map("items.jsonld", "ExportDcat", "All items of any search as a DCAT 3 catalogue in JSON-LD.", WriteDcat);

        void Map(string name, string operation, string description, Func<HttpContext, IAsyncEnumerable<V1.Item>, Task> write) =>
            endpoints.MapGet("/api/v1/catalogue/" + name, async (HttpContext http, PublicItems items, AgencyTree tree) =>
            {
                var agencies = await tree.Read(http.RequestAborted);
                var query = ItemSearch.Of(QueryParameters.Read<V1.ListItemsRequest>(http.Request.Query), agencies) with
                {
                    Order = SearchOrder.Newest, Size = Portion, Count = [], After = null
                };
                await write(http, Found(items, query, agencies, http.RequestAborted));
            }).AllowAnonymous().WithMetadata(new PlainOperation(V1.CatalogueService.Descriptor, operation, description + " Takes the parameters of ListItems; order and paging have no effect.")
            {
                Query = V1.ListItemsRequest.Descriptor
            }).AnswersRefusals();
    }

    private static async IAsyncEnumerable<V1.Item> Found(
        PublicItems items, SearchQuery<Item> query, AgencyTree.Snapshot agencies, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        for (string? after = null; ;)
        {
            var page = await items.Search(query with { After = after }, cancel);
            foreach (var found in page.Documents) yield return Catalogue.Map.ToProto(items.Today(found), agencies);
            if ((after = page.Next) is null) yield break;
        }
    }

    private static async Task WriteCsv(HttpContext http, IAsyncEnumerable<V1.Item> items)
    {
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = "attachment; filename=items.csv";
        await using var table = TableWriter.Csv(http.Response.Body);
        await table.Write(Headings, http.RequestAborted);
        await foreach (var item in items)
        {
            await table.Write(
            [
                item.Id, item.IndexNumber, item.Title, item.Agency.Id, item.Agency.Name, item.DocumentNumber, item.SubjectCategory, item.Genre, item.Stage.Name(), item.KeyArea,
                item.FormedOn, item.PublishedOn, item.EffectiveOn, item.ExpiresOn, item.Validity.Name(), string.Join(';', item.Placements.Select(p => p.Channel.Name()).Distinct()),
                string.Join(';', item.Keywords), item.Summary, $"{item.Edition}"
            ], http.RequestAborted);
        }
    }

    private static async Task WriteJsonLines(HttpContext http, IAsyncEnumerable<V1.Item> items)
    {
        http.Response.ContentType = "application/jsonl; charset=utf-8";
        await using var text = new StreamWriter(http.Response.Body, leaveOpen: true);
        await foreach (var item in items)
        {
            await text.WriteAsync(Json.Format(item));
            await text.WriteAsync('\n');
        }
    }

    private static async Task WriteDcat(HttpContext http, IAsyncEnumerable<V1.Item> items)
    {
        http.Response.ContentType = "application/ld+json; charset=utf-8";
        var root = $"{http.Request.Scheme}://{http.Request.Host}/api/v1/catalogue/";
        await using var text = new StreamWriter(http.Response.Body, leaveOpen: true);
        await text.WriteAsync("""{"@context":{"dcat":"http://www.w3.org/ns/dcat#","dct":"http://purl.org/dc/terms/","foaf":"http://xmlns.com/foaf/0.1/","xsd":"http://www.w3.org/2001/XMLSchema#"},""");
        await text.WriteAsync($"\"@id\":\"{root}items.jsonld\",\"@type\":\"dcat:Catalog\",\"dct:title\":{{\"@value\":\"政府信息公开目录\",\"@language\":\"zh-CN\"}},\"dcat:resource\":[");
        var first = true;
        await foreach (var item in items)
        {
            if (!first) await text.WriteAsync(',');
            first = false;
            await text.WriteAsync(Resource(item, root).ToJsonString(Readable));
        }

        await text.WriteAsync("]}");
    }

    /// <summary>An item as DCAT 3 has resources; empty properties are left out.</summary>
    private static JsonObject Resource(V1.Item item, string root)
    {
        var address = root + "items/" + item.Id;
        var resource = new JsonObject
        {
            ["@id"] = address, ["@type"] = "dcat:Resource", ["dct:identifier"] = item.IndexNumber, ["dct:title"] = Chinese(item.Title),
            ["dct:issued"] = Day(item.PublishedOn), ["dct:modified"] = new JsonObject { ["@value"] = item.EditionTime.ToDateTimeOffset().ToString("O"), ["@type"] = "xsd:dateTime" },
            ["dct:publisher"] = new JsonObject { ["@id"] = root + "agencies/" + item.Agency.Id, ["@type"] = "foaf:Agent", ["foaf:name"] = item.Agency.Name },
            ["dct:language"] = "zh-CN", ["dcat:version"] = $"{item.Edition}", ["dcat:landingPage"] = new JsonObject { ["@id"] = address }
        };
        if (item.Summary.Length > 0) resource["dct:description"] = Chinese(item.Summary);
        if (item.Keywords.Count > 0) resource["dcat:keyword"] = new JsonArray([.. item.Keywords.Select(k => (JsonNode)Chinese(k))]);
        if (item.FormedOn.Length > 0) resource["dct:created"] = Day(item.FormedOn);
        if (item.SubjectCategory.Length > 0) resource["dcat:theme"] = Chinese(CodeTables.SubjectCategories.NameOf(item.SubjectCategory));
        if (item.Genre.Length > 0) resource["dct:type"] = Chinese(CodeTables.Genres.NameOf(item.Genre));
        var based = item.References.Where(r => r.Relation == V1.Relation.BasedOn).ToList();
        if (based.Count > 0)
        {
            resource["dct:requires"] = new JsonArray([.. based.Select(r => r.ItemId.Length > 0
                ? new JsonObject { ["@id"] = root + "items/" + r.ItemId } : (JsonNode)new JsonObject { ["dct:title"] = r.Title, ["dct:identifier"] = r.DocumentNumber })]);
        }

        return resource;
    }

    private static JsonObject Chinese(string text) => new() { ["@value"] = text, ["@language"] = "zh-CN" };

    private static JsonObject Day(string day) => new() { ["@value"] = day, ["@type"] = "xsd:date" };
}
