using Sunshine.Foundation.Calendar;

namespace Sunshine.ReadingRooms.Tests;

/// <summary>Weeks, breaks, holidays and make-up days. In 2016 the National Day holiday was 1 to 7 October, and the 8th and 9th were worked.</summary>
public sealed class OpenTimesTests
{
    private static readonly WorkingDays Calendar = LegalCalendar.Embedded().WorkingDays;

    private static readonly OpeningHours Office = new(
        [.. Enumerable.Range(1, 5).Select(d => new WeekdayHours((V1.Weekday)d, [new OpenSpan(510, 690), new OpenSpan(780, d == 5 ? 960 : 1020)]))], V1.HolidayRule.OfficeDays, V1.Weekday.Monday, []);

    [Theory]
    [InlineData("2016-09-26 08:29", false, "2016-09-26 08:30")]
    [InlineData("2016-09-26 08:30", true, "2016-09-26 11:30")]
    [InlineData("2016-09-26 11:30", false, "2016-09-26 13:00")]
    [InlineData("2016-09-26 16:59", true, "2016-09-26 17:00")]
    [InlineData("2016-09-26 17:00", false, "2016-09-27 08:30")]
    [InlineData("2016-09-30 16:30", false, "2016-10-08 08:30")]
    [InlineData("2016-10-05 10:00", false, "2016-10-08 08:30")]
    [InlineData("2016-10-08 16:30", true, "2016-10-08 17:00")]
    [InlineData("2016-10-09 10:00", true, "2016-10-09 11:30")]
    public void Office_days_follow_the_notices_of_the_state_council(string at, bool open, string changes)
    {
        var times = OpenTimes.At(Office, Instant(at), Calendar);

        Assert.Equal((open, Instant(changes)), (times.Open, times.Changes));
    }

    [Fact]
    public void A_day_that_is_no_plain_one_says_why()
    {
        Assert.Equal("国庆节放假", OpenTimes.At(Office, Instant("2016-10-05 10:00"), Calendar).Note);
        Assert.Equal("国庆节调休上班", OpenTimes.At(Office, Instant("2016-10-08 10:00"), Calendar).Note);
        Assert.Equal("", OpenTimes.At(Office, Instant("2016-09-26 10:00"), Calendar).Note);
    }

    [Fact]
    public void A_library_that_goes_on_every_week_is_open_on_the_holiday_and_closed_on_the_make_up_saturday()
    {
        var library = Office with { HolidayRule = V1.HolidayRule.EveryWeek };

        Assert.True(OpenTimes.At(library, Instant("2016-10-05 10:00"), Calendar).Open);
        Assert.False(OpenTimes.At(library, Instant("2016-10-08 10:00"), Calendar).Open);
    }

    [Fact]
    public void An_exception_wins_over_a_holiday_and_over_the_week()
    {
        var hours = Office with
        {
            Exceptions = [new HoursException(new DateOnly(2016, 9, 26), [], "盘点"), new HoursException(new DateOnly(2016, 10, 5), [new OpenSpan(600, 720)], "假日值班")]
        };

        Assert.Equal(new OpenTimes(false, Instant("2016-09-27 08:30"), "盘点"), OpenTimes.At(hours, Instant("2016-09-26 10:00"), Calendar));
        Assert.Equal(new OpenTimes(true, Instant("2016-10-05 12:00"), "假日值班"), OpenTimes.At(hours, Instant("2016-10-05 10:00"), Calendar));
    }

    [Fact]
    public void Over_midnight_it_closes_when_the_next_day_says_so()
    {
        var night = new OpeningHours(
            [.. Enumerable.Range(1, 7).Select(d => new WeekdayHours((V1.Weekday)d, d == 1 ? [new OpenSpan(1200, 1440)] : [new OpenSpan(0, 120)]))], V1.HolidayRule.EveryWeek, V1.Weekday.Monday, []);
        Assert.Equal(Instant("2016-09-27 02:00"), OpenTimes.At(night, Instant("2016-09-26 21:00"), Calendar).Changes);

        var always = new OpeningHours([.. Enumerable.Range(1, 7).Select(d => new WeekdayHours((V1.Weekday)d, [new OpenSpan(0, 1440)]))], V1.HolidayRule.EveryWeek, V1.Weekday.Monday, []);
        Assert.Equal(new OpenTimes(true, null, ""), OpenTimes.At(always, Instant("2016-09-26 21:00"), Calendar));
    }

    private static DateTimeOffset Instant(string china) => DateTimeOffset.ParseExact(china + " +08:00", "yyyy-MM-dd HH:mm zzz", null);
}
