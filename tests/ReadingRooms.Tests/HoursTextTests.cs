using Sunshine.Foundation.Hosting;

namespace Sunshine.ReadingRooms.Tests;

/// <summary>Hours as clerks write them.</summary>
public sealed class HoursTextTests
{
    [Theory]
    [InlineData(HoursText.Example, "1-5 08:30-11:30 13:30-17:00; 6 09:00-12:00")]
    [InlineData("周一至周五　０８：３０－１１：３０，１３：３０－１７：００；周六　０９：００－１２：００", "1-5 08:30-11:30 13:30-17:00; 6 09:00-12:00")]
    [InlineData("星期一到星期五：8:30—11:30、13:30—17:00", "1-5 08:30-11:30 13:30-17:00")]
    [InlineData("礼拜一~礼拜五 8:30～11:30", "1-5 08:30-11:30")]
    [InlineData("周一至五 8.30-11.30 13.30-17.00", "1-5 08:30-11:30 13:30-17:00")]
    [InlineData("周1-5 8:30-17:00", "1-5 08:30-17:00")]
    [InlineData("工作日8点半至11点30分，下午1:30-5:00", "1-5 08:30-11:30 13:30-17:00")]
    [InlineData("周一至周五上午8:30-11:30，下午13:30-17:00，周末休息", "1-5 08:30-11:30 13:30-17:00")]
    [InlineData("每天 9:00-17:00，周一闭馆", "2-7 09:00-17:00")]
    [InlineData("周二、四、六 9时-晚上8时30分", "2 09:00-20:30; 4 09:00-20:30; 6 09:00-20:30")]
    [InlineData("周六、周日 9:00-16:00", "6-7 09:00-16:00")]
    [InlineData("双休日 9:00-16:00；工作日 9:00-中午12:00", "1-5 09:00-12:00; 6-7 09:00-16:00")]
    [InlineData("周日至周四 9:00-17:00", "1-4 09:00-17:00; 7 09:00-17:00")]
    [InlineData("星期天 中午1点-下午3点", "7 13:00-15:00")]
    [InlineData("每日24小时开放", "1-7 00:00-24:00")]
    [InlineData("周一至周五 8:30-11:30; 周一至周五 13:30-17:00", "1-5 08:30-11:30 13:30-17:00")]
    [InlineData("周一 8:30-17:00\n周二 8:30-12:00", "1 08:30-17:00; 2 08:30-12:00")]
    public void They_are_read(string text, string expected)
    {
        var v = new Violations();
        var hours = HoursText.Parse("x", text, v);
        Assert.Empty(v.Found);
        // Days that follow each other with the same spans stand together.
        var days = hours!.Week.Select(d => (Day: (int)d.Weekday, Text: string.Concat(d.Spans.Select(s => $" {s.Opens}-{s.Closes}")))).ToList();
        var told = new List<(int From, int To, string Text)>();
        foreach (var (day, spans) in days)
        {
            if (told.Count > 0 && told[^1].To == day - 1 && told[^1].Text == spans) told[^1] = (told[^1].From, day, spans);
            else told.Add((day, day, spans));
        }

        Assert.Equal(expected, string.Join("; ", told.Select(t => (t.From == t.To ? $"{t.From}" : $"{t.From}-{t.To}") + t.Text)));
        HoursRules.Check(hours, v);
        Assert.Empty(v.Found);
    }

    [Theory]
    [InlineData("正常上班", "正常上班")]
    [InlineData("8:30-11:30", "8:30-11:30")]
    [InlineData("周一至周五", "周一至周五")]
    [InlineData("周一至周五 08:30-11:30（法定节假日除外）", "（法定节假日除外）")]
    [InlineData("周一至周五 08:30", "08:30")]
    [InlineData("周一至周五 08:30-1130", "08:30-1130")]
    [InlineData("周八 8:30-11:30", "周八 8:30-11:30")]
    [InlineData("周一休息", "周一休息")]
    public void What_cannot_be_read_is_told_with_an_example(string text, string from)
    {
        var v = new Violations();
        Assert.Null(HoursText.Parse("x", text, v));
        var wrong = Assert.Single(v.Found);
        Assert.Equal("NOT_HOURS", wrong.Reason);
        Assert.Contains($"“{from}”", wrong.Chinese, StringComparison.Ordinal);
        Assert.Contains(HoursText.Example, wrong.English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("周一 17:00-8:30", "NOT_AFTER_OPENS")]
    [InlineData("周一 8:30-12:00,11:00-13:00", "OVERLAPS")]
    [InlineData("周一 8:30-25:00", "NOT_A_TIME")]
    [InlineData("每天 9:00-17:00; 周六 9:00-12:00", "OVERLAPS")]
    public void What_the_times_mean_is_checked_like_any_hours(string text, string reason)
    {
        var v = new Violations();
        HoursRules.Check(HoursText.Parse("x", text, v)!, v);
        Assert.Equal(reason, Assert.Single(v.Found).Reason);
    }
}
