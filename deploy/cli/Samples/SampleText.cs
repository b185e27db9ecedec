using System.Globalization;
using System.Text.RegularExpressions;

namespace Sunshine.Cli.Samples;

/// <summary>
/// Fills the slots of one item's texts; a word chosen for the title stands in the summary too. Slots: <c>{agency}</c>,
/// <c>{county}</c>, <c>{town}</c>, a list of anshan-2016-lists.json (<c>{work}</c>, a second one <c>{work#2}</c>, one by month
/// <c>{season@}</c>, one by agency <c>{duty!}</c>; a list may differ for town and country), times (<c>{M}</c> <c>{D}</c> <c>{lastM}</c> <c>{Q}</c> <c>{YTD}</c> <c>{season0}</c>), a number
/// <c>{a:10-90}</c> and one that depends on it <c>{b=a*1.65}</c>, and <c>{seq}</c>, which is filled when all titles are known.
/// </summary>
internal sealed partial class SampleText(
    SplitMix64 random, IReadOnlyDictionary<string, string[]> lists, SampleAgency agency, SampleAgency otherDepartment, CountyData county, string town,
    DateOnly formed)
{
    /// <summary>Stands for the number of a title in a series until the titles are in the order of their days.</summary>
    public const string Number = "\u0001";

    private static readonly int[] HighOfMonth = [-5, 0, 7, 16, 23, 27, 29, 28, 24, 16, 6, -2];

    private readonly Dictionary<string, string> _bound = [];

    /// <summary>The word chosen for a list; null if none was.</summary>
    public string? Chosen(string list) => _bound.GetValueOrDefault(list);

    public string Fill(string text) => Slot().Replace(text, match => Value(match.Groups[1].Value));

    private string Value(string slot)
    {
        if (_bound.TryGetValue(slot, out var known)) return known;
        var at = slot.IndexOfAny([':', '=']);
        var name = at < 0 ? slot : slot[..at];
        if (_bound.TryGetValue(name, out known)) return known;
        var value = at < 0 ? Named(slot) : slot[at] == ':' ? Between(slot[(at + 1)..]) : Derived(slot[(at + 1)..]);
        _bound[name] = value;
        return value;
    }

    private string Named(string slot) => slot switch
    {
        "agency" => agency.Short,
        "agency2" => otherDepartment.Short,
        "county" => county.Short,
        "town" => town,
        "M" => formed.Month.ToString(CultureInfo.InvariantCulture),
        "D" => formed.Day.ToString(CultureInfo.InvariantCulture),
        "lastM" => formed.Month == 1 ? "2015年12月份" : $"{formed.Month - 1}月份",
        "Q" => formed.Month <= 3 ? "2015年第四季度" : formed.Month <= 6 ? "第一季度" : formed.Month <= 9 ? "第二季度" : "第三季度",
        "YTD" => formed.Month == 1 ? "2015年" : formed.Month == 2 ? "1月份" : $"1至{formed.Month - 1}月份",
        "season0" => formed.Month is >= 3 and <= 5 ? "春季" : formed.Month is >= 6 and <= 8 ? "夏季" : formed.Month is >= 9 and <= 11 ? "秋季" : "冬季",
        "seq" or "seqA" => Number,
        "aqi" => AirIndex(),
        "airLevel" => Air("优", "良", "轻度污染", "中度污染", "重度污染"),
        "airPollutant" => Air("无首要污染物", Pollutant(), Pollutant(), Pollutant(), "首要污染物为细颗粒物（PM2.5）"),
        "airAdvice" => Air(
            "空气质量令人满意，各类人群可正常活动。",
            "极少数异常敏感人群应减少户外活动。",
            "儿童、老年人及心脏病、呼吸系统疾病患者应减少长时间户外活动。",
            "儿童、老年人及心脏病、呼吸系统疾病患者应避免长时间户外活动。",
            "儿童、老年人及心脏病、呼吸系统疾病患者应停留在室内。"),
        "tHigh" => (HighOfMonth[formed.Month - 1] + random.Below(9) - 4).ToString(CultureInfo.InvariantCulture),
        "tLow" => (HighOfMonth[formed.Month - 1] - 10 - random.Below(5)).ToString(CultureInfo.InvariantCulture),
        _ => FromList(slot),
    };

    private string FromList(string slot)
    {
        var list = slot;
        string? not = null;
        if (slot.EndsWith('@')) list = $"{slot[..^1]}-{formed.Month:00}";
        if (slot.EndsWith('!')) list = $"{slot[..^1]}-{agency.Id}";
        if (slot.Split('#') is [var first, _])
        {
            list = first;
            not = Value(first);
        }

        if (!lists.TryGetValue(list, out var words)
            && !lists.TryGetValue(list + (SampleAgency.IsRural(town) ? "-rural" : "-urban"), out words))
        {
            words = lists[list + (county.Name.EndsWith("区人民政府", StringComparison.Ordinal) ? "-city" : "-county")];
        }

        string word;
        do word = words[random.Skewed(words.Length)];
        while (word == not);
        return Fill(word);
    }

    private string Between(string range)
    {
        var bounds = range.Split('-');
        var decimals = bounds[1].Contains('.') ? bounds[1].Length - bounds[1].IndexOf('.') - 1 : 0;
        var scale = decimal.Parse("1" + new string('0', decimals), CultureInfo.InvariantCulture);
        var low = (int)(decimal.Parse(bounds[0], CultureInfo.InvariantCulture) * scale);
        var high = (int)(decimal.Parse(bounds[1], CultureInfo.InvariantCulture) * scale);
        return ((low + random.Below(high - low + 1)) / scale).ToString("F" + decimals, CultureInfo.InvariantCulture);
    }

    private string Derived(string formula)
    {
        var parts = formula.Split('*');
        var value = decimal.Parse(_bound[parts[0]], CultureInfo.InvariantCulture) * decimal.Parse(parts[1], CultureInfo.InvariantCulture);
        return Math.Max(1, Math.Round(value, MidpointRounding.AwayFromZero)).ToString("F0", CultureInfo.InvariantCulture);
    }

    private string AirIndex()
    {
        // The heating season has the bad days.
        var winter = formed.Month is <= 3 or >= 11;
        return (38 + random.Below(70) + (winter ? random.Skewed(130) : random.Skewed(30))).ToString(CultureInfo.InvariantCulture);
    }

    private string Air(string good, string fair, string light, string medium, string heavy) =>
        int.Parse(Value("aqi"), CultureInfo.InvariantCulture) switch
        {
            <= 50 => good,
            <= 100 => fair,
            <= 150 => light,
            <= 200 => medium,
            _ => heavy,
        };

    private string Pollutant() => formed.Month is >= 5 and <= 9 ? "首要污染物为臭氧" : "首要污染物为细颗粒物（PM2.5）";

    [GeneratedRegex(@"\{([^{}]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Slot();
}
