using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Testing.Hosts;

namespace Sunshine.Standalone.Tests;

/// <summary>Machines that are known by certificates instead of secrets, and tokens for one service alone; over real TLS, with certificates of the test's own.</summary>
public sealed class CertificateTests(CertificateFixture fixture) : IClassFixture<CertificateFixture>
{
    private readonly X509Certificate2 _own = fixture.Own, _other = fixture.Other, _expired = fixture.Expired;
    private readonly StandaloneProcess? _standalone = fixture.Standalone;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_is_known_by_its_certificate_and_its_token_goes_with_it_alone()
    {
        var (status, token) = await Ask("county", null, _own);
        Assert.Equal(HttpStatusCode.OK, status);

        // The certificate itself, another one of the same name, none; and no header tells one.
        Assert.Equal(HttpStatusCode.OK, await Read(token, _own));
        Assert.Equal(HttpStatusCode.Unauthorized, await Read(token, _other));
        Assert.Equal(HttpStatusCode.Unauthorized, await Read(token, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await Read(token, null, header: ClientCertificates.ToHeader(_own.RawData)));
        Assert.Equal(HttpStatusCode.Unauthorized, await Read(token, _other, header: ClientCertificates.ToHeader(_own.RawData)));
        using var plain = _standalone!.Http(token);
        plain.DefaultRequestHeaders.Add(ClientCertificates.Header, ClientCertificates.ToHeader(_own.RawData));
        Assert.Equal(HttpStatusCode.Unauthorized, (await plain.GetAsync("/api/v1/catalogue/agencies", Cancel)).StatusCode);

        // Over gRPC too.
        Assert.Equal(StatusCode.OK, await Call(token, _own));
        Assert.Equal(StatusCode.Unauthenticated, await Call(token, _other));
        Assert.Equal(StatusCode.Unauthenticated, await Call(token, null));
    }

    [Fact]
    public async Task What_services_ask_of_each_other_for_the_caller_shows_his_certificate()
    {
        var (_, token) = await Ask("county", null, _own);
        using var http = Http(_own, token);
        // A report asks the ledger, as the caller.
        using var response = await http.GetAsync("/api/v1/reports/2016?form=FORM_2014", Cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Another_certificate_gets_no_token()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await Ask("county", null, _other)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Ask("county", null, null)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Ask("county", "secret", null)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Ask("expired", null, _expired)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Ask("nobody", null, _own)).Status);
    }

    [Fact]
    public async Task Who_has_both_shows_both()
    {
        Assert.Equal(HttpStatusCode.OK, (await Ask("both", "secret", _own)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Ask("both", "secret", null)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Ask("both", "wrong", _own)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Ask("both", null, _own)).Status);
    }

    [Fact]
    public async Task A_client_with_a_secret_is_bound_to_no_certificate_that_it_happens_to_show()
    {
        var (status, token) = await Ask("plain", "secret", _own);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(HttpStatusCode.OK, await Read(token, null));
    }

    [Fact]
    public async Task A_token_for_one_service_is_refused_by_the_others()
    {
        var (status, token) = await Ask("plain", "secret", null, "sunshine/catalogue");
        Assert.Equal(HttpStatusCode.OK, status);
        using var http = _standalone!.Http(token);

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/api/v1/catalogue/agencies", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/API/v1/Catalogue/agencies", Cancel)).StatusCode);
        foreach (var path in new[] { "/api/v1/ledger/sources", "/api/v1/catalogue/../ledger/sources", "/api/v1/catalogue/%2e%2e/ledger/sources", "/api/v1/reading-rooms:nearest?lat=41&lng=122", "/api/v1/catalogue-x/agencies", "/openapi/v1.json", "/sitemap.xml" })
            Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync(path, Cancel)).StatusCode);

        var invoker = _standalone.Invoker(token);
        await new CatalogueService.CatalogueServiceClient(invoker).ListItemsAsync(new(), cancellationToken: Cancel);
        Assert.Equal(StatusCode.Unauthenticated, (await Assert.ThrowsAsync<RpcException>(async () => await new Ledger.V1.LedgerService.LedgerServiceClient(invoker).ListSourcesAsync(new(), cancellationToken: Cancel))).StatusCode);
    }

    [Fact]
    public async Task A_client_gets_tokens_for_its_services_alone()
    {
        var (_, token) = await Ask("narrow", "secret", null);
        using var http = _standalone!.Http(token);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/api/v1/catalogue/agencies", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/api/v1/ledger/sources", Cancel)).StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await Ask("narrow", "secret", null, "sunshine/requests")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Ask("narrow", "secret", null, "sunshine/ledger")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Ask("plain", "secret", null, "sunshine/nothing")).Status);
    }

    [Fact]
    public async Task The_metadata_says_so()
    {
        using var http = _standalone!.Http(null);
        var metadata = await http.GetFromJsonAsync<JsonElement>("/.well-known/openid-configuration", Cancel);

        Assert.Contains("self_signed_tls_client_auth", metadata.GetProperty("token_endpoint_auth_methods_supported").EnumerateArray().Select(m => m.GetString()));
        Assert.True(metadata.GetProperty("tls_client_certificate_bound_access_tokens").GetBoolean());
        Assert.Contains("sunshine/reading-rooms", metadata.GetProperty("scopes_supported").EnumerateArray().Select(m => m.GetString()));
    }

    private SocketsHttpHandler Handler(X509Certificate2? certificate) => new()
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString(HashAlgorithmName.SHA256) == fixture.Server, ClientCertificates = certificate is null ? null : [certificate], LocalCertificateSelectionCallback = certificate is null ? null : (_, _, _, _, _) => certificate
        }
    };

    private HttpClient Http(X509Certificate2? certificate, string? token = null)
    {
        var http = new HttpClient(Handler(certificate)) { BaseAddress = fixture.Tls };
        if (token is not null) http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return http;
    }

    private async Task<(HttpStatusCode Status, string Token)> Ask(string client, string? secret, X509Certificate2? certificate, string? scope = null)
    {
        using var http = Http(certificate);
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = client };
        if (secret is not null) form["client_secret"] = secret;
        if (scope is not null) form["scope"] = scope;
        using var response = await http.PostAsync("/connect/token", new FormUrlEncodedContent(form), Cancel);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        return (response.StatusCode, answer.TryGetProperty("access_token", out var token) ? token.GetString()! : "");
    }

    private async Task<HttpStatusCode> Read(string token, X509Certificate2? certificate, string? header = null)
    {
        using var http = Http(certificate, token);
        if (header is not null) http.DefaultRequestHeaders.Add(ClientCertificates.Header, header);
        using var response = await http.GetAsync("/api/v1/catalogue/agencies", Cancel);
        return response.StatusCode;
    }

    private async Task<StatusCode> Call(string token, X509Certificate2? certificate)
    {
        using var channel = GrpcChannel.ForAddress(fixture.TlsGrpc, new GrpcChannelOptions { HttpHandler = Handler(certificate), DisposeHttpClient = true });
        try
        {
            await new AgencyService.AgencyServiceClient(channel).ListAgenciesAsync(new(), new Metadata { { "authorization", "Bearer " + token } }, cancellationToken: Cancel);
            return StatusCode.OK;
        }
        catch (RpcException e)
        {
            return e.StatusCode;
        }
    }
}
