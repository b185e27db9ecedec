using System.Net;
using System.Text.Json;
using Grpc.Core;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Catalogue;
using Sunshine.Catalogue.V1;
using Sunshine.Gateway;
using Sunshine.Standalone.Accounts;
using Sunshine.Foundation.Hosting;
using Sunshine.Testing.Hosts;

namespace Sunshine.Standalone.Tests;

/// <summary>The authority with the edge before it and the Catalogue beside it, as standalone has them, on loopback, with a clock of the test's own.</summary>
public abstract class AuthorityTest : IAsyncLifetime
{
    private readonly TemporaryFolder _storage = new();
    private readonly string _rest = $"http://127.0.0.1:{Ports.Free()}/";
    private readonly string _grpc = $"http://127.0.0.1:{Ports.Free()}/";
    private readonly List<BrowserSignIn> _browsers = [];

    private TestHost? _host;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected TestHost Host => _host!;

    protected Uri Address => new(_rest);

    /// <summary>The desk's secret.</summary>
    protected string Secret => File.ReadAllText(AuthorityFile("desk.secret"));

    /// <summary>Of the hash of a password, for the next start. Few: each test makes half a dozen.</summary>
    protected int Iterations { get; set; } = 1_000;

    protected virtual Dictionary<string, string?> Settings => [];

    public async ValueTask InitializeAsync()
    {
        _host = await StartHost();
        await Host.Services.GetRequiredService<FirstAccounts>().MakeSample(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var browser in _browsers) browser.Dispose();
        if (_host is not null) await _host.DisposeAsync();
        _storage.Dispose();
    }

    protected async Task Restart()
    {
        var now = Host.Clock.GetUtcNow();
        await Host.DisposeAsync();
        _host = null;
        _host = await StartHost();
        Host.Clock.Advance(now - Host.Clock.GetUtcNow());
    }

    protected BrowserSignIn Browser()
    {
        var browser = new BrowserSignIn(Address, Secret);
        _browsers.Add(browser);
        return browser;
    }

    protected string AuthorityFile(string name) => Path.Combine(_storage.Path, "authority", name);

    /// <summary>Of one of the sample's officers.</summary>
    protected string Password(string name) =>
        JsonDocument.Parse(File.ReadAllText(AuthorityFile("sample-accounts.json"))).RootElement.EnumerateArray().Single(a => a.GetProperty("name").GetString() == name).GetProperty("password").GetString()!;

    protected string FirstPassword => JsonDocument.Parse(File.ReadAllText(AuthorityFile("first-account.json"))).RootElement.GetProperty("password").GetString()!;

    /// <summary>The administrator, with a password of his own.</summary>
    protected async Task<BrowserSignIn> Admin()
    {
        const string chosen = "correct battery of horses";
        var browser = Browser();
        using var first = await browser.SignIn("admin", FirstPassword);
        using var changed = await browser.Submit("/account/password", [("old", FirstPassword), ("password", chosen), ("repeated", chosen)]);
        Assert.Equal("/account", Location(changed));
        return browser;
    }

    /// <summary>A token of the client that the first start made.</summary>
    protected async Task<string> ClientToken(BrowserSignIn browser)
    {
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(AuthorityFile("client.json"), Cancel));
        var tokens = await DeskTokens.Read(await browser.Token(("grant_type", "client_credentials"), ("client_id", "admin"), ("client_secret", file.RootElement.GetProperty("client_secret").GetString()!)));
        Assert.Equal(3600, tokens.ExpiresIn, 1.0);
        return tokens.AccessToken;
    }

    protected static string Location(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        return response.Headers.Location!.ToString();
    }

    protected static async Task<string> Text(HttpResponseMessage response) => WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(Cancel));

    /// <summary>OAuth's word for why there is no token.</summary>
    protected static async Task<string> Error(HttpResponseMessage response)
    {
        using (response)
        {
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            return JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("error").GetString()!;
        }
    }

    protected async Task AddAgencies(string token, params IEnumerable<string> ids)
    {
        var agencies = new AgencyService.AgencyServiceClient(Host.Invoker(token));
        foreach (var id in ids)
            await agencies.CreateAgencyAsync(new() { RequestId = id, Agency = new Catalogue.V1.Agency { Id = id, Name = "机构 " + id, Level = AgencyLevel.City } }, cancellationToken: Cancel);
    }

    private async Task<TestHost> StartHost()
    {
        var host = await TestHost.Start("standalone", [CatalogueModule.Name, GatewayModule.Name, "standalone"], builder =>
        {
            builder.AddAuthority();
            builder.Services.PostConfigure<PasswordHasherOptions>(hasher => hasher.IterationCount = Iterations);
            builder.Services.AddGateway();
            builder.Services.AddCatalogue();
        }, app =>
        {
            app.UseGateway();
            app.UseFoundation();
            app.MapFoundation();
            app.MapGateway();
            app.MapCatalogue();
            app.MapAccounts();
        }, new Dictionary<string, string?>(Settings)
        {
            ["Kestrel:Endpoints:Rest:Url"] = _rest, ["Kestrel:Endpoints:Grpc:Url"] = _grpc, ["Services:catalogue"] = _grpc, ["Services:ledger"] = _grpc,
            ["Identity:Authority"] = _rest, ["Storage:Path"] = _storage.Path
        }, inMemory: false);
        host.Output = TestContext.Current.TestOutputHelper!.WriteLine;
        return host;
    }
}
