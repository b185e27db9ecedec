using Sunshine.Foundation.Calendar;

namespace Sunshine.Foundation.Tests.Calendar;

public sealed class RegulationsTests
{
    private static readonly Regulations Laws = LegalCalendar.Embedded().Regulations;
    private static readonly DateOnly LastDayOf2008 = new(2019, 5, 14);
    private static readonly DateOnly FirstDayOf2019 = new(2019, 5, 15);

    [Fact]
    public void The_text_of_2008_gives_way_to_that_of_2019_on_15_May_2019()
    {
        Assert.Equal("《政府信息公开条例》(国务院令第492号)", Laws.On(LastDayOf2008).ToString());
        Assert.Equal("《政府信息公开条例》(国务院令第711号)", Laws.On(FirstDayOf2019).ToString());
        Assert.Equal("国务院令第492号", Laws.On(new DateOnly(2008, 5, 1)).Number);
        Assert.Null(Laws.On(FirstDayOf2019).To);
    }

    [Fact]
    public void Before_1_May_2008_there_is_no_regulation()
    {
        var e = Assert.Throws<LawNotFoundException>(() => Laws.On(new DateOnly(2008, 4, 30)));
        Assert.Equal("No text of the law 'Disclosure' is known to be in force on 2008-04-30.", e.Message);
    }

    [Theory]
    [InlineData(2016, PeriodKey.Answer, 15, "第二十四条")]
    [InlineData(2016, PeriodKey.AnswerExtension, 15, "第二十四条")]
    [InlineData(2016, PeriodKey.ProactiveDisclosure, 20, "第十八条")]
    [InlineData(2020, PeriodKey.Answer, 20, "第三十三条")]
    [InlineData(2020, PeriodKey.AnswerExtension, 20, "第三十三条")]
    [InlineData(2020, PeriodKey.CorrectionNotice, 7, "第三十条")]
    [InlineData(2020, PeriodKey.ThirdPartyReply, 15, "第三十二条")]
    [InlineData(2020, PeriodKey.CoAgencyReply, 15, "第三十四条")]
    [InlineData(2020, PeriodKey.ProactiveDisclosure, 20, "第二十六条")]
    public void The_disclosure_periods_are_in_working_days_and_cite_their_article(int year, PeriodKey key, int length, string article)
    {
        var period = Laws.On(new DateOnly(year, 1, 4)).Period(key);
        Assert.Equal((length, PeriodUnit.WorkingDay), (period.Length, period.Unit));
        Assert.EndsWith(article, period.Citation, StringComparison.Ordinal);
        Assert.Null(period.Rolls);
    }

    [Theory]
    [InlineData(PeriodKey.ThirdPartyReply)]
    [InlineData(PeriodKey.CoAgencyReply)]
    [InlineData(PeriodKey.CorrectionNotice)]
    public void The_text_of_2008_sets_no_limit_that_came_in_2019(PeriodKey key)
    {
        Assert.Null(Laws.On(LastDayOf2008).FindPeriod(key));
        var e = Assert.Throws<LawNotFoundException>(() => Laws.On(LastDayOf2008).Period(key));
        Assert.Equal($"《政府信息公开条例》(国务院令第492号) sets no period '{key}'.", e.Message);
    }

    [Theory]
    [InlineData(2016, Statute.Review, PeriodKey.ReviewApplication, 60, PeriodUnit.CalendarDay)]
    [InlineData(2024, Statute.Review, PeriodKey.ReviewApplication, 60, PeriodUnit.CalendarDay)]
    [InlineData(2024, Statute.Review, PeriodKey.ReviewAcceptance, 5, PeriodUnit.WorkingDay)]
    [InlineData(2024, Statute.Review, PeriodKey.ReviewSummaryDecision, 30, PeriodUnit.CalendarDay)]
    [InlineData(2016, Statute.Litigation, PeriodKey.Suit, 6, PeriodUnit.Month)]
    [InlineData(2016, Statute.Litigation, PeriodKey.SuitAfterReview, 15, PeriodUnit.CalendarDay)]
    [InlineData(2016, Statute.Budget, PeriodKey.FinanceDisclosure, 20, PeriodUnit.CalendarDay)]
    [InlineData(2021, Statute.Fees, PeriodKey.FeePayment, 30, PeriodUnit.CalendarDay)]
    public void The_periods_of_other_laws_are_found_by_statute(int year, Statute statute, PeriodKey key, int length, PeriodUnit unit)
    {
        var period = Laws.On(new DateOnly(year, 6, 1), statute).Period(key);
        Assert.Equal((length, unit), (period.Length, period.Unit));
    }

    [Fact]
    public void Only_since_2024_is_there_a_summary_review() =>
        Assert.Null(Laws.On(new DateOnly(2023, 12, 31), Statute.Review).FindPeriod(PeriodKey.ReviewSummaryDecision));

    [Theory]
    [InlineData(2017, YearlyDateKey.AnnualReportOfDepartment, "2017-03-31")]
    [InlineData(2017, YearlyDateKey.AnnualReportOfGovernment, "2017-03-31")]
    [InlineData(2020, YearlyDateKey.AnnualReportOfDepartment, "2020-01-31")]
    [InlineData(2020, YearlyDateKey.AnnualReportOfGovernment, "2020-03-31")]
    public void Annual_reports_are_due_by_the_text_in_force(int year, YearlyDateKey key, string due) =>
        Assert.Equal(DateOnly.Parse(due), Laws.On(new DateOnly(year, 1, 1)).YearlyDate(key).In(year));

    [Fact]
    public void A_yearly_date_that_a_law_does_not_set_is_refused_by_name()
    {
        var budget = Laws.On(new DateOnly(2016, 1, 1), Statute.Budget);
        var e = Assert.Throws<LawNotFoundException>(() => budget.YearlyDate(YearlyDateKey.AnnualReportOfGovernment));
        Assert.Equal("《预算法》(2014年修正) sets no yearly date 'AnnualReportOfGovernment'.", e.Message);
    }

    [Fact]
    public void What_was_not_checked_against_the_text_is_marked()
    {
        Assert.True(Laws.On(LastDayOf2008).Period(PeriodKey.ProactiveDisclosure).FromMemory);
        Assert.True(Laws.On(LastDayOf2008).YearlyDate(YearlyDateKey.AnnualReportOfGovernment).FromMemory);
        Assert.False(Laws.On(LastDayOf2008).Period(PeriodKey.Answer).FromMemory);
        Assert.All(Laws.On(FirstDayOf2019).Periods, x => Assert.False(x.FromMemory));
    }

    [Fact]
    public void A_request_keeps_the_law_it_was_received_under()
    {
        Assert.Equal(PendingRule.ByReceipt, Laws.Pending);
        Assert.Equal("国务院令第492号", Laws.For(LastDayOf2008, FirstDayOf2019.AddDays(20)).Number);
    }

    [Fact]
    public void The_rule_for_pending_requests_is_a_setting_of_the_file()
    {
        var laws = CalendarFiles.Read(CalendarFiles.Valid.Replace("byReceipt", "byDay", StringComparison.Ordinal)).Regulations;
        Assert.Equal("new", laws.For(LastDayOf2008, FirstDayOf2019).Number);
        Assert.Equal("old", laws.For(LastDayOf2008, LastDayOf2008).Number);
    }

    [Fact]
    public void The_draft_of_a_major_decision_is_open_for_thirty_days_or_for_a_reason_seven()
    {
        var law = Laws.On(new DateOnly(2026, 1, 5), Statute.Decision);
        Assert.Equal((30, 7), (law.Period(PeriodKey.DecisionConsultation).Length, law.Period(PeriodKey.DecisionConsultationShortened).Length));
        Assert.True(law.Period(PeriodKey.DecisionConsultation).FromMemory);
        Assert.Null(Laws.Find(new DateOnly(2019, 8, 31), Statute.Decision));
    }

    [Theory]
    [InlineData(HourLimitKey.ConcernResponse, 48)]
    [InlineData(HourLimitKey.SeriousConcernStatement, 5)]
    [InlineData(HourLimitKey.SeriousConcernPressConference, 24)]
    public void Public_concerns_are_answered_within_hours(HourLimitKey key, int hours)
    {
        var limit = Laws.On(new DateOnly(2016, 12, 1), Statute.PublicConcern).FindHourLimit(key);
        Assert.Equal((hours, true), (limit!.Hours, limit.FromMemory));
        Assert.Contains("国办发〔2016〕61号", limit.Citation, StringComparison.Ordinal);
        Assert.Null(Laws.On(LastDayOf2008).FindHourLimit(key));
    }
}
