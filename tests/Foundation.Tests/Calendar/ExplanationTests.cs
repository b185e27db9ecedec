using Sunshine.Foundation.Calendar;

namespace Sunshine.Foundation.Tests.Calendar;

public sealed class ExplanationTests
{
    private static readonly LegalCalendar Calendar = LegalCalendar.Embedded();
    private static readonly Cause Receipt = new("收到申请", "requests/1");
    private static readonly Cause ThirdParty = new("征求第三方意见", "letters/1");

    [Fact]
    public void Every_day_is_told_with_its_number_or_why_it_has_none()
    {
        var explanation = Explain(15, new Started(Day("2016-09-26"), Receipt));
        Assert.Equal(Day("2016-10-20"), explanation.Due);
        Assert.Equal(
            [
                "2016-09-26 周一 工作日 起算日,不计(收到申请[requests/1])",
                "2016-09-27 周二 工作日 第1日",
                "2016-09-28 周三 工作日 第2日",
                "2016-09-29 周四 工作日 第3日",
                "2016-09-30 周五 工作日 第4日",
                "2016-10-01 周六 国庆节放假 不计",
                "2016-10-02 周日 国庆节放假 不计",
                "2016-10-03 周一 国庆节放假 不计",
                "2016-10-04 周二 国庆节放假 不计",
                "2016-10-05 周三 国庆节放假 不计",
                "2016-10-06 周四 国庆节放假 不计",
                "2016-10-07 周五 国庆节放假 不计",
                "2016-10-08 周六 国庆节调休上班 第5日",
                "2016-10-09 周日 国庆节调休上班 第6日",
                "2016-10-10 周一 工作日 第7日",
                "2016-10-11 周二 工作日 第8日",
                "2016-10-12 周三 工作日 第9日",
                "2016-10-13 周四 工作日 第10日",
                "2016-10-14 周五 工作日 第11日",
                "2016-10-15 周六 周末 不计",
                "2016-10-16 周日 周末 不计",
                "2016-10-17 周一 工作日 第12日",
                "2016-10-18 周二 工作日 第13日",
                "2016-10-19 周三 工作日 第14日",
                "2016-10-20 周四 工作日 第15日",
            ],
            explanation.Days.Select(x => x.ToString()));
    }

    [Fact]
    public void The_steps_sum_up_a_life_with_everything_in_it()
    {
        var explanation = Explain(
            5,
            new Started(Day("2016-01-04"), Receipt),
            new Extended(Day("2016-01-05"), 5, new Cause("延期")),
            new Restarted(Day("2016-01-06"), new Cause("收到补正的申请", "corrections/1")),
            new Suspended(Day("2016-01-08"), Day("2016-01-12"), ThirdParty),
            new Extended(Day("2016-01-13"), 2, new Cause("再延期", "notices/2")));
        Assert.Equal(
            [
                "2016-01-04 收到申请[requests/1],次日起算;答复期限5个工作日,依据《条例》第一条",
                "2016-01-04至2016-01-05 期限此后重新起算,期间不计",
                "2016-01-05 延期,延长5个工作日;期限此后重新起算,不再适用",
                "2016-01-06 收到补正的申请[corrections/1],期限自次日起重新计算",
                "2016-01-07 计1日(第1日至第1日)",
                "2016-01-08至2016-01-12 征求第三方意见[letters/1],期间不计",
                "2016-01-13 再延期[notices/2],延长2个工作日",
                "2016-01-13至2016-01-20 计6日(第2日至第7日)",
                "2016-01-20 期限届满,共7个工作日",
            ],
            explanation.Steps.Select(x => x.Text));
        Assert.Equal("letters/1", explanation.Steps.Single(x => x.Kind == StepKind.Suspended).Cause!.Document);
    }

    [Fact]
    public void While_a_suspension_is_open_the_days_end_with_what_is_known()
    {
        var explanation = Explain(
            15, Day("2016-01-15"), new Started(Day("2016-01-04"), Receipt), new Suspended(Day("2016-01-11"), null, ThirdParty));
        Assert.Null(explanation.Due);
        Assert.Equal(Day("2016-02-01"), explanation.NotBefore);
        Assert.Equal("2016-01-15 周五 工作日 中止,不计(征求第三方意见[letters/1])", explanation.Days[^1].ToString());
        Assert.Equal("期限中止尚未结束,届满日不早于2016-02-01", explanation.Steps[^1].Text);
    }

    [Fact]
    public void By_default_an_open_suspension_is_told_to_its_first_day()
    {
        var explanation = Due(15, new Started(Day("2016-01-04"), Receipt), new Suspended(Day("2016-01-11"), null, ThirdParty)).Explain();
        Assert.Equal(Day("2016-01-11"), explanation.Days[^1].Day.Date);
        Assert.Equal(Day("2016-01-26"), explanation.NotBefore);
    }

    [Fact]
    public void An_open_suspension_from_before_the_restart_is_told_to_the_restart()
    {
        var explanation = Due(
            15, new Started(Day("2016-01-04"), Receipt), new Restarted(Day("2016-01-20"), new Cause("补正")),
            new Suspended(Day("2016-01-11"), null, ThirdParty)).Explain();
        Assert.Equal(DayStatus.Start, explanation.Days[^1].Status);
        Assert.Equal(Day("2016-01-20"), explanation.Days[^1].Day.Date);
    }

    [Fact]
    public void Days_off_at_the_end_are_told_with_the_provision_that_moves_it()
    {
        var suit = Calendar.Regulations.On(Day("2016-03-15"), Statute.Litigation).Period(PeriodKey.Suit);
        var explanation = new DueDate(Calendar.WorkingDays, suit, new Started(Day("2016-03-15"), new Cause("收到答复"))).Explain();
        Assert.Equal(
            ["2016-09-15 周四 中秋放假 第184日", "2016-09-16 周五 中秋放假 期限末日顺延", "2016-09-17 周六 中秋放假 期限末日顺延", "2016-09-18 周日 中秋调休上班 期限末日顺延"],
            explanation.Days.TakeLast(4).Select(x => x.ToString()));
        Assert.Equal(
            "2016-09-16至2016-09-18 期限末日为休息日,依行政诉讼法第一百零一条、民事诉讼法关于期间的规定顺延",
            explanation.Steps.Single(x => x.Kind == StepKind.Rolled).Text);
    }

    [Fact]
    public void Days_of_an_unpublished_year_are_marked_as_assumed()
    {
        var explanation = Explain(15, new Started(Day("2026-12-21"), Receipt));
        Assert.Equal("2027-01-01 周五 工作日(推定) 第9日", explanation.Days.Single(x => x.Day.Date == Day("2027-01-01")).ToString());
    }

    private static Explanation Explain(int length, params ClockEntry[] entries) => Due(length, entries).Explain();

    private static Explanation Explain(int length, DateOnly asOf, params ClockEntry[] entries) => Due(length, entries).Explain(asOf);

    private static DueDate Due(int length, params ClockEntry[] entries) =>
        new(Calendar.WorkingDays, new Period(PeriodKey.Answer, "答复", length, PeriodUnit.WorkingDay, "《条例》第一条"), entries);

    private static DateOnly Day(string text) => DateOnly.Parse(text);
}
