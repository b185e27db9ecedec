using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sunshine.Portal.Tests;

/// <summary>A power list is adjusted from a file, by two people, and reads differently from that day on.</summary>
public sealed class AdjustmentTests(PortalFixture portal)
{
    private const string Head = "调整方式,职权编码,职权名称,职权类型,实施主体,设定依据,行使层级,调整依据\n";

    [Theory, InlineData(true), InlineData(false)]
    public async Task Powers_are_added_and_cancelled_from_a_file_at_once_by_somebody_else(bool scripts)
    {
        var name = scripts ? "对样本事项的行政检查甲" : "对样本事项的行政检查乙";
        var today = TimeProvider.System.GetUtcNow().AddHours(8).ToString("yyyy-MM-dd", null);
        var editor = await SignedIn.SignIn(portal, "city-editor", scripts: scripts);
        await using var first = editor.Context;
        await editor.GotoAsync("/desk/powers?list=as-city");
        await editor.Locator("[name=List]").SelectOptionAsync("as-city");
        await editor.GetByLabel("所执行的决定").FillAsync("关于调整部分权责事项的决定（样本）");
        await editor.GetByLabel("决定日期").FillAsync(today);
        await editor.Locator("[name=EffectiveOn]").FillAsync(today);
        await editor.GetByRole(AriaRole.Button, new() { Name = "建立调整" }).ClickAsync();
        await Expect(editor.GetByRole(AriaRole.Status)).ToContainTextAsync("已建立");
        var address = new Uri(editor.Url).AbsolutePath;

        await Upload(editor, $"{Head}取消,210300001CF9999000,,,,,,国务院取消\n新增,,{name},行政怪,鞍山市人民政府办公厅,《公共机构节能条例》第三十八条,市级,\n");
        await Expect(editor.GetByRole(AriaRole.Alert)).ToContainTextAsync("没有保存任何内容");
        await Expect(editor.Locator("table.cells").First).ToContainTextAsync("行政怪");
        await Expect(editor.Locator("table.cells").First).ToContainTextAsync("2 原职权编码");
        if (scripts) await editor.IsAccessible();
        await editor.Keep($"adjustment-refused-{scripts}");
        await editor.ReloadAsync();
        await Expect(editor.Locator("main")).ToContainTextAsync("还没有调整");

        await Upload(editor, $"{Head}新增,{(scripts ? "210300001JC9001000" : "210300001JC9002000")},{name},行政检查,鞍山市人民政府办公厅,《公共机构节能条例》第三十八条,市级,依法新增\n");
        await Expect(editor.Locator("main")).ToContainTextAsync("调整已保存");
        await Expect(editor.Locator("main")).ToContainTextAsync("可以生效，没有错误。");
        // Who wrote it is not offered to make it current.
        await Expect(editor.GetByRole(AriaRole.Button, new() { Name = "使调整生效" })).ToHaveCountAsync(0);

        var publisher = await SignedIn.SignIn(portal, "city-publisher", scripts: scripts);
        await using var second = publisher.Context;
        await publisher.GotoAsync(address);
        if (scripts) await publisher.IsAccessible();
        await publisher.Keep($"adjustment-{scripts}");
        await publisher.GetByRole(AriaRole.Button, new() { Name = "使调整生效" }).ClickAsync();
        await Expect(publisher.GetByRole(AriaRole.Status)).ToContainTextAsync("整批调整已生效");

        await using var visit = await portal.Visit(scripts: scripts);
        var citizen = await visit.NewPageAsync();
        await citizen.GotoAsync($"/powers?q={Uri.EscapeDataString(name)}");
        await Expect(citizen.Locator("main").GetByRole(AriaRole.Link, new() { Name = name })).ToBeVisibleAsync();
        await citizen.GotoAsync($"/powers?as-of=2016-12-31&q={Uri.EscapeDataString(name)}");
        await Expect(citizen.Locator("main").GetByRole(AriaRole.Link, new() { Name = name })).ToHaveCountAsync(0);
        await citizen.GotoAsync($"/powers/batches/{address.Split('/')[^1]}");
        await Expect(citizen.Locator("main")).ToContainTextAsync(name);
    }

    [Fact]
    public async Task What_is_not_wanted_any_more_is_given_up()
    {
        var editor = await SignedIn.SignIn(portal, "city-editor");
        await using var visit = editor.Context;
        await editor.GotoAsync("/desk/powers?list=as-city");
        await editor.Locator("[name=List]").SelectOptionAsync("as-city");
        await editor.GetByLabel("所执行的决定").FillAsync("不再执行的决定（样本）");
        await editor.GetByLabel("决定日期").FillAsync("2026-11-01");
        await editor.Locator("[name=EffectiveOn]").FillAsync("2027-01-01");
        await editor.GetByRole(AriaRole.Button, new() { Name = "建立调整" }).ClickAsync();
        await editor.GetByRole(AriaRole.Button, new() { Name = "放弃这批调整" }).ClickAsync();
        await Expect(editor.GetByRole(AriaRole.Status)).ToContainTextAsync("已放弃");
        await Expect(editor.Locator("#import")).ToHaveCountAsync(0);
    }

    private static Task Upload(IPage page, string table) => page.SendFile("调整.csv", Encoding.UTF8.GetBytes(table), "检查并导入");
}
