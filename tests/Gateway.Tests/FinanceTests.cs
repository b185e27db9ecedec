using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Catalogue;
using Sunshine.Catalogue.V1;
using Sunshine.Finance;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Testing.Hosts;

namespace Sunshine.Gateway.Tests;

/// <summary>Finance disclosure through the edge, in one process with the catalogue: what is published there is an item here, and says so.</summary>
public sealed class FinanceTests : GatewayTest
{
    private const string Path = "/api/v1/finance/";

    [Fact]
    public async Task A_budget_that_is_published_over_REST_is_an_item_with_an_index_number_taken_back_and_put_back_with_it()
    {
        var host = await InOneProcess();
        var own = host.Invoker(host.Issuer.Token([Roles.System, Roles.Admin, Roles.Publisher], null, "machine"));
        await new AgencyService.AgencyServiceClient(own).CreateAgencyAsync(
            new() { RequestId = "1", Agency = new Sunshine.Catalogue.V1.Agency { Id = "city", Name = "市政府", Level = AgencyLevel.City, OrganisationCode = "014416330", CatalogueCode = "LNAS" } }, cancellationToken: Cancel);
        var items = host.Services.GetRequiredKeyedService<IStore>(CatalogueModule.Name).Open(ItemCollection.Declared);
        var disclosures = host.Services.GetRequiredKeyedService<IStore>(FinanceModule.Name).Open(DisclosureCollection.Declared);
        using var editor = host.Http(host.Issuer.Token([Roles.Editor], "city", "editor"));
        using var publisher = host.Http(host.Issuer.Token([Roles.Publisher], "city", "publisher"));
        using var anybody = host.Http();

        var draft = await Post(editor, "drafts", new
        {
            requestId = "b1", draft = new
            {
                agencyId = "city", fiscalYear = 2016, kind = "DISCLOSURE_KIND_THREE_PUBLIC", level = "FINANCE_LEVEL_GOVERNMENT",
                content = new { title = "鞍山市2016年“三公”经费预算", phase = "PHASE_APPROVED", approval = new { body = "市人民代表大会", documentNumber = "", on = "2026-01-04" } }
            }
        });
        var id = draft.GetProperty("disclosureId").GetString()!;
        var checkedDraft = await Post(editor, $"drafts/{draft.GetProperty("id").GetString()}/statements", new
        {
            statement = new { layout = "government-budget-three-public", unit = "AMOUNT_UNIT_YUAN", note = "注：无数据。", rows = Array.Empty<object>() }
        });
        Assert.True(checkedDraft.GetProperty("passed").GetBoolean());
        var publish = new { etag = checkedDraft.GetProperty("draft").GetProperty("etag").GetString() };
        Assert.Equal("FORBIDDEN", await Reason(HttpStatusCode.Forbidden, await editor.PostAsJsonAsync($"{Path}drafts/{draft.GetProperty("id").GetString()}:publish", publish, Cancel)));
        var published = await Post(publisher, $"drafts/{draft.GetProperty("id").GetString()}:publish", publish);
        Assert.Equal("2026-01-24", published.GetProperty("release").GetProperty("dueOn").GetString());

        await Until(async () => (await Stored(id)).IndexNumber.Length > 0);
        var read = await anybody.GetFromJsonAsync<JsonElement>($"{Path}disclosures/{id}", Cancel);
        var catalogue = new CatalogueService.CatalogueServiceClient(host.Invoker());
        var item = await catalogue.GetItemAsync(new() { Id = read.GetProperty("itemId").GetString() }, cancellationToken: Cancel);
        Assert.Equal(
            ("鞍山市2016年“三公”经费预算", $"finance/{id}", "2016年政府“三公”经费公开，含1张表。市人民代表大会于2026-01-04批准。", read.GetProperty("indexNumber").GetString()),
            (item.Title, item.SourceId, item.Summary, item.IndexNumber));
        Assert.StartsWith("014416330/2026-", item.IndexNumber);

        await Post(publisher, $"disclosures/{id}:withdraw", new { reason = "数据有误" });
        await Until(async () => (await items.Get(item.Id, Cancel))!.Value.Withdrawal is not null);
        item = await catalogue.GetItemAsync(new() { Id = item.Id }, cancellationToken: Cancel);
        Assert.Equal("数据有误", item.Withdrawal.Reason);
        Assert.Equal("WITHDRAWN", await Reason(HttpStatusCode.BadRequest, await anybody.GetAsync($"{Path}disclosures/{id}/statements/government-budget-three-public", Cancel)));
        await Post(publisher, $"disclosures/{id}:restore", new { });
        await Until(async () => (await items.Get(item.Id, Cancel))!.Value.Withdrawal is null);
        item = await catalogue.GetItemAsync(new() { Id = item.Id }, cancellationToken: Cancel);
        Assert.Equal(1, item.Edition);

        // Another disclosure is an item that somebody wrote before.
        var named = await new Sunshine.Finance.V1.DisclosureService.DisclosureServiceClient(own).BatchImportDisclosuresAsync(new()
        {
            Records =
            {
                new Sunshine.Finance.V1.DisclosureRecord
                {
                    SourceId = "p", AgencyId = "city", FiscalYear = 2016, Kind = Sunshine.Finance.V1.DisclosureKind.GovernmentProcurement, PublishedOn = "2016-05-01",
                    Content = new Sunshine.Finance.V1.DisclosureContent { Title = "采购", Phase = Sunshine.Finance.V1.Phase.Executed, ItemId = item.Id }
                }
            }
        }, cancellationToken: Cancel);
        await Until(async () => (await Stored(named.Results[0].Id)).IndexNumber == item.IndexNumber);
        Assert.Equal(1, (await catalogue.ListItemsAsync(new(), cancellationToken: Cancel)).TotalSize);

        async Task<Disclosure> Stored(string disclosureId) => (await disclosures.Get(disclosureId, Cancel))!.Value;
    }

    /// <summary>Of the stores, since the edge counts how often anybody asks.</summary>
    private static async Task<JsonElement> Post(HttpClient http, string path, object body)
    {
        var response = await http.PostAsJsonAsync(Path + path, body, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }
}
