namespace Sunshine.Finance;

/// <summary>The code of a line by what is printed: a code, or only a name.</summary>
internal sealed class PrintedNames(Layout layout, SheetMapping? mapping, int year)
{
    private readonly HashSet<string> _used = [];
    private readonly Dictionary<string, string> _renamed = (mapping?.Lines ?? []).GroupBy(l => PrintedText.Key(l.Key)).ToDictionary(l => l.Key, l => l.First().Value);
    private readonly Dictionary<string, string> _classes = Classes(layout, year);

    /// <returns>The code, empty if a code should stand there and does not; and the name without what numbers it.</returns>
    public (string Code, string Name) Resolve(string code, string name, PrintedBlock block)
    {
        var plain = PrintedText.Name(name);
        var (codeKey, nameKey) = (PrintedText.Key(code), PrintedText.Key(plain));
        foreach (var key in code.Length > 0 ? [codeKey] : new[] { nameKey, PrintedText.Key(name) })
        {
            if (_renamed.TryGetValue(key, out var renamed)) return (renamed, plain);
        }

        if (code.Length > 0 && char.IsAsciiDigit(codeKey.FirstOrDefault())) return (codeKey, plain);
        // Some print 合计 where the code should be.
        var coded = PrintedText.Name(code);
        if (Fixed(code.Length > 0 ? PrintedText.Key(coded) : nameKey, block.Side) is { } line) return (line, plain.Length > 0 ? plain : coded);
        if (code.Length > 0) return (codeKey, plain);
        if (block.Codes.Count == 0 && _classes.TryGetValue(nameKey, out var found)) return (found, plain);
        if (layout is { Lines: [var only], Classification: null } && _used.Add(only.Code)) return (only.Code, plain);
        return (block.Codes.Count > 0 ? "" : plain, plain);
    }

    /// <summary>A fixed line of a side; of several with one name the first that did not come yet.</summary>
    private string? Fixed(string key, string side)
    {
        if (key.Length == 0) return null;
        var lines = layout.Lines.Where(l => (l.Side ?? "") == side && (l.Aliases ?? []).Append(l.Name).Any(n => PrintedText.Key(PrintedText.Name(n)) == key)).ToList();
        var line = lines.Find(l => !_used.Contains(l.Code)) ?? lines.FirstOrDefault();
        if (line is not null) _used.Add(line.Code);
        return line?.Code;
    }

    private static Dictionary<string, string> Classes(Layout layout, int year)
    {
        var names = new Dictionary<string, string>();
        if (layout is not { Codes: { } codes, Classification: { } wanted }) return names;
        // A name of another year is better than none; whether the code is one of this year is asked later.
        foreach (var code in codes.Codes.Where(c => c.Code.Length <= wanted.Depth).OrderBy(c => !c.In(year)).ThenBy(c => c.Code.Length)) names.TryAdd(PrintedText.Key(code.Name), code.Code);
        return names;
    }
}
