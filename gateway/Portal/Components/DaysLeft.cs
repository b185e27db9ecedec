using System.Globalization;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Portal.Components;

/// <summary>How long there is still time, the last day included.</summary>
public static class DaysLeft
{
    /// <param name="opensOn">ISO 8601.</param>
    /// <param name="closesOn">ISO 8601.</param>
    public static string Text(string opensOn, string closesOn, DateOnly today, Language language)
    {
        var chinese = language == Language.Chinese;
        if (!DateOnly.TryParseExact(closesOn, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var last)) return "";
        if (DateOnly.TryParseExact(opensOn, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) && first > today)
            return chinese ? $"{opensOn} 开始" : $"begins {opensOn}";
        return (last.DayNumber - today.DayNumber) switch
        {
            < 0 => chinese ? "已结束" : "over",
            0 => chinese ? "今天截止" : "ends today",
            var days => chinese ? $"还有 {days} 天" : $"{days} days left"
        };
    }
}
