using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Text;

namespace Sunshine.Catalogue;

/// <summary>How a row or an object of an upstream becomes a record: by the source's fields, or by the names that records have here.</summary>
public sealed partial class HarvestMapping
{
    private static readonly Dictionary<string, Action<V1.ImportRecord, string>> Plain = new()
    {
        ["source_id"] = (r, v) => r.SourceId = v, ["agency_id"] = (r, v) => r.AgencyId = v, ["title"] = (r, v) => r.Title = v, ["summary"] = (r, v) => r.Summary = v,
        ["body"] = (r, v) => r.Body = v, ["document_number"] = (r, v) => r.DocumentNumber = v, ["subject_category"] = (r, v) => r.SubjectCategory = v, ["genre"] = (r, v) => r.Genre = v,
        ["key_area"] = (r, v) => r.KeyArea = v, ["index_number"] = (r, v) => r.IndexNumber = v, ["personal_data_basis"] = (r, v) => r.PersonalDataBasis = v,
        ["change_note"] = (r, v) => r.ChangeNote = v, ["column"] = (r, v) => PlacementOf(r).Column = v, ["url"] = (r, v) => PlacementOf(r).Url = v
    };

    private static readonly Dictionary<string, Action<V1.ImportRecord, string>> OfDays = new()
    {
        ["formed_on"] = (r, v) => r.FormedOn = v, ["effective_on"] = (r, v) => r.EffectiveOn = v, ["expires_on"] = (r, v) => r.ExpiresOn = v, ["on"] = (r, v) => PlacementOf(r).On = v
    };

    private static readonly Dictionary<string, V1.Channel> Channels = Words<V1.Channel>(c => c.Name(), ChineseNames.Channels);

    private static readonly Dictionary<string, V1.Stage> Stages = Words<V1.Stage>(s => s.Name(), ChineseNames.Stages);

    private static readonly char[] BetweenKeywords = [';', '；', ',', '，', '、', '|', '\n'];

    private readonly IReadOnlyList<HarvestField> _fields;
    private readonly IReadOnlyDictionary<string, string> _agencies;
    private readonly string _agencyId;

    public HarvestMapping(HarvestSource source)
    {
        _fields = source.Fields.Count > 0 ? source.Fields : [.. Names.Select(n => new HarvestField(n, n, "", new Dictionary<string, string>()))];
        (_agencies, _agencyId, IsStandard) = (source.Agencies, source.AgencyId, source.Fields.Count == 0);
    }

    /// <summary>Every name that a field of a source may have.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Plain.Keys, .. OfDays.Keys, "channel", "stage", "keywords"];

    /// <summary>Headings and members are the names that records have here.</summary>
    public bool IsStandard { get; }

    /// <summary>The columns or members without which nothing can be harvested, as the source names them.</summary>
    public IEnumerable<string> Needed => _fields.Where(f => f.Field is "source_id" or "title" && f.From.Length > 0).Select(f => f.From);

    /// <summary>Makes a record of what upstream has.</summary>
    /// <param name="read">The value of a column or a member; null if there is none.</param>
    public V1.ImportRecord Read(Func<string, string?> read, Violations v)
    {
        var record = new V1.ImportRecord();
        foreach (var field in _fields)
        {
            var given = field.From.Length > 0 ? (read(field.From) ?? (IsStandard ? read(Camel(field.From)) : null))?.Trim().Trim('\u3000') ?? "" : "";
            if (given.Length > 0 && field.Values.Count > 0)
            {
                if (field.Values.TryGetValue(given, out var here)) given = here;
                else
                {
                    v.Add(Camel(field.Field), "VALUE_NOT_MAPPED", $"对照表中没有这个值：{Short(given)}。", $"Not a value of the source's table: {Short(given)}.");
                    continue;
                }
            }

            if (given.Length == 0) given = field.Constant;
            if (given.Length > 0) Set(record, field.Field, given, v);
        }

        Own(record, v);
        return record;
    }

    /// <summary>Gives a record the agency that it belongs to here.</summary>
    public void Own(V1.ImportRecord record, Violations v)
    {
        if (_agencies.Count == 0 || record.AgencyId.Length == 0) record.AgencyId = _agencyId;
        else if (_agencies.TryGetValue(record.AgencyId, out var here)) record.AgencyId = here;
        else v.Add("agencyId", "AGENCY_NOT_MAPPED", $"来源未对应此机构：{Short(record.AgencyId)}。", $"Not an agency of the source's table: {Short(record.AgencyId)}.");
    }

    private static void Set(V1.ImportRecord record, string field, string given, Violations v)
    {
        if (Plain.TryGetValue(field, out var set)) set(record, given);
        else if (OfDays.TryGetValue(field, out var setDay)) setDay(record, Day(given) ?? given);
        else if (field == "keywords") record.Keywords.Add(given.Split(BetweenKeywords, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        else if (field == "channel" && Channels.TryGetValue(given, out var channel)) PlacementOf(record).Channel = channel;
        else if (field == "stage" && Stages.TryGetValue(given, out var stage)) record.Stage = stage;
        else v.Add(field == "channel" ? "placements[0].channel" : field, "UNKNOWN_VALUE", $"没有这个取值：{Short(given)}。", $"No such value: {Short(given)}.");
    }

    private static V1.Placement PlacementOf(V1.ImportRecord record)
    {
        if (record.Placements.Count == 0) record.Placements.Add(new V1.Placement());
        return record.Placements[0];
    }

    /// <summary>A day as people write it, as ISO 8601; null if it is none, which the rules of items then name.</summary>
    private static string? Day(string text)
    {
        var match = DayPattern().Match(text.Normalize(NormalizationForm.FormKC));
        var day = match.Success ? $"{match.Groups["y"].Value}-{match.Groups["m"].Value.PadLeft(2, '0')}-{match.Groups["d"].Value.PadLeft(2, '0')}" : "";
        return Days.TryParse(day, out _) ? day : null;
    }

    private static string Camel(string name) => CamelPattern().Replace(name, m => m.Groups[1].Value.ToUpper(CultureInfo.InvariantCulture));

    private static string Short(string text) => Cut.Short(text, 50);

    private static Dictionary<string, TEnum> Words<TEnum>(Func<TEnum, string> name, IReadOnlyDictionary<string, string> chinese) where TEnum : struct, Enum
    {
        var words = new Dictionary<string, TEnum>(StringComparer.OrdinalIgnoreCase);
        foreach (var value in Enum.GetValues<TEnum>().Where(v => Convert.ToInt32(v, CultureInfo.InvariantCulture) != 0))
            (words[name(value)], words[value.ToString()], words[chinese[name(value)]]) = (value, value, value);
        return words;
    }

    [GeneratedRegex(@"^(?<y>\d{4})(?:\s*[-/.年]\s*(?<m>\d{1,2})\s*[-/.月]\s*(?<d>\d{1,2})\s*[日号]?|(?<m>\d{2})(?<d>\d{2}))(?:[T\s]+\d{1,2}:\d{2}.*)?\z")]
    private static partial Regex DayPattern();

    [GeneratedRegex("_([a-z])")]
    private static partial Regex CamelPattern();
}
