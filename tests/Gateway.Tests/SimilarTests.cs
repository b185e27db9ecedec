using System.Net.Http.Json;
using System.Text.Json;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Requests.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.Gateway.Tests;

/// <summary>What is applied for may be public already, or have been asked before.</summary>
public sealed class SimilarTests : GatewayTest
{
    [Fact]
    public async Task An_officer_is_shown_what_the_catalogue_has_and_what_others_asked()
    {
        var host = await InOneProcess();
        await AddAgency(host, "city");
        var catalogue = new CatalogueService.CatalogueServiceClient(host.As(Roles.Admin));
        await catalogue.BatchImportItemsAsync(new() { Records = { Item("1", "关于印发城市道路维修工程管理办法的通知"), Item("2", "2025 年财政预算公开"), Item("3", "城市供水价格听证报告") } }, cancellationToken: Cancel);
        var desk = new IntakeService.IntakeServiceClient(host.As(Roles.RequestOfficer, "city"));
        var first = await Register(desk, "1", "请公开《城市道路维修工程管理办法》全文");
        await Register(desk, "2", "申请公开城市供水价格的成本监审报告");
        var same = await Register(desk, "3", "本人需要城市道路维修工程管理办法及相关附件");

        using var officer = host.Http(host.Issuer.Token([Roles.RequestOfficer], "city"));
        var similar = await officer.GetFromJsonAsync<JsonElement>($"/api/v1/requests/applications/{first}/similar", Cancel);

        Assert.True(similar.GetProperty("catalogueAsked").GetBoolean());
        Assert.Equal("关于印发城市道路维修工程管理办法的通知", similar.GetProperty("items")[0].GetProperty("title").GetString());
        Assert.Equal(same, similar.GetProperty("applications")[0].GetProperty("id").GetString());
    }

    private static ImportRecord Item(string sourceId, string title) => new()
    {
        SourceId = sourceId, AgencyId = "city", Title = title, Placements = { new Placement { Channel = Channel.Website, On = "2025-12-01" } }
    };

    private static async Task<string> Register(IntakeService.IntakeServiceClient desk, string requestId, string description) => (await desk.CreateApplicationAsync(new()
    {
        AgencyId = "city", RequestId = requestId, Channel = IntakeChannel.InPerson,
        Applicant = new Applicant { Kind = ApplicantKind.NaturalPerson, Name = "钱学文", IdentityDocument = IdentityDocument.Passport, IdentityNumber = "E12345678", Phone = "0412-5550001" },
        Wanted = new Wanted { Description = description, Medium = Medium.File, Handover = Handover.Online }
    }, cancellationToken: Cancel)).ApplicationId;
}
