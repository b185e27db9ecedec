using System.Xml;

namespace Sunshine.Foundation.Tables;

/// <summary>What a cell's format makes of its number.</summary>
internal enum CellFormat { Number, Day, DayAndTime, Time }

/// <summary>The formats of a workbook's styles, as far as they make a day of a number.</summary>
internal sealed class CellFormats
{
    /// <summary>Excel allows 65,490 styles.</summary>
    private const int Most = 100_000;

    private readonly List<CellFormat> _styles = [];

    public CellFormat Of(int style) => style >= 0 && style < _styles.Count ? _styles[style] : CellFormat.Number;

    /// <exception cref="InvalidDataException">More styles than any workbook has.</exception>
    public static CellFormats Read(XmlReader styles)
    {
        var (formats, own, inside) = (new CellFormats(), new Dictionary<int, CellFormat>(), false);
        while (styles.Next())
        {
            if (styles is { NodeType: XmlNodeType.EndElement, LocalName: "cellXfs" }) break;
            if (styles.NodeType != XmlNodeType.Element) continue;
            if (styles.LocalName == "cellXfs") inside = true;
            else if (styles.LocalName == "numFmt" && styles.Number("numFmtId") is { } id && own.Count < Most) own[id] = Of(styles.GetAttribute("formatCode") ?? "");
            else if (inside && styles.LocalName == "xf")
            {
                if (formats._styles.Count == Most) throw new InvalidDataException($"More than {Most} styles.");
                var number = styles.Number("numFmtId") ?? 0;
                formats._styles.Add(own.TryGetValue(number, out var format) ? format : BuiltIn(number));
            }
        }

        return formats;
    }

    /// <summary>ECMA-376, 18.8.30, with the formats of Chinese: 27 to 36 and 50 to 58.</summary>
    private static CellFormat BuiltIn(int number) => number switch
    {
        >= 14 and <= 17 or >= 27 and <= 31 or 36 or >= 50 and <= 54 or 57 or 58 => CellFormat.Day,
        22 => CellFormat.DayAndTime,
        >= 18 and <= 21 or >= 32 and <= 35 or 55 or 56 => CellFormat.Time,
        _ => CellFormat.Number
    };

    /// <summary>By the letters that stand for parts of a day: what is quoted, escaped or in brackets is not one.</summary>
    public static CellFormat Of(string code)
    {
        var (day, month, time) = (false, false, false);
        for (var i = 0; i < code.Length && code[i] != ';'; i++)
        {
            switch (char.ToLowerInvariant(code[i]))
            {
                case '"': i = Until('"', i); break;
                // Time that has passed, in hours beyond a day: a number.
                case '[' when i + 1 < code.Length && char.ToLowerInvariant(code[i + 1]) is 'h' or 'm' or 's': return CellFormat.Number;
                case '[': i = Until(']', i); break;
                case '\\' or '_' or '*': i++; break;
                case 'y' or 'd': day = true; break;
                case 'm': month = true; break;
                case 'h' or 's': time = true; break;
                case 'a' when code.AsSpan(i).StartsWith("AM/PM", StringComparison.OrdinalIgnoreCase): i += 4; break;
                // "General", also inside of a longer format, and the exponent of numbers.
                case 'g' when code.AsSpan(i).StartsWith("General", StringComparison.OrdinalIgnoreCase): i += 6; break;
                case '0' or '#' or '?' when !time: return CellFormat.Number;
                default: break;
            }
        }

        return (day || (month && !time), time) switch { (true, true) => CellFormat.DayAndTime, (true, false) => CellFormat.Day, (false, true) => CellFormat.Time, _ => CellFormat.Number };

        int Until(char end, int from) => code.IndexOf(end, from + 1) is >= 0 and var at ? at : code.Length;
    }
}
