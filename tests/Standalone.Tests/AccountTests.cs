using System.Buffers.Binary;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Foundation.Storage;
using Sunshine.Standalone.Accounts;
using Sunshine.Testing.Hosts;

namespace Sunshine.Standalone.Tests;

/// <summary>Passwords, locks and the first accounts.</summary>
public sealed class AccountTests : AuthorityTest
{
    protected override Dictionary<string, string?> Settings => new() { ["Authority:SignInsPerMinute"] = "1000" };

    [Fact]
    public async Task The_first_password_must_be_changed_before_anything_else()
    {
        var browser = Browser();
        using var first = await browser.SignIn("admin", FirstPassword, "/account/login?returnUrl=%2Faccount%2Fmanage");
        Assert.Equal("/account/password?returnUrl=%2Faccount%2Fmanage", Location(first));
        using var manage = await browser.Get("/account/manage");
        Assert.StartsWith("/account/password", Location(manage), StringComparison.Ordinal);
        using var authorize = await browser.Authorize();
        Assert.StartsWith("/account/password?returnUrl=%2Fconnect%2Fauthorize", Location(authorize), StringComparison.Ordinal);

        using var changed = await browser.Submit(Location(authorize), [("old", FirstPassword), ("password", "correct battery of horses"), ("repeated", "correct battery of horses")]);
        using var authorized = await browser.Get(Location(changed));
        Assert.Contains("code=", Location(authorized), StringComparison.Ordinal);

        using var old = await Browser().SignIn("admin", FirstPassword);
        Assert.Equal(HttpStatusCode.BadRequest, old.StatusCode);
        // Its file is of no more use.
        await Restart();
        Assert.False(File.Exists(AuthorityFile("first-account.json")));
    }

    [Fact]
    public void Files_with_passwords_and_secrets_are_their_owners_alone()
    {
        if (OperatingSystem.IsWindows()) return;
        foreach (var name in new[] { "first-account.json", "sample-accounts.json", "desk.secret", "encryption.key", "signing-key.pem" })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(AuthorityFile(name)));
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_an_account_for_a_quarter_of_an_hour()
    {
        var browser = Browser();
        for (var i = 0; i < 5; i++) await Refused(browser, "editor", "wrong wrong wrong");
        await Refused(browser, "editor", Password("editor"));
        Host.Clock.Advance(TimeSpan.FromMinutes(14));
        await Refused(browser, "editor", Password("editor"));
        Host.Clock.Advance(TimeSpan.FromMinutes(2));
        using var later = await browser.SignIn("Editor ", Password("editor"));
        Assert.Equal("/account", Location(later));

        // A right one begins the count anew.
        for (var i = 0; i < 4; i++) await Refused(browser, "editor", "wrong wrong wrong");
        using var right = await browser.SignIn("editor", Password("editor"));
        for (var i = 0; i < 4; i++) await Refused(browser, "editor", "wrong wrong wrong");
        using var rightAgain = await browser.SignIn("editor", Password("editor"));
        Assert.Equal("/account", Location(rightAgain));
    }

    [Fact]
    public async Task Of_many_guesses_at_once_five_are_compared()
    {
        var signIns = Host.Services.GetRequiredService<SignIns>();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => signIns.Verify("editor", $"guess {i}", Cancel)));
        Assert.Equal(5, Host.Log.Lines.Count(l => l.Message.StartsWith("Sign-in failed: wrong password for editor", StringComparison.Ordinal)));
        Assert.Equal(35, Host.Log.Lines.Count(l => l.Message == "Sign-in refused: editor is locked"));
        Assert.Null(await signIns.Verify("editor", Password("editor"), Cancel));
    }

    [Fact]
    public async Task An_answer_does_not_tell_which_accounts_there_are_and_the_log_no_passwords()
    {
        var pages = new List<string>();
        var browser = Browser();
        for (var i = 0; i < 6; i++)
        {
            foreach (var name in new[] { "editor", "nobody", "?", "不是账号" })
            {
                using var response = await browser.SignIn(name, "wrong wrong wrong");
                Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
                var text = await Text(response);
                pages.Add(System.Text.RegularExpressions.Regex.Replace(text.Replace($"value=\"{name}\"", "", StringComparison.Ordinal), "__RequestVerificationToken\" value=\"[^\"]*\"", ""));
            }
        }

        Assert.Single(pages.Distinct());
        using var right = await browser.SignIn("reviewer", Password("reviewer"));
        var log = string.Join('\n', Host.Log.Lines.Select(l => l.ToString()));
        Assert.DoesNotContain("wrong wrong", log, StringComparison.Ordinal);
        Assert.DoesNotContain(Password("reviewer"), log, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody", log, StringComparison.Ordinal);
        Assert.Contains("editor is locked until", log, StringComparison.Ordinal);
        Assert.Contains("reviewer signed in", log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("short", "至少 12 个字符")]
    [InlineData("my editor 2016", "不能含有账号或姓名")]
    [InlineData("1Q2W3E4R5T6Y", "这个密码太常见")]
    [InlineData("ababababababab", "这个密码太常见")]
    public async Task A_weak_password_is_refused_in_words(string password, string why)
    {
        var browser = Browser();
        using var signedIn = await browser.SignIn("editor", Password("editor"));
        using var response = await browser.Submit("/account/password", [("old", Password("editor")), ("password", password), ("repeated", password)]);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var text = await Text(response);
        Assert.Contains(why, text, StringComparison.Ordinal);
        // The first wrong field has the focus and says why.
        Assert.Matches("<input id=\"password\"[^>]* autofocus aria-invalid=\"true\" aria-describedby=\"password-hint password-problem\"", text);
    }

    [Fact]
    public async Task Another_password_ends_what_was_signed_in_with_the_old_one()
    {
        var elsewhere = Browser();
        var tokens = await elsewhere.Tokens("editor", Password("editor"));
        var browser = Browser();
        using var signedIn = await browser.SignIn("editor", Password("editor"));
        foreach (var (old, password, repeated) in new[] { ("wrong wrong wrong", "a good new sentence", "a good new sentence"), (Password("editor"), "a good new sentence", "another sentence"), (Password("editor"), Password("editor"), Password("editor")) })
        {
            using var refused = await browser.Submit("/account/password", [("old", old), ("password", password), ("repeated", repeated)]);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        await DeskTokens.Read(await elsewhere.Refresh(tokens.RefreshToken));
        using var changed = await browser.Submit("/account/password", [("old", Password("editor")), ("password", "a good new sentence"), ("repeated", "a good new sentence")]);
        Assert.Equal("/account", Location(changed));
        Assert.Equal("invalid_grant", await Error(await elsewhere.Refresh(tokens.RefreshToken)));
        using var there = await elsewhere.Get("/account");
        Assert.StartsWith("/account/login", Location(there), StringComparison.Ordinal);
        // Here it goes on.
        await browser.Code();
    }

    [Fact]
    public async Task A_hash_of_fewer_rounds_is_made_anew_at_the_next_sign_in()
    {
        var before = await Hash();
        Iterations = Passwords.Iterations;
        await Restart();
        using var first = await Browser().SignIn("editor", Password("editor"));
        Assert.Equal("/account", Location(first));
        var after = await Hash();
        // The count stands behind the format and the function.
        Assert.Equal((1_000, Passwords.Iterations), (Rounds(before), Rounds(after)));
        using var again = await Browser().SignIn("editor", Password("editor"));
        Assert.Equal("/account", Location(again));
        Assert.Equal(after, await Hash());

        async Task<string> Hash() => (await Host.Services.GetRequiredService<Collections>().Accounts.Get("editor", Cancel))!.Value.PasswordHash;
        static int Rounds(string hash) => BinaryPrimitives.ReadInt32BigEndian(Convert.FromBase64String(hash).AsSpan(5));
    }

    [Fact]
    public async Task The_sample_is_made_once_and_what_its_file_says_stays_true()
    {
        var before = await File.ReadAllTextAsync(AuthorityFile("sample-accounts.json"), Cancel);
        var first = Host.Services.GetRequiredService<FirstAccounts>();
        await first.MakeSample(Cancel);
        Assert.Equal(before, await File.ReadAllTextAsync(AuthorityFile("sample-accounts.json"), Cancel));

        // As after a process that died between the file and the accounts.
        var collections = Host.Services.GetRequiredService<Collections>();
        await collections.Accounts.Write([new Write<Account>("auditor", null, null, [])], Cancel);
        await first.MakeSample(Cancel);
        using var signedIn = await Browser().SignIn("auditor", Password("auditor"));
        Assert.Equal("/account", Location(signedIn));
    }

    private static async Task Refused(BrowserSignIn browser, string name, string password)
    {
        using var response = await browser.SignIn(name, password);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("账号或密码不正确，或者账号已锁定、停用", await Text(response), StringComparison.Ordinal);
    }
}
