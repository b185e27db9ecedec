using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;

namespace Sunshine.Portal.Tests;

/// <summary>Officers of the sample year who signed in by the real pages. Each does so once; his later browsers have what the first one was given.</summary>
internal static class SignedIn
{
    private static readonly ConcurrentDictionary<(PortalFixture, string), Lazy<Task<string>>> States = new();

    /// <summary>A browser of an officer at his desk.</summary>
    /// <param name="officer">The name of a sample account: <c>editor</c>, <c>request-officer</c>.</param>
    public static async Task<IPage> SignIn(PortalFixture portal, string officer, string language = "zh-CN", int width = 1280, bool scripts = true)
    {
        var state = await States.GetOrAdd((portal, officer), _ => new(async () =>
        {
            await using var first = await portal.Visit();
            var page = await first.NewPageAsync();
            await page.GotoAsync("/desk");
            await page.SendPassword(officer, await Password(portal, officer));
            Assert.Equal("/desk", new Uri(page.Url).AbsolutePath);
            return await first.StorageStateAsync();
        })).Value;
        return await (await portal.Visit(language, width, scripts, state)).NewPageAsync();
    }

    public static async Task SendPassword(this IPage page, string officer, string password)
    {
        await page.Locator("[name=name]").FillAsync(officer);
        await page.Locator("[name=password]").FillAsync(password);
        await page.Locator("button[type=submit]").ClickAsync();
    }

    public static async Task<string> Password(PortalFixture portal, string officer)
    {
        await portal.Standalone;
        using var accounts = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(portal.Storage, "authority", "sample-accounts.json"), TestContext.Current.CancellationToken));
        return accounts.RootElement.EnumerateArray().Single(a => a.GetProperty("name").GetString() == officer).GetProperty("password").GetString()!;
    }
}
