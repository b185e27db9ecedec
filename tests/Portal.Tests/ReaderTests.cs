using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sunshine.Portal.Tests;

/// <summary>What citizens do with the site, in a real browser.</summary>
public sealed partial class ReaderTests(PortalFixture portal)
{
    [Fact]
    public async Task Who_searches_finds_an_item_and_verifies_its_proof_in_the_browser()
    {
        await using var visit = await portal.Visit();
        var page = await visit.NewPageAsync();
        var complaints = page.Complaints();
        await page.GotoAsync("/");
        await page.GetByLabel("您想了解什么？").FillAsync("学前教育三年行动计划");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#found")).ToContainTextAsync("条");
        await Expect(page.Locator("mark").First).ToBeVisibleAsync();
        await page.Locator(".items a").First.ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync("学前教育三年行动计划");
        await page.GetByRole(AriaRole.Button, new() { Name = "在浏览器中核验" }).First.ClickAsync();
        await Expect(page.Locator(".verify output").First).ToContainTextAsync("核验通过", new() { Timeout = 15_000 });
        await page.Keep("item-verified");
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task A_changed_entry_is_not_verified_and_says_where()
    {
        await using var visit = await portal.Visit();
        var page = await visit.NewPageAsync();
        await page.RouteAsync(Proof(), async route =>
        {
            var answer = await route.FetchAsync();
            var text = await answer.TextAsync();
            var entry = Entry().Match(text);
            var forged = entry.Groups[1].Value;
            await route.FulfillAsync(new() { Response = answer, Body = text.Replace(forged, (forged[0] == 'A' ? 'B' : 'A') + forged[1..], StringComparison.Ordinal) });
        });
        await page.GotoAsync("/ledger/acts/1000");
        await page.GetByRole(AriaRole.Button, new() { Name = "在浏览器中核验" }).ClickAsync();
        await Expect(page.Locator(".verify output")).ToHaveTextAsync("核验失败：记录内容与叶哈希不符");
    }

    [Fact]
    public async Task A_figure_of_the_report_leads_to_its_acts_and_to_what_was_disclosed()
    {
        await using var visit = await portal.Visit();
        var page = await visit.NewPageAsync();
        await page.GotoAsync("/reports/2016");
        await page.GetByRole(AriaRole.Link, new() { Name = "19,815" }).First.ClickAsync();
        await Expect(page.Locator(".value")).ToContainTextAsync("19,815");
        await page.Locator("table.acts tbody tr").First.GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync("存证记录第");
        await page.GetByRole(AriaRole.Button, new() { Name = "在浏览器中核验" }).ClickAsync();
        await Expect(page.Locator(".verify output")).ToContainTextAsync("核验通过", new() { Timeout = 15_000 });
        await page.Locator("a[href^='/items/']").ClickAsync();
        await Expect(page.Locator("table").First).ToContainTextAsync("政府网站");
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Who_applies_gets_a_receipt_and_follows_it(bool scripts)
    {
        await using var visit = await portal.Visit(scripts: scripts);
        var page = await visit.NewPageAsync();
        await page.GotoAsync("/requests/new");
        await page.GetByLabel("内容描述").FillAsync("申请公开学前教育三年行动计划的编制说明");
        if (scripts) await Expect(page.Locator("#suggestions li").First).ToContainTextAsync("学前教育", new() { Timeout = 10_000 });
        else
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "先看看是否已公开" }).ClickAsync();
            await Expect(page.Locator("#suggestions li").First).ToContainTextAsync("学前教育");
            await Expect(page.GetByLabel("内容描述")).ToHaveValueAsync("申请公开学前教育三年行动计划的编制说明");
        }

        await page.GetByLabel("向哪个机关申请").SelectOptionAsync("as-finance");
        await page.GetByLabel("需要什么形式").SelectOptionAsync("MEDIUM_FILE");
        await page.GetByLabel("怎样获取").SelectOptionAsync("HANDOVER_ONLINE");
        await page.GetByLabel("申请人类型").SelectOptionAsync("APPLICANT_KIND_NATURAL_PERSON");
        await page.GetByLabel("姓名或者名称").FillAsync("样本");
        await page.GetByLabel("身份证明").SelectOptionAsync("IDENTITY_DOCUMENT_RESIDENT_ID");
        await page.GetByLabel("证件号码").FillAsync("210302199001011234");
        await page.GetByLabel("联系电话").FillAsync("0412-5550001");
        await page.GetByRole(AriaRole.Button, new() { Name = "提交申请" }).ClickAsync();
        // Refused beside the field, and nothing that was written is lost.
        await Expect(page.Locator("#form-documentnumber-wrong")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("内容描述")).ToHaveValueAsync("申请公开学前教育三年行动计划的编制说明");
        await page.Keep($"apply-refused-{scripts}");
        await page.GetByLabel("身份证明").SelectOptionAsync("IDENTITY_DOCUMENT_PASSPORT");
        await page.GetByLabel("证件号码").FillAsync("E12345678");
        await page.GetByRole(AriaRole.Button, new() { Name = "提交申请" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("申请已登记");
        var (number, code) = (await page.Locator(".code").First.InnerTextAsync(), await page.Locator(".code").Last.InnerTextAsync());
        await page.Keep($"receipt-{scripts}");

        await page.GotoAsync("/requests/follow");
        await page.GetByLabel("登记编号").FillAsync(number);
        await page.GetByLabel("查询码").FillAsync(code.ToLowerInvariant());
        await page.GetByRole(AriaRole.Button, new() { Name = "查询", Exact = true }).ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync(number);
        await Expect(page.Locator(".value")).ToContainTextAsync("已登记");
        if (scripts) await page.IsAccessible();
        await page.Keep($"followed-{scripts}");
    }

    [Fact]
    public async Task A_wrong_code_is_refused_in_words()
    {
        await using var visit = await portal.Visit();
        var page = await visit.NewPageAsync();
        await page.GotoAsync("/requests/follow");
        await page.GetByLabel("登记编号").FillAsync("nothing");
        await page.GetByLabel("查询码").FillAsync("nothing");
        await page.GetByRole(AriaRole.Button, new() { Name = "查询", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(page.GetByLabel("登记编号")).ToHaveValueAsync("nothing");
    }

    [Fact]
    public async Task The_keyboard_alone_gets_past_the_menu_and_the_language_stays_as_chosen()
    {
        await using var visit = await portal.Visit();
        var page = await visit.NewPageAsync();
        await page.GotoAsync("/search?q=预算");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator(".skip")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("#content$"));
        await page.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        Assert.Contains("/search?q=", page.Url, StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Link, new() { Name = "Finance" }).Or(page.GetByRole(AriaRole.Link, new() { Name = "Annual report" })).Last.ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
    }

    [Theory]
    [InlineData("/nothing/here", 404), InlineData("/items/none", 404), InlineData("/search?from=tomorrow", 400), InlineData("/ledger/acts/99999999", 404)]
    public async Task What_there_is_not_says_so_with_a_page(string address, int status)
    {
        await using var visit = await portal.Visit();
        var page = await visit.NewPageAsync();
        var response = await page.GotoAsync(address);
        Assert.Equal(status, response!.Status);
        await Expect(page.Locator(".problem h1")).ToBeVisibleAsync();
        await page.IsAccessible();
    }

    [GeneratedRegex(@"/acts/\d+/proof$")]
    private static partial Regex Proof();

    [GeneratedRegex("\"entry\":\"([^\"]+)\"")]
    private static partial Regex Entry();
}
