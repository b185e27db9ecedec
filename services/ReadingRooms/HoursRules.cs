using System.Text.RegularExpressions;
using Sunshine.Foundation.Hosting;

namespace Sunshine.ReadingRooms;

/// <summary>What hours may say.</summary>
internal static partial class HoursRules
{
    private const int MostSpans = 6;
    private const int MostExceptions = 366;

    /// <summary>Whoever has made so many mistakes has made one; and a refusal has to go into the trailers of a call, for which clients take 64 KiB.</summary>
    private const int MostTold = 60;

    /// <returns>Of no use if anything is wrong.</returns>
    public static OpeningHours Check(V1.OpeningHours hours, Violations v)
    {
        v.Count("week", hours.Week.Count, 1, 7);
        v.Enum("holidayRule", hours.HolidayRule, required: false);
        v.Enum("makeUpWeekday", hours.MakeUpWeekday, required: false);
        v.Count("exceptions", hours.Exceptions.Count, 0, MostExceptions);
        var week = new List<WeekdayHours>();
        for (var i = 0; i < Math.Min(hours.Week.Count, 7); i++)
        {
            var (field, given) = ($"week[{i}]", hours.Week[i]);
            v.Enum($"{field}.weekday", given.Weekday, required: true);
            if (week.Any(w => w.Weekday == given.Weekday)) v.Add($"{field}.weekday", "REPEATED", "重复。", "Stands here twice.");
            week.Add(new WeekdayHours(given.Weekday, Spans($"{field}.spans", given.Spans, 1, v)));
        }

        var exceptions = new List<HoursException>();
        var days = new HashSet<DateOnly>();
        for (var i = 0; i < Math.Min(hours.Exceptions.Count, MostExceptions) && v.Found.Count < MostTold; i++)
        {
            var (field, given) = ($"exceptions[{i}]", hours.Exceptions[i]);
            v.Required($"{field}.on", given.On);
            var day = v.Day($"{field}.on", given.On);
            if (day is { } on && !days.Add(on)) v.Add($"{field}.on", "REPEATED", "重复。", "Stands here twice.");
            PublicText.Check($"{field}.reason", given.Reason, 200, v);
            exceptions.Add(new HoursException(day ?? default, Spans($"{field}.spans", given.Spans, 0, v), given.Reason));
        }

        return new OpeningHours(
            [.. week.OrderBy(w => w.Weekday)], hours.HolidayRule == 0 ? V1.HolidayRule.OfficeDays : hours.HolidayRule,
            hours.MakeUpWeekday == 0 ? V1.Weekday.Monday : hours.MakeUpWeekday, [.. exceptions.OrderBy(e => e.On)]);
    }

    private static List<OpenSpan> Spans(string field, IReadOnlyList<V1.OpenSpan> spans, int fewest, Violations v)
    {
        v.Count(field, spans.Count, fewest, MostSpans);
        var found = new List<OpenSpan>();
        for (var i = 0; i < Math.Min(spans.Count, MostSpans); i++)
        {
            var (opens, closes) = (Minutes($"{field}[{i}].opens", spans[i].Opens, v), Minutes($"{field}[{i}].closes", spans[i].Closes, v));
            if (opens is not { } from || closes is not { } to) continue;
            if (to <= from) v.Add($"{field}[{i}].closes", "NOT_AFTER_OPENS", "须晚于开放时间。", "Must be later than it opens.");
            else if (found.Count > 0 && from < found[^1].Closes) v.Add($"{field}[{i}].opens", "OVERLAPS", "与前一时段重叠。", "Begins before the span before it ends.");
            else found.Add(new OpenSpan(from, to));
        }

        return found;
    }

    private static int? Minutes(string field, string text, Violations v)
    {
        v.Required(field, text);
        if (text.Length == 0) return null;
        if (TimeOfDay().Match(text) is { Success: true } match) return int.Parse(match.Groups[1].ValueSpan) * 60 + int.Parse(match.Groups[2].ValueSpan);
        v.Add(field, "NOT_A_TIME", "不是时刻：应为 08:30 的形式。", "Not a time of day: it must look like 08:30.");
        return null;
    }

    [GeneratedRegex(@"^([01][0-9]|2[0-3]|24(?=:00)):([0-5][0-9])\z")]
    private static partial Regex TimeOfDay();
}
