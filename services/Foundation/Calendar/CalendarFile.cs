using System.Globalization;
using System.Text.Json;

namespace Sunshine.Foundation.Calendar;

/// <summary>Reads and checks a calendar file. All that is wrong is collected before it is refused.</summary>
internal sealed class CalendarFile
{
    private readonly List<string> problems = [];

    private CalendarFile() { }

    public static LegalCalendar Read(Stream json, string name)
    {
        CalendarDocument document;
        try
        {
            document = JsonSerializer.Deserialize(json, CalendarJson.Default.CalendarDocument)
                ?? throw new CalendarFileException(name, ["it is empty"]);
        }
        catch (JsonException e)
        {
            // The serializer's own tail gives the place again, with lines counted from 0.
            var what = e.Message.Split(" Path: ")[0].TrimEnd('.');
            throw new CalendarFileException(name, [$"{what} (at {e.Path}, line {e.LineNumber + 1})"]);
        }

        var file = new CalendarFile();
        var years = file.Years(document.Years);
        var days = file.Days(document.Years, years);
        var laws = file.Laws(document.Laws);
        var pending = file.Named<PendingRule>(document.PendingRequests, "pendingRequests") ?? default;
        if (file.problems.Count > 0) throw new CalendarFileException(name, file.problems);
        return new LegalCalendar(document.Edition, new WorkingDays(years[0], years[^1], days), new Regulations(laws, pending));
    }

    /// <summary>The years, ascending and without gaps: a year left out by mistake would quietly lose its holidays.</summary>
    private int[] Years(Dictionary<string, YearDocument> documents)
    {
        var years = new List<int>();
        foreach (var text in documents.Keys)
        {
            // The working week of Monday to Friday dates from 1995, so no earlier year can be described by this file.
            if (text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year >= 1995)
                years.Add(year);
            else
                problems.Add($"'{text}' is not a year from 1995 on");
        }
        years.Sort();
        if (documents.Count == 0) problems.Add("it has no years");
        for (var i = 1; i < years.Count; i++)
        {
            if (years[i] != years[i - 1] + 1)
                problems.Add($"no year between {years[i - 1]} and {years[i]}, and years must follow each other");
        }
        return [.. years];
    }

    private Dictionary<DateOnly, (DayKind, string)> Days(Dictionary<string, YearDocument> documents, int[] years)
    {
        var days = new Dictionary<DateOnly, (DayKind Kind, string Name)>();
        foreach (var year in years)
        {
            var document = documents[year.ToString(CultureInfo.InvariantCulture)];
            Collect(document.Off, DayKind.Holiday);
            Collect(document.Work, DayKind.MakeUp);

            void Collect(Dictionary<string, string[]> byName, DayKind kind)
            {
                foreach (var (name, ranges) in byName)
                foreach (var day in ranges.SelectMany(range => Range(year, range)))
                {
                    if (kind is DayKind.MakeUp && day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                        problems.Add($"{day:yyyy-MM-dd} cannot be a make-up day, as it is a {day.DayOfWeek}");
                    else if (!days.TryAdd(day, (kind, name)))
                        problems.Add(days[day].Kind == kind
                            ? $"{day:yyyy-MM-dd} is listed twice, under {days[day].Name} and {name}"
                            : $"{day:yyyy-MM-dd} is both off ({days[day].Name}) and a make-up day ({name})");
                }
            }
        }
        return days;
    }

    private IEnumerable<DateOnly> Range(int year, string text)
    {
        var ends = text.Split("..");
        if (ends.Length > 2 || !Day(year, ends[0], out var from) || !Day(year, ends[^1], out var to) || to < from)
        {
            problems.Add($"'{text}' in {year} is not a day MM-dd or a range of days MM-dd..MM-dd");
            return [];
        }
        return Enumerable.Range(from.DayNumber, to.DayNumber - from.DayNumber + 1).Select(DateOnly.FromDayNumber);
    }

    private List<Regulation> Laws(LawDocument[] documents)
    {
        var laws = new List<Regulation>();
        foreach (var document in documents)
        {
            var law = $"{document.Title} ({document.Number})";
            if (Named<Statute>(document.Statute, law) is not { } statute) continue;
            var from = Day(document.From, law);
            var to = document.To is null ? (DateOnly?)null : Day(document.To, law);
            if (to < from) problems.Add($"{law} ends before it begins");
            laws.Add(new Regulation(
                statute, document.Title, document.Number, from, to, document.Memory, Periods(document, law), Dates(document, law), HourLimits(document, law)));
        }
        // Days that could not be read would only be reported again as overlaps.
        if (problems.Count > 0) return laws;
        foreach (var texts in laws.GroupBy(x => x.Statute))
        {
            Regulation? earlier = null;
            foreach (var text in texts.OrderBy(x => x.From))
            {
                if (earlier is not null && (earlier.To is null || earlier.To >= text.From)) problems.Add($"{earlier} and {text} overlap");
                else if (earlier?.To?.AddDays(1) < text.From) problems.Add($"there is a gap between {earlier} and {text}");
                earlier = text;
            }
        }
        return laws;
    }

    private List<Period> Periods(LawDocument law, string where)
    {
        var periods = new List<Period>();
        foreach (var document in law.Periods)
        {
            if (Named<PeriodKey>(document.Key, where) is not { } key) continue;
            if (Named<PeriodUnit>(document.Unit, $"{where}, {document.Key}") is not { } unit) continue;
            if (document.Length < 1) problems.Add($"{where}, {document.Key}: the length {document.Length} is not positive");
            if (periods.Exists(x => x.Key == key)) problems.Add($"{where} sets '{document.Key}' twice");
            else periods.Add(new Period(
                key, document.Name, document.Length, unit, Citation(law, document.Article), document.Rolls, document.Memory));
        }
        return periods;
    }

    private List<YearlyDate> Dates(LawDocument law, string where)
    {
        var dates = new List<YearlyDate>();
        foreach (var document in law.Dates)
        {
            if (Named<YearlyDateKey>(document.Key, where) is not { } key) continue;
            // Tried in a year that is not a leap year, so that the date exists in every year.
            if (!Day(2001, document.Day, out var day))
                problems.Add($"{where}, {document.Key}: '{document.Day}' is not a day MM-dd of every year");
            if (dates.Exists(x => x.Key == key)) problems.Add($"{where} sets '{document.Key}' twice");
            else dates.Add(new YearlyDate(key, document.Name, day.Month, day.Day, Citation(law, document.Article), document.Memory));
        }
        return dates;
    }

    private List<HourLimit> HourLimits(LawDocument law, string where)
    {
        var limits = new List<HourLimit>();
        foreach (var document in law.HourLimits ?? [])
        {
            if (Named<HourLimitKey>(document.Key, where) is not { } key) continue;
            if (document.Hours < 1) problems.Add($"{where}, {document.Key}: the length {document.Hours} is not positive");
            if (limits.Exists(x => x.Key == key)) problems.Add($"{where} sets '{document.Key}' twice");
            else limits.Add(new HourLimit(key, document.Name, document.Hours, Citation(law, document.Article), document.Memory));
        }
        return limits;
    }

    private static string Citation(LawDocument law, string article) => $"《{law.Title}》({law.Number}){article}";

    private T? Named<T>(string text, string where) where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase)) return value;
        }
        problems.Add($"{where}: '{text}' is not a {typeof(T).Name}");
        return null;
    }

    private DateOnly Day(string text, string where)
    {
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            problems.Add($"{where}: '{text}' is not a day yyyy-MM-dd");
        return day;
    }

    private static bool Day(int year, string text, out DateOnly day) =>
        DateOnly.TryParseExact($"{year:0000}-{text}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
