namespace Sunshine.Powers;

/// <summary>Numbers from 1 to 9,999 as laws count their articles.</summary>
public static class ChineseNumerals
{
    private const string Digits = "零一二三四五六七八九";
    private const string Units = "千百十";

    /// <example>103 → 一百零三, 12 → 十二</example>
    public static string Format(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 9_999);
        var text = new System.Text.StringBuilder();
        var skipped = false;
        for (var (power, unit) = (1_000, 0); power > 0; power /= 10, unit++)
        {
            var digit = number / power % 10;
            if (digit == 0)
            {
                skipped = text.Length > 0;
                continue;
            }

            if (skipped) text.Append(Digits[0]);
            skipped = false;
            // Ten to nineteen are written without their one, but 一百一十二.
            if (digit != 1 || power != 10 || text.Length > 0) text.Append(Digits[digit]);
            if (power > 1) text.Append(Units[unit]);
        }

        return text.ToString();
    }

    /// <summary>Reads what <see cref="Format"/> writes, also with 〇, as 一十二 and digit by digit as 一〇三.</summary>
    /// <returns>Null if it is no such number.</returns>
    public static int? Parse(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > 9) return null;
        var written = text.ToString().Replace('〇', '零');
        if (written.All(c => Digits.Contains(c))) return written.Length <= 4 && written[0] != '零' ? written.Aggregate(0, (number, c) => number * 10 + Digits.IndexOf(c)) : null;
        var (number, digit) = (0, 0);
        foreach (var c in written)
        {
            if (Digits.Contains(c)) digit = Digits.IndexOf(c);
            else if (Units.IndexOf(c) is var unit and >= 0) (number, digit) = (number + Math.Max(digit, 1) * (unit == 0 ? 1_000 : unit == 1 ? 100 : 10), 0);
            else return null;
        }

        number += digit;
        if (number > 9_999) return null;
        // The same characters in another order are an error of writing, not a number.
        var expected = Format(number);
        return written == expected || (number is >= 10 and < 20 && written == "一" + expected) ? number : null;
    }
}
