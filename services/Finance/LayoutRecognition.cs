using System.Text.RegularExpressions;

namespace Sunshine.Finance;

/// <summary>Which table a sheet is: by its title, else its official number, else the number in the sheet's name.</summary>
internal static partial class LayoutRecognition
{
    /// <returns>Null if it is none that the draft may have.</returns>
    public static Layout? Of(PrintedSheet sheet, Draft draft)
    {
        var candidates = Layouts.Of(draft.Identity.Level, draft.Identity.Kind, draft.FiscalYear).ToList();
        var titles = sheet.TopCells(PrintedSheet.Head / 2).Select(c => PrintedText.Key(c.Text)).Append(PrintedText.Key(sheet.Name)).ToList();
        var named = (from layout in candidates
                     from name in (layout.Aliases ?? []).Prepend(layout.Name).Select(PrintedText.Key)
                     where titles.Any(t => t.Contains(name, StringComparison.Ordinal))
                     orderby name.Length descending
                     select layout).FirstOrDefault();
        if (named is not null) return named;
        if (candidates.FirstOrDefault(l => l.Number.Length > 0 && titles.Contains(PrintedText.Key(l.Number))) is { } numbered) return numbered;
        if (Numbered().Match(PrintedText.Key(sheet.Name)) is not { Success: true } found) return null;
        return candidates.FirstOrDefault(l => l.Number.Length > 0 && l.Code.EndsWith($"-{found.Groups[1].Value}", StringComparison.Ordinal));
    }

    [GeneratedRegex("^(?:公开|预算|决算|附|表)*0?([1-9])表?$", RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();
}
