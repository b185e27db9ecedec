using System.Net;
using System.Text.Json;
using Grpc.Core;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Sunshine.Catalogue.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.Standalone.Tests;

/// <summary>From the desk's link to a call of a service, and every way that must not lead there.</summary>
public sealed class CodeFlowTests : AuthorityTest
{
    [Fact]
    public async Task An_officer_signs_in_and_drafts_for_his_agency_and_no_other()
    {
        var browser = Browser();
        await AddAgencies(await ClientToken(browser), "as-finance", "as-other");

        using var asked = await browser.Authorize();
        var login = Location(asked);
        Assert.StartsWith("/account/login?returnUrl=%2Fconnect%2Fauthorize", login, StringComparison.Ordinal);
        using var signedIn = await browser.SignIn("editor", Password("editor"), login);
        using var authorized = await browser.Get(Location(signedIn));
        Assert.StartsWith(browser.RedirectUri + "?", Location(authorized), StringComparison.Ordinal);

        var tokens = await DeskTokens.Read(await browser.Exchange(await browser.Code()));
        Assert.Equal(15 * 60, tokens.ExpiresIn, 1.0);
        var id = DeskTokens.Claims(tokens.IdToken);
        Assert.Equal(("editor", "财政局采编员", "editor", "as-finance", "a-nonce", "desk", Address.ToString()),
            (Claim(id, "sub"), Claim(id, "name"), Claim(id, "role"), Claim(id, "agency"), Claim(id, "nonce"), Claim(id, "aud"), Claim(id, "iss")));
        var access = DeskTokens.Claims(tokens.AccessToken);
        Assert.Equal(("editor", "财政局采编员", "editor", "as-finance", "sunshine"), (Claim(access, "sub"), Claim(access, "name"), Claim(access, "role"), Claim(access, "agency"), Claim(access, "aud")));
        Assert.False(access.TryGetProperty("sid", out _));

        var drafts = new EditingService.EditingServiceClient(Host.Invoker(tokens.AccessToken));
        var draft = await drafts.CreateDraftAsync(Draft("1", "as-finance"), cancellationToken: Cancel);
        Assert.Equal("as-finance", draft.Agency.Id);
        var refused = await Assert.ThrowsAsync<RpcException>(() => drafts.CreateDraftAsync(Draft("2", "as-other"), cancellationToken: Cancel).ResponseAsync);
        Assert.Equal(StatusCode.PermissionDenied, refused.StatusCode);
        refused = await Assert.ThrowsAsync<RpcException>(() => drafts.PublishDraftAsync(new() { Id = draft.Id }, cancellationToken: Cancel).ResponseAsync);
        Assert.Equal(StatusCode.PermissionDenied, refused.StatusCode);
    }

    [Fact]
    public async Task An_access_token_is_believed_for_a_quarter_of_an_hour_and_refreshed_for_half_a_day()
    {
        var browser = Browser();
        var tokens = await browser.Tokens("editor", Password("editor"));
        Host.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(tokens.AccessToken));
        tokens = await DeskTokens.Read(await browser.Refresh(tokens.RefreshToken));
        Assert.Equal(HttpStatusCode.OK, await Status(tokens.AccessToken));
        Assert.Equal("editor", Claim(DeskTokens.Claims(tokens.IdToken), "sub"));

        Host.Clock.Advance(TimeSpan.FromHours(12) - TimeSpan.FromMinutes(17));
        tokens = await DeskTokens.Read(await browser.Refresh(tokens.RefreshToken));
        Host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("invalid_grant", await Error(await browser.Refresh(tokens.RefreshToken)));
        using var again = await browser.Authorize();
        Assert.StartsWith("/account/login", Location(again), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redirect_uri", "https://elsewhere.example/signin-oidc")]
    [InlineData("redirect_uri", null)]
    [InlineData("client_id", "admin")]
    public async Task Nobody_is_sent_to_an_address_that_is_not_the_desks(string parameter, string? value)
    {
        var browser = Browser();
        using var signedIn = await browser.SignIn("editor", Password("editor"));
        using var response = await browser.Authorize((parameter, value));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Null(response.Headers.Location);
    }

    [Theory]
    [InlineData("code_challenge", null)]
    [InlineData("code_challenge_method", "plain")]
    [InlineData("response_type", "token")]
    [InlineData("response_mode", "form_post")]
    [InlineData("scope", "openid everything")]
    public async Task The_desk_is_told_what_it_asks_for_in_a_wrong_way(string parameter, string? value)
    {
        var browser = Browser();
        using var signedIn = await browser.SignIn("editor", Password("editor"));
        using var response = await browser.Authorize((parameter, value));
        var text = response.Headers.Location?.ToString() ?? await Text(response);
        Assert.DoesNotContain("code=", text, StringComparison.Ordinal);
        Assert.Matches("error[=:](invalid_request|unsupported_response_type|unauthorized_client|invalid_scope)", text);
    }

    [Fact]
    public async Task A_code_is_of_no_use_without_its_verifier_its_address_or_the_desks_secret()
    {
        var browser = Browser();
        using var signedIn = await browser.SignIn("editor", Password("editor"));
        var code = await browser.Code();
        Assert.Equal("invalid_grant", await Error(await browser.Exchange(code, new string('a', 64))));
        using var moved = new BrowserSignIn(Address, Secret) { RedirectUri = new Uri(Address, "signout-callback-oidc").AbsoluteUri };
        Assert.Equal("invalid_grant", await Error(await moved.Exchange(code, browser.Verifier)));
        using var stranger = new BrowserSignIn(Address, "guessed");
        using var refused = await stranger.Exchange(code, browser.Verifier);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("invalid_client", await Text(refused), StringComparison.Ordinal);
        // The desk has no other way to a token.
        using var machine = await browser.Token(("grant_type", "client_credentials"), ("client_id", "desk"), ("client_secret", Secret));
        Assert.Equal(HttpStatusCode.Unauthorized, machine.StatusCode);
    }

    [Fact]
    public async Task A_code_is_too_old_after_five_minutes()
    {
        var browser = Browser();
        using var signedIn = await browser.SignIn("editor", Password("editor"));
        var code = await browser.Code();
        Host.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal("invalid_grant", await Error(await browser.Exchange(code)));
    }

    [Fact]
    public async Task A_code_that_comes_twice_is_refused_and_ends_the_sign_in()
    {
        var browser = Browser();
        using var signedIn = await browser.SignIn("editor", Password("editor"));
        var code = await browser.Code();
        var tokens = await DeskTokens.Read(await browser.Exchange(code));
        Assert.Equal("invalid_grant", await Error(await browser.Exchange(code)));
        Assert.Equal("invalid_grant", await Error(await browser.Refresh(tokens.RefreshToken)));
        using var again = await browser.Authorize();
        Assert.StartsWith("/account/login", Location(again), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_that_bring_a_code_at_once_one_gets_tokens_at_most()
    {
        var browser = Browser();
        using var signedIn = await browser.SignIn("editor", Password("editor"));
        var code = await browser.Code();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => browser.Exchange(code)));
        Assert.InRange(answers.Count(a => a.IsSuccessStatusCode), 0, 1);
    }

    [Fact]
    public async Task A_restart_keeps_codes_refresh_tokens_and_who_is_signed_in()
    {
        var browser = Browser();
        var tokens = await browser.Tokens("editor", Password("editor"));
        var code = await browser.Code();
        await Restart();
        Assert.Equal(HttpStatusCode.OK, await Status(tokens.AccessToken));
        await DeskTokens.Read(await browser.Exchange(code));
        await DeskTokens.Read(await browser.Refresh(tokens.RefreshToken));
        await browser.Code();
        using var account = await browser.Get("/account");
        Assert.Contains("财政局采编员", await Text(account), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_at_the_desk_ends_everything_and_comes_back()
    {
        var browser = Browser();
        var tokens = await browser.Tokens("editor", Password("editor"));
        var back = new Uri(Address, "signout-callback-oidc");
        using var elsewhere = await browser.Get($"/connect/logout?id_token_hint={tokens.IdToken}&post_logout_redirect_uri=https://elsewhere.example/");
        Assert.Equal(HttpStatusCode.BadRequest, elsewhere.StatusCode);
        await browser.Code();

        // The identity token is long out of date by then.
        Host.Clock.Advance(TimeSpan.FromHours(3));
        using var left = await browser.Get($"/connect/logout?id_token_hint={tokens.IdToken}&post_logout_redirect_uri={back}&state=s");
        Assert.Equal(back + "?state=s", Location(left));
        Assert.Equal("invalid_grant", await Error(await browser.Refresh(tokens.RefreshToken)));
        using var again = await browser.Authorize();
        Assert.StartsWith("/account/login", Location(again), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_elses_link_signs_nobody_out_without_asking()
    {
        var browser = Browser();
        var tokens = await browser.Tokens("editor", Password("editor"));
        using var linked = await browser.Get("/connect/logout");
        Assert.Equal("/account/logout", Location(linked));
        await DeskTokens.Read(await browser.Refresh(tokens.RefreshToken));
        using var left = await browser.Submit("/account/logout", []);
        Assert.Equal("/account/login", Location(left));
        Assert.Equal("invalid_grant", await Error(await browser.Refresh(tokens.RefreshToken)));
    }

    [Fact]
    public async Task The_desk_may_ask_whether_somebody_is_signed_in_and_for_the_password_once_more()
    {
        var browser = Browser();
        using var nobody = await browser.Authorize(("prompt", "none"));
        Assert.Contains("error=login_required", Location(nobody), StringComparison.Ordinal);
        using var signedIn = await browser.SignIn("editor", Password("editor"));
        using var somebody = await browser.Authorize(("prompt", "none"));
        Assert.Contains("code=", Location(somebody), StringComparison.Ordinal);

        using var anew = await browser.Authorize(("prompt", "login"));
        using var signedInAgain = await browser.SignIn("editor", Password("editor"), Location(anew));
        using var authorized = await browser.Get(Location(signedInAgain));
        Assert.Contains("code=", Location(authorized), StringComparison.Ordinal);

        Host.Clock.Advance(TimeSpan.FromMinutes(2));
        using var old = await browser.Authorize(("max_age", "60"));
        Assert.StartsWith("/account/login", Location(old), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_framework_reads_the_description()
    {
        using var http = Host.Http();
        var description = OpenIdConnectConfiguration.Create(await http.GetStringAsync("/.well-known/openid-configuration", Cancel));
        Assert.Equal((new Uri(Address, "connect/authorize").ToString(), new Uri(Address, "connect/token").ToString(), new Uri(Address, "connect/logout").ToString()),
            (description.AuthorizationEndpoint, description.TokenEndpoint, description.EndSessionEndpoint));
        Assert.Equal(["query"], description.ResponseModesSupported);
        Assert.Equal(["S256"], description.CodeChallengeMethodsSupported);
        Assert.Contains("profile", description.ScopesSupported);
    }

    private static CreateDraftRequest Draft(string requestId, string agency) =>
        new() { RequestId = requestId, Draft = new() { Agency = new() { Id = agency }, Content = new() { Title = "关于印发工作方案的通知" } } };

    private static string Claim(JsonElement token, string name) => token.GetProperty(name).GetString()!;

    /// <summary>Of a call that anybody may make, with a token that must be good if there is one.</summary>
    private async Task<HttpStatusCode> Status(string token)
    {
        using var http = Host.Http(token);
        using var response = await http.GetAsync("/api/v1/catalogue/items?pageSize=1", Cancel);
        return response.StatusCode;
    }
}
