using System.Net;
using System.Text.RegularExpressions;
using Sunshine.Testing.Hosts;

namespace Sunshine.Standalone.Tests;

/// <summary>What every page has, whoever sees it.</summary>
public sealed class PageTests : AuthorityTest
{
    protected override Dictionary<string, string?> Settings => new() { ["Authority:SignInsPerMinute"] = "8" };

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    [InlineData("/\t/elsewhere.example/")]
    [InlineData("~/account/manage")]
    [InlineData("javascript:alert(1)")]
    public async Task Signing_in_leads_to_no_other_site(string returnUrl)
    {
        var browser = Browser();
        var path = "/account/login?returnUrl=" + Uri.EscapeDataString(returnUrl);
        using var signedIn = await browser.SignIn("editor", Password("editor"), path);
        Assert.Equal("/account", Location(signedIn));
        // Nor where a form says so itself.
        using var forged = await browser.Submit("/account/login", [("name", "editor"), ("password", Password("editor")), ("returnUrl", returnUrl)]);
        Assert.Equal("/account", Location(forged));
        using var language = await browser.Get("/account/language/en?back=" + Uri.EscapeDataString(returnUrl));
        Assert.Equal("/account", Location(language));
    }

    [Fact]
    public async Task A_form_from_elsewhere_is_refused()
    {
        var browser = Browser();
        using var bare = await browser.Post("/account/login", [("name", "editor"), ("password", Password("editor"))]);
        Assert.Equal(HttpStatusCode.BadRequest, bare.StatusCode);
        Assert.Contains("页面已过期", await Text(bare), StringComparison.Ordinal);
        using var stranger = Browser();
        using var page = await stranger.Get("/account/login");
        var token = Regex.Match(await Text(page), "__RequestVerificationToken\" value=\"([^\"]*)\"").Groups[1].Value;
        using var foreign = await browser.Post("/account/login", [("__RequestVerificationToken", token), ("name", "editor"), ("password", Password("editor"))]);
        Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);
        using var http = Host.Http();
        using var json = await http.PostAsync("/account/login", new StringContent("{}", System.Text.Encoding.UTF8, "application/json"), Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, json.StatusCode);
    }

    [Fact]
    public async Task Nothing_runs_in_a_page_and_its_style_comes_from_here()
    {
        using var http = Host.Http();
        using var page = await http.GetAsync("/account/login", Cancel);
        var html = await Text(page);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        var port = Address.Port;
        Assert.Equal($"default-src 'none'; style-src 'self'; form-action 'self' http://localhost:{port} http://127.0.0.1:{port}; base-uri 'none'; frame-ancestors 'none'", policy);
        Assert.DoesNotMatch("<script|style=|<style|\\son[a-z]+=", html);
        Assert.Contains("no-store", page.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        using var sheet = await http.GetAsync(Regex.Match(html, "<link rel=\"stylesheet\" href=\"([^\"]*)\"").Groups[1].Value, Cancel);
        Assert.Equal((HttpStatusCode.OK, "text/css"), (sheet.StatusCode, sheet.Content.Headers.ContentType!.MediaType));
        Assert.True(sheet.Headers.CacheControl!.Public);
    }

    [Fact]
    public async Task Cookies_are_kept_from_scripts_and_other_sites()
    {
        var browser = Browser();
        using var page = await browser.Get("/account/login");
        using var signedIn = await browser.SignIn("editor", Password("editor"));
        Assert.Matches("^form=.*samesite=strict; httponly$", page.Headers.GetValues("Set-Cookie").Single());
        Assert.Matches("^account=.*samesite=lax; httponly$", signedIn.Headers.GetValues("Set-Cookie").Single());
        using var left = await browser.Submit("/account/logout", []);
        Assert.Equal("/account/login", Location(left));
    }

    [Fact]
    public async Task Every_page_speaks_both_languages_and_labels_every_field()
    {
        var admin = await Admin();
        foreach (var path in new[] { "/account", "/account/password", "/account/logout", "/account/manage", "/account/manage/new", "/account/manage/of/editor", "/account/login" })
        {
            foreach (var (language, tag) in new[] { ("zh", "zh-CN"), ("en", "en") })
            {
                using var switched = await admin.Get($"/account/language/{language}?back={path}");
                Assert.Equal(path, Location(switched));
                using var page = await admin.Get(path);
                var html = await Text(page);
                Assert.Contains($"<html lang=\"{tag}\">", html, StringComparison.Ordinal);
                var visible = Regex.Replace(Regex.Replace(html, "<nav aria-label=\"(语言|Language)\">.*?</nav>", "", RegexOptions.Singleline), "(财政局|市)[^<]*(员|人)|系统管理员", "");
                if (language == "en") Assert.DoesNotMatch("[\\u4e00-\\u9fff]", visible);
                Assert.Single(Regex.Matches(html, "<h1>"));
                foreach (Match field in Regex.Matches(html, "<input id=\"([^\"]*)\"|<input type=\"checkbox\" id=\"([^\"]*)\""))
                    Assert.Contains($"<label for=\"{field.Groups[1].Value}{field.Groups[2].Value}\">", html, StringComparison.Ordinal);
                Assert.InRange(Regex.Count(html, " autofocus"), 0, 1);
            }
        }
    }

    [Fact]
    public async Task The_browsers_language_counts_until_one_is_chosen()
    {
        using var http = Host.Http();
        http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en-GB, zh;q=0.5");
        Assert.Contains("<html lang=\"en\">", await http.GetStringAsync("/account/login", Cancel), StringComparison.Ordinal);
        http.DefaultRequestHeaders.Add("Cookie", "lang=zh");
        Assert.Contains("<html lang=\"zh-CN\">", await http.GetStringAsync("/account/login", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_passwords_from_one_address_are_refused_with_a_page_and_other_calls_are_not()
    {
        var browser = Browser();
        for (var i = 0; i < 8; i++) (await browser.SignIn("nobody", "wrong wrong wrong")).Dispose();
        using var refused = await browser.SignIn("editor", Password("editor"));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(1), refused.Headers.RetryAfter!.Delta);
        Assert.Contains("尝试次数过多", await Text(refused), StringComparison.Ordinal);
        using var page = await browser.Get("/account/login");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task A_form_is_small()
    {
        var browser = Browser();
        using var large = await browser.Submit("/account/login", [("name", new string('x', 100_000)), ("password", "x")]);
        Assert.NotEqual(HttpStatusCode.Found, large.StatusCode);
        Assert.InRange((int)large.StatusCode, 400, 429);
        using var longPassword = await browser.SignIn("editor", new string('x', 10_000));
        Assert.Equal(HttpStatusCode.BadRequest, longPassword.StatusCode);
    }
}
