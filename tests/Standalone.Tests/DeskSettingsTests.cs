using System.Net;
using Microsoft.Extensions.Options;

namespace Sunshine.Standalone.Tests;

/// <summary>A desk at an address of its own.</summary>
public sealed class DeskSettingsTests : AuthorityTest
{
    private const string Redirect = "https://desk.example.gov.cn/signin-oidc";
    private const string Return = "https://desk.example.gov.cn/signout-callback-oidc";

    private string _redirect = Redirect;

    protected override Dictionary<string, string?> Settings => new() { ["Authority:Desk:RedirectUris:0"] = _redirect, ["Authority:Desk:PostLogoutRedirectUris:0"] = Return };

    [Fact]
    public async Task Browsers_are_sent_there_and_nowhere_else()
    {
        var browser = Browser();
        using var page = await browser.Get("/account/login");
        Assert.Contains("form-action 'self' https://desk.example.gov.cn;", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        using var signedIn = await browser.SignIn("editor", Password("editor"));
        using var authorized = await browser.Authorize(("redirect_uri", Redirect));
        Assert.StartsWith(Redirect + "?code=", Location(authorized), StringComparison.Ordinal);
        // What would be right without the setting.
        using var refused = await browser.Authorize();
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Theory]
    [InlineData("desk.example.gov.cn")]
    [InlineData("/signin-oidc")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://desk.example.gov.cn/#here")]
    public async Task A_wrong_address_stops_the_start_with_a_sentence_that_names_it(string address)
    {
        _redirect = address;
        var wrong = await Assert.ThrowsAsync<OptionsValidationException>(Restart);
        Assert.Contains($"Authority:Desk:RedirectUris: '{address}'", wrong.Message, StringComparison.Ordinal);
    }
}
