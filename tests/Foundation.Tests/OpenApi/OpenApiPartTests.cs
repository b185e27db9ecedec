using System.Text.RegularExpressions;
using Google.Api;
using Google.Protobuf.Reflection;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using Sunshine.Foundation.OpenApi;
using Sunshine.Foundation.Tests.Contracts;

namespace Sunshine.Foundation.Tests.OpenApi;

public sealed partial class OpenApiPartTests
{
    [Fact]
    public async Task The_document_is_valid()
    {
        var json = await Catalogue.Part().SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, TestContext.Current.CancellationToken);
        var settings = new OpenApiReaderSettings { RuleSet = ValidationRuleSet.GetDefaultRuleSet() };
        var (_, diagnostic) = OpenApiDocument.Parse(json, "json", settings);
        Assert.Empty(diagnostic!.Errors.Select(e => e.ToString()));
        Assert.Empty(diagnostic.Warnings.Select(e => e.ToString()));
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, diagnostic.SpecificationVersion);
    }

    [Fact]
    public async Task Every_service_has_a_valid_part_and_all_make_one_document()
    {
        var parts = Contract.Own.Services.GroupBy(s => Contract.ServiceOf(s.File)).Select(g => OpenApiPart.For(g.Key, g, _ => null)).ToList();
        Assert.NotEmpty(parts);
        Assert.Equal(parts.Sum(p => p.Paths.Count), (await OpenApiMerge.Merge(parts, "Sunshine", "v1")).Paths.Count);
    }

    [Fact]
    public async Task Every_reference_leads_somewhere()
    {
        var document = await Catalogue.Read();
        var missing = new MissingReferences();
        new OpenApiWalker(missing).Walk(document);
        Assert.Empty(missing.Found);
    }

    [Fact]
    public async Task Every_rpc_with_an_HTTP_rule_is_an_operation()
    {
        var operations = (await Catalogue.Read()).Paths.SelectMany(p => p.Value.Operations!, (p, o) => $"{o.Key} {p.Key} {o.Value.OperationId}").ToList();

        Assert.Contains("GET /api/v1/catalogue/items/{id} CatalogueService_GetItem", operations);
        Assert.Contains("PATCH /api/v1/catalogue/agencies/{id} AgencyService_UpdateAgency", operations);
        Assert.Contains("POST /api/v1/catalogue/items:batchImport CatalogueService_BatchImportItems", operations);
        Assert.Equal(
            Testing.Contracts.Rpcs.Where(rpc => rpc.File.Package == "sunshine.catalogue.v1").SelectMany(rpc => Contracts.Contract.Rules(rpc).Select(rule => Line(rpc, rule))).Order(StringComparer.Ordinal),
            operations.Select(o => Variable().Replace(o, "{}")).Order(StringComparer.Ordinal));

        static string Line(MethodDescriptor rpc, HttpRule rule) =>
            $"{rule.PatternCase.ToString().ToUpperInvariant()} {Variable().Replace(rule.Get + rule.Post + rule.Patch + rule.Delete, "{}")} {rpc.Service.Name}_{rpc.Name}";
    }

    /// <summary>A path has one name for its variable in OpenAPI, whatever its rpcs call it.</summary>
    [GeneratedRegex(@"\{[\w.]+\}")]
    private static partial Regex Variable();

    [Fact]
    public async Task An_operation_has_the_rpcs_comment_and_its_callers()
    {
        var list = (await Catalogue.Read()).Operation(HttpMethod.Get, "items");
        Assert.Equal("Searches the items, or lists them without a query", list.Summary);
        Assert.Contains("Every match comes exactly once over the pages, also while items are being added.", list.Description);
        Assert.EndsWith("Anyone may call this.", list.Description);
        Assert.Equal("CatalogueService", Assert.Single(list.Tags!).Name);
    }

    [Fact]
    public async Task Only_calls_that_need_a_role_ask_for_a_token()
    {
        var document = await Catalogue.Read();
        var import = document.Operation(HttpMethod.Post, "items:batchImport");
        Assert.EndsWith("Roles: system, publisher, admin.", import.Description);
        Assert.Equal("bearer", Assert.Single(Assert.Single(import.Security!).Keys).Reference.Id);
        Assert.Contains("403", import.Responses!.Keys);

        var list = document.Operation(HttpMethod.Get, "items");
        Assert.Null(list.Security);
        Assert.DoesNotContain("401", list.Responses!.Keys);
    }

    [Fact]
    public void A_call_for_nobody_says_so()
    {
        var import = OpenApiPart.For("catalogue", Catalogue.Services, _ => []).Operation(HttpMethod.Post, "items:batchImport");
        Assert.EndsWith("Nobody may call this.", import.Description);
        Assert.NotNull(import.Security);
    }

    [Fact]
    public async Task Fields_that_neither_path_nor_body_binds_are_query_parameters()
    {
        var document = await Catalogue.Read();
        var list = document.Operation(HttpMethod.Get, "items");
        Assert.Equal(12, list.Parameters!.Count);
        var size = list.Parameter("pageSize");
        Assert.Equal(ParameterLocation.Query, size.In);
        Assert.Equal(JsonSchemaType.Integer, size.Schema!.Type);
        Assert.Equal("Optional. 0 means 20; above 200 is treated as 200.", size.Description);
        Assert.False(size.Required);

        Assert.True(document.Operation(HttpMethod.Get, "statistics").Parameter("year").Required);
        Assert.Equal(["requestId"], document.Operation(HttpMethod.Post, "agencies").Parameters!.Select(p => p.Name));
        Assert.Empty(document.Operation(HttpMethod.Post, "items:batchImport").Parameters ?? []);
    }

    [Fact]
    public async Task An_enum_parameter_has_no_zero_value_and_a_field_has_it()
    {
        var document = await Catalogue.Read();
        var channel = document.Operation(HttpMethod.Get, "items").Parameter("channel").Schema!;
        Assert.Equal(["CHANNEL_GAZETTE", "CHANNEL_WEBSITE", "CHANNEL_MICROBLOG", "CHANNEL_WECHAT", "CHANNEL_OTHER"], channel.Enum!.Select(v => v.GetValue<string>()));
        Assert.Contains("- `CHANNEL_GAZETTE`: Government gazette (政府公报).", channel.Description);

        var component = document.Components!.Schemas!["sunshine.catalogue.v1.Channel"];
        Assert.Equal(6, component.Enum!.Count);
        Assert.Equal(JsonSchemaType.String, component.Type);
    }

    [Fact]
    public async Task Reading_and_updating_a_resource_are_one_path()
    {
        var update = (await Catalogue.Read()).Operation(HttpMethod.Patch, "agencies/{id}");
        var id = update.Parameter("id");
        Assert.Equal(ParameterLocation.Path, id.In);
        Assert.True(id.Required);
        var mask = update.Parameter("updateMask");
        Assert.Equal(JsonSchemaType.String, mask.Schema!.Type);
        Assert.True(mask.Required);
    }

    [Fact]
    public async Task A_body_of_the_whole_request_is_the_requests_component()
    {
        var document = await Catalogue.Read();
        var body = document.Operation(HttpMethod.Post, "items:batchImport").RequestBody!;
        Assert.True(body.Required);
        Assert.Equal("sunshine.catalogue.v1.BatchImportItemsRequest", body.Content.Schema().Refers());
        var records = document.Components!.Schemas!["sunshine.catalogue.v1.BatchImportItemsRequest"].Properties!["records"];
        Assert.Equal(JsonSchemaType.Array, records.Type);
        Assert.Equal("sunshine.catalogue.v1.ImportRecord", records.Items.Refers());
        Assert.Equal(["agencyId", "placements", "sourceId", "title"], document.Components.Schemas["sunshine.catalogue.v1.ImportRecord"].Required!.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_body_of_one_field_is_that_fields_message()
    {
        var create = (await Catalogue.Read()).Operation(HttpMethod.Post, "agencies");
        Assert.Equal("sunshine.catalogue.v1.Agency", create.RequestBody!.Content.Schema().Refers());
    }

    [Fact]
    public async Task An_update_needs_no_field_may_send_the_etag_and_has_its_id_in_the_path()
    {
        var body = (await Catalogue.Read()).Operation(HttpMethod.Patch, "agencies/{id}").RequestBody!.Content.Schema();
        Assert.DoesNotContain("id", body.Properties!.Keys);
        Assert.Empty(body.Required ?? new HashSet<string>());
        Assert.False(body.Properties["etag"].ReadOnly);
        Assert.True(body.Properties["createTime"].ReadOnly);
    }

    [Fact]
    public async Task Fields_have_the_types_of_proto3_JSON()
    {
        var schemas = (await Catalogue.Read()).Components!.Schemas!;
        var item = schemas["sunshine.catalogue.v1.Item"];
        Assert.Equal("A piece of disclosed government information (政府信息) with the core metadata of its catalogue entry.", item.Description);
        Assert.True(item.Properties!["etag"].ReadOnly);
        Assert.Equal("date-time", item.Properties["createTime"].Format);
        Assert.Equal("sunshine.catalogue.v1.AgencyReference", item.Properties["agency"].Refers());
        Assert.Equal("The agency that discloses it (发布机构).", item.Properties["agency"].Description);
        Assert.Equal(JsonSchemaType.Array, item.Properties["keywords"].Type);

        var total = schemas["sunshine.catalogue.v1.ListItemsResponse"].Properties!["totalSize"];
        Assert.Equal(JsonSchemaType.String, total.Type);
        Assert.Equal("int64", total.Format);
        Assert.Contains("google.rpc.BadRequest.FieldViolation", schemas.Keys);
    }

    [Fact]
    public async Task A_stream_is_described_as_lines()
    {
        var response = (await Catalogue.Read()).Operation(HttpMethod.Get, "items:export").Responses!["200"];
        Assert.Contains("one JSON object a line", response.Description);
        Assert.Equal("sunshine.catalogue.v1.Item", response.Content.Schema().Refers());
    }

    [Fact]
    public async Task Refusals_are_described_by_the_status_message()
    {
        var document = await Catalogue.Read();
        var responses = document.Operation(HttpMethod.Patch, "agencies/{id}").Responses!;
        Assert.Equal(["200", "400", "401", "403", "404", "409", "413", "429", "503", "default"], responses.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["200", "400", "429", "503", "default"], document.Operation(HttpMethod.Get, "items").Responses!.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("google.rpc.Status", responses["409"].Content.Schema().Refers());
        var details = document.Components!.Schemas!["google.rpc.Status"].Properties!["details"].Items!;
        Assert.Contains("google.rpc.ErrorInfo.Detail", details.OneOf!.Select(s => s.Refers()));
        Assert.Equal("type.googleapis.com/google.rpc.ErrorInfo", document.Components.Schemas["google.rpc.ErrorInfo.Detail"].Properties!["@type"].Const);
        Assert.DoesNotContain("@type", document.Components.Schemas["google.rpc.LocalizedMessage"].Properties!.Keys);
    }

    [Fact]
    public async Task A_client_streaming_rpc_is_mentioned_with_its_service()
    {
        var tag = (await Catalogue.Read()).Tags!.Single(t => t.Name == "CatalogueService");
        Assert.StartsWith("The catalogue of disclosed government information (政府信息公开目录).", tag.Description);
        Assert.Contains("Over gRPC only:\n- `ImportItems`: Imports items, idempotent", tag.Description);
    }

    private sealed class MissingReferences : OpenApiVisitorBase
    {
        public List<string> Found { get; } = [];

        public override void Visit(IOpenApiReferenceHolder referenceHolder)
        {
            if (referenceHolder.UnresolvedReference) Found.Add(PathString);
        }
    }
}
