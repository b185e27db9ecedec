using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Sunshine.ReportForms;

/// <summary>How near a printed number is to the true one.</summary>
public enum Bound
{
    Exact,

    /// <summary>余, 多, 以上, 超过: no less.</summary>
    AtLeast,

    /// <summary>约, 左右, 近: somewhere near.</summary>
    About
}

/// <summary>A number as it is printed.</summary>
/// <param name="Decimals">Digits behind the point: how far it was rounded.</param>
public readonly partial record struct PrintedNumber(decimal Value, int Decimals = 0, Bound Bound = Bound.Exact, bool Percent = false)
{
    /// <summary>The longest text that is looked at for a number, in characters.</summary>
    private const int Longest = 40;

    /// <summary>More no report counts; what is computed of less never overflows.</summary>
    private const decimal Largest = 10_000_000_000_000m;

    private static readonly SearchValues<char> Strokes = SearchValues.Create("-—–―－/\\*");

    /// <summary>
    /// Reads a cell. A dash, a stroke, 不适用 and an empty cell state nothing; 无 and 没有 state zero. Separators of thousands, a unit and a percent sign are taken off, and
    /// 1.2万 is 12000.
    /// </summary>
    /// <returns>Whether the text is a number or states nothing.</returns>
    public static bool TryRead(string? text, out PrintedNumber? number)
    {
        number = null;
        var plain = PrintedName.Folded(text ?? "");
        if (plain.Length == 0 || plain.AsSpan().IndexOfAnyExcept(Strokes) < 0 || plain is "不适用" or "n/a" or "na") return true;
        if (plain is "无" or "没有" or "零")
        {
            number = new PrintedNumber(0);
            return true;
        }

        if (plain.Length > Longest || Cell().Match(plain) is not { Success: true } found) return false;
        if (Of(found) is not { } read) return false;
        number = read;
        return true;
    }

    /// <summary>The number of a sentence that has this value, as it is printed there; null if there is none.</summary>
    public static PrintedNumber? In(string quote, decimal value)
    {
        foreach (Match found in Prose().Matches(PrintedName.Folded(quote)))
        {
            if (Of(found) is not { } read) continue;
            if (read.Value == value) return read;
            // 2380.06万元 is stated as 2380.06 with the unit 万元.
            if (Plain(found) == value) return read with { Value = value, Decimals = Scale(found) };
        }

        return null;
    }

    /// <summary>Half of the last digit that is printed.</summary>
    public decimal HalfUnit => 0.5m / Power(Decimals);

    internal static decimal Power(int decimals) => decimals == 0 ? 1 : 10 * Power(decimals - 1);

    private static PrintedNumber? Of(Match found)
    {
        if (Plain(found) is not { } value) return null;
        var (times, decimals) = found.Groups["scale"].Value switch { "万" => (10_000m, 4), "亿" => (100_000_000m, 8), _ => (1m, 0) };
        var bound = found.Groups["after"].Value is "余" or "多" or "以上" || found.Groups["before"].Value is "超" or "超过" or "逾" or "突破" or "≥" ? Bound.AtLeast
            : found.Groups["after"].Value.Length > 0 || found.Groups["before"].Value.Length > 0 ? Bound.About : Bound.Exact;
        if (Math.Abs(value) > Largest / times) return null;
        // 1.2万 without a word for it is rounded all the same.
        if (times > 1 && bound == Bound.Exact) bound = Bound.About;
        return new PrintedNumber(value * times, Math.Max(0, Scale(found) - decimals), bound, found.Groups["percent"].Length > 0);
    }

    private static decimal? Plain(Match found) => decimal.TryParse(found.Groups["number"].Value.Replace(",", "", StringComparison.Ordinal),
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static int Scale(Match found) => found.Groups["number"].Value.Split('.') is [_, var digits] ? digits.Length : 0;

    private const string Number = @"(?<before>约|近|超过|超|逾|突破|≥)?(?<number>[+-]?[0-9]+(?:,[0-9]{3})*(?:\.[0-9]{1,10})?)(?<scale>[万亿](?!元))?(?<after>余|多|以上|左右)?(?<percent>%)?";

    [GeneratedRegex("^" + Number + @"\p{Lo}{0,4}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Cell();

    [GeneratedRegex(Number, RegexOptions.CultureInvariant)]
    private static partial Regex Prose();
}
