using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sunshine.Portal.Tests;

/// <summary>What applicants and officers do in many journeys.</summary>
internal static class Handling
{
    /// <summary>Applies to as-finance, without an account.</summary>
    /// <returns>What the applicant was told.</returns>
    public static async Task<(string Number, string Code)> Apply(this PortalFixture portal, string name, bool scripts = true)
    {
        await using var visit = await portal.Visit(scripts: scripts);
        var page = await visit.NewPageAsync();
        await page.GotoAsync("/requests/new?agency=as-finance");
        await page.GetByLabel("内容描述").FillAsync("2016 年市本级预算的编制说明");
        await page.GetByLabel("需要什么形式").SelectOptionAsync("MEDIUM_FILE");
        await page.GetByLabel("怎样获取").SelectOptionAsync("HANDOVER_ONLINE");
        await page.GetByLabel("申请人类型").SelectOptionAsync("APPLICANT_KIND_NATURAL_PERSON");
        await page.GetByLabel("姓名或者名称").FillAsync(name);
        await page.GetByLabel("身份证明").SelectOptionAsync("IDENTITY_DOCUMENT_PASSPORT");
        await page.GetByLabel("证件号码").FillAsync("E12345678");
        await page.GetByLabel("联系电话").FillAsync("0412-5550001");
        await page.GetByRole(AriaRole.Button, new() { Name = "提交申请" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("申请已登记");
        return (await page.Locator(".code").First.InnerTextAsync(), await page.Locator(".code").Last.InnerTextAsync());
    }

    /// <summary>Chooses a file at a desk's form for one, and sends it.</summary>
    public static async Task SendFile(this IPage page, string name, byte[] content, string button)
    {
        await page.Locator("[name=File]").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "application/octet-stream", Buffer = content });
        await page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
    }

    /// <summary>Follows an application with what its applicant was told.</summary>
    public static async Task Follow(this IPage page, string number, string code)
    {
        await page.GotoAsync("/requests/follow");
        await page.GetByLabel("登记编号").FillAsync(number);
        await page.GetByLabel("查询码").FillAsync(code);
        await page.GetByRole(AriaRole.Button, new() { Name = "查询", Exact = true }).ClickAsync();
    }

    /// <summary>
    /// Chooses an act that is not chosen yet. Of what a page offers first the form is there before a click is answered, and the answer would empty what
    /// was filled in meanwhile.
    /// </summary>
    public static async Task Choose(this IPage page, string act)
    {
        var link = page.Locator(".acts").GetByText(act, new() { Exact = true });
        if (await link.GetAttributeAsync("aria-current") != "true") await link.ClickAsync();
        await Expect(link).ToHaveAttributeAsync("aria-current", "true");
    }

    /// <summary>Chooses an act, fills in its fields by their names, and does it.</summary>
    public static async Task Do(this IPage page, string act, params (string Field, string Value)[] fields)
    {
        await page.Choose(act);
        foreach (var (field, value) in fields)
        {
            var input = page.Locator($"[name='Form.{field}']");
            if (await input.EvaluateAsync<string>("e => e.tagName") == "SELECT") await input.SelectOptionAsync(value);
            else await input.FillAsync(value);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = act, Exact = true }).ClickAsync();
    }

    /// <summary>Does it, and sees it among what was done.</summary>
    public static async Task Done(this IPage page, string act, params (string Field, string Value)[] fields)
    {
        var steps = page.Locator("ol.steps > li");
        var before = await steps.CountAsync();
        await page.Do(act, fields);
        await Expect(steps).ToHaveCountAsync(before + 1);
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("已记录");
    }

    /// <summary>The page of an application at an officer's desk.</summary>
    public static async Task<IPage> Open(this PortalFixture portal, string officer, string number)
    {
        var page = await SignedIn.SignIn(portal, officer);
        await page.GotoAsync("/desk/requests");
        await page.GetByRole(AriaRole.Link, new() { Name = number }).ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync(number);
        return page;
    }
}
