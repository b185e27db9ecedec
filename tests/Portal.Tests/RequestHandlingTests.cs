using Microsoft.Playwright;
using Sunshine.Portal.Components.Desk;
using Sunshine.Portal.Components;
using Sunshine.Testing.Hosts;
using static Microsoft.Playwright.Assertions;

namespace Sunshine.Portal.Tests;

/// <summary>From a citizen's application to the answer he reads, with two officers.</summary>
public sealed class RequestHandlingTests(PortalFixture portal)
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task An_application_is_confirmed_accepted_answered_and_approved_and_its_applicant_reads_the_answer(bool scripts)
    {
        var (number, code) = await portal.Apply("样本", scripts);
        var officer = await SignedIn.SignIn(portal, "request-officer", scripts: scripts);
        await using var first = officer.Context;
        await officer.GotoAsync("/desk/requests");
        await officer.GetByRole(AriaRole.Link, new() { Name = number }).ClickAsync();
        await Expect(officer.Locator("h1")).ToContainTextAsync(number);
        // Whole, as he handles it.
        await Expect(officer.Locator("main")).ToContainTextAsync("E12345678");
        // Nothing is offered that would be refused.
        await Expect(officer.Locator(".acts").GetByText("受理", new() { Exact = true })).ToHaveCountAsync(0);
        await officer.Do("确认收到");
        await Expect(officer.GetByRole(AriaRole.Status)).ToContainTextAsync("确认收到");
        await Expect(officer.Locator("table.calendar .due")).ToHaveCountAsync(1);
        await officer.Do("受理");
        await Expect(officer.Locator(".value")).ToContainTextAsync("已受理");
        await officer.Choose("分派");
        await officer.GetByRole(AriaRole.Button, new() { Name = "分派", Exact = true }).ClickAsync();
        await Expect(officer.GetByRole(AriaRole.Status)).ToContainTextAsync("分派");
        await officer.Locator("#note").FillAsync("与预算科核对过。");
        await officer.GetByRole(AriaRole.Button, new() { Name = "添加备注" }).ClickAsync();
        await Expect(officer.Locator(".notes")).ToContainTextAsync("与预算科核对过。");
        await officer.Choose("添加材料");
        await officer.Locator("#file").SetInputFilesAsync(new FilePayload { Name = "编制说明.txt", MimeType = "text/plain", Buffer = "预算编制说明"u8.ToArray() });
        await officer.GetByRole(AriaRole.Button, new() { Name = "添加材料" }).ClickAsync();
        await Expect(officer.GetByRole(AriaRole.Link, new() { Name = "编制说明.txt" })).ToBeVisibleAsync();

        await officer.Choose("拟定答复");
        await officer.GetByLabel("答复结果").SelectOptionAsync("OUTCOME_NONEXISTENT");
        await officer.GetByLabel("答复内容").FillAsync("现将预算编制说明提供给您。");
        await officer.Locator(".one").GetByRole(AriaRole.Checkbox).CheckAsync();
        await officer.GetByRole(AriaRole.Button, new() { Name = "拟定答复" }).ClickAsync();
        // A refusal gives no files; nothing of it is lost.
        await Expect(officer.GetByRole(AriaRole.Alert)).ToContainTextAsync("不附文件");
        await Expect(officer.GetByLabel("答复内容")).ToHaveValueAsync("现将预算编制说明提供给您。");
        await Expect(officer.Locator(".one").GetByRole(AriaRole.Checkbox)).ToBeCheckedAsync();
        if (scripts) await officer.IsAccessible();
        await officer.Keep($"answer-refused-{scripts}");
        await officer.GetByLabel("答复结果").SelectOptionAsync("OUTCOME_GRANTED");
        await officer.GetByRole(AriaRole.Button, new() { Name = "拟定答复" }).ClickAsync();
        await Expect(officer.Locator(".value")).ToContainTextAsync("答复待审批");
        await Expect(officer.Locator(".handling")).ToContainTextAsync("批准答复（审核）");
        var address = new Uri(officer.Url).AbsolutePath;

        var head = await SignedIn.SignIn(portal, "reviewer", scripts: scripts);
        await using var second = head.Context;
        await head.GotoAsync(address);
        await head.GetByLabel("答复书文号").FillAsync($"鞍财公开答〔2016〕{(scripts ? 71 : 72)}号");
        if (scripts) await head.IsAccessible();
        await head.Keep($"approve-{scripts}");
        await head.GetByRole(AriaRole.Button, new() { Name = "批准答复" }).ClickAsync();
        await Expect(head.Locator(".value")).ToContainTextAsync("已答复");

        await using var visit = await portal.Visit(scripts: scripts);
        var citizen = await visit.NewPageAsync();
        await citizen.Follow(number, code);
        await Expect(citizen.Locator(".text")).ToContainTextAsync("现将预算编制说明提供给您。");
        var download = await citizen.RunAndWaitForDownloadAsync(() => citizen.GetByRole(AriaRole.Button, new() { Name = "下载所附文件" }).ClickAsync());
        Assert.Equal("编制说明.txt", download.SuggestedFilename);
    }

    [Fact]
    public async Task A_supervisor_sees_the_applicant_masked_and_is_offered_nothing()
    {
        var (number, _) = await portal.Apply("样本");
        var page = await SignedIn.SignIn(portal, "supervisor");
        await using var visit = page.Context;
        await page.GotoAsync("/desk/requests");
        await page.GetByRole(AriaRole.Link, new() { Name = number }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("个人信息已遮盖");
        await Expect(page.Locator("main")).Not.ToContainTextAsync("E12345678");
        await Expect(page.Locator(".acts")).ToHaveCountAsync(0);
        await Expect(page.Locator(".handling")).ToContainTextAsync("由其他人员办理");
        await page.IsAccessible();
    }

    [Fact]
    public async Task What_somebody_else_did_meanwhile_is_said_and_nothing_is_lost()
    {
        var (number, _) = await portal.Apply("样本");
        var page = await SignedIn.SignIn(portal, "request-officer");
        await using var visit = page.Context;
        await page.GotoAsync("/desk/requests");
        await page.GetByRole(AriaRole.Link, new() { Name = number }).ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync(number);
        await page.Choose("登记撤回");
        await page.GetByLabel("申请人的撤回函或记录").FillAsync("电话记录");
        var other = await visit.NewPageAsync();
        await other.GotoAsync(new Uri(page.Url).AbsolutePath);
        await other.Do("确认收到");
        await Expect(other.GetByRole(AriaRole.Status)).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "登记撤回" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(page.GetByLabel("申请人的撤回函或记录")).ToHaveValueAsync("电话记录");
        await Expect(page.Locator(".value")).ToContainTextAsync("已登记");
    }

    [Fact]
    public async Task What_the_desk_offers_is_the_services_table()
    {
        var rows = (await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "services/Requests/README.md"), TestContext.Current.CancellationToken))
            .Where(l => l.StartsWith("| `", StringComparison.Ordinal)).Select(l => l.Split('|', StringSplitOptions.TrimEntries)[1..^1])
            .ToDictionary(c => "VERB_" + c[0].Trim('`'), c => (From: Set(c[1]), By: Set(c[3].Replace(", applicant", "", StringComparison.Ordinal)), Paper: c[4] == "yes"));
        foreach (var offer in RequestActs.All)
        {
            Assert.True(rows.Remove(Values.Name(offer.Verb), out var row), $"{offer.Verb} is not in the table.");
            Assert.Equal(row.From, offer.From.Select(s => Values.Name(s)["APPLICATION_STATE_".Length..]).Order());
            Assert.Equal(row.By, offer.By.Order());
            Assert.Equal(row.Paper, offer.NeedsDocument);
        }

        Assert.Empty(rows);
    }

    private static IEnumerable<string> Set(string cell) => cell.Split(", ").Order(StringComparer.Ordinal);
}
