using System.Net;
using Sunshine.Platform.Tests.Api;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Hostile;

/// <summary>Paths that lead out of where they begin, and paths that are spelt otherwise than who guards them expects.</summary>
[Collection(ApiFixture.OneAfterAnother)]
public sealed class PathTests(ApiFixture api)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/css/")]
    [InlineData("/site.css/")]
    [InlineData("/docs/")]
    [InlineData("/sitemaps/")]
    [InlineData("/items/")]
    [InlineData("/reading-point/")]
    [InlineData("/api/v1/ledger/log/tile/")]
    [InlineData("/api/v1/ledger/log/tile/entries/")]
    [InlineData("/api/v1/catalogue/attachments/")]
    [InlineData("/api/v1/catalogue/items/")]
    [InlineData("/api/v1/reports/")]
    [InlineData("/api/v1/reports/annual-reports/x/editions/")]
    [InlineData("/api/v1/finance/disclosures/x/statements/")]
    [InlineData("/openapi/parts/")]
    [InlineData("/account/")]
    [InlineData("/.well-known/")]
    public async Task No_path_leads_to_a_file(string root)
    {
        var server = (await api.Standalone).Rest;
        foreach (var way in HostileRequests.WaysOut)
        {
            foreach (var path in new[] { root + way, root + way + ".csv", root + way + "/content" })
            {
                var answer = await RawHttp.Get(server, path, Cancel);
                Assert.True(answer.Status is >= 200 and < 500, $"{path}: {answer.Status} {answer.Body}");
                Assert.DoesNotContain("root:", answer.Body, StringComparison.Ordinal);
                Assert.DoesNotContain("PRIVATE KEY", answer.Body, StringComparison.Ordinal);
                Assert.DoesNotContain("client_secret\"", answer.Body, StringComparison.Ordinal);
                if (answer.Status is < 300) Assert.Contains("text/html", answer.Head, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task No_name_of_a_file_leads_out_of_where_files_are_kept()
    {
        var standalone = await api.Standalone;
        foreach (var way in HostileRequests.WaysOut)
        {
            foreach (var name in new[] { way, way + ".txt", "a.txt" + way })
            {
                // As a caller who encodes it once more than the ways are.
                foreach (var given in new[] { name, Uri.EscapeDataString(name) })
                {
                    var answer = await RawHttp.Send(standalone.Rest,
                        $"POST /api/v1/catalogue/attachments?agencyId={ApiFixture.Agency}&fileName={given.Replace(' ', '+')} HTTP/1.1\r\nHost: {standalone.Rest.Authority}\r\nAuthorization: Bearer {standalone.Token}\r\nContent-Length: 2\r\nConnection: close\r\n\r\nab", 1, Cancel);
                    Assert.True(answer is [{ Status: 200 or 400 }], $"{given}: {string.Join(' ', answer.Select(a => $"{a.Status} {a.Body}"))}");
                    if (answer[0].Status == 400) continue;
                    // Kept under a name that is one, without a folder in it.
                    using var kept = System.Text.Json.JsonDocument.Parse(answer[0].Body);
                    Assert.DoesNotContain(kept.RootElement.GetProperty("fileName").GetString()!, c => c is '/' or '\\' or '\0');
                }
            }
        }
    }

    [Theory]
    [InlineData("/api/v1/requests/applications")]
    [InlineData("/api/v1/catalogue/drafts")]
    [InlineData("/api/v1/catalogue/harvest/sources")]
    [InlineData("/account/manage")]
    [InlineData("/desk/drafts")]
    [InlineData("/sunshine.catalogue.v1.EditingService/ListDrafts")]
    public async Task No_spelling_of_a_path_opens_what_is_closed(string path)
    {
        var server = (await api.Standalone).Rest;
        foreach (var spelling in HostileRequests.Spellings(path))
        {
            foreach (var method in new[] { "GET", "POST", "HEAD", "PUT" })
            {
                var answer = await RawHttp.Get(server, spelling, Cancel, method, method is "POST" or "PUT" ? "Content-Type: application/json\r\nContent-Length: 2\r\n" : "", method is "POST" or "PUT" ? "{}" : "");
                // A page may send on to where people sign in.
                Assert.True(answer.Status is 302 or >= 400 and < 500 or 501 or 505 || (answer.Status == 200 && answer.Head.Contains("grpc-status", StringComparison.OrdinalIgnoreCase)), $"{method} {spelling}: {answer.Status} {answer.Body}");
                if (answer.Status == 302) Assert.Matches("(?i)location: [^\r]*(/account/login|/connect/authorize|/desk|/account)", answer.Head);
            }
        }
    }

    /// <summary>Headers by which proxies rewrite paths, methods and addresses are nobody's to set here.</summary>
    [Theory]
    [InlineData("X-Original-URL: /api/v1/catalogue/drafts")]
    [InlineData("X-Rewrite-URL: /api/v1/catalogue/drafts")]
    [InlineData("X-HTTP-Method-Override: GET")]
    [InlineData("X-Forwarded-Prefix: /api/v1/catalogue/drafts?")]
    [InlineData("X-Forwarded-For: 127.0.0.1")]
    [InlineData("X-Client-Cert: MIIB")]
    [InlineData("X-ARR-ClientCert: MIIB")]
    [InlineData("dapr-app-id: catalogue")]
    [InlineData("dapr-api-token: x")]
    public async Task No_header_opens_what_is_closed(string header)
    {
        var server = (await api.Standalone).Rest;
        Assert.Equal((int)HttpStatusCode.Unauthorized, (await RawHttp.Get(server, "/api/v1/catalogue/drafts", Cancel, "GET", header + "\r\n")).Status);
        Assert.Equal((int)HttpStatusCode.Unauthorized, (await RawHttp.Get(server, "/api/v1/requests/applications", Cancel, "GET", header + "\r\n")).Status);
    }
}
