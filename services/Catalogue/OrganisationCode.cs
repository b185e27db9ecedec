using System.Text.RegularExpressions;

namespace Sunshine.Catalogue;

/// <summary>Organisation codes (组织机构代码, GB 11714): eight characters and a check character.</summary>
public static partial class OrganisationCode
{
    private static readonly int[] Weights = [3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>Nine characters without the hyphen.</summary>
    public static bool IsWellFormed(string code) => Form().IsMatch(code);

    /// <summary>Whether the check character fits. Real agencies use codes where it does not, so this is never a reason to refuse.</summary>
    public static bool Checks(string code)
    {
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++) sum += Weights[i] * (char.IsAsciiDigit(code[i]) ? code[i] - '0' : code[i] - 'A' + 10);
        var check = (11 - sum % 11) switch { 10 => 'X', 11 => '0', var digit => (char)('0' + digit) };
        return code[8] == check;
    }

    [GeneratedRegex(@"^[0-9A-Z]{8}[0-9X]\z")]
    private static partial Regex Form();
}
