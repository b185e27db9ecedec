using System.Text.RegularExpressions;

namespace Sunshine.Foundation.Text;

public enum PersonalDatum
{
    /// <summary>居民身份证号码 (GB 11643): 18 places, region, day of birth and check character in order.</summary>
    ResidentId,

    /// <summary>银行卡号: 15-19 digits of a known issuer range with a Luhn check digit in order.</summary>
    BankCard,

    /// <summary>手机号码: 11 digits from 13 to 19.</summary>
    MobileNumber
}

/// <summary>Finds what tells of a single person in a text that is to be disclosed. Also where spaces, hyphens or full-width digits hide it.</summary>
public static partial class PersonalData
{
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    private const string CheckCharacters = "10X98765432";

    /// <summary>What kinds there are, each with where it first begins, counted from 0.</summary>
    public static IReadOnlyList<(PersonalDatum Kind, int At)> Find(string text)
    {
        // Most texts have no long number at all, and an import is a million of them.
        if (!HasLongNumber(text)) return [];
        var found = new List<(PersonalDatum, int)>();
        foreach (Match run in Runs().Matches(Folding.Fold(text)))
        {
            var digits = string.Concat(run.Value.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
            if (KindOf(digits) is { } kind && !found.Exists(f => f.Item1 == kind)) found.Add((kind, run.Index));
        }

        return found;
    }

    private static PersonalDatum? KindOf(string digits) => digits switch
    {
        { Length: 18 } when IsResidentId(digits) => PersonalDatum.ResidentId,
        { Length: 11 } when digits[0] == '1' && digits[1] is >= '3' and <= '9' && !digits.Contains('X') => PersonalDatum.MobileNumber,
        // With the country's number before it.
        { Length: 13 } when digits.StartsWith("86", StringComparison.Ordinal) => KindOf(digits[2..]),
        { Length: >= 15 and <= 19 } when IsBankCard(digits) => PersonalDatum.BankCard,
        _ => null
    };

    private static bool IsResidentId(string digits)
    {
        var sum = 0;
        for (var i = 0; i < 17; i++)
        {
            if (!char.IsAsciiDigit(digits[i])) return false;
            sum += (digits[i] - '0') * Weights[i];
        }

        return digits[17] == CheckCharacters[sum % 11] && digits[0] is >= '1' and <= '8'
            && DateOnly.TryParseExact(digits.AsSpan(6, 8), "yyyyMMdd", out var born) && born.Year is >= 1900 and < 2100;
    }

    private static bool IsBankCard(string digits)
    {
        // UnionPay 62, Visa 4, Mastercard 51-55, JCB 35, American Express 34 and 37: other long numbers pass Luhn one time in ten.
        var known = digits.StartsWith("62", StringComparison.Ordinal) && digits.Length >= 16
            || digits.Length == 16 && (digits[0] == '4' || digits[0] == '5' && digits[1] is >= '1' and <= '5' || digits.StartsWith("35", StringComparison.Ordinal))
            || digits.Length == 15 && (digits.StartsWith("34", StringComparison.Ordinal) || digits.StartsWith("37", StringComparison.Ordinal));
        if (!known || digits.Contains('X')) return false;
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            sum += i % 2 == 0 ? digit : digit < 5 ? digit * 2 : digit * 2 - 9;
        }

        return sum % 10 == 0;
    }

    private static bool HasLongNumber(string text)
    {
        var digits = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c) || c is >= '０' and <= '９') digits++;
            else if (c is not (' ' or '-' or '　' or '－')) digits = 0;
            if (digits >= 11) return true;
        }

        return false;
    }

    /// <summary>Digits in one run, single spaces or hyphens between them, not part of a longer word.</summary>
    [GeneratedRegex(@"(?<![0-9A-Za-z.])(?:\+?[0-9](?:[ -]?[0-9]){10,18}(?:[ -]?[Xx])?)(?![0-9A-Za-z])")]
    private static partial Regex Runs();
}
