namespace Sunshine.Cli.Samples;

/// <summary>The check character of organisation codes (组织机构代码, GB 11714).</summary>
internal static class OrganisationCode
{
    private static readonly int[] Weights = [3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>The code with its check character: eight digits or capitals in, nine characters out.</summary>
    public static string WithCheck(string eight)
    {
        var sum = eight.Select((c, i) => Weights[i] * (char.IsAsciiDigit(c) ? c - '0' : c - 'A' + 10)).Sum();
        return eight + (11 - (sum % 11)) switch
        {
            10 => "X",
            11 => "0",
            var check => check.ToString(),
        };
    }
}
