using Microsoft.Extensions.Time.Testing;
using Sunshine.Foundation.Calendar;

namespace Sunshine.Foundation.Tests.Calendar;

public sealed class ClockTests
{
    [Fact]
    public void A_day_begins_at_16_00_UTC_of_the_day_before()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2016, 9, 25, 15, 59, 59, TimeSpan.Zero));
        var clock = new Clock(time);
        Assert.Equal(new DateOnly(2016, 9, 25), clock.Today);

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new DateOnly(2016, 9, 26), clock.Today);
        Assert.Equal(new DateTimeOffset(2016, 9, 26, 0, 0, 0, TimeSpan.FromHours(8)), clock.Now);
        Assert.Equal(TimeSpan.FromHours(8), clock.Now.Offset);
    }

    [Fact]
    public void An_instant_falls_on_its_day_in_China_whatever_its_offset() =>
        Assert.Equal(new DateOnly(2016, 9, 26), Clock.DayOf(new DateTimeOffset(2016, 9, 25, 12, 0, 0, TimeSpan.FromHours(-5))));
}
