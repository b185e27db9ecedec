using System.Text.RegularExpressions;

namespace Sunshine.Finance;

/// <summary>Which table a sheet is: by its title, else its official number, else the number in the sheet's name.</summary>
internal static partial class LayoutRecognition
{
    /// <summary>A sheet that names so many tables is a list of them (目录).</summary>
    private const int Contents = 3;

    /// <returns>Null if it is none that the draft may have.</returns>
    public static Layout? Of(PrintedSheet sheet, Draft draft)
    {
        var candidates = Layouts.Of(draft.Identity.Level, draft.Identity.Kind, draft.FiscalYear).ToList();
        var titles = sheet.TopCells(PrintedSheet.Head / 2).Select(c => PrintedText.Key(c.Text)).Append(PrintedText.Key(sheet.Name)).ToList();
        var names = (from layout in Layouts.All
                     from name in (layout.Aliases ?? []).Prepend(layout.Name).Select(PrintedText.Key)
                     orderby name.Length descending, candidates.Contains(layout) descending
                     select (Layout: layout, Name: name)).ToList();
        // The longest name in a title is the one that is meant: others are parts of it.
        var named = titles.Select(t => names.Find(n => t.Contains(n.Name, StringComparison.Ordinal))).Where(n => n.Layout is not null).OrderByDescending(n => n.Name.Length).ToList();
        if (named.DistinctBy(n => n.Layout).Count() >= Contents) return null;
        // What says that it is a table of another disclosure is none of this one, whatever number it has.
        if (named is not []) return candidates.Contains(named[0].Layout) ? named[0].Layout : null;
        if (candidates.FirstOrDefault(l => l.Number.Length > 0 && titles.Contains(PrintedText.Key(l.Number))) is { } numbered) return numbered;
        if (Numbered().Match(PrintedText.Key(sheet.Name)) is not { Success: true } found) return null;
        return candidates.FirstOrDefault(l => l.Number.Length > 0 && l.Code.EndsWith($"-{found.Groups[1].Value}", StringComparison.Ordinal));
    }

    [GeneratedRegex("^(?:公开|附|表)*0?([1-9])表?$", RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();
}
