using System.Net;
using System.Text.RegularExpressions;
using Sunshine.Testing.Hosts;

namespace Sunshine.Standalone.Tests;

/// <summary>What administrators do to accounts, and what that does to who is signed in.</summary>
public sealed class ManagementTests : AuthorityTest
{
    [Theory]
    [InlineData("/account/manage")]
    [InlineData("/account/manage/new")]
    [InlineData("/account/manage/of/editor")]
    public async Task Only_administrators_see_it(string path)
    {
        var browser = Browser();
        using var nobody = await browser.Get(path);
        Assert.Equal("/account/login?returnUrl=" + Uri.EscapeDataString(path), Location(nobody));
        using var signedIn = await browser.SignIn("supervisor", Password("supervisor"));
        using var officer = await browser.Get(path);
        Assert.Equal(HttpStatusCode.Forbidden, officer.StatusCode);
        using var admin = await (await Admin()).Get(path);
        Assert.Equal(HttpStatusCode.OK, admin.StatusCode);
    }

    [Fact]
    public async Task Nobody_else_changes_anything_even_with_a_form_of_his_own()
    {
        var browser = Browser();
        using var signedIn = await browser.SignIn("editor", Password("editor"));
        // The token of a form that he may see.
        using var made = await browser.Submit("/account/password", [("displayName", "冒名"), ("roles", "admin")], "/account/password");
        foreach (var path in new[] { "/account/manage/new", "/account/manage/of/editor", "/account/manage/of/auditor/password", "/account/manage/of/auditor/unlock" })
        {
            using var page = await browser.Get("/account/logout");
            var token = Regex.Match(await Text(page), "__RequestVerificationToken\" value=\"([^\"]*)\"").Groups[1].Value;
            using var refused = await browser.Post(path, [("__RequestVerificationToken", token), ("name", "other"), ("displayName", "其他"), ("roles", "admin")]);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        using var list = await (await Admin()).Get("/account/manage");
        Assert.DoesNotContain(">other<", await Text(list), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_officer_gets_a_password_once_and_chooses_his_own()
    {
        var admin = await Admin();
        using var made = await admin.Submit("/account/manage/new", [("name", "Li.Na"), ("displayName", "李娜"), ("roles", "reviewer"), ("roles", "publisher"), ("agency", "as-finance")]);
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        var password = OneTime(await Text(made));
        using var list = await admin.Get("/account/manage");
        var text = await Text(list);
        Assert.Contains("李娜", text, StringComparison.Ordinal);
        Assert.DoesNotContain(password, text, StringComparison.Ordinal);

        var browser = Browser();
        using var first = await browser.SignIn("li.na", password);
        using var changed = await browser.Submit("/account/password", [("old", password), ("password", "her own long sentence"), ("repeated", "her own long sentence")]);
        var tokens = await DeskTokens.Read(await browser.Exchange(await browser.Code()));
        Assert.Equal(["reviewer", "publisher"], DeskTokens.Claims(tokens.AccessToken).GetProperty("role").EnumerateArray().Select(r => r.GetString()));
    }

    [Theory]
    [InlineData("1name", "某人", "editor", "as-finance", "name")]
    [InlineData("editor", "某人", "editor", "as-finance", "name")]
    [InlineData("admin", "某人", "admin", "", "name")]
    [InlineData("someone", "", "editor", "as-finance", "displayName")]
    [InlineData("someone", "某人", "", "as-finance", "roles")]
    [InlineData("someone", "某人", "system", "as-finance", "roles")]
    [InlineData("someone", "某人", "editor", "", "agency")]
    public async Task A_wrong_account_is_refused_and_its_field_named(string name, string displayName, string role, string agency, string field)
    {
        var admin = await Admin();
        using var refused = await admin.Submit("/account/manage/new", [("name", name), ("displayName", displayName), .. role.Length > 0 ? [("roles", role)] : Array.Empty<(string, string)>(), ("agency", agency)]);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains($"<a href=\"#{field}\">", await Text(refused), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("disabled", "on")]
    [InlineData("roles", "auditor")]
    [InlineData("agency", "as-audit")]
    public async Task What_changes_ones_rights_ends_what_is_signed_in(string field, string value)
    {
        var admin = await Admin();
        var browser = Browser();
        var tokens = await browser.Tokens("editor", Password("editor"));
        var fields = new Dictionary<string, string> { ["displayName"] = "财政局采编员", ["roles"] = "editor", ["agency"] = "as-finance" };
        // Another name alone is no reason to.
        using var renamed = await admin.Submit("/account/manage/of/editor", [.. fields.Select(f => (f.Key, f.Key == "displayName" ? "财政局编辑" : f.Value))]);
        Assert.Equal("/account/manage", Location(renamed));
        tokens = await DeskTokens.Read(await browser.Refresh(tokens.RefreshToken));
        Assert.Equal("财政局编辑", DeskTokens.Claims(tokens.IdToken).GetProperty("name").GetString());

        var code = await browser.Code();
        fields[field] = value;
        using var changed = await admin.Submit("/account/manage/of/editor", [.. fields.Select(f => (f.Key, f.Value))]);
        Assert.Equal("/account/manage", Location(changed));
        Assert.Equal("invalid_grant", await Error(await browser.Refresh(tokens.RefreshToken)));
        Assert.Equal("invalid_grant", await Error(await browser.Exchange(code)));
        using var again = await browser.SignIn("editor", Password("editor"));
        Assert.Equal(field == "disabled" ? HttpStatusCode.BadRequest : HttpStatusCode.Found, again.StatusCode);
    }

    [Fact]
    public async Task A_lock_is_taken_off_and_a_password_made_anew()
    {
        var admin = await Admin();
        var browser = Browser();
        for (var i = 0; i < 5; i++) (await browser.SignIn("editor", "wrong wrong wrong")).Dispose();
        using var list = await admin.Get("/account/manage");
        Assert.Contains("已锁定", await Text(list), StringComparison.Ordinal);
        using var unlocked = await admin.Submit("/account/manage/of/editor", [], "/account/manage/of/editor/unlock");
        using var signedIn = await browser.SignIn("editor", Password("editor"));
        Assert.Equal("/account", Location(signedIn));

        using var reset = await admin.Submit("/account/manage/of/editor", [], "/account/manage/of/editor/password");
        var password = OneTime(await Text(reset));
        using var ended = await browser.Get("/account");
        Assert.StartsWith("/account/login", Location(ended), StringComparison.Ordinal);
        using var old = await browser.SignIn("editor", Password("editor"));
        Assert.Equal(HttpStatusCode.BadRequest, old.StatusCode);
        using var first = await browser.SignIn("editor", password);
        Assert.StartsWith("/account/password", Location(first), StringComparison.Ordinal);

        var log = string.Join('\n', Host.Log.Lines.Select(l => l.Message));
        Assert.Contains("editor was unlocked by admin", log, StringComparison.Ordinal);
        Assert.Contains("editor got a new one-time password from admin", log, StringComparison.Ordinal);
        Assert.DoesNotContain(password, log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_administrator_does_not_lock_himself_out()
    {
        var admin = await Admin();
        foreach (var fields in new (string, string)[][] { [("displayName", "系统管理员"), ("roles", "auditor")], [("displayName", "系统管理员"), ("roles", "admin"), ("disabled", "on")] })
        {
            using var refused = await admin.Submit("/account/manage/of/admin", fields);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains("不能修改自己的角色", await Text(refused), StringComparison.Ordinal);
        }

        using var reset = await admin.Submit("/account/manage/of/admin", [], "/account/manage/of/admin/password");
        Assert.Equal(HttpStatusCode.BadRequest, reset.StatusCode);
        using var still = await admin.Get("/account/manage");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Fact]
    public async Task Two_administrators_do_not_overwrite_each_other()
    {
        var admin = await Admin();
        (string, string)[] fields = [("displayName", "采编员"), ("roles", "editor"), ("agency", "as-finance"), ("revision", "1")];
        using var first = await admin.Submit("/account/manage/of/editor", fields);
        Assert.Equal(HttpStatusCode.Found, first.StatusCode);
        using var second = await admin.Submit("/account/manage/of/editor", fields);
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Contains("已被他人修改", await Text(second), StringComparison.Ordinal);
        using var nobody = await admin.Get("/account/manage/of/nobody");
        Assert.Equal(HttpStatusCode.NotFound, nobody.StatusCode);
    }

    private static string OneTime(string page) => Regex.Match(page, "<code id=\"one-time-password\">([^<]*)</code>").Groups[1].Value is { Length: > 12 } password ? password : throw new InvalidOperationException(page);
}
