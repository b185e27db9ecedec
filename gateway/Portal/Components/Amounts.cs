using System.Globalization;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Portal.Components;

/// <summary>Money as it is shown: in 万元, or in yuan where the address says so (<c>unit=yuan</c>). Neither is ever rounded.</summary>
public static class Amounts
{
    /// <summary>The name of the query's parameter that chooses the unit.</summary>
    public const string Unit = "unit";

    /// <summary>An amount with its digits grouped; empty for none, since a blank is not zero.</summary>
    /// <param name="yuan">A decimal, yuan.</param>
    public static string Amount(this HttpRequest request, string yuan)
    {
        if (!decimal.TryParse(yuan, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return yuan;
        return request.InYuan() ? number.ToString("#,##0.00##", CultureInfo.InvariantCulture) : (number / 10_000).ToString("#,##0.00####", CultureInfo.InvariantCulture);
    }

    /// <summary>The unit that amounts are shown in.</summary>
    public static string AmountUnit(this HttpRequest request, Language language) => (request.InYuan(), language) switch
    {
        (true, Language.Chinese) => "元",
        (true, _) => "yuan",
        (_, Language.Chinese) => "万元",
        _ => "10,000 yuan"
    };

    /// <summary>Whether the reader chose exact yuan.</summary>
    public static bool InYuan(this HttpRequest request) => request.Query[Unit] == "yuan";

    /// <summary>The number, for lengths of bars; 0 for none.</summary>
    public static decimal Number(string yuan) => decimal.TryParse(yuan, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>A whole number of an address, such as a year; 0 for none and for anything else.</summary>
    public static int Whole(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
