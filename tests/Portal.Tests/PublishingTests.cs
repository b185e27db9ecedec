using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sunshine.Portal.Tests;

/// <summary>From a draft to what a citizen finds: three officers, each in a browser of his own.</summary>
public sealed class PublishingTests(PortalFixture portal)
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task What_an_editor_drafts_is_reviewed_by_another_published_by_a_third_and_found_by_a_citizen(bool scripts)
    {
        var title = $"关于市级水源地保护资金安排的公告（{(scripts ? "甲" : "乙")}）";
        var editor = await SignedIn.SignIn(portal, "editor", scripts: scripts);
        await using var first = editor.Context;
        await editor.GotoAsync("/desk/drafts/new");
        await editor.GetByLabel("名称 *", new() { Exact = true }).Or(editor.Locator("#form-title")).First.FillAsync(title);
        await editor.GetByLabel("文号").First.FillAsync($"鞍财公告〔2016〕{(scripts ? 901 : 902)}号");
        await editor.GetByLabel("正文").FillAsync("联系人手机 13904120001。");
        await editor.GetByLabel("体裁分类").SelectOptionAsync("05");
        await editor.GetByLabel("主题词").FillAsync("水源地、专项资金");
        await editor.GetByLabel("上传附件").SetInputFilesAsync(new FilePayload { Name = "安排表.csv", MimeType = "text/csv", Buffer = "项目,金额\n水源地保护,100\n"u8.ToArray() });
        await editor.GetByRole(AriaRole.Button, new() { Name = "保存草稿" }).ClickAsync();
        // A mobile number in the text is refused beside it; nothing that was written or sent is lost.
        await Expect(editor.Locator("#form-body-wrong")).ToBeVisibleAsync();
        await Expect(editor.Locator("#form-title")).ToHaveValueAsync(title);
        await Expect(editor.GetByLabel("体裁分类")).ToHaveValueAsync("05");
        await Expect(editor.GetByRole(AriaRole.Link, new() { Name = "安排表.csv" })).ToBeVisibleAsync();
        if (scripts) await editor.IsAccessible();
        await editor.Keep($"draft-refused-{scripts}");
        await editor.GetByLabel("正文").FillAsync("市财政局安排水源地保护资金一百万元。\n特此公告。");
        await editor.GetByRole(AriaRole.Button, new() { Name = "保存草稿" }).ClickAsync();
        await Expect(editor.GetByRole(AriaRole.Status)).ToHaveTextAsync("已保存。");
        var draft = new Uri(editor.Url).AbsolutePath;
        await editor.GetByRole(AriaRole.Link, new() { Name = "预览" }).ClickAsync();
        await Expect(editor.Locator("h1")).ToHaveTextAsync(title);
        await editor.GotoAsync(draft);
        await editor.GetByRole(AriaRole.Button, new() { Name = "保存并提交审查" }).ClickAsync();
        await Expect(editor.Locator(".value")).ToContainTextAsync("待保密审查");
        // Who wrote it is not offered to review it.
        await Expect(editor.GetByLabel("审查结论")).ToHaveCountAsync(0);

        var reviewer = await SignedIn.SignIn(portal, "reviewer", scripts: scripts);
        await using var second = reviewer.Context;
        await reviewer.GotoAsync("/desk/drafts?state=DRAFT_STATE_SUBMITTED");
        await reviewer.GetByRole(AriaRole.Link, new() { Name = title }).ClickAsync();
        await reviewer.GetByLabel("审查结论").SelectOptionAsync("REVIEW_DECISION_RESTRICT");
        await reviewer.GetByLabel("审查意见和依据").FillAsync("不含国家秘密，可以公开。");
        await reviewer.GetByRole(AriaRole.Button, new() { Name = "作出审查结论" }).ClickAsync();
        // Restricted without a ground: refused, and the opinion is still there.
        await Expect(reviewer.Locator("#review-legalbasis-wrong")).ToBeVisibleAsync();
        await Expect(reviewer.GetByLabel("审查意见和依据")).ToHaveValueAsync("不含国家秘密，可以公开。");
        await reviewer.GetByLabel("审查结论").SelectOptionAsync("REVIEW_DECISION_APPROVE");
        if (scripts) await reviewer.IsAccessible();
        await reviewer.Keep($"review-{scripts}");
        await reviewer.GetByRole(AriaRole.Button, new() { Name = "作出审查结论" }).ClickAsync();
        await Expect(reviewer.Locator(".value")).ToContainTextAsync("待发布");

        var publisher = await SignedIn.SignIn(portal, "publisher", scripts: scripts);
        await using var third = publisher.Context;
        await publisher.GotoAsync(draft);
        await publisher.GetByLabel("栏目").First.FillAsync("通知公告");
        if (scripts) await publisher.IsAccessible();
        await publisher.Keep($"publish-{scripts}");
        await publisher.GetByRole(AriaRole.Button, new() { Name = "发布", Exact = true }).ClickAsync();
        await Expect(publisher).ToHaveURLAsync(new Regex("/items/"));

        await using var visit = await portal.Visit(scripts: scripts);
        var citizen = await visit.NewPageAsync();
        await citizen.GotoAsync($"/search?q={Uri.EscapeDataString("水源地保护资金")}");
        await citizen.GetByRole(AriaRole.Link, new() { Name = title }).ClickAsync();
        await Expect(citizen.Locator("h1")).ToHaveTextAsync(title);
        await Expect(citizen.Locator("table").First).ToContainTextAsync("通知公告");
        await Expect(citizen.GetByRole(AriaRole.Link, new() { Name = "安排表.csv" })).ToBeVisibleAsync();
        await Expect(citizen.GetByRole(AriaRole.Link, new() { Name = "在工作台办理" })).ToHaveCountAsync(0);

        // A new edition begins at the page of what is public.
        await editor.GotoAsync(new Uri(citizen.Url).AbsolutePath);
        await editor.GetByRole(AriaRole.Link, new() { Name = "在工作台办理" }).ClickAsync();
        await editor.GetByRole(AriaRole.Button, new() { Name = "开始修订" }).ClickAsync();
        await Expect(editor.Locator(".value")).ToContainTextAsync("第 2 版");
        await editor.GetByRole(AriaRole.Button, new() { Name = "保存并提交审查" }).ClickAsync();
        await Expect(editor.Locator("#form-changenote-wrong")).ToBeVisibleAsync();
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_draft_is_taken_back_scheduled_and_thrown_away(bool scripts)
    {
        var editor = await SignedIn.SignIn(portal, "editor", scripts: scripts);
        await using var first = editor.Context;
        await editor.GotoAsync("/desk/drafts/new");
        await editor.Locator("#form-title").FillAsync($"定时发布的公告（{scripts}）");
        await editor.GetByLabel("文号").First.FillAsync($"鞍财公告〔2016〕{(scripts ? 911 : 912)}号");
        await editor.GetByLabel("体裁分类").SelectOptionAsync("05");
        await editor.GetByLabel("正文").FillAsync("特此公告。");
        await editor.GetByRole(AriaRole.Button, new() { Name = "保存草稿" }).ClickAsync();
        await Expect(editor.GetByRole(AriaRole.Status)).ToHaveTextAsync("已保存。");
        await editor.GetByRole(AriaRole.Button, new() { Name = "保存并提交审查" }).ClickAsync();
        await Expect(editor.Locator(".value")).ToContainTextAsync("待保密审查");
        await editor.GetByRole(AriaRole.Button, new() { Name = "收回修改" }).ClickAsync();
        await Expect(editor.GetByRole(AriaRole.Status)).ToHaveTextAsync("已收回，可以修改。");
        await editor.GetByRole(AriaRole.Button, new() { Name = "保存并提交审查" }).ClickAsync();
        await Expect(editor.Locator(".value")).ToContainTextAsync("待保密审查");
        var draft = new Uri(editor.Url).AbsolutePath;

        var reviewer = await SignedIn.SignIn(portal, "reviewer", scripts: scripts);
        await using var second = reviewer.Context;
        await reviewer.GotoAsync(draft);
        await reviewer.GetByLabel("审查结论").SelectOptionAsync("REVIEW_DECISION_APPROVE");
        await reviewer.GetByLabel("审查意见和依据").FillAsync("可以公开。");
        await reviewer.GetByRole(AriaRole.Button, new() { Name = "作出审查结论" }).ClickAsync();
        await Expect(reviewer.Locator(".value")).ToContainTextAsync("待发布");

        var publisher = await SignedIn.SignIn(portal, "publisher", scripts: scripts);
        await using var third = publisher.Context;
        await publisher.GotoAsync(draft);
        await publisher.Locator("[name='Release.At']").FillAsync("2016-01-01T09:00");
        await publisher.GetByRole(AriaRole.Button, new() { Name = "发布", Exact = true }).ClickAsync();
        // A time that is past is no time to come.
        await Expect(publisher.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(publisher.Locator("[name='Release.At']")).ToHaveValueAsync("2016-01-01T09:00");
        await publisher.Locator("[name='Release.At']").FillAsync(TimeProvider.System.GetUtcNow().AddDays(3).ToString("yyyy-MM-dd", null) + "T09:00");
        await publisher.GetByRole(AriaRole.Button, new() { Name = "发布", Exact = true }).ClickAsync();
        await Expect(publisher.GetByRole(AriaRole.Status)).ToHaveTextAsync("已设定定时发布。");
        if (scripts) await publisher.IsAccessible();
        await publisher.Keep($"scheduled-{scripts}");
        await using var visit = await portal.Visit(scripts: scripts);
        var citizen = await visit.NewPageAsync();
        Assert.Equal(404, (await citizen.GotoAsync($"/items/{draft.Split('/')[^1]}"))!.Status);

        await editor.GotoAsync(draft);
        await editor.GetByLabel("我确认删除此草稿").CheckAsync();
        await editor.GetByRole(AriaRole.Button, new() { Name = "删除草稿" }).ClickAsync();
        await Expect(editor).ToHaveURLAsync(new Regex("done=discarded"));
        Assert.Equal(404, (await editor.GotoAsync(draft))!.Status);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task What_is_public_is_placed_elsewhere_ends_is_taken_back_and_restored(bool scripts)
    {
        var id = await portal.Publish($"会变化的通知（{scripts}）", $"鞍财发〔2015〕{(scripts ? 921 : 922)}号");
        var publisher = await SignedIn.SignIn(portal, "publisher", scripts: scripts);
        await using var first = publisher.Context;
        await publisher.GotoAsync($"/desk/items/{id}");
        await publisher.Locator("[name='Placement.Channel']").SelectOptionAsync("CHANNEL_MICROBLOG");
        await publisher.Locator("[name='Placement.On']").FillAsync("2016-01-05");
        await publisher.GetByRole(AriaRole.Button, new() { Name = "增加", Exact = true }).ClickAsync();
        await Expect(publisher.GetByRole(AriaRole.Status)).ToHaveTextAsync("已记录。");

        await publisher.Locator("[name='Ending.Validity']").SelectOptionAsync("VALIDITY_REPEALED");
        await publisher.Locator("[name='Ending.On']").FillAsync("2016-06-30");
        await publisher.Locator("[name='Ending.Reason']").FillAsync("被新的通知废止。");
        await publisher.Locator("[name='Ending.Successor']").FillAsync("nothing");
        await publisher.GetByRole(AriaRole.Button, new() { Name = "登记", Exact = true }).ClickAsync();
        // What it was replaced by must be there; nothing of what was written is lost.
        await Expect(publisher.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(publisher.Locator("[name='Ending.Reason']")).ToHaveValueAsync("被新的通知废止。");
        await publisher.Locator("[name='Ending.Successor']").FillAsync("");
        await publisher.GetByRole(AriaRole.Button, new() { Name = "登记", Exact = true }).ClickAsync();
        await Expect(publisher.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        await Expect(publisher.GetByRole(AriaRole.Status)).ToHaveTextAsync("已记录。");
        await using var visit = await portal.Visit(scripts: scripts);
        var citizen = await visit.NewPageAsync();
        await citizen.GotoAsync($"/items/{id}");
        await Expect(citizen.Locator("main")).ToContainTextAsync("被新的通知废止。");

        await publisher.GotoAsync($"/desk/items/{id}");
        await publisher.GetByLabel("撤回原因").FillAsync("误发。");
        await publisher.GetByRole(AriaRole.Button, new() { Name = "撤回", Exact = true }).ClickAsync();
        await Expect(publisher.Locator("main")).ToContainTextAsync("此件已撤回：误发。");
        if (scripts) await publisher.IsAccessible();
        await publisher.Keep($"withdrawn-{scripts}");
        await citizen.GotoAsync($"/items/{id}");
        await Expect(citizen.Locator("main")).ToContainTextAsync("误发。");

        await publisher.GetByLabel("恢复原因").FillAsync("核对无误。");
        await publisher.GetByRole(AriaRole.Button, new() { Name = "恢复公开" }).ClickAsync();
        await Expect(publisher.Locator("main")).Not.ToContainTextAsync("此件已撤回");
        await citizen.GotoAsync($"/items/{id}");
        await Expect(citizen.Locator("main")).Not.ToContainTextAsync("误发。");
    }

    [Fact]
    public async Task Two_who_change_a_draft_at_once_both_keep_what_they_wrote()
    {
        var page = await SignedIn.SignIn(portal, "editor");
        await using var visit = page.Context;
        await page.GotoAsync("/desk/drafts/new");
        await page.Locator("#form-title").FillAsync("两人同时修改的草稿");
        await page.GetByRole(AriaRole.Button, new() { Name = "保存草稿" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("已保存。");
        var other = await visit.NewPageAsync();
        await other.GotoAsync(page.Url);
        await other.Locator("#form-summary").FillAsync("另一人写的概述");
        await other.GetByRole(AriaRole.Button, new() { Name = "保存", Exact = true }).ClickAsync();
        await Expect(other.GetByRole(AriaRole.Status)).ToHaveTextAsync("已保存。");
        await page.Locator("#form-summary").FillAsync("我写的概述");
        await page.GetByRole(AriaRole.Button, new() { Name = "保存", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(page.Locator("#form-summary")).ToHaveValueAsync("我写的概述");
        await page.GotoAsync(page.Url.Split('?')[0]);
        await Expect(page.Locator("#form-summary")).ToHaveValueAsync("另一人写的概述");
    }
}
