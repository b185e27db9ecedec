using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>
/// A classification of revenue and expenditure (政府收支分类科目) over the years: the file <c>Codes/functional-classification.json</c>. The classes (类) of a
/// year are all in it and, for 2014 to 2017, all divisions (款); of items (项) only the common ones.
/// </summary>
public sealed class Classification
{
    private static readonly IReadOnlyDictionary<string, Classification> All = Load();

    private readonly Dictionary<string, ClassificationCode[]> _codes;
    private readonly IReadOnlyDictionary<string, string> _common;
    private readonly (int From, int To) _full;
    private readonly bool _open;

    private Classification(Entry entry, Document file)
    {
        (Id, Name, Levels, _open, _common, _full) = (entry.Id, entry.Name, entry.Levels, entry.Open, entry.Id == "functional" ? file.CommonItems : [], (file.FullFrom, file.FullTo));
        Codes = entry.Codes;
        _codes = Codes.GroupBy(c => c.Code).ToDictionary(c => c.Key, c => c.ToArray());
    }

    public string Id { get; }
    public string Name { get; }

    /// <summary>How many digits a code of each level has, from class to item.</summary>
    public IReadOnlyList<int> Levels { get; }

    /// <summary>By code; one that was renamed stands once for each name.</summary>
    public IReadOnlyList<ClassificationCode> Codes { get; }

    public static IEnumerable<string> Ids => All.Keys;

    /// <summary>Null if there is none.</summary>
    public static Classification? Find(string id) => All.GetValueOrDefault(id);

    /// <summary>A code as it is in a year; null if it is not in the file then.</summary>
    public ClassificationCode? Find(string code, int year)
    {
        foreach (var named in _codes.GetValueOrDefault(code) ?? [])
        {
            if (named.In(year)) return named;
        }

        return null;
    }

    /// <summary>1 for a class; 0 for what is no code.</summary>
    public int LevelOf(string code)
    {
        for (var i = 0; i < Levels.Count; i++)
        {
            if (Levels[i] == code.Length && !code.AsSpan().ContainsAnyExceptInRange('0', '9')) return i + 1;
        }

        return 0;
    }

    /// <summary>Empty of a class.</summary>
    public string ParentOf(string code) => LevelOf(code) is > 1 and var level ? code[..Levels[level - 2]] : "";

    /// <summary>The code's own name in a year; empty if it has none that is known.</summary>
    public string NameOf(string code, int year)
    {
        if (Find(code, year) is { } listed) return listed.Name;
        if (code.Length == 7 && Find(code[..5], year)?.Name.EndsWith("事务", StringComparison.Ordinal) == true && _common.TryGetValue(code[5..], out var common)) return common;
        return _full.From <= year && year <= _full.To ? "" : _codes.GetValueOrDefault(code)?[^1].Name ?? "";
    }

    /// <summary>What may be made of a code in a year.</summary>
    /// <param name="lenient">Of funds (政府性基金) and state capital, whose divisions the file does not have.</param>
    public CodeStanding Judge(string code, int year, bool lenient)
    {
        var level = LevelOf(code);
        if (level == 0) return CodeStanding.Unknown;
        if (_open) return CodeStanding.Unlisted;
        if (Find(code, year) is not null) return CodeStanding.Listed;
        var outside = year < _full.From || year > _full.To;
        if (outside && _codes.ContainsKey(code)) return CodeStanding.Doubtful;
        if (level == 1) return CodeStanding.Unknown;
        var parent = Judge(ParentOf(code), year, lenient);
        if (level == 2) return parent != CodeStanding.Unknown && (outside || lenient) ? CodeStanding.Doubtful : CodeStanding.Unknown;
        if (parent == CodeStanding.Listed) return CodeStanding.Unlisted;
        return parent;
    }

    private static Dictionary<string, Classification> Load()
    {
        var file = CodeFile.Load(typeof(Classification), "functional-classification", LayoutJson.Default.Classifications);
        return file.Classifications.ToDictionary(c => c.Id, c => new Classification(c, file));
    }

    internal sealed record Document(string Remark, int FullFrom, int FullTo, Dictionary<string, string> CommonItems, IReadOnlyList<Entry> Classifications);

    internal sealed record Entry(string Id, string Name, IReadOnlyList<int> Levels, IReadOnlyList<ClassificationCode> Codes, bool Open = false);
}

/// <param name="ValidFrom">First year that has it so; null for no bound.</param>
/// <param name="ValidTo">Last year.</param>
/// <param name="Confidence"><c>low</c> where its years or its name were not seen in a source; else null.</param>
public sealed record ClassificationCode(string Code, string Name, int? ValidFrom = null, int? ValidTo = null, string? Confidence = null)
{
    public bool In(int year) => !(ValidFrom > year) && !(ValidTo < year);
}

public enum CodeStanding
{
    Unknown,

    /// <summary>It is in the file.</summary>
    Listed,

    /// <summary>It is not, and need not be: the line must have its name.</summary>
    Unlisted,

    /// <summary>It is not, and may be of a year or a fund whose codes the file does not have: the line must have its name, and is worth a look.</summary>
    Doubtful
}
