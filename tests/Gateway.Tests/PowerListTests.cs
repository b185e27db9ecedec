using System.Net.Http.Json;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Powers.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.Gateway.Tests;

/// <summary>The power list through the edge, in one process with the catalogue: what a portal asks for, and what the catalogue's events do to it.</summary>
public sealed class PowerListTests : GatewayTest
{
    [Fact]
    public async Task A_list_is_read_over_REST_and_a_repealed_document_puts_its_powers_in_question()
    {
        var host = await InOneProcess();
        var own = host.Invoker(host.Issuer.Token([Roles.System, Roles.Admin, Roles.Publisher], null, "machine"));
        await new AgencyService.AgencyServiceClient(own).CreateAgencyAsync(
            new() { RequestId = "1", Agency = new Sunshine.Catalogue.V1.Agency { Id = "city", Name = "市政府", Level = AgencyLevel.City, OrganisationCode = "014416330", CatalogueCode = "LNAS" } }, cancellationToken: Cancel);
        var item = (await new CatalogueService.CatalogueServiceClient(own).BatchImportItemsAsync(new()
        {
            Records =
            {
                new ImportRecord
                {
                    SourceId = "doc", AgencyId = "city", Title = "城市供热管理办法", DocumentNumber = "鞍政发〔2010〕5号", Placements = { new Placement { Channel = Channel.Website, On = "2010-05-01" } }
                }
            }
        }, cancellationToken: Cancel)).Results.Single();

        var laws = new LawService.LawServiceClient(own);
        var law = await laws.CreateLawAsync(
            new() { RequestId = "1", Content = new LawContent { Title = "城市供热管理办法", DocumentNumber = "鞍政发〔2010〕5号", Kind = LawKind.NormativeDocument, LastArticle = 40 } }, cancellationToken: Cancel);
        await new ListService.ListServiceClient(own).CreateListAsync(new() { RequestId = "1", AgencyId = "city", Name = "权责清单", Level = PowerLevel.City }, cancellationToken: Cancel);
        var batches = new BatchService.BatchServiceClient(own);
        var batch = await batches.CreateBatchAsync(
            new() { RequestId = "1", ListId = "city", Decree = new Decree { Title = "公布权责清单", DecidedOn = "2015-12-01" }, EffectiveOn = "2015-12-01" }, cancellationToken: Cancel);
        batch = await batches.AppendOperationsAsync(new() { Id = batch.Id, Etag = batch.Etag, Operations = { Add(1, law.Id), Add(2, law.Id) } }, cancellationToken: Cancel);
        await batches.AdoptBatchAsync(new() { Id = batch.Id, Etag = batch.Etag }, cancellationToken: Cancel);

        using var http = host.Http();
        var list = await http.GetFromJsonAsync<JsonElement>("/api/v1/powers?asOf=2016-01-01&pageSize=1", Cancel);
        Assert.Equal(("2", 1), (list.GetProperty("totalSize").GetString(), list.GetProperty("powers").GetArrayLength()));
        Assert.Equal("0", (await http.GetFromJsonAsync<JsonElement>("/api/v1/powers?asOf=2015-11-30", Cancel)).GetProperty("totalSize").GetString());
        Assert.Equal("2", (await http.GetFromJsonAsync<JsonElement>("/api/v1/powers/batches?year=2015", Cancel)).GetProperty("batches")[0].GetProperty("balance").GetProperty("closing").ToString());
        Assert.Equal("0", (await http.GetFromJsonAsync<JsonElement>("/api/v1/powers?inQuestion=true", Cancel)).GetProperty("totalSize").GetString());

        await new EditingService.EditingServiceClient(own).EndValidityAsync(
            new() { Id = item.Id, Validity = Validity.Repealed, On = "2016-03-01", Reason = "清理" }, cancellationToken: Cancel);
        var powers = new PowerService.PowerServiceClient(host.Invoker());
        while ((await powers.ListPowersAsync(new() { InQuestion = true }, cancellationToken: Cancel)).TotalSize < 2) await Task.Yield();
        Assert.Equal(0, (await powers.ListPowersAsync(new() { InQuestion = true, AsOf = "2016-02-29" }, cancellationToken: Cancel)).TotalSize);
        var power = await powers.GetPowerAsync(new() { Id = list.GetProperty("powers")[0].GetProperty("id").GetString() }, cancellationToken: Cancel);
        Assert.Contains("2016-03-01", power.Content.Bases.Single().InQuestion, StringComparison.Ordinal);

        // Somebody bases one of them on another law.
        var newer = await laws.CreateLawAsync(new() { RequestId = "2", Content = new LawContent { Title = "城市供热条例", Kind = LawKind.LocalRegulation } }, cancellationToken: Cancel);
        var next = await batches.CreateBatchAsync(
            new() { RequestId = "2", ListId = "city", Decree = new Decree { Title = "调整", DecidedOn = "2016-04-01" }, EffectiveOn = "2016-04-01" }, cancellationToken: Cancel);
        next = await batches.AppendOperationsAsync(new()
        {
            Id = next.Id, Etag = next.Etag,
            Operations =
            {
                new Operation
                {
                    Kind = OperationKind.Change, Codes = { Code(1) }, Powers = { new PowerContent { Bases = { new LegalBasis { LawId = newer.Id } } } },
                    UpdateMask = new FieldMask { Paths = { "bases" } }
                }
            }
        }, cancellationToken: Cancel);
        await batches.AdoptBatchAsync(new() { Id = next.Id, Etag = next.Etag }, cancellationToken: Cancel);
        Assert.Equal(Code(2), (await powers.ListPowersAsync(new() { InQuestion = true }, cancellationToken: Cancel)).Powers.Single().Code);
    }

    private static Operation Add(int item, string law) => new()
    {
        Kind = OperationKind.Add,
        Powers =
        {
            new PowerContent
            {
                Code = Code(item), Name = $"第 {item} 项", Kind = PowerKind.Licence, AgencyId = "city", Level = PowerLevel.City, Bases = { new LegalBasis { LawId = law, Article = "第三条" } }
            }
        }
    };

    private static string Code(int item) => $"210300025XK{item:0000}000";
}
