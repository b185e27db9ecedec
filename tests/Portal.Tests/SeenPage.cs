using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Sunshine.Portal.Tests;

/// <summary>What everybody may expect of a page, whatever it shows.</summary>
internal static class SeenPage
{
    /// <summary>Collects what a page complains of: refused by its policy, failed to load, thrown.</summary>
    public static List<string> Complaints(this IPage page)
    {
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") complaints.Add($"{message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => complaints.Add(error);
        page.RequestFailed += (_, request) => complaints.Add($"{request.Url} failed: {request.Failure}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("data:", StringComparison.Ordinal) && new Uri(request.Url).Host is not ("127.0.0.1" or "localhost")) complaints.Add($"{request.Url} is not ours.");
        };
        return complaints;
    }

    public static async Task IsWhole(this IPage page, List<string> complaints)
    {
        Assert.Equal(1, await page.Locator("h1").CountAsync());
        Assert.NotEqual("", (await page.TitleAsync()).Trim());
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), $"{page.Url} scrolls sideways at {page.ViewportSize!.Width} px.");
        Assert.True((await page.Locator("main").InnerTextAsync()).Length > 40, $"{page.Url} is empty.");
        Assert.Empty(complaints);
    }

    /// <summary>Of a browser that runs scripts: the rules are one.</summary>
    public static async Task IsAccessible(this IPage page)
    {
        var found = await page.RunAxe();
        Assert.True(found.Violations.Length == 0, $"{page.Url}\n" + string.Join('\n', found.Violations.Select(v => $"{v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}")));
    }

    /// <summary>Keeps a picture for people to look at.</summary>
    public static Task Keep(this IPage page, string name) =>
        page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(PortalFixture.Artifacts, $"{name}-{page.ViewportSize!.Width}.png"), FullPage = true });
}
