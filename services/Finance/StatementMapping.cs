using System.Text.Json;
using System.Text.Json.Serialization;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>How to read sheets that are not in the printed layout, as whoever sends the file says.</summary>
/// <param name="Sheets">Each sheet at most once; others are read as they are.</param>
public sealed record StatementMapping(IReadOnlyList<SheetMapping> Sheets)
{
    private const int Longest = 20_000;

    public static readonly StatementMapping None = new([]);

    /// <summary>What is said of a sheet; null for nothing. Of a file of text the one entry.</summary>
    public SheetMapping? Of(string sheet) => Sheets.FirstOrDefault(s => sheet.Length == 0 || PrintedText.Key(s.Sheet) == PrintedText.Key(sheet));

    public static StatementMapping Read(string json, string field, Violations v)
    {
        v.Text(field, json, Longest);
        if (json.Length is 0 or > Longest) return None;
        try
        {
            var mapping = JsonSerializer.Deserialize(json, MappingJson.Default.StatementMapping);
            if (mapping?.Sheets is not null && mapping.Sheets.All(s => s is not null && s.Blocks?.All(b => b is not null) != false && s.Lines?.Values.All(l => l is not null) != false))
            {
                for (var i = 0; i < mapping.Sheets.Count; i++) mapping.Sheets[i].Check($"{field}.sheets[{i}]", v);
                return mapping;
            }
        }
        catch (JsonException e)
        {
            v.Add(field, "MALFORMED", $"映射文件无法读取：第 {e.LineNumber + 1} 行，{e.Path}。", $"The mapping cannot be read: line {e.LineNumber + 1}, {e.Path}.");
            return None;
        }

        v.Add(field, "MALFORMED", "映射文件须为 {\"sheets\":[…]}。", "The mapping must be {\"sheets\":[…]}.");
        return None;
    }
}

/// <param name="Sheet">Its name; of text nothing.</param>
/// <param name="Unit">元 or 万元.</param>
/// <param name="HeadingRow">The first row of the headings, counted from 1.</param>
/// <param name="FirstRow">The first row below the headings.</param>
/// <param name="LastRow">The last row of the table.</param>
/// <param name="Blocks">Which columns hold what, where the headings do not say so; of a table with two sides one block for each.</param>
/// <param name="Lines">Codes of lines by what is printed, where that is another name or an own code.</param>
/// <param name="Skip">Whether the sheet is passed over.</param>
public sealed record SheetMapping(
    string Sheet = "", string Layout = "", string Unit = "", int HeadingRow = 0, int FirstRow = 0, int LastRow = 0,
    IReadOnlyList<BlockMapping>? Blocks = null, Dictionary<string, string>? Lines = null, bool Skip = false)
{
    internal void Check(string at, Violations v)
    {
        var layout = Layouts.Find(Layout ?? "");
        if (Layout is { Length: > 0 } && layout is null) v.Add($"{at}.layout", "UNKNOWN_LAYOUT", "没有这种表。", "There is no such layout.");
        if (Unit is { Length: > 0 } && PrintedText.UnitNamed(Unit) is null) v.Add($"{at}.unit", "UNKNOWN_VALUE", "单位须为元或万元。", "The unit must be 元 or 万元.");
        if (Blocks is { Count: > 0 } && (FirstRow <= 0 || layout is null)) v.Add($"{at}.blocks", "INCOMPLETE", "指定列时须同时指定 layout 与 firstRow。", "Blocks need a layout and firstRow.");
        for (var i = 0; i < (Blocks?.Count ?? 0) && layout is not null; i++) Blocks![i].Check($"{at}.blocks[{i}]", layout, v);
    }
}

/// <param name="Side">Of a table with two sides: which this is.</param>
/// <param name="CodeColumn">A letter.</param>
/// <param name="NameColumn">A letter.</param>
/// <param name="Columns">Codes of columns by their letter.</param>
public sealed record BlockMapping(Dictionary<string, string> Columns, string Side = "", string CodeColumn = "", string NameColumn = "")
{
    internal void Check(string at, Layout layout, Violations v)
    {
        foreach (var (letter, code) in Columns)
        {
            if (Letter(letter) == 0) v.Add($"{at}.columns.{letter}", "MALFORMED", "列须写作字母。", "A column is named by its letter.");
            if (layout.Column(code ?? "") is null) v.Add($"{at}.columns.{letter}", "UNKNOWN_COLUMN", $"{layout.Name}没有这一列。", $"{layout.Code} has no such column.");
        }

        if (Columns.Keys.Select(Letter).Distinct().Count() < Columns.Count) v.Add($"{at}.columns", "DUPLICATE_COLUMN", "同一列写了两次。", "A column is named twice.");
        if (CodeColumn is { Length: > 0 } && Letter(CodeColumn) == 0) v.Add($"{at}.codeColumn", "MALFORMED", "列须写作字母。", "A column is named by its letter.");
        if (NameColumn is { Length: > 0 } && Letter(NameColumn) == 0) v.Add($"{at}.nameColumn", "MALFORMED", "列须写作字母。", "A column is named by its letter.");
        if (Letter(CodeColumn) == 0 && Letter(NameColumn) == 0) v.Add(at, "INCOMPLETE", "须指定编码列或名称列。", "A column of codes or of names is needed.");
        if (layout.TwoSided && !layout.Sides!.Any(s => s.Code == Side)) v.Add($"{at}.side", "UNKNOWN_VALUE", "没有这一侧。", "There is no such side.");
    }

    /// <summary>1-based; 0 if it is no column.</summary>
    public static int Letter(string? letters)
    {
        if (letters is not { Length: 1 or 2 }) return 0;
        var number = 0;
        foreach (var c in letters)
        {
            if (!char.IsAsciiLetter(c)) return 0;
            number = number * 26 + (c | 0x20) - 'a' + 1;
        }

        return number;
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(StatementMapping))]
internal sealed partial class MappingJson : JsonSerializerContext;
