using System.Text.RegularExpressions;
using Sunshine.Foundation.Hosting;

namespace Sunshine.ReadingRooms;

/// <summary>What may be said of a room.</summary>
internal static partial class RoomRules
{
    public const int LongestReason = 500;

    private const int MostMachines = 10_000;

    /// <param name="known">Whether a division's code is one that is kept here.</param>
    /// <returns>Of no use if anything is wrong.</returns>
    public static RoomContent Check(V1.RoomContent content, Func<string, bool> known, Violations v)
    {
        PublicText.Check("name", content.Name, 100, v, required: true);
        v.Enum("kind", content.Kind, required: true);
        v.Enum("level", content.Level, required: true);
        CheckDivision(content, known, v);
        PublicText.Check("address", content.Address, 200, v, required: true);
        PublicText.Check("phone", content.Phone, 30, v);
        v.Pattern("phone", content.Phone, PhoneNumber(), "须为数字与连字符。", "Must be digits and hyphens.");
        var equipment = content.Equipment ?? new V1.Equipment();
        CheckCount("equipment.terminals", equipment.Terminals, v);
        CheckCount("equipment.printers", equipment.Printers, v);
        var (inCoordinates, inHours) = (new Violations("coordinates."), new Violations("hours."));
        var at = content.Coordinates is { } c ? GeoPoint.Parse(c.Lat, c.Lng, inCoordinates) : null;
        var hours = content.Hours is { } h ? HoursRules.Check(h, inHours) : null;
        v.AddUnder(inCoordinates);
        v.AddUnder(inHours);
        return new RoomContent(
            content.Name, content.Kind, content.Level, content.DivisionCode, content.Address, at, hours, content.Phone,
            new Equipment(equipment.Terminals, equipment.Printers, equipment.StepFree, equipment.SensoryAids));
    }

    /// <summary>A code that may be asked for; null is returned for none at all.</summary>
    public static string? CheckAsked(string field, string code, Violations v)
    {
        if (code.Length == 0) return null;
        if (DivisionCode.LevelOf(code) is null) v.Add(field, "NOT_A_DIVISION_CODE", "不是行政区划代码：市、县为 6 位，乡镇为 9 位，村为 12 位。", "Not a division's code: 6 digits of a city or county, 9 of a town, 12 of a village.");
        return code;
    }

    /// <summary>Null if there is none, or if it is wrong.</summary>
    public static DateOnly? NotInFuture(string field, string day, DateOnly today, Violations v)
    {
        var found = v.Day(field, day);
        if (found > today) v.Add(field, "IN_FUTURE", "不能晚于今天。", "Must not be in the future.");
        return found;
    }

    private static void CheckDivision(V1.RoomContent content, Func<string, bool> known, Violations v)
    {
        v.Required("divisionCode", content.DivisionCode);
        if (content.DivisionCode.Length == 0) return;
        CheckAsked("divisionCode", content.DivisionCode, v);
        if (DivisionCode.LevelOf(content.DivisionCode) is not { } level) return;
        if (!known(content.DivisionCode)) v.Add("divisionCode", "NO_SUCH_DIVISION", "没有这个行政区划。", "There is no such division.");
        else if (content.Level != 0 && Enum.IsDefined(content.Level) && content.Level != level) v.Add("level", "NOT_THE_DIVISIONS_LEVEL", "与行政区划的层级不符。", "Is not the level of the division.");
    }

    private static void CheckCount(string field, int count, Violations v)
    {
        if (count is < 0 or > MostMachines) v.Add(field, "OUT_OF_RANGE", $"须在 0 至 {MostMachines} 之间。", $"Must be from 0 to {MostMachines}.");
    }

    [GeneratedRegex(@"^[0-9][0-9-]{2,29}\z")]
    private static partial Regex PhoneNumber();
}
