using System.Text.RegularExpressions;

namespace Sunshine.Portal.Components;

/// <summary>A place of a table and what is wrong there.</summary>
/// <param name="Sheet">Of a workbook; empty of a text.</param>
/// <param name="Cell">As people name it: <c>D12</c>; or a line, with the column.</param>
/// <param name="Grade">How bad it is, in the reader's words.</param>
public sealed partial record WrongCell(string Sheet, string Cell, string Text, string Grade)
{
    /// <param name="address">As the services name it: <c>预算5!D12</c>, <c>line 12, 小计</c>.</param>
    public static WrongCell Of(string address, string text, string grade)
    {
        if (address.LastIndexOf('!') is > 0 and var cut) return new WrongCell(address[..cut].Trim('\''), address[(cut + 1)..], text, grade);
        return Line().Match(address) is { Success: true } line ? new WrongCell("", $"{line.Groups[1].Value} {line.Groups[2].Value}".Trim(), text, grade) : new WrongCell("", address, text, grade);
    }

    [GeneratedRegex(@"^line (\d+)(?:, (.*))?$")]
    private static partial Regex Line();
}
