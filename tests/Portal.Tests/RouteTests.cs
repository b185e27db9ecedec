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
        ["/about"] = "/about",
        ["/status"] = "/status",
        ["/agencies/{Id}"] = "/agencies/as-finance",
        ["/catalogue"] = "/catalogue?year=2016",
        ["/consultations"] = "/consultations",
        ["/consultations/{Id}"] = "/consultations/{consultation}",
        ["/consultations/{Id}/thanks"] = "/consultations/{consultation}/thanks",
        ["/feeds"] = "/feeds",
        ["/finance"] = "/finance?year=2016",
        ["/finance/breakdown"] = "/finance/breakdown?measure=public-budget-expenditure&year=2016",
        ["/finance/changes"] = "/finance/changes?year=2016",
        ["/finance/disclosures"] = "/finance/disclosures?year=2016",
        ["/finance/disclosures/{Id}"] = "/finance/disclosures/{disclosure}",
        ["/finance/execution"] = "/finance/execution?measure=public-budget-expenditure&year=2015",
        ["/finance/three-public"] = "/finance/three-public?year=2016",
        ["/finance/units/{Id}"] = "/finance/units/as-finance",
        ["/gazette"] = "/gazette?year=2016",
        ["/gazette/{Id}"] = "/gazette/{issue}",
        ["/items/{Id}"] = "/items/{item}",
        ["/items/{Id}/comparison"] = "/items/{revised}/comparison?from=1&to=2",
        ["/key-areas"] = "/key-areas?year=2016",
        ["/key-areas/credit"] = "/key-areas/credit",
        ["/key-areas/records/{Id}"] = "/key-areas/records/{record}",
        ["/key-areas/types/{Id}"] = "/key-areas/types/administrative-penalty",
        ["/key-areas/{Id}"] = "/key-areas/{area}",
        ["/ledger"] = "/ledger",
        ["/ledger/acts/{Index:long}"] = "/ledger/acts/1000",
        ["/powers"] = "/powers?as-of=2016-12-31",
        ["/powers/batches"] = "/powers/batches",
        ["/powers/batches/{Id}"] = "/powers/batches/{batch}",
        ["/powers/differences"] = "/powers/differences?from=2016-01-01&to=2016-12-31",
        ["/powers/fees"] = "/powers/fees",
        ["/powers/fees/{Id}"] = "/powers/fees/{fee}",
        ["/powers/guides"] = "/powers/guides?q=道路运输",
        ["/powers/guides/completeness"] = "/powers/guides/completeness",
        ["/powers/guides/{Id}"] = "/powers/guides/{guide}",
        ["/powers/{Id}"] = "/powers/{power}",
        ["/reading-rooms"] = "/reading-rooms",
        ["/reading-rooms/confirmation"] = "/reading-rooms/confirmation?code=00000-00000-00000-00000-00000-0000",
        ["/reading-rooms/coverage"] = "/reading-rooms/coverage?year=2016",
        ["/reading-rooms/distributions/{Id}"] = "/reading-rooms/distributions/{distribution}",
        ["/reading-rooms/{Id}"] = "/reading-rooms/{room}",
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
        ["/requests/follow"] = "/requests/follow",
        ["/requests/new"] = "/requests/new?description=2016年部门预算",
        ["/responses"] = "/responses?year=2016",
        ["/search"] = "/search?q=预算"
    };

    /// <summary>Pages that the sample year has nothing to show at.</summary>
    private static readonly Dictionary<string, string> Empty = new()
    {
        ["/finance/disclosures/{Id}/differences"] = "no disclosure was released twice",
        ["/powers/guides/{Id}/comparison"] = "no guide has a second edition",
        ["/requests/answers/{Id}"] = "no answer was published"
    };

    public static TheoryData<string> Routes => [.. typeof(Part).Assembly.GetTypes().SelectMany(t => t.GetCustomAttributes<RouteAttribute>()).Select(r => r.Template).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Routes))]
    public async Task A_page_is_whole_and_accessible(string route)
    {
        Assert.SkipWhen(Empty.ContainsKey(route), $"In the sample year {Empty.GetValueOrDefault(route)}.");
        Assert.True(Examples.ContainsKey(route), $"{route} has no example to be looked at.");
        foreach (var (language, width) in new[] { ("zh-CN", 1280), ("zh-CN", 390), ("en", 1280) })
        {
            var address = await SampleIds.In(Examples[route], portal, Cancel);
            var page = Officer(route) is { } officer ? await SignedIn.SignIn(portal, officer, language, width) : await (await portal.Visit(language, width)).NewPageAsync();
            await using var visit = page.Context;
            var complaints = page.Complaints();
            var response = await page.GotoAsync(address);
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
