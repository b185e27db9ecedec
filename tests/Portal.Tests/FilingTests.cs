using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Sunshine.Foundation.Tables;
using static Microsoft.Playwright.Assertions;

namespace Sunshine.Portal.Tests;

/// <summary>What officers file at the desk, in a real browser.</summary>
public sealed class FilingTests(PortalFixture portal)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(2025, true), InlineData(2023, false)]
    public async Task An_annual_report_is_returned_corrected_cleared_and_published(int year, bool scripts)
    {
        var editor = await SignedIn.SignIn(portal, "editor", scripts: scripts);
        await using var first = editor.Context;
        await editor.GotoAsync($"/desk/reports?year={year}");
        await editor.Locator("main").GetByRole(AriaRole.Button, new() { Name = "开始编写" }).ClickAsync();
        await Expect(editor.Locator("h1")).ToContainTextAsync($"{year} 年年度报告");
        var address = new Uri(editor.Url).AbsolutePath;

        // With a part that is missing it is not submitted, and what was written stays.
        await editor.Locator("[name='Section.proactive']").FillAsync("主动公开财政预算、决算、采购等信息。");
        await editor.Locator("[name='Section.requests']").FillAsync("依法办理收到的申请。");
        await editor.Locator("[name='Section.remedies']").FillAsync("没有被申请行政复议、提起行政诉讼的情况。");
        await editor.GetByRole(AriaRole.Button, new() { Name = "保存并报送" }).ClickAsync();
        await Expect(editor.GetByRole(AriaRole.Alert)).ToContainTextAsync("存在的主要问题及改进情况");
        await Expect(editor.Locator("[name='Section.requests']")).ToHaveValueAsync("依法办理收到的申请。");
        await editor.Keep($"report-refused-{scripts}");
        await editor.Locator("[name='Section.problems']").FillAsync("公开不够及时。");
        await editor.GetByRole(AriaRole.Button, new() { Name = "保存并报送" }).ClickAsync();
        await Expect(editor.Locator(".value")).ToHaveTextAsync("已报送");

        var supervisor = await SignedIn.SignIn(portal, "supervisor", scripts: scripts);
        await using var second = supervisor.Context;
        await supervisor.GotoAsync(address);
        await supervisor.GetByLabel("退回理由").FillAsync("请写明改进措施。");
        await supervisor.GetByRole(AriaRole.Button, new() { Name = "退回" }).ClickAsync();
        await Expect(supervisor.Locator(".value")).ToHaveTextAsync("已退回");

        await editor.GotoAsync(address);
        await Expect(editor.Locator("main")).ToContainTextAsync("请写明改进措施。");
        await editor.Locator("[name='Section.problems']").FillAsync("公开不够及时；已建立公开台账，按月核对。");
        await editor.Keep($"report-returned-{scripts}");
        await editor.GetByRole(AriaRole.Button, new() { Name = "保存并报送" }).ClickAsync();
        await Expect(editor.Locator(".value")).ToHaveTextAsync("已报送");

        await supervisor.GotoAsync(address);
        await Expect(supervisor.Locator("main")).ToContainTextAsync("按月核对");
        await supervisor.GetByRole(AriaRole.Button, new() { Name = "审核通过" }).ClickAsync();
        await Expect(supervisor.Locator(".value")).ToHaveTextAsync("审核通过");

        var publisher = await SignedIn.SignIn(portal, "publisher", scripts: scripts);
        await using var third = publisher.Context;
        await publisher.GotoAsync(address);
        await publisher.GetByRole(AriaRole.Button, new() { Name = "发布报告" }).ClickAsync();
        await Expect(publisher.Locator(".value")).ToHaveTextAsync("已发布");
        if (scripts) await publisher.IsAccessible();
        await publisher.Keep($"report-published-{scripts}");

        await using var visit = await portal.Visit();
        var page = await visit.NewPageAsync();
        await page.GotoAsync("/reports");
        await Expect(page.Locator("main")).ToContainTextAsync(new Regex($"鞍山市财政局 {year} 年"));
        using var http = (await portal.Standalone).Http(null);
        foreach (var ending in new[] { "html", "docx", "csv", "xlsx" })
        {
            using var file = await http.GetAsync(new Uri($"/api/v1/reports/annual-reports/{address.Split('/')[^1]}/editions/1.{ending}", UriKind.Relative), Cancel);
            Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        }
    }

    [Theory, InlineData(2022, true), InlineData(2021, false)]
    public async Task A_published_report_is_put_right_by_a_further_edition_with_its_reason_and_differences(int year, bool scripts)
    {
        var address = $"/desk/reports/{await portal.SubmittedReport(year)}";
        var supervisor = await SignedIn.SignIn(portal, "supervisor", scripts: scripts);
        await using var first = supervisor.Context;
        var publisher = await SignedIn.SignIn(portal, "publisher", scripts: scripts);
        await using var second = publisher.Context;
        await Clear();
        await publisher.GotoAsync(address);
        await publisher.GetByRole(AriaRole.Button, new() { Name = "发布报告" }).ClickAsync();
        await Expect(publisher.Locator(".value")).ToHaveTextAsync("已发布");

        var editor = await SignedIn.SignIn(portal, "editor", scripts: scripts);
        await using var third = editor.Context;
        await editor.GotoAsync(address);
        await editor.Locator("[name='Section.problems']").FillAsync("公开不够及时；更正后的说明。");
        await editor.GetByRole(AriaRole.Button, new() { Name = "保存并报送" }).ClickAsync();
        await Expect(editor.Locator(".value")).ToHaveTextAsync("已报送");
        await Clear();
        await publisher.GotoAsync(address);
        await publisher.GetByLabel("重新发布的理由").FillAsync("更正第五部分的说明。");
        if (scripts) await publisher.IsAccessible();
        await publisher.GetByRole(AriaRole.Button, new() { Name = "重新发布" }).ClickAsync();
        await Expect(publisher.Locator(".value")).ToHaveTextAsync("已发布");
        await Expect(publisher.Locator("main")).ToContainTextAsync("理由：更正第五部分的说明。");
        await Expect(publisher.Locator("main")).ToContainTextAsync("存在的主要问题及改进情况");
        await publisher.Keep($"report-reissued-{scripts}");

        using var http = (await portal.Standalone).Http(null);
        foreach (var (edition, text, other) in new[] { (1, "公开不够及时。", "更正后的说明"), (2, "更正后的说明", "公开不够及时。") })
        {
            var page = await http.GetStringAsync(new Uri($"/api/v1/reports/annual-reports/{address.Split('/')[^1]}/editions/{edition}.html", UriKind.Relative), Cancel);
            Assert.Contains(text, page, StringComparison.Ordinal);
            Assert.DoesNotContain(other, page, StringComparison.Ordinal);
        }

        async Task Clear()
        {
            await supervisor.GotoAsync(address);
            await supervisor.GetByRole(AriaRole.Button, new() { Name = "审核通过" }).ClickAsync();
            await Expect(supervisor.Locator(".value")).ToHaveTextAsync("审核通过");
        }
    }

    // Years apart: what a table says of the year before is held against that year.
    [Theory, InlineData(2028, true), InlineData(2031, false)]
    public async Task A_disclosure_is_imported_published_by_somebody_else_and_corrected_with_its_differences(int year, bool scripts)
    {
        var title = $"鞍山市{year}年“三公”经费预算（样本）";
        var editor = await SignedIn.SignIn(portal, "city-editor", scripts: scripts);
        await using var first = editor.Context;
        await editor.GotoAsync("/desk/finance");
        await editor.Locator("[name=FiscalYear]").FillAsync($"{year}");
        await editor.GetByLabel("种类").SelectOptionAsync("DISCLOSURE_KIND_THREE_PUBLIC");
        await editor.GetByLabel("级别").SelectOptionAsync("FINANCE_LEVEL_GOVERNMENT");
        await editor.GetByLabel("阶段").SelectOptionAsync("PHASE_APPROVED");
        await editor.GetByLabel("标题").FillAsync(title);
        await editor.GetByLabel("批准（批复）机关").FillAsync("市人民代表大会");
        await editor.GetByLabel("批准（批复）日期").FillAsync("2026-11-02");
        await editor.GetByRole(AriaRole.Button, new() { Name = "建立草稿" }).First.ClickAsync();
        await Expect(editor.Locator("h1")).ToHaveTextAsync(title);
        await Import(editor, 70);
        await Expect(editor.Locator("main")).ToContainTextAsync("没有妨碍公开的错误。");
        var address = new Uri(editor.Url).AbsolutePath;
        await Expect(editor.GetByRole(AriaRole.Button, new() { Name = "公开", Exact = true })).ToHaveCountAsync(0);

        var publisher = await SignedIn.SignIn(portal, "city-publisher", scripts: scripts);
        await using var second = publisher.Context;
        await publisher.GotoAsync(address);
        if (scripts) await publisher.IsAccessible();
        await publisher.Keep($"disclosure-{scripts}");
        await publisher.GetByRole(AriaRole.Button, new() { Name = "公开", Exact = true }).ClickAsync();
        await publisher.GetByRole(AriaRole.Link, new() { Name = "查看公开的页面" }).ClickAsync();
        await Expect(publisher.Locator("h1")).ToContainTextAsync(title);
        var place = new Uri(publisher.Url).AbsolutePath;

        await editor.GotoAsync("/desk/finance");
        await editor.Locator("[name=Disclosure]").SelectOptionAsync(place.Split('/')[^1]);
        await editor.GetByLabel("怎样改变").SelectOptionAsync("RELEASE_CHANGE_CORRECTION");
        await editor.GetByLabel("理由").FillAsync("接待费填报有误。");
        await editor.GetByRole(AriaRole.Button, new() { Name = "建立草稿" }).Last.ClickAsync();
        await Expect(editor.Locator("main")).ToContainTextAsync("接待费填报有误。");
        await Import(editor, 60);
        await publisher.GotoAsync(new Uri(editor.Url).AbsolutePath);
        await publisher.GetByRole(AriaRole.Button, new() { Name = "公开", Exact = true }).ClickAsync();
        await Expect(publisher.GetByRole(AriaRole.Link, new() { Name = "查看公开的页面" })).ToBeVisibleAsync();

        await using var visit = await portal.Visit(scripts: scripts);
        var citizen = await visit.NewPageAsync();
        await citizen.GotoAsync($"{place}/differences?unit=yuan");
        await Expect(citizen.Locator("main")).ToContainTextAsync("接待费填报有误。");
        await Expect(citizen.Locator("tbody tr").Last).ToHaveTextAsync(new Regex("合计.*本年预算数·公务接待费.*70.00.*60.00.*-10.00"));
        if (scripts) await citizen.IsAccessible();
        await citizen.Keep($"release-differences-{scripts}");
    }

    /// <param name="receptions">In yuan; all of it with 100 abroad.</param>
    private static async Task Import(IPage page, int receptions)
    {
        await page.SendFile("三公.csv", System.Text.Encoding.UTF8.GetBytes($"""
            “三公”经费预算汇总表
            单位：元
            单位名称,上年预算数,,,,,,本年预算数,,,,,
            ,合计,因公出国(境)费,公务用车购置及运行费,,,公务接待费,合计,因公出国(境)费,公务用车购置及运行费,,,公务接待费
            ,,,小计,公务用车购置费,公务用车运行费,,,,小计,公务用车购置费,公务用车运行费,
            合计,200,100,0,0,0,100,{100 + receptions},100,0,0,0,{receptions}
            """), "检查并导入");
        await Expect(page.Locator("main")).ToContainTextAsync("表格已保存");
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_wrong_cell_of_a_workbook_is_shown_and_nothing_is_stored_before_it_is_right(bool scripts)
    {
        var page = await SignedIn.SignIn(portal, "editor", scripts: scripts);
        await using var visit = page.Context;
        await page.GotoAsync("/desk/finance");
        await page.GetByLabel("预算年度").Nth(1).FillAsync(scripts ? "2024" : "2023");
        await page.GetByLabel("种类").SelectOptionAsync("DISCLOSURE_KIND_BUDGET");
        await page.GetByLabel("阶段").SelectOptionAsync("PHASE_APPROVED");
        await page.GetByLabel("标题").FillAsync("部门预算（样本）");
        await page.GetByLabel("批准（批复）机关").FillAsync("市财政局");
        await page.GetByLabel("批准（批复）日期").FillAsync("2024-02-01");
        await page.GetByRole(AriaRole.Button, new() { Name = "建立草稿" }).First.ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("部门预算（样本）");

        if (scripts)
        {
            // The answer is held back until the page says that it is being waited for.
            await page.RouteAsync("**/desk/finance/**", async route =>
            {
                if (route.Request.Method == "POST") await Expect(page.Locator(".progress")).ToContainTextAsync("正在");
                await route.ContinueAsync();
            });
        }

        await Choose(page, await Workbook("一百"));
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("没有保存任何内容");
        var row = page.Locator("table.cells tbody tr").Filter(new() { HasText = "C5" }).First;
        await Expect(row).ToContainTextAsync("公开06表");
        if (scripts) await page.IsAccessible();
        await page.Keep($"import-refused-{scripts}");
        await page.ReloadAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("还没有表格");

        await Choose(page, await Workbook("100"));
        await Expect(page.Locator("main")).ToContainTextAsync("表格已保存");
        await Expect(page.Locator("main")).ToContainTextAsync("一般公共预算基本支出情况表");
        await page.Keep($"import-stored-{scripts}");
    }

    private static Task Choose(IPage page, byte[] workbook) => page.SendFile("预算.xlsx", workbook, "检查并导入");

    /// <param name="amount">What stands in C5.</param>
    private static async Task<byte[]> Workbook(string amount)
    {
        var bytes = new MemoryStream();
        await using (var book = TableWriter.Workbook(bytes))
        {
            await book.Begin("公开06表", Cancel);
            TableCell[][] rows =
            [
                ["一般公共预算基本支出情况表"], ["单位：元"], ["科目编码", "科目名称", "合计", "人员经费", "公用经费"], ["", "合计", "100", "100", ""], ["30101", "基本工资", amount, "100", ""]
            ];
            foreach (var row in rows)
            {
                await book.Write(row, Cancel);
            }
        }

        return bytes.ToArray();
    }
}
