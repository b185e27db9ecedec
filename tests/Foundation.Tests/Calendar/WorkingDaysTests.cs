using CsCheck;
using Sunshine.Foundation.Calendar;

namespace Sunshine.Foundation.Tests.Calendar;

public sealed class WorkingDaysTests
{
    private static readonly WorkingDays Days = LegalCalendar.Embedded().WorkingDays;

    // From before the first published year to after the last.
    private static readonly Gen<DateOnly> AnyDay =
        Gen.Int[new DateOnly(2002, 1, 1).DayNumber, new DateOnly(2029, 12, 31).DayNumber].Select(DateOnly.FromDayNumber);

    [Fact]
    public void The_notices_of_2004_to_2026_are_known()
    {
        Assert.Equal((2004, 2026), (Days.FirstYear, Days.LastYear));
        Assert.True(Days.IsPublished(2004));
        Assert.True(Days.IsPublished(2026));
        Assert.False(Days.IsPublished(2003));
        Assert.False(Days.IsPublished(2027));
    }

    [Fact]
    public void The_year_2016_had_250_working_days() => Assert.Equal(250, Worked(2016));

    [Fact]
    public void A_year_has_eleven_holidays_on_weekdays_and_thirteen_from_2025_but_for_four_known_years()
    {
        for (var year = 2008; year <= 2026; year++)
        {
            var expected = year switch
            {
                2011 => -10, // 31 December worked, by the notice for 2012
                2012 => -12, // and off in exchange
                2015 => -12, // 3 September, the parade
                2020 => -13, // the spring holiday prolonged in the epidemic
                >= 2025 => -13,
                _ => -11,
            };
            Assert.Equal((year, expected), (year, Worked(year) - Weekdays(year)));
        }
    }

    [Theory]
    [InlineData("2016-10-08", DayKind.MakeUp, "国庆节", "国庆节调休上班")]
    [InlineData("2016-10-01", DayKind.Holiday, "国庆节", "国庆节放假")]
    [InlineData("2016-10-03", DayKind.Holiday, "国庆节", "国庆节放假")]
    [InlineData("2016-10-15", DayKind.Weekend, null, "周末")]
    [InlineData("2016-10-10", DayKind.Working, null, "工作日")]
    [InlineData("2015-09-03", DayKind.Holiday, "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日", "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日放假")]
    public void A_day_is_described_by_kind_and_holiday(string date, DayKind kind, string? name, string text)
    {
        var day = Days.Describe(Day(date));
        Assert.Equal(new DayInfo(Day(date), kind, name, IsPublished: true), day);
        Assert.Equal(text, day.Text);
    }

    [Fact]
    public void A_day_of_an_unpublished_year_follows_the_weekday_and_says_so()
    {
        var nationalDay = Days.Describe(Day("2027-10-01"));
        Assert.Equal(new DayInfo(Day("2027-10-01"), DayKind.Working, null, IsPublished: false), nationalDay);
        Assert.Equal("工作日(推定)", nationalDay.Text);
        Assert.Equal(DayKind.Weekend, Days.Describe(Day("2027-10-02")).Kind);
    }

    [Fact]
    public void A_make_up_Saturday_counts()
    {
        // Saturday 6 February and Sunday 14 February 2016 were worked for the spring holiday.
        Assert.True(Days.IsWorkingDay(Day("2016-02-06")));
        Assert.Equal(Day("2016-02-06"), Days.Add(Day("2016-02-05"), 1));
        Assert.Equal(Day("2016-02-14"), Days.Add(Day("2016-02-05"), 2));
    }

    [Fact]
    public void The_last_day_of_2005_was_worked_by_the_notice_for_2006() => Assert.True(Days.IsWorkingDay(Day("2005-12-31")));

    [Fact]
    public void Adding_nothing_gives_the_day_itself_and_a_negative_number_is_refused()
    {
        Assert.Equal(Day("2016-10-02"), Days.Add(Day("2016-10-02"), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Days.Add(Day("2016-10-02"), -1));
    }

    [Fact]
    public void The_first_working_day_on_or_after_a_day_may_be_the_day()
    {
        Assert.Equal(Day("2016-09-30"), Days.OnOrAfter(Day("2016-09-30")));
        Assert.Equal(Day("2016-10-08"), Days.OnOrAfter(Day("2016-10-01")));
    }

    [Fact]
    public void Adding_agrees_with_walking_day_by_day() =>
        Gen.Select(AnyDay, Gen.Int[1, 400]).Sample((from, n) =>
        {
            var day = from;
            for (var left = n; left > 0;)
            {
                day = day.AddDays(1);
                if (Days.Describe(day).IsWorking) left--;
            }
            return Days.Add(from, n) == day && Days.Between(from, day) == n && Days.Between(day, from) == -n;
        });

    [Fact]
    public void A_day_is_worked_exactly_if_its_description_says_so() =>
        AnyDay.Sample(day => Days.IsWorkingDay(day) == Days.Describe(day).IsWorking);

    [Fact]
    public void A_new_edition_names_the_days_it_changed()
    {
        var older = CalendarFiles.Read(CalendarFiles.Valid).WorkingDays;
        var longer = CalendarFiles.Valid.Replace("01-01..01-03", "01-01..01-04", StringComparison.Ordinal);
        var newer = CalendarFiles.Read(longer).WorkingDays;
        Assert.Equal([new DayInfo(Day("2016-01-04"), DayKind.Holiday, "元旦", true)], newer.ChangesSince(older));
        Assert.Empty(older.ChangesSince(older));
    }

    private static int Worked(int year) => Days.Between(new DateOnly(year - 1, 12, 31), new DateOnly(year, 12, 31));

    private static int Weekdays(int year) =>
        Enumerable.Range(0, DateTime.IsLeapYear(year) ? 366 : 365)
            .Count(i => new DateOnly(year, 1, 1).AddDays(i).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));

    private static DateOnly Day(string text) => DateOnly.Parse(text);
}
