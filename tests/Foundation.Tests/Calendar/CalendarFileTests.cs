using Microsoft.Extensions.Configuration;
using Sunshine.Foundation.Calendar;

namespace Sunshine.Foundation.Tests.Calendar;

public sealed class CalendarFileTests
{
    [Fact]
    public void A_right_file_is_read()
    {
        var calendar = CalendarFiles.Read(CalendarFiles.Valid);
        Assert.Equal("test", calendar.Edition);
        Assert.Equal((2016, 2017), (calendar.WorkingDays.FirstYear, calendar.WorkingDays.LastYear));
        Assert.Equal(2, calendar.Regulations.Texts.Count);
    }

    [Theory]
    [InlineData("\"02-06\"", "\"02-08\"", "2016-02-08 cannot be a make-up day, as it is a Monday")]
    [InlineData("\"02-06\"", "\"01-02\"", "2016-01-02 is both off (元旦) and a make-up day (春节)")]
    [InlineData("\"02-08\"", "\"01-03\"", "2016-01-03 is listed twice, under 元旦 and 春节")]
    [InlineData("\"02-08\"", "\"02-30\"", "'02-30' in 2016 is not a day MM-dd or a range of days MM-dd..MM-dd")]
    [InlineData("01-01..01-03", "01-03..01-01", "'01-03..01-01' in 2016 is not a day MM-dd or a range of days MM-dd..MM-dd")]
    [InlineData("01-01..01-03", "01-01..01-02..01-03", "'01-01..01-02..01-03' in 2016 is not a day MM-dd or a range of days MM-dd..MM-dd")]
    [InlineData("\"2017\"", "\"2018\"", "no year between 2016 and 2018, and years must follow each other")]
    [InlineData("\"2017\"", "\"next\"", "'next' is not a year from 1995 on")]
    [InlineData("\"2017\"", "\"1217\"", "'1217' is not a year from 1995 on")]
    [InlineData("2019-05-14", "2019-05-15", "《条例》(old) and 《条例》(new) overlap")]
    [InlineData("2019-05-14", "2019-05-13", "there is a gap between 《条例》(old) and 《条例》(new)")]
    [InlineData("2019-05-14", "2007-01-01", "条例 (old) ends before it begins")]
    [InlineData("2019-05-14", "2019-5-14", "条例 (old): '2019-5-14' is not a day yyyy-MM-dd")]
    [InlineData("\"answer\"", "\"reply\"", "条例 (old): 'reply' is not a PeriodKey")]
    [InlineData("\"answer\"", "\"1\"", "条例 (old): '1' is not a PeriodKey")]
    [InlineData("\"workingDay\"", "\"week\"", "条例 (old), answer: 'week' is not a PeriodUnit")]
    [InlineData("15", "0", "条例 (old), answer: the length 0 is not positive")]
    [InlineData("\"03-31\"", "\"02-29\"", "条例 (old), annualReportOfGovernment: '02-29' is not a day MM-dd of every year")]
    [InlineData("byReceipt", "byChance", "pendingRequests: 'byChance' is not a PendingRule")]
    public void A_wrong_file_is_refused_with_a_sentence_that_names_what_is_wrong(string right, string wrong, string problem)
    {
        // Only the first place is spoilt: some of the texts occur twice.
        var at = CalendarFiles.Valid.IndexOf(right, StringComparison.Ordinal);
        Assert.True(at >= 0);
        var json = CalendarFiles.Valid.Remove(at, right.Length).Insert(at, wrong);

        var e = Assert.Throws<CalendarFileException>(() => CalendarFiles.Read(json));
        Assert.Contains(problem, e.Problems);
        Assert.StartsWith("Calendar file 'test.json': ", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"edition\"", "\"edtion\"", "edtion")]
    [InlineData("\"2017\"", "\"2016\"", "Duplicate properties")]
    [InlineData("\"edition\": \"test\",", "", "edition")]
    [InlineData("{}", "[", "years")]
    public void A_file_that_is_not_of_the_form_is_refused_with_the_place(string right, string wrong, string place)
    {
        var e = Assert.Throws<CalendarFileException>(
            () => CalendarFiles.Read(CalendarFiles.Valid.Replace(right, wrong, StringComparison.Ordinal)));
        Assert.Contains(place, e.Message, StringComparison.Ordinal);
        Assert.Contains("line ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_wrong_is_said_at_once()
    {
        var json = CalendarFiles.Valid
            .Replace("\"02-08\"", "\"02-30\"", StringComparison.Ordinal)
            .Replace("\"answer\"", "\"reply\"", StringComparison.Ordinal);
        var e = Assert.Throws<CalendarFileException>(() => CalendarFiles.Read(json));
        Assert.Equal(2, e.Problems.Count);
    }

    [Fact]
    public void A_file_without_years_is_refused()
    {
        var e = Assert.Throws<CalendarFileException>(
            () => CalendarFiles.Read("""{"edition":"x","source":"x","years":{},"pendingRequests":"byDay","laws":[]}"""));
        Assert.Equal(["it has no years"], e.Problems);
    }

    [Fact]
    public void Configuration_can_name_a_newer_file()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, CalendarFiles.Valid);
            Assert.Equal("test", LegalCalendar.Load(Configuration(path)).Edition);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_a_named_file_the_embedded_one_is_used(string? path) =>
        Assert.Equal("2026", LegalCalendar.Load(Configuration(path)).Edition);

    [Fact]
    public void A_named_file_that_is_missing_stops_the_start()
    {
        var e = Assert.Throws<CalendarFileException>(() => LegalCalendar.Load(Configuration("/no/such/calendar.json")));
        Assert.Equal(
            "Calendar file '/no/such/calendar.json': there is no such file; 'Calendar:File' must name one or be empty.", e.Message);
    }

    private static IConfigurationRoot Configuration(string? path) =>
        new ConfigurationBuilder().AddInMemoryCollection([new(LegalCalendar.FileKey, path)]).Build();
}
