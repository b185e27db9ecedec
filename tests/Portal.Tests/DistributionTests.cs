using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sunshine.Portal.Tests;

/// <summary>What is distributed to reading rooms: begun at the desk, confirmed by a table and by the code on a sheet.</summary>
public sealed class DistributionTests(PortalFixture portal)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData("210302", true), InlineData("210303", false)]
    public async Task A_document_goes_to_a_districts_rooms_and_each_confirms_that_it_came(string division, bool scripts)
    {
        var item = await portal.Publish($"送到查阅场所的通知（{division}）", $"鞍政发〔2015〕{division}号", "as-city");
        var publisher = await SignedIn.SignIn(portal, "city-publisher", scripts: scripts);
        await using var first = publisher.Context;
        await publisher.GotoAsync("/desk/distribution");
        await publisher.GetByLabel("信息或公报的编号").FillAsync("nothing");
        await publisher.GetByLabel("区划代码").FillAsync(division);
        await publisher.GetByRole(AriaRole.Button, new() { Name = "开始分发" }).ClickAsync();
        // What it names does not exist; what was written stays.
        await Expect(publisher.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(publisher.GetByLabel("区划代码")).ToHaveValueAsync(division);
        await publisher.GetByLabel("信息或公报的编号").FillAsync(item);
        await publisher.GetByRole(AriaRole.Button, new() { Name = "开始分发" }).ClickAsync();
        await Expect(publisher.GetByRole(AriaRole.Status)).ToHaveTextAsync("分发已开始。");
        var address = new Uri(publisher.Url).AbsolutePath;

        var editor = await SignedIn.SignIn(portal, "city-editor", scripts: scripts);
        await using var second = editor.Context;
        await editor.GotoAsync(address);
        using var http = (await portal.Standalone).Http((await portal.Standalone).Token);
        var rooms = JsonDocument.Parse(await http.GetStringAsync(new Uri($"/api/v1/reading-rooms/distributions/{address.Split('/')[^1]}/deliveries?pageSize=3", UriKind.Relative), Cancel))
            .RootElement.GetProperty("deliveries").EnumerateArray().Select(d => d.GetProperty("roomId").GetString()!).ToList();
        var today = TimeProvider.System.GetUtcNow().AddHours(8).ToString("yyyy-MM-dd", null);
        await Upload(editor, $"查阅场所编号,签收日期,送达方式\n{rooms[0]},{today},邮寄\nnobody,{today},飞鸽\n");
        await Expect(editor.GetByRole(AriaRole.Alert)).ToContainTextAsync("没有登记任何内容");
        await Expect(editor.Locator("table.cells")).ToContainTextAsync("查阅场所编号");
        await Expect(editor.Locator("table.cells")).ToContainTextAsync("须为：邮寄、专人送达");
        if (scripts) await editor.IsAccessible();
        await editor.Keep($"deliveries-refused-{scripts}");
        await Upload(editor, $"查阅场所编号,签收日期,送达方式\n{rooms[0]},{today},邮寄\n{rooms[1]},{today},专人送达\n");
        await Expect(editor.GetByRole(AriaRole.Status)).ToHaveTextAsync("送达和签收已登记。");
        await Expect(editor.Locator(".value")).ToContainTextAsync("已签收 2");
        await editor.Keep($"deliveries-{scripts}");

        // The sheet: a part for each room that has not confirmed, with its code as a picture and in letters.
        var complaints = editor.Complaints();
        var response = await editor.GotoAsync($"{address}/sheet?division={division}");
        Assert.DoesNotContain("unsafe-inline", response!.Headers["content-security-policy"], StringComparison.Ordinal);
        Assert.Empty(complaints);
        await Expect(editor.Locator(".room")).Not.ToHaveCountAsync(0);
        // Its own style is in force under its policy.
        Assert.Equal("grid", await editor.Locator(".rooms").EvaluateAsync<string>("e => getComputedStyle(e).display"));
        await editor.Keep($"sheet-{scripts}");
        var code = await editor.Locator(".room .code").First.InnerTextAsync();

        // Without an account; opening the address confirms nothing.
        await using var visit = await portal.Visit(width: 390, scripts: scripts);
        var keeper = await visit.NewPageAsync();
        await keeper.GotoAsync("/reading-rooms/confirmation");
        await keeper.GetByLabel("确认码").FillAsync("22222");
        await keeper.GetByRole(AriaRole.Button, new() { Name = "确认收到" }).ClickAsync();
        await Expect(keeper.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await keeper.GotoAsync($"/reading-rooms/confirmation?code={Uri.EscapeDataString(code)}");
        await Expect(keeper.GetByLabel("确认码")).ToHaveValueAsync(code);
        Assert.Equal(2, await Received());
        await keeper.GetByRole(AriaRole.Button, new() { Name = "确认收到" }).ClickAsync();
        await Expect(keeper.Locator("h1")).ToHaveTextAsync("已确认收到");
        if (scripts) await keeper.IsAccessible();
        await keeper.Keep($"confirmed-{scripts}");
        Assert.Equal(3, await Received());

        await keeper.GotoAsync($"/reading-rooms/confirmation?code={Uri.EscapeDataString(code)}");
        await keeper.GetByRole(AriaRole.Button, new() { Name = "确认收到" }).ClickAsync();
        await Expect(keeper.Locator("h1")).ToHaveTextAsync("此前已经确认");

        async Task<int> Received() => JsonDocument.Parse(await http.GetStringAsync(new Uri($"/api/v1/reading-rooms/distributions/{address.Split('/')[^1]}/coverage", UriKind.Relative), Cancel))
            .RootElement.GetProperty("figures").GetProperty("receivedCount").GetInt32();
    }

    [Fact]
    public async Task A_sheet_is_not_for_everybody()
    {
        var address = await SampleIds.In("/desk/distribution/{distribution}/sheet?division=210302", portal, Cancel);
        var page = await SignedIn.SignIn(portal, "supervisor");
        await using var visit = page.Context;
        Assert.Equal((int)HttpStatusCode.Forbidden, (await page.GotoAsync(address))!.Status);
        Assert.Equal(1, await page.Locator("h1").CountAsync());
    }

    private static Task Upload(IPage page, string table) => page.SendFile("签收.csv", Encoding.UTF8.GetBytes(table), "检查并登记");
}
