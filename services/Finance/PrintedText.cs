using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Sunshine.Foundation.Text;

namespace Sunshine.Finance;

/// <summary>Words and numbers as they are printed in tables.</summary>
internal static partial class PrintedText
{
    private const string Passed = "()（）[]［］【】〔〕“”\"‘’'「」『』";

    /// <summary>What two ways of printing the same have in common: without width, spaces, brackets and quotation marks.</summary>
    public static string Key(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var key = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c) && !Passed.Contains(c)) key.Append(Folding.Fold(c));
        }

        return key.ToString();
    }

    /// <summary>A line's name without indentation, without what numbers it (一、 （二） 3.) and without 其中.</summary>
    public static string Name(string text) => Numbering().Replace(text.Trim(), "").Trim();

    /// <summary>A heading's key, with this year and the last called so.</summary>
    public static string Heading(string? text, int year)
    {
        var key = Key(text);
        if (Year().Match(key) is not { Success: true } found) return key;
        var named = int.Parse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture) - year;
        return named is 0 or -1 ? (named == 0 ? "本年" : "上年") + key[found.Length..] : key;
    }

    /// <summary>The unit that a line above a table states; null if this is no such line.</summary>
    /// <returns>Unspecified for a unit that is neither yuan nor ten thousand.</returns>
    public static V1.AmountUnit? Unit(string text)
    {
        if (UnitLine().Match(Key(text)) is not { Success: true } found) return null;
        return UnitNamed(found.Groups[1].Value) ?? V1.AmountUnit.Unspecified;
    }

    /// <summary>Null if it is none of the two.</summary>
    public static V1.AmountUnit? UnitNamed(string name) => name switch { "元" => V1.AmountUnit.Yuan, "万元" => V1.AmountUnit.TenThousandYuan, _ => null };

    /// <summary>What stands below a table; null if this line is no note.</summary>
    public static string? Note(string text) => NoteLine().Match(text.Trim()) is { Success: true } found ? found.Groups[1].Value.Trim() : null;

    /// <summary>
    /// A cell's number as the contract has it: amounts in yuan. Separators of thousands and a per cent sign are taken off; a dash is a blank cell. What
    /// is no number stays as it is.
    /// </summary>
    /// <returns>Null for a blank cell.</returns>
    public static string? Number(string? text, V1.AmountUnit unit, ColumnKind kind)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var plain = Folding.Fold(text.Trim()).Replace(",", "", StringComparison.Ordinal);
        if (plain.AsSpan().IndexOfAnyExcept("-—–－") < 0) return null;
        if (kind == ColumnKind.Rate) plain = plain.TrimEnd('%');
        if (!Plain().IsMatch(plain) || !decimal.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return text;
        if (kind == ColumnKind.Rate) number = decimal.Round(number, 4, MidpointRounding.AwayFromZero);
        if (kind == ColumnKind.Amount && unit == V1.AmountUnit.TenThousandYuan) number *= 10_000m;
        return number.ToString("0.##########", CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^(?:其中[:：]\s*)?(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十0-9]{1,3}[)）]|[0-9]{1,2}[、.．](?![0-9]))?\s*(?:其中[:：]\s*)?", RegexOptions.CultureInvariant)]
    private static partial Regex Numbering();

    [GeneratedRegex("^((?:19|20)[0-9]{2})年(?:度)?", RegexOptions.CultureInvariant)]
    private static partial Regex Year();

    [GeneratedRegex("单位[:：]?(?:人民币)?([十百千万亿]*元)$", RegexOptions.CultureInvariant)]
    private static partial Regex UnitLine();

    [GeneratedRegex(@"^(?:备\s*注|附\s*注|注|说\s*明)\s*[:：]\s*(.*)\z", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex NoteLine();

    [GeneratedRegex(@"^-?[0-9]{1,18}(\.[0-9]{1,10})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
