using System.Globalization;
using System.Text.RegularExpressions;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>An amount in yuan that is not negative, as it travels outside tables.</summary>
internal static partial class YuanAmount
{
    /// <returns>Null if there is none, or it is wrong.</returns>
    public static decimal? Check(string field, string value, Violations v)
    {
        v.Pattern(field, value, Form(), "须为至多两位小数、小于一百万亿的非负金额（元），如 23800600.00。", "Must be an amount in yuan, not negative and below 100 trillion, with at most two decimals, such as 23800600.00.");
        return value.Length > 0 && Form().IsMatch(value) ? decimal.Parse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) : null;
    }

    [GeneratedRegex(@"^[0-9]{1,14}(\.[0-9]{1,2})?\z")]
    private static partial Regex Form();
}
