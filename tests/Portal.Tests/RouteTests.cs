using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.Playwright;
using Sunshine.Portal.Components;
using static System.StringComparison;

namespace Sunshine.Portal.Tests;

/// <summary>Every page of the portal, wide and narrow, in both languages: whole, ours alone, and accessible (WCAG 2.2 AA by axe).</summary>
public sealed class RouteTests(PortalFixture portal)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>An address of each page; a name in braces stands for an id that the sample year gives.</summary>
    private static readonly Dictionary<string, string> Examples = new()
    {
        ["/"] = "/",
        ["/search"] = "/search?q=预算",
        ["/items/{Id}"] = "/items/{item}",
        ["/items/{Id}/comparison"] = "/items/{revised}/comparison?from=1&to=2",
        ["/ledger"] = "/ledger",
        ["/ledger/acts/{Index:long}"] = "/ledger/acts/1000",
        ["/reports"] = "/reports",
        ["/reports/{Year:int}"] = "/reports/2016?form=FORM_2014",
        ["/reports/{Year:int}/figures/{Id}"] = "/reports/2016/figures/proactive.channels.website",
        ["/reports/{Year:int}/reconciliation"] = "/reports/2016/reconciliation?sample=anshan-2016",
        ["/desk"] = "/desk",
        ["/desk/sign-in-failed"] = "/desk/sign-in-failed",
        ["/desk/requests"] = "/desk/requests",
        ["/desk/requests/{Id}"] = "/desk/requests/{application}",
        ["/desk/items/{Id}"] = "/desk/items/{item}",
        ["/desk/reports"] = "/desk/reports?year=2024",
        ["/desk/reports/{Id}"] = "/desk/reports/{report}",
        ["/desk/finance"] = "/desk/finance",
        ["/desk/finance/{Id}"] = "/desk/finance/{financeDraft}",
        ["/desk/powers"] = "/desk/powers",
        ["/desk/powers/{Id}"] = "/desk/powers/{batch}",
        ["/desk/distribution"] = "/desk/distribution",
        ["/desk/distribution/{Id}"] = "/desk/distribution/{distribution}",
        ["/desk/tallies"] = "/desk/tallies",
        ["/desk/ledger"] = "/desk/ledger",
        ["/desk/drafts"] = "/desk/drafts",
        ["/desk/drafts/new"] = "/desk/drafts/new",
        ["/desk/drafts/{Id}"] = "/desk/drafts/{draft}",
        ["/desk/drafts/{Id}/preview"] = "/desk/drafts/{draft}/preview",
        ["/requests"] = "/requests",
        ["/requests/new"] = "/requests/new?description=2016年部门预算",
        ["/requests/follow"] = "/requests/follow",
        ["/requests/answers/{Id}"] = "/requests/answers/{answer}"
    };

    public static TheoryData<string> Routes => [.. typeof(Part).Assembly.GetTypes().SelectMany(t => t.GetCustomAttributes<RouteAttribute>()).Select(r => r.Template).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Routes))]
    public async Task A_page_is_whole_and_accessible(string route)
    {
        Assert.True(Examples.ContainsKey(route), $"{route} has no example to be looked at.");
        foreach (var (language, width) in new[] { ("zh-CN", 1280), ("zh-CN", 390), ("en", 1280) })
        {
            var address = await SampleIds.In(Examples[route], portal, Cancel);
            Assert.SkipWhen(address is null, $"The sample year has nothing to show at {route}.");
            var page = Officer(route) is { } officer ? await SignedIn.SignIn(portal, officer, language, width) : await (await portal.Visit(language, width)).NewPageAsync();
            await using var visit = page.Context;
            var complaints = page.Complaints();
            var response = await page.GotoAsync(address!);
            Assert.Equal(200, response!.Status);
            Assert.DoesNotContain("unsafe-inline", response.Headers["content-security-policy"], Ordinal);
            Assert.Equal(language, await page.GetAttributeAsync("html", "lang"));
            await page.Keep($"{(route == "/" ? "home" : route.Trim('/').Replace('/', '.').Replace("{", "", Ordinal).Replace("}", "", Ordinal).Replace(':', '-'))}-{language}");
            await page.IsWhole(complaints);
            await page.IsAccessible();
        }
    }

    /// <summary>Who looks at a page of the desk; null for a page that everybody sees.</summary>
    private static string? Officer(string route) => route switch
    {
        "/desk/sign-in-failed" => null,
        _ when route.StartsWith("/desk/requests", Ordinal) => "request-officer",
        "/desk/tallies" or "/desk/powers" => "publisher",
        _ when route.StartsWith("/desk", Ordinal) => "editor",
        _ => null
    };
}
