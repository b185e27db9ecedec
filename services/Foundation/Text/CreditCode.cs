namespace Sunshine.Foundation.Text;

/// <summary>Unified social credit codes (统一社会信用代码, GB 32100): 17 characters and a check character.</summary>
public static class CreditCode
{
    /// <summary>Without I, O, Z, S and V.</summary>
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    public static bool Checks(string code)
    {
        if (code.Length != 18) return false;
        var (sum, weight) = (0, 1);
        for (var i = 0; i < 17; i++, weight = weight * 3 % 31)
        {
            var value = Alphabet.IndexOf(code[i], StringComparison.Ordinal);
            if (value < 0) return false;
            sum += value * weight;
        }

        return code[17] == Alphabet[(31 - sum % 31) % 31];
    }
}
