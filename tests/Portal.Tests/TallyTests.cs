using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sunshine.Portal.Tests;

/// <summary>A figure from elsewhere is reported at the desk, in a real browser.</summary>
public sealed class TallyTests(PortalFixture portal)
{
    [Theory, InlineData("民意热线甲", true), InlineData("民意热线乙", false)]
    public async Task A_figure_is_refused_without_its_document_reported_and_corrected(string source, bool scripts)
    {
        var publisher = await SignedIn.SignIn(portal, "publisher", scripts: scripts);
        await using var desk = publisher.Context;
        await publisher.GotoAsync("/desk/tallies");
        await Fill(publisher, source, "40");
        await publisher.GetByRole(AriaRole.Button, new() { Name = "填报并公开" }).ClickAsync();
        await Expect(publisher.GetByRole(AriaRole.Alert)).ToContainTextAsync("须写明数据所在的文件");
        await Expect(publisher.Locator("[name=Measure]")).ToHaveValueAsync("办理件数");
        await publisher.Locator("[name=DocumentNumber]").FillAsync("热线办理情况通报");
        await publisher.GetByRole(AriaRole.Button, new() { Name = "填报并公开" }).ClickAsync();
        await Expect(publisher.GetByRole(AriaRole.Status)).ToContainTextAsync("已填报并公开");

        await publisher.GetByRole(AriaRole.Link, new() { Name = $"更正: {source}" }).ClickAsync();
        await Expect(publisher.Locator("#new")).ToContainTextAsync($"替换：{source} 办理件数");
        // What it is of stands there already, and must be the same.
        await Expect(publisher.Locator("[name=DocumentNumber]")).ToHaveValueAsync("热线办理情况通报");
        await publisher.Locator("[name=Value]").FillAsync("41");
        await publisher.GetByRole(AriaRole.Button, new() { Name = "更正并公开" }).ClickAsync();
        await Expect(publisher.GetByRole(AriaRole.Status)).ToContainTextAsync("已填报并公开");
        // Of another agency there is nothing to correct.
        await Expect(publisher.Locator("tr", new() { HasText = "省长信箱" })).Not.ToContainTextAsync("更正");
        if (scripts) await publisher.IsAccessible();
        await publisher.Keep($"tallies-{scripts}");

        await using var visit = await portal.Visit(scripts: scripts);
        var citizen = await visit.NewPageAsync();
        await citizen.GotoAsync("/responses?year=2018");
        await Expect(citizen.Locator("tr", new() { HasTextRegex = new Regex($"{source}.*40 件", RegexOptions.Singleline) })).ToContainTextAsync("已更正");
        await Expect(citizen.Locator("tr", new() { HasTextRegex = new Regex($"{source}.*41 件", RegexOptions.Singleline) })).Not.ToContainTextAsync("已更正");
    }

    [Fact]
    public async Task A_figure_of_a_source_that_signs_is_not_taken_from_a_desk()
    {
        var publisher = await SignedIn.SignIn(portal, "publisher");
        await using var desk = publisher.Context;
        await publisher.GotoAsync("/desk/tallies");
        await Fill(publisher, PortalFixture.SigningSource, "40");
        await publisher.Locator("[name=DocumentNumber]").FillAsync("热线办理情况通报");
        await publisher.GetByRole(AriaRole.Button, new() { Name = "填报并公开" }).ClickAsync();
        await Expect(publisher.GetByRole(AriaRole.Alert)).ToContainTextAsync("须由其密钥签名：hotline.example");
        await publisher.Keep("tally-unsigned");

        await using var visit = await portal.Visit();
        var citizen = await visit.NewPageAsync();
        await citizen.GotoAsync("/responses?year=2018");
        await Expect(citizen.Locator("tr", new() { HasText = PortalFixture.SigningSource })).ToContainTextAsync("来源已签名");
        await citizen.Keep("tally-signed");
    }

    private static async Task Fill(IPage page, string source, string value)
    {
        foreach (var (name, text) in new[] { ("Origin", source), ("Measure", "办理件数"), ("From", "2018-01-01"), ("To", "2018-12-31"), ("Value", value), ("Unit", "件"), ("Scope", "市本级") })
            await page.Locator($"[name={name}]").FillAsync(text);
    }
}
