using Sunshine.Testing.Hosts;

namespace Sunshine.Gateway.Tests;

/// <summary>A gateway with a service behind it in another process: two readers of every request.</summary>
public sealed class HostileRequestTests : GatewayTest
{
    [Fact]
    public async Task No_request_hides_another_from_the_gateway()
    {
        var catalogue = await CatalogueAlone();
        var gateway = (await InFrontOf(catalogue.Addresses[0], new() { ["Gateway:AnonymousRate"] = "100000" })).Addresses[^1];
        foreach (var (what, request) in HostileRequests.Requests)
        {
            var answers = await RawHttp.Send(gateway, request.Replace("HOST", gateway.Authority, StringComparison.Ordinal) + HostileRequests.Next(gateway.Authority), 3, Cancel);

            // One answer to each request, or a refusal and the end, or the end alone.
            Assert.True(answers.Count <= 2, $"{what}: {answers.Count} answers");
            if (answers.Count == 0) continue;
            Assert.True(answers[0].Status is >= 200 and < 500 or 501 or 505, $"{what}: {answers[0].Status}");
            Assert.True(answers.Count == 1 ? answers[0].Status >= 400 : answers[1].Status == 200, $"{what}: {string.Join(' ', answers.Select(a => a.Status))}");
            Assert.DoesNotContain(answers, a => a.Body.Contains(HostileRequests.Smuggled, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("/api/v1/catalogue/drafts")]
    [InlineData("/api/v1/catalogue/harvest/sources")]
    public async Task No_spelling_of_a_path_opens_what_is_closed(string path)
    {
        var catalogue = await CatalogueAlone();
        var gateway = (await InFrontOf(catalogue.Addresses[0], new() { ["Gateway:AnonymousRate"] = "100000" })).Addresses[^1];
        foreach (var spelling in HostileRequests.Spellings(path))
        {
            var answer = await RawHttp.Get(gateway, spelling, Cancel);
            Assert.True(answer.Status is 400 or 401 or 403 or 404 or 405, $"{spelling}: {answer.Status} {answer.Body}");
        }
    }

    [Fact]
    public async Task A_path_that_leads_out_of_a_service_leads_nowhere()
    {
        var catalogue = await CatalogueAlone();
        var gateway = (await InFrontOf(catalogue.Addresses[0], new() { ["Gateway:AnonymousRate"] = "100000", ["Services:ledger"] = catalogue.Addresses[0].ToString() })).Addresses[^1];
        // The service's own description is for the gateway alone.
        foreach (var path in new[] { "/api/v1/catalogue/../../../openapi/parts/catalogue.json", "/api/v1/catalogue/..%2f..%2f..%2fopenapi/parts/catalogue.json", "/api/v1/catalogue/%2e%2e/%2e%2e/%2e%2e/openapi/parts/catalogue.json",
            "/sunshine.catalogue.v1.X/..%2f..%2fopenapi%2fparts%2fcatalogue.json", "/api/v1/catalogue/..;/..;/..;/openapi/parts/catalogue.json", "/api/v1/catalogue/..\\..\\..\\openapi\\parts\\catalogue.json" })
        {
            var answer = await RawHttp.Get(gateway, path, Cancel);
            Assert.True(answer.Status is 400 or 401 or 404 or 415, $"{path}: {answer.Status} {answer.Body}");
        }
    }
}
