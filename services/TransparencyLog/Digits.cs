using System.Globalization;

namespace Sunshine.TransparencyLog;

/// <summary>Numbers as all of the log's formats write them: ASCII digits without sign, spaces or leading zeros, so that each has one form.</summary>
internal static class Digits
{
    public static bool TryParse(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && (text.Length == 1 || text[0] != '0');

    public static bool TryParse(ReadOnlySpan<char> text, out int number)
    {
        var fits = TryParse(text, out long wide) && wide <= int.MaxValue;
        number = fits ? (int)wide : 0;
        return fits;
    }
}
