using System.Globalization;

namespace Sunshine.Foundation.Tables;

/// <summary>Numbers and days as people see them in their spreadsheet.</summary>
internal static class CellNumber
{
    /// <summary>Spreadsheets keep binary numbers and show no more decimal digits of them than these, in which the error of the last bits is gone.</summary>
    private const int Shown = 15;

    /// <summary>9999-12-31 in the system that begins in 1900.</summary>
    private const double LastDay = 2_958_465;

    /// <summary>
    /// A number in plain decimal digits, without an exponent. A whole number that is written out stays as it is, however long: no
    /// spreadsheet would have rounded it. Anything else is rounded to 15 significant digits where it has more.
    /// </summary>
    /// <returns>Null if it is no number.</returns>
    public static string? Text(string text)
    {
        var digits = text.AsSpan().Trim();
        var negative = digits is ['-', ..];
        if (negative || digits is ['+', ..]) digits = digits[1..];
        if (digits.IsEmpty || !char.IsAsciiDigit(digits[0]) && digits[0] != '.') return null;
        if (!digits.ContainsAnyExceptInRange('0', '9')) return Signed(negative, WithoutZeros(digits));
        if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value)) return null;
        var significant = 0;
        foreach (var c in digits)
        {
            if (c is 'e' or 'E') return Signed(negative, Rounded(value));
            if (char.IsAsciiDigit(c) && (c != '0' || significant > 0)) significant++;
        }

        return Signed(negative, significant <= Shown && digits[0] != '.' ? digits : Rounded(value));
    }

    /// <summary>A day, and the time of day if the format shows one and it is not midnight: <c>2016-09-26</c>, <c>2016-09-26T14:30:00</c>, <c>14:30:00</c>.</summary>
    /// <param name="text">Days since the beginning of the system.</param>
    /// <param name="shows">What the cell's format shows.</param>
    /// <param name="from1904">Whether the workbook counts from 1904 instead of 1900.</param>
    /// <returns>Null if there is no such day.</returns>
    public static string? Day(string text, CellFormat shows, bool from1904)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var serial) || !(serial >= 0) || serial >= LastDay + 1) return null;
        var seconds = (long)Math.Round(serial * 86_400);
        var (day, time) = (seconds / 86_400, TimeSpan.FromSeconds(seconds % 86_400));
        if (shows == CellFormat.Time && day == 0) return time.ToString("c");
        // 1900 is taken for a leap year: 60 is a day that never was, and those before it count from one day later.
        if (!from1904 && (day is 0 or 60)) return null;
        var date = from1904 ? new DateTime(1904, 1, 1) : new DateTime(1899, 12, day < 60 ? 31 : 30);
        if (day > (DateTime.MaxValue - date).Days) return null;
        date = date.AddDays(day).Add(time);
        return date.ToString(shows == CellFormat.Day || time == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
    }

    /// <summary>To the digits that are shown, written out.</summary>
    private static string Rounded(double value)
    {
        // As d.dddE+xxx, exactly rounded.
        var text = value.ToString($"E{Shown - 1}", CultureInfo.InvariantCulture);
        var e = text.IndexOf('E', StringComparison.Ordinal);
        var digits = (text[0] + text[2..e]).TrimEnd('0');
        var point = int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) + 1;
        if (digits.Length == 0) return "0";
        if (point <= 0) return "0." + new string('0', -point) + digits;
        return point >= digits.Length ? digits.PadRight(point, '0') : digits[..point] + "." + digits[point..];
    }

    private static ReadOnlySpan<char> WithoutZeros(ReadOnlySpan<char> digits) => digits.TrimStart('0') is { IsEmpty: false } rest ? rest : "0";

    private static string Signed(bool negative, ReadOnlySpan<char> digits) => negative && digits.ContainsAnyInRange('1', '9') ? $"-{digits}" : digits.ToString();
}
