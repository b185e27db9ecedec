using System.Text.Json;
using Sunshine.Foundation.Calendar;

namespace Sunshine.Foundation.Tests.Calendar;

public sealed class DueDateTests
{
    private static readonly LegalCalendar Calendar = LegalCalendar.Embedded();
    private static readonly Cause Receipt = new("收到申请", "requests/1");
    private static readonly Cause ThirdParty = new("征求第三方意见", "letters/1");
    private static readonly Cause Extension = new("信息量较大,经负责人同意", "notices/1");
    private static readonly Cause Correction = new("收到补正的申请", "requests/1/corrections/1");

    [Theory]
    [InlineData("2016-01-04", "2016-01-25")]
    [InlineData("2016-09-26", "2016-10-20")]
    public void Under_the_text_of_2008_an_answer_is_due_15_working_days_after_receipt(string received, string due) =>
        Assert.Equal(Day(due), Answer(new Started(Day(received), Receipt)).Day);

    [Fact]
    public void Make_up_days_shorten_the_wait()
    {
        // 1 February 2016 + 5: 2, 3, 4, 5 February and Saturday the 6th, which was worked.
        Assert.Equal(Day("2016-02-06"), Due(Days(5), new Started(Day("2016-02-01"), Receipt)).Day);
    }

    [Fact]
    public void The_last_request_of_the_old_text_is_due_earlier_than_the_first_of_the_new()
    {
        var last = Answer(new Started(Day("2019-05-14"), Receipt));
        var first = Answer(new Started(Day("2019-05-15"), Receipt));
        Assert.Equal((15, Day("2019-06-04")), (last.Units, last.Day));
        Assert.Equal((20, Day("2019-06-13")), (first.Units, first.Day));
    }

    [Fact]
    public void An_extension_adds_working_days()
    {
        var due = Answer(
            new Started(Day("2016-09-26"), Receipt),
            new Extended(Day("2016-10-18"), 15, Extension));
        Assert.Equal((30, Day("2016-11-10")), (due.Units, due.Day));
    }

    [Fact]
    public void Suspended_days_are_left_out()
    {
        // Without a pause: 4 days to the 9th, 3 to the 14th, three days off, then Sunday the 18th, which was worked, the 19th and the 20th.
        var started = new Started(Day("2016-09-05"), Receipt);
        Assert.Equal(Day("2016-09-20"), Due(Days(10), started).Day);
        Assert.Equal(Day("2016-09-23"), Due(Days(10), started, new Suspended(Day("2016-09-12"), Day("2016-09-14"), ThirdParty)).Day);
    }

    [Fact]
    public void A_suspension_of_days_off_only_changes_nothing()
    {
        var due = Answer(new Started(Day("2016-09-26"), Receipt), new Suspended(Day("2016-10-01"), Day("2016-10-07"), ThirdParty));
        Assert.Equal(Day("2016-10-20"), due.Day);
    }

    [Fact]
    public void Overlapping_suspensions_do_not_count_twice()
    {
        var started = new Started(Day("2016-01-04"), Receipt);
        var one = Answer(started, new Suspended(Day("2016-01-06"), Day("2016-01-15"), ThirdParty));
        var two = Answer(
            started,
            new Suspended(Day("2016-01-08"), Day("2016-01-15"), new Cause("征求其他机关意见")),
            new Suspended(Day("2016-01-06"), Day("2016-01-12"), ThirdParty));
        Assert.Equal(Day("2016-02-04"), one.Day); // one day before, then from the 18th: 5, 5 and 4
        Assert.Equal(one.Day, two.Day);
    }

    [Fact]
    public void A_suspension_has_no_effect_before_the_start()
    {
        var started = new Started(Day("2016-01-04"), Receipt);
        Assert.Equal(Day("2016-01-25"), Answer(started, new Suspended(Day("2015-12-01"), Day("2016-01-04"), ThirdParty)).Day);
        Assert.Equal(Day("2016-01-26"), Answer(started, new Suspended(Day("2015-12-01"), Day("2016-01-05"), ThirdParty)).Day);
    }

    [Fact]
    public void A_suspension_after_the_due_day_has_no_effect_even_while_open()
    {
        var due = Answer(new Started(Day("2016-01-04"), Receipt), new Suspended(Day("2016-01-26"), null, ThirdParty));
        Assert.Equal(Day("2016-01-25"), due.Day);
    }

    [Fact]
    public void While_a_suspension_is_open_the_due_day_is_unknown_but_bounded()
    {
        var due = Answer(new Started(Day("2016-01-04"), Receipt), new Suspended(Day("2016-01-11"), null, ThirdParty));
        Assert.Null(due.Day);
        Assert.False(due.IsOverdueOn(Day("2020-01-01")));

        // Four days were counted, so eleven are left from the day after the suspension.
        Assert.Equal(Day("2016-01-26"), due.NotBefore(Day("2016-01-04")));
        Assert.Equal(Day("2016-01-26"), due.NotBefore(Day("2016-01-11")));
        Assert.Equal(Day("2016-02-01"), due.NotBefore(Day("2016-01-15")));
    }

    [Fact]
    public void Closing_a_suspension_gives_the_day_that_the_bound_promised()
    {
        var started = new Started(Day("2016-01-04"), Receipt);
        var open = Answer(started, new Suspended(Day("2016-01-11"), null, ThirdParty));
        var closed = Answer(started, new Suspended(Day("2016-01-11"), Day("2016-01-15"), ThirdParty));
        Assert.Equal(open.NotBefore(Day("2016-01-15")), closed.Day);
    }

    [Fact]
    public void A_correction_starts_the_whole_period_again()
    {
        var due = Answer(new Started(Day("2019-12-02"), Receipt), new Restarted(Day("2019-12-16"), Correction));
        var fresh = Answer(new Started(Day("2019-12-16"), Receipt));
        Assert.Equal((Day("2019-12-02"), Day("2019-12-16")), (due.Received, due.Start));
        Assert.Equal(fresh.Day, due.Day);
        Assert.Equal(Day("2020-01-14"), due.Day);
    }

    [Fact]
    public void The_latest_restart_counts_in_whatever_order_they_are_listed()
    {
        var due = Answer(
            new Restarted(Day("2016-01-20"), Correction),
            new Restarted(Day("2016-01-11"), Correction),
            new Started(Day("2016-01-04"), Receipt));
        Assert.Equal(Day("2016-01-20"), due.Start);
    }

    [Fact]
    public void A_restart_voids_an_extension_granted_before_it_and_keeps_one_granted_after()
    {
        var started = new Started(Day("2016-01-04"), Receipt);
        var restarted = new Restarted(Day("2016-01-20"), Correction);
        Assert.Equal(15, Answer(started, restarted, new Extended(Day("2016-01-19"), 15, Extension)).Units);
        Assert.Equal(30, Answer(started, restarted, new Extended(Day("2016-01-20"), 15, Extension)).Units);
    }

    [Fact]
    public void A_due_day_in_an_unpublished_year_warns_that_it_rests_on_weekdays()
    {
        var due = Answer(new Started(Day("2026-12-21"), Receipt));
        Assert.Equal(Day("2027-01-18"), due.Day);
        Assert.Equal("2027年的放假安排未收录或尚未公布,按周一至周五为工作日推算,公布后应重新计算。", due.Warning);
        Assert.Equal(due.Warning, due.Explain().Warning);
    }

    [Fact]
    public void A_due_day_in_a_published_year_does_not_warn()
    {
        Assert.Null(Answer(new Started(Day("2016-01-04"), Receipt)).Warning);
        Assert.Null(Due(Days(10), new Started(Day("2003-12-31"), Receipt)).Warning);
        Assert.NotNull(Due(Days(10), new Started(Day("2003-12-30"), Receipt)).Warning);
    }

    [Fact]
    public void Calendar_days_that_need_no_calendar_do_not_warn()
    {
        var finance = Calendar.Regulations.On(Day("2027-01-20"), Statute.Budget).Period(PeriodKey.FinanceDisclosure);
        var due = Due(finance, new Started(Day("2027-01-20"), new Cause("本级人民代表大会批准预算")));
        Assert.Equal(Day("2027-02-09"), due.Day);
        Assert.Null(due.Warning);
    }

    [Fact]
    public void Finance_is_disclosed_within_20_calendar_days_whatever_day_that_is()
    {
        var finance = Calendar.Regulations.On(Day("2016-01-18"), Statute.Budget).Period(PeriodKey.FinanceDisclosure);
        Assert.Equal(Day("2016-02-07"), Due(finance, new Started(Day("2016-01-18"), new Cause("批准"))).Day);
    }

    [Theory]
    [InlineData("2016-03-15", "2016-09-18")] // 15 September is off; Sunday the 18th is worked
    [InlineData("2016-05-20", "2016-11-21")] // a Sunday
    [InlineData("2016-08-31", "2017-02-28")] // no 31 February
    [InlineData("2015-08-31", "2016-02-29")] // a leap year
    public void A_suit_may_be_brought_for_six_months_to_the_same_day_of_the_month_or_the_next_working_day(string known, string due)
    {
        var suit = Calendar.Regulations.On(Day(known), Statute.Litigation).Period(PeriodKey.Suit);
        Assert.Equal(Day(due), Due(suit, new Started(Day(known), new Cause("知道行政行为"))).Day);
    }

    [Fact]
    public void A_period_in_months_rolls_only_if_the_law_says_so()
    {
        var months = new Period(PeriodKey.Suit, "期限", 1, PeriodUnit.Month, "法");
        Assert.Equal(Day("2016-02-29"), Due(months, new Started(Day("2016-01-31"), Receipt)).Day);
        Assert.Equal(Day("2016-10-01"), Due(months, new Started(Day("2016-09-01"), Receipt)).Day);
        Assert.Equal(Day("2016-10-08"), Due(months with { Rolls = "某条" }, new Started(Day("2016-09-01"), Receipt)).Day);
    }

    [Fact]
    public void The_due_day_itself_is_in_time()
    {
        var due = Answer(new Started(Day("2016-01-04"), Receipt));
        Assert.False(due.IsOverdueOn(Day("2016-01-25")));
        Assert.True(due.IsOverdueOn(Day("2016-01-26")));
    }

    [Fact]
    public void A_clock_that_cannot_be_is_refused()
    {
        var started = new Started(Day("2016-01-04"), Receipt);
        Assert.Contains("exactly one start", Refusal(), StringComparison.Ordinal);
        Assert.Contains("exactly one start", Refusal(started, started), StringComparison.Ordinal);
        Assert.Contains("2016-01-03 lies before", Refusal(started, new Restarted(Day("2016-01-03"), Correction)), StringComparison.Ordinal);
        Assert.Contains(
            "ends before it begins", Refusal(started, new Suspended(Day("2016-01-07"), Day("2016-01-06"), ThirdParty)), StringComparison.Ordinal);
        Assert.Contains("not positive", Refusal(started, new Extended(Day("2016-01-07"), 0, Extension)), StringComparison.Ordinal);

        static string Refusal(params ClockEntry[] entries) =>
            Assert.Throws<ArgumentException>(() => Due(Days(15), entries)).Message;
    }

    [Fact]
    public void Entries_survive_being_stored_as_JSON()
    {
        ClockEntry[] entries =
        [
            new Started(Day("2016-01-04"), Receipt),
            new Restarted(Day("2016-01-05"), Correction),
            new Suspended(Day("2016-01-06"), null, ThirdParty),
            new Extended(Day("2016-01-07"), 15, Extension),
        ];
        Assert.Equal(entries, JsonSerializer.Deserialize<ClockEntry[]>(JsonSerializer.Serialize(entries))!);
    }

    private static DueDate Answer(params ClockEntry[] entries)
    {
        var received = entries.OfType<Started>().Single().On;
        return Due(Calendar.Regulations.On(received).Period(PeriodKey.Answer), entries);
    }

    private static DueDate Due(Period period, params ClockEntry[] entries) => new(Calendar.WorkingDays, period, entries);

    private static Period Days(int length) => new(PeriodKey.Answer, "答复", length, PeriodUnit.WorkingDay, "法");

    private static DateOnly Day(string text) => DateOnly.Parse(text);
}
