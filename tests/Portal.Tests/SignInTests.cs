using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sunshine.Portal.Tests;

/// <summary>Who gets to the desk, and who does not.</summary>
public sealed class SignInTests(PortalFixture portal)
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task The_right_password_leads_to_the_desk_and_signing_out_ends_it(bool scripts)
    {
        await using var visit = await portal.Visit(scripts: scripts);
        var page = await visit.NewPageAsync();
        await page.GotoAsync("/desk");
        await Expect(page.Locator("[name=password]")).ToBeVisibleAsync();
        await page.SendPassword("supervisor", await SignedIn.Password(portal, "supervisor"));
        await Expect(page.Locator("h1")).ToHaveTextAsync("待办");
        await Expect(page.Locator("nav.desk")).ToContainTextAsync("主管");
        if (scripts) await page.IsAccessible();
        await page.Keep($"desk-{scripts}");

        await page.Locator("nav.desk").GetByRole(AriaRole.Button, new() { Name = "退出" }).ClickAsync();
        await Expect(page.Locator("nav.desk")).ToHaveCountAsync(0);
        await page.GotoAsync("/desk");
        await Expect(page.Locator("[name=password]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task After_five_wrong_passwords_the_right_one_is_refused_too()
    {
        await using var visit = await portal.Visit();
        var page = await visit.NewPageAsync();
        await page.GotoAsync("/desk");
        var right = await SignedIn.Password(portal, "auditor");
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            await page.SendPassword("auditor", $"wrong-{attempt}");
            await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("锁定");
        }

        await page.SendPassword("auditor", right);
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("锁定");
        await page.GotoAsync("/desk");
        await Expect(page.Locator("[name=password]")).ToBeVisibleAsync();
    }
}
