using System.Globalization;
using System.Text.RegularExpressions;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Text;

namespace Sunshine.ReadingRooms;

/// <summary>
/// Hours as people write them: days, then spans, as often as needed. Width, spaces and what stands between the parts make no difference; a day that is said to be closed
/// (休息, 闭馆, 不开放) is, whatever else is said of it. What the times mean is for <see cref="HoursRules"/> to check.
/// </summary>
internal static partial class HoursText
{
    public const string Example = "周一至周五 08:30-11:30,13:30-17:00; 周六 09:00-12:00";

    private const string Weekdays = "一二三四五六日";

    /// <summary>Of what could not be read, in characters.</summary>
    private const int MostQuoted = 20;

    /// <summary>The days of the week from Monday on; null if it cannot be read, and then it is told under <paramref name="field"/>.</summary>
    public static V1.OpeningHours? Parse(string field, string text, Violations v)
    {
        var rest = Folding.Fold(text);
        var spans = new SortedDictionary<int, List<V1.OpenSpan>>();
        var closed = new HashSet<int>();
        List<int> days = [];
        // Whether the days have been followed by what holds on them; the next day begins anew.
        var said = false;
        for (var at = Between().Match(rest).Length; at < rest.Length; at += Between().Match(rest, at).Length)
        {
            if (Days().Match(rest, at) is { Success: true } day)
            {
                if (said) (days, said) = ([], false);
                days.AddRange(DaysOf(day));
                at += day.Length;
            }
            else if (days.Count > 0 && Closed().Match(rest, at) is { Success: true } none)
            {
                closed.UnionWith(days);
                (said, at) = (true, at + none.Length);
            }
            else if (days.Count > 0 && Span().Match(rest, at) is { Success: true } span)
            {
                foreach (var d in days.Distinct())
                {
                    if (!spans.TryGetValue(d, out var own)) spans[d] = own = [];
                    own.Add(SpanOf(span));
                }

                (said, at) = (true, at + span.Length);
            }
            else
            {
                return Unreadable(text[at..]);
            }
        }

        if (!said) return Unreadable(text);
        var hours = new V1.OpeningHours();
        hours.Week.Add(spans.Where(s => !closed.Contains(s.Key)).Select(s => new V1.WeekdayHours { Weekday = (V1.Weekday)(s.Key + 1), Spans = { s.Value } }));
        return hours.Week.Count > 0 ? hours : Unreadable(text);

        V1.OpeningHours? Unreadable(string from)
        {
            var part = Cut.Short(from, MostQuoted);
            v.Add(field, "NOT_HOURS", $"无法识别“{part}”。请按此格式填写：{Example}", $"Cannot be read from \"{part}\" on. Write it like this: {Example}");
            return null;
        }
    }

    /// <summary>From 0 for Monday. A range may go over the end of the week.</summary>
    private static IEnumerable<int> DaysOf(Match match)
    {
        switch (match.Groups["all"].Value)
        {
            case "工作日": return [0, 1, 2, 3, 4];
            case "周末" or "双休日": return [5, 6];
            case { Length: > 0 }: return [0, 1, 2, 3, 4, 5, 6];
        }

        var first = NumberOf(match.Groups["from"].Value);
        var last = match.Groups["to"].Success ? NumberOf(match.Groups["to"].Value) : first;
        return Enumerable.Range(first, (last - first + 7) % 7 + 1).Select(d => d % 7);
    }

    private static int NumberOf(string day) => char.IsAsciiDigit(day[0]) ? day[0] - '1' : day == "天" ? 6 : Weekdays.IndexOf(day, StringComparison.Ordinal);

    private static V1.OpenSpan SpanOf(Match match)
    {
        if (match.Groups["round"].Success) return new V1.OpenSpan { Opens = "00:00", Closes = "24:00" };
        // "下午1:30-5:00" says it once for both.
        var (from, to) = (match.Groups["fromPart"].Value, match.Groups["toPart"].Value);
        return new V1.OpenSpan { Opens = Time(from, "from"), Closes = Time(to.Length > 0 ? to : from, "to") };

        string Time(string part, string end)
        {
            var hour = int.Parse(match.Groups[end + "Hour"].ValueSpan, CultureInfo.InvariantCulture);
            if (part is "下午" or "晚" or "晚上" ? hour < 12 : part == "中午" && hour < 3) hour += 12;
            var minutes = match.Groups[end + "Minute"].Value;
            return $"{hour:00}:{(minutes == "半" ? "30" : minutes.Length == 0 ? "00" : minutes.PadLeft(2, '0'))}";
        }
    }

    [GeneratedRegex(@"\G[\s,;:、。|/和及与]*")]
    private static partial Regex Between();

    [GeneratedRegex(@"\G(?:(?<all>每天|每日|天天|全周|工作日|周末|双休日)|(?:(?:周|星期|礼拜)?(?<from>[一二三四五六日天])|(?:周|星期|礼拜)(?<from>[1-7]))(?:\s*(?:至|到|[-~—–―]{1,2})\s*(?:(?:周|星期|礼拜)?(?<to>[一二三四五六日天])|(?:周|星期|礼拜)?(?<to>[1-7])(?![0-9:.∶点时])))?)")]
    private static partial Regex Days();

    [GeneratedRegex(@"\G(?:不开放|不开馆|休息|闭馆|休馆|关闭)")]
    private static partial Regex Closed();

    [GeneratedRegex(@"\G(?:(?<round>24小时|全天)(?:开放)?|(?<fromPart>上午|早上?|中午|下午|晚上?)?\s*(?<fromHour>[0-9]{1,2})(?:[:.∶](?<fromMinute>[0-9]{2})|[点时](?:(?<fromMinute>[0-9]{1,2}|半)分?|整)?)\s*(?:至|到|[-~—–―]{1,2})\s*(?<toPart>上午|早上?|中午|下午|晚上?)?\s*(?<toHour>[0-9]{1,2})(?:[:.∶](?<toMinute>[0-9]{2})|[点时](?:(?<toMinute>[0-9]{1,2}|半)分?|整)?))(?![0-9])")]
    private static partial Regex Span();
}
