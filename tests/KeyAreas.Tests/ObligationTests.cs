using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.KeyAreas.V1;

namespace Sunshine.KeyAreas.Tests;

/// <summary>Who owes what, day by day.</summary>
public sealed class ObligationTests : KeyAreasTest
{
    private static readonly WorkingDays WorkingDays = LegalCalendar.Embedded().WorkingDays;

    /// <summary>Months from 2016 on, each due 10 days after its end.</summary>
    private static string Monthly(string today, int hour = 12, params string[] has) => Standing(Frequency.Monthly, new TimeLimit(10, LimitUnit.CalendarDay, ""), today, hour, has);

    private static string Standing(Frequency frequency, TimeLimit limit, string today, int hour, params string[] has)
    {
        var type = new RecordType { Id = "t", AreaId = "01", Name = "t", Frequency = frequency, Limit = limit, WatchedFrom = new DateOnly(2016, 1, 1), Schemas = [] };
        var standing = new ObligationClock(type, WorkingDays, Clock.BeginningOf(Days.Parse(today)!.Value).AddHours(hour)).Of([.. has.Select(h => RecordPeriod.TryParse(h, out var period) ? period : throw new InvalidOperationException(h))]);
        return $"{standing.State} {standing.Missing} {standing.Awaited} {Days.Format(standing.DueOn)}".Trim();
    }

    [Theory]
    [InlineData("2016-01-31", "Current 0")]
    [InlineData("2016-02-01", "Due 1 2016-01 2016-02-10")]
    [InlineData("2016-02-10", "Due 1 2016-01 2016-02-10")]
    [InlineData("2016-02-11", "Empty 1 2016-01 2016-02-10")]
    [InlineData("2016-02-29", "Empty 1 2016-01 2016-02-10")]
    [InlineData("2016-03-01", "Empty 2 2016-01 2016-02-10")]
    public void A_month_is_due_after_its_end(string today, string expected) => Assert.Equal(expected, Monthly(today));

    [Theory]
    [InlineData("2016-02-29", "Current 0")]
    [InlineData("2016-03-01", "Due 1 2016-02 2016-03-10")]
    [InlineData("2016-03-11", "Late 1 2016-02 2016-03-10")]
    [InlineData("2016-04-10", "Late 2 2016-02 2016-03-10")]
    [InlineData("2016-04-11", "Stale 2 2016-02 2016-03-10")]
    public void A_month_that_is_missing_is_late_and_a_second_one_stale(string today, string expected) => Assert.Equal(expected, Monthly(today, 12, "2016-01"));

    [Fact]
    public void A_month_in_between_is_no_reason_to_be_current_later() => Assert.Equal("Late 1 2016-04 2016-05-10", Monthly("2016-05-20", 12, "2016-01", "2016-03"));

    [Fact]
    public void Working_days_go_by_the_calendar() =>
        // 1 and 2 May 2016 were days off, and so were 30 April and 9 to 11 June; 12 June was worked.
        Assert.Equal("Due 1 2016-04 2016-05-16", Standing(Frequency.Monthly, new TimeLimit(10, LimitUnit.WorkingDay, ""), "2016-05-16", 12, "2016-03"));

    [Theory]
    [InlineData(9, "Current 0")]
    [InlineData(10, "Due 1 2016-06-01T09 2016-06-01")]
    [InlineData(11, "Late 2 2016-06-01T09 2016-06-01")]
    [InlineData(12, "Stale 3 2016-06-01T09 2016-06-01")]
    public void An_hour_is_late_when_the_next_one_has_ended(int hour, string expected) => Assert.Equal(expected, Standing(Frequency.Hourly, new TimeLimit(0, LimitUnit.CalendarDay, ""), "2016-06-01", hour, "2016-06-01T08"));

    [Fact]
    public void Days_quarters_and_years_have_their_own_ends()
    {
        var soon = new TimeLimit(1, LimitUnit.CalendarDay, "");
        Assert.Equal("Late 2 2016-02-28 2016-02-29", Standing(Frequency.Daily, soon, "2016-03-01", 12, "2016-02-27"));
        Assert.Equal("Current 0", Standing(Frequency.Daily, soon, "2016-03-01", 12, "2016-02-29T08"));
        Assert.Equal("Current 0", Standing(Frequency.Daily, soon, "2016-02-20", 12, "2016-02"));
        Assert.Equal("Due 1 2016Q4 2017-01-01", Standing(Frequency.Quarterly, soon, "2017-01-01", 12, "2016Q3"));
        Assert.Equal("Late 1 2016 2017-01-01", Standing(Frequency.Yearly, soon, "2017-01-02", 12, "2015"));
    }

    [Theory]
    [InlineData("2017-01-30", "Current 0")]
    [InlineData("2017-01-31", "Stale 0")]
    public void What_comes_by_event_is_stale_after_a_quiet_year(string today, string expected) => Assert.Equal(expected, Standing(Frequency.OnEvent, new TimeLimit(20, LimitUnit.WorkingDay, ""), today, 12, "2016-01"));

    [Fact]
    public async Task Each_agency_that_must_disclose_has_a_clock_of_its_own_and_records_that_came_late_are_counted()
    {
        var type = await Areas.GetRecordTypeAsync(new() { Id = "relief" }, cancellationToken: Cancel);
        type.AgencyIds.Add(["office", "bureau"]);
        type.WatchedFrom = "2016-01-01";
        await Admin.UpdateRecordTypeAsync(new() { RecordType = type, UpdateMask = new() { Paths = { "agency_ids", "watched_from" } } }, cancellationToken: Cancel);
        // The quarter ended on 31 December 2016; 20 working days later is 3 February 2017, for the Spring Festival.
        await Given(Relief(publishedOn: "2017-02-03"), Relief(kind: "医疗", publishedOn: "2017-02-06"));
        var owed = (await Oversight.ListObligationsAsync(new() { TypeId = "relief" }, cancellationToken: Cancel)).Obligations;
        Assert.Equal([("bureau", ObligationState.Empty, "", 0L, 0L), ("office", ObligationState.Stale, "2016Q4", 2L, 1L)], owed.Select(o => (o.AgencyId, o.State, o.LatestPeriod, o.Records, o.Late)));
        var year = await Oversight.GetStatisticsAsync(new() { Year = 2016 }, cancellationToken: Cancel);
        var figures = year.Areas.Single(a => a.AreaId == "07").RecordTypes.Single(t => t.TypeId == "relief");
        Assert.Equal((2, 1), (figures.Records, figures.Late));
        Assert.Single((await Oversight.ListObligationsAsync(new() { AreaId = "07", AgencyId = "bureau" }, cancellationToken: Cancel)).Obligations);
        Assert.Equal(2, (await Oversight.ListObligationsAsync(new() { PageSize = 2 }, cancellationToken: Cancel)).Obligations.Count);
    }

    [Fact]
    public async Task A_years_figures_say_what_they_count_and_never_mix_in_what_others_stated()
    {
        await Given(Relief(), Relief("2015Q1"));
        var year = await Oversight.GetStatisticsAsync(new() { Year = 2016 }, cancellationToken: Cancel);
        Assert.Equal((1, 28, 1), (year.Records, year.AreaCount, year.FilledAreaCount));
        Assert.Contains("不计入", year.Scope, StringComparison.Ordinal);
        Assert.Equal(["35", "24274"], year.Reported.Select(r => r.Value));
        Assert.Equal(28, year.Areas.Count);
        Assert.All(year.Areas, a => Assert.True(a.Unclaimed));
        Assert.Equal(0, year.Areas.Single(a => a.AreaId == "14").Records);
        Assert.Equal("22", year.Areas.Single(a => a.AreaId == "07").Reported[0].Value);
        Assert.All(year.Areas.SelectMany(a => a.RecordTypes), t => Assert.Contains("2016", t.Scope, StringComparison.Ordinal));
        Assert.Empty((await Oversight.GetStatisticsAsync(new() { Year = 2014 }, cancellationToken: Cancel)).Reported);
    }
}
