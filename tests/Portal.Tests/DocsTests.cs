using Microsoft.Playwright;

namespace Sunshine.Portal.Tests;

/// <summary>The page by which the API is read: it needs scripts, and runs none that is not its own.</summary>
public sealed class DocsTests(PortalFixture portal)
{
    [Fact]
    public async Task The_page_of_the_API_works_without_inline_script_being_allowed()
    {
        await using var visit = await portal.Visit();
        var page = await visit.NewPageAsync();
        var refused = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal)) refused.Add(message.Text);
        };
        var response = await page.GotoAsync("/docs");
        await Assertions.Expect(page.GetByText("AgencyService").First).ToBeVisibleAsync();

        var policy = response!.Headers["content-security-policy"];
        Assert.Matches("script-src 'self' 'nonce-[A-Za-z0-9_-]{16,}'", policy);
        Assert.DoesNotContain("script-src 'self' 'unsafe-inline'", policy, StringComparison.Ordinal);
        Assert.Empty(refused);

        // Another answer, another nonce.
        Assert.NotEqual(policy, (await page.ReloadAsync())!.Headers["content-security-policy"]);
    }
}
