using System.Text.RegularExpressions;

namespace Sunshine.ReadingRooms;

/// <summary>
/// National codes of divisions (行政区划代码, GB/T 2260 and the statistics bureau's 统计用区划代码): two digits each for province, city and county, three each for
/// town and village. What is above a division follows from its code.
/// </summary>
public static partial class DivisionCode
{
    /// <summary>Null for what is no code of a city or of something below one.</summary>
    public static V1.DivisionLevel? LevelOf(string code) => !Digits().IsMatch(code) ? null : code.Length switch
    {
        6 when code.EndsWith("0000", StringComparison.Ordinal) => null,
        6 when code.EndsWith("00", StringComparison.Ordinal) => V1.DivisionLevel.City,
        6 => V1.DivisionLevel.County,
        // With three zeros at its end it would be the division above.
        9 or 12 when code.EndsWith("000", StringComparison.Ordinal) => null,
        9 => V1.DivisionLevel.Town,
        12 => V1.DivisionLevel.Village,
        _ => null
    };

    /// <summary>Empty for a city.</summary>
    public static string ParentOf(string code) => LevelOf(code) switch
    {
        V1.DivisionLevel.County => code[..4] + "00",
        V1.DivisionLevel.Town => code[..6],
        V1.DivisionLevel.Village => code[..9],
        _ => ""
    };

    /// <summary>Whether a division is another one or lies below it.</summary>
    public static bool IsWithin(string code, string ancestor) => code.StartsWith(LevelOf(ancestor) == V1.DivisionLevel.City ? ancestor[..4] : ancestor, StringComparison.Ordinal);

    /// <summary>The county of a division; a city itself, whose own rooms are in none.</summary>
    public static string CountyOf(string code) => code.Length > 6 ? code[..6] : code;

    [GeneratedRegex(@"^[1-9][0-9]{5}([0-9]{3}([0-9]{3})?)?\z")]
    private static partial Regex Digits();
}
