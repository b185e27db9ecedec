using System.Text;
using System.Text.RegularExpressions;

namespace Sunshine.ReportForms.Tests;

/// <summary>The same name or number as different hands print it.</summary>
internal sealed partial class PrintedVariants(int seed)
{
    private readonly Random _random = new(seed);

    public string Of(string text)
    {
        if (decimal.TryParse(text, out var number)) return Number(text, number);
        return _random.Next(6) switch
        {
            0 => text,
            1 => Wide(text),
            2 => string.Join(' ', text.ToCharArray()),
            3 => Numbering().Replace(text, ""),
            4 => $" {text.Replace("(", "（", StringComparison.Ordinal).Replace(")", "）", StringComparison.Ordinal)}\n",
            _ => text.Replace("“", "\"", StringComparison.Ordinal).Replace("”", "\"", StringComparison.Ordinal).Replace(":", "：", StringComparison.Ordinal).Replace("、", "，", StringComparison.Ordinal)
        };
    }

    private string Number(string text, decimal number) => _random.Next(5) switch
    {
        0 => number.ToString("#,##0.##"),
        1 => Wide(text),
        2 when number == 0 => "无",
        3 => $" {text} ",
        _ => text
    };

    private static string Wide(string text)
    {
        var wide = new StringBuilder();
        foreach (var c in text) wide.Append(c is > ' ' and <= '~' ? (char)(c + 0xFEE0) : c);
        return wide.ToString();
    }

    /// <summary>What numbers a row, where the name does not need it.</summary>
    [GeneratedRegex(@"^(\([一二三四五六七八九]\)|[0-9]\.|[一二三四五六七八九]、)(?=\p{Lo}{2})", RegexOptions.CultureInvariant)]
    private static partial Regex Numbering();
}
