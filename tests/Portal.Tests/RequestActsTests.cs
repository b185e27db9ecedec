using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sunshine.Portal.Tests;

/// <summary>The acts that only some applications need: each is done at the desk, and its paper and its days are to be seen there.</summary>
public sealed class RequestActsTests(PortalFixture portal)
{
    [Fact]
    public async Task Third_parties_other_agencies_a_fee_and_an_extension_come_before_an_answer_that_is_returned_once()
    {
        var (number, _) = await portal.Apply("样本甲");
        var officer = await portal.Open("request-officer", number);
        await using var first = officer.Context;
        await officer.Done("确认收到");
        await officer.Done("受理");
        await officer.Done("征求第三方意见", ("Text", "样本一公司，0412-5550002\n样本二公司"), ("Document", "鞍财征〔2016〕1号"));
        await Expect(officer.Locator(".value")).ToContainTextAsync("第三方");
        var address = new Uri(officer.Url).AbsolutePath;

        var head = await SignedIn.SignIn(portal, "reviewer");
        await using var second = head.Context;
        await head.GotoAsync(address);
        await head.Done("延长期限", ("Days", "20"), ("Text", "第三方较多。"), ("Document", "鞍财延〔2016〕1号"));
        await Expect(head.Locator("main")).ToContainTextAsync("20 个工作日，第三方较多。");

        await officer.GotoAsync(address);
        await officer.Do("登记第三方意见", ("Opinion", "OPINION_OBJECTS"), ("Document", "来函一"));
        // An objection needs its reason, beside which it is said; what was chosen stays.
        await Expect(officer.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(officer.Locator("[name='Form.Opinion']")).ToHaveValueAsync("OPINION_OBJECTS");
        await Expect(officer.Locator("[name='Form.Document']")).ToHaveValueAsync("来函一");
        await officer.IsAccessible();
        await officer.Keep("third-party-refused");
        await officer.Done("登记第三方意见", ("Text", "涉及商业秘密"));
        await officer.Done("登记第三方意见", ("Opinion", "OPINION_AGREES"), ("Document", "来函二"));
        await officer.Done("结束征求第三方");
        await officer.Done("因公共利益决定公开", ("Text", "不公开将严重影响公众安全。"), ("Document", "鞍财决〔2016〕1号"));
        await Expect(officer.Locator("main")).ToContainTextAsync("不公开将严重影响公众安全。");

        await officer.Done("征求共同制作机关意见", ("Agencies", "as-audit"), ("Document", "鞍财征〔2016〕2号"));
        await officer.Done("登记机关意见", ("Opinion", "OPINION_AGREES"), ("Document", "鞍审函〔2016〕1号"));
        await officer.Done("结束征求机关意见");
        await officer.Done("告知缴费", ("Scale", "FEE_SCALE_BY_PAGE"), ("Quantity", "40"), ("Document", "鞍财费〔2016〕1号"));
        await Expect(officer.Locator("main")).ToContainTextAsync("第 31–40 页，每页 10.00 元，计 100.00 元");
        await officer.IsAccessible();
        await officer.Keep("acts-many");
        await officer.Done("登记缴费", ("Document", "票据 0001"));

        await officer.Done("拟定答复", ("Outcome", "OUTCOME_GRANTED"), ("Text", "现予公开。"));
        await head.GotoAsync(address);
        await head.Done("退回答复", ("Text", "请写明获取方式。"));
        await officer.GotoAsync(address);
        await Expect(officer.Locator("main")).ToContainTextAsync("请写明获取方式。");
        await officer.Done("拟定答复", ("Outcome", "OUTCOME_GRANTED"), ("Text", "现予公开，请到市财政局领取。"));
        await head.GotoAsync(address);
        await head.Done("批准答复", ("Document", "鞍财公开答〔2016〕81号"));
        await officer.GotoAsync(address);
        await officer.Done("登记送达", ("Document", "挂号信 XA00000000121"));
        await officer.Done("重新办理", ("Document", "鞍政复决〔2016〕1号"));
        await Expect(officer.Locator(".value")).ToContainTextAsync("已受理");
    }

    [Fact]
    public async Task What_is_unclear_is_corrected_asked_for_its_reasons_put_off_split_and_handed_on()
    {
        var (number, code) = await portal.Apply("样本乙");
        var officer = await portal.Open("request-officer", number);
        await using var first = officer.Context;
        await officer.Done("确认收到");
        var until = TimeProvider.System.GetUtcNow().AddDays(20).ToString("yyyy-MM-dd", null);
        await officer.Done("要求补正", ("Text", "请写明是哪一级预算。"), ("Until", until), ("Document", "鞍财补〔2016〕1号"));
        // Who was asked still has time: the application is not ended over the applicant's head.
        await officer.Do("终止办理");
        await Expect(officer.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await officer.Done("登记补正", ("Text", "市本级预算，以及审计局的审计报告"));
        await Expect(officer.Locator("main")).ToContainTextAsync("以及审计局的审计报告");
        await officer.Done("受理");
        await officer.Done("要求说明理由", ("Document", "鞍财理〔2016〕1号"));
        var address = new Uri(officer.Url).AbsolutePath;

        var head = await SignedIn.SignIn(portal, "reviewer");
        await using var second = head.Context;
        await head.GotoAsync(address);
        await head.Done("延迟答复", ("Days", "10"), ("Text", "申请数量较多。"), ("Document", "鞍财延〔2016〕2号"));

        await officer.GotoAsync(address);
        await officer.Done("拆分", ("Whom", "as-audit"), ("Text", "审计局的审计报告"), ("Document", "鞍财转〔2016〕1号"));
        await officer.IsAccessible();
        await officer.Keep("split");

        await using var visit = await portal.Visit();
        var citizen = await visit.NewPageAsync();
        await citizen.Follow(number, code);
        await Expect(citizen.Locator("main")).ToContainTextAsync("延长10个工作日");

        var (other, _) = await portal.Apply("样本丙");
        await officer.GotoAsync("/desk/requests");
        await officer.GetByRole(AriaRole.Link, new() { Name = other }).ClickAsync();
        await Expect(officer.Locator("h1")).ToContainTextAsync(other);
        await officer.Done("确认收到");
        await officer.Done("转交其他机关", ("Whom", "as-audit"), ("Document", "鞍财转〔2016〕2号"));
        await Expect(officer.Locator(".value")).ToContainTextAsync("已办结");
        await Expect(officer.Locator(".acts")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Two_of_one_applicant_are_merged_and_what_is_left_is_withdrawn()
    {
        var (number, _) = await portal.Apply("样本丁");
        var (second, _) = await portal.Apply("样本丁");
        var officer = await portal.Open("request-officer", second);
        await using var visit = officer.Context;
        await officer.Done("确认收到");
        await officer.Choose("合并办理");
        var into = await officer.Locator("[name='Form.Whom'] option").Filter(new() { HasText = number }).GetAttributeAsync("value");
        await officer.Done("合并办理", ("Whom", into!), ("Document", "鞍财并〔2016〕1号"));
        await Expect(officer.Locator(".value")).ToContainTextAsync("已办结");

        await officer.GotoAsync($"/desk/requests/{into}");
        await Expect(officer.Locator("h1")).ToContainTextAsync(number);
        await officer.Done("登记撤回", ("Document", "电话记录"));
        await Expect(officer.Locator(".value")).ToContainTextAsync("撤回");
    }
}
