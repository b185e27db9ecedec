using Sunshine.Foundation.Hosting;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.Portal.Components;

/// <summary>When a room is open, in words.</summary>
public static class RoomHours
{
    /// <summary>The week in short, days with the same hours together: 周一至周五 08:30–11:00.</summary>
    public static string Week(OpeningHours hours, Language language)
    {
        var days = hours.Week.OrderBy(d => d.Weekday).Select(d => (d.Weekday, Spans: Spans(d.Spans, language))).ToList();
        var parts = new List<string>();
        for (var i = 0; i < days.Count;)
        {
            var last = i;
            while (last + 1 < days.Count && days[last + 1].Spans == days[i].Spans && days[last + 1].Weekday == days[last].Weekday + 1) last++;
            var (from, to) = (Words.Of(days[i].Weekday, language), Words.Of(days[last].Weekday, language));
            parts.Add($"{(last == i ? from : language == Language.Chinese ? $"{from}至{to}" : $"{from}–{to}")} {days[i].Spans}");
            i = last + 1;
        }

        return string.Join(language == Language.Chinese ? "；" : "; ", parts);
    }

    public static string Spans(IEnumerable<OpenSpan> spans, Language language) => string.Join(language == Language.Chinese ? "、" : ", ", spans.Select(s => $"{s.Opens}–{s.Closes}"));
}
