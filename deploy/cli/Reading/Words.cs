using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Sunshine.Catalogue.V1;

namespace Sunshine.Cli.Reading;

/// <summary>Reads days, channels, stages and keywords as people write them in spreadsheets.</summary>
internal static partial class Words
{
    private static readonly Dictionary<string, Channel> Channels = Table(new Dictionary<Channel, string[]>
    {
        [Channel.Gazette] = ["CHANNEL_GAZETTE", "GAZETTE", "政府公报", "公报"],
        [Channel.Website] = ["CHANNEL_WEBSITE", "WEBSITE", "政府网站", "网站", "门户网站", "政府门户网站", "部门网站"],
        [Channel.Microblog] = ["CHANNEL_MICROBLOG", "MICROBLOG", "WEIBO", "政务微博", "微博"],
        [Channel.Wechat] = ["CHANNEL_WECHAT", "WECHAT", "政务微信", "微信", "微信公众号"],
        [Channel.Other] =
        [
            "CHANNEL_OTHER", "OTHER", "其他", "其它", "其他方式", "公示栏", "公告栏", "宣传栏", "电子屏", "LED屏", "报刊", "报纸", "广播", "电视",
            "新闻发布会",
        ],
    });

    private static readonly Dictionary<string, Stage> Stages = Table(new Dictionary<Stage, string[]>
    {
        [Stage.Decision] = ["STAGE_DECISION", "DECISION", "决策公开", "决策"],
        [Stage.Execution] = ["STAGE_EXECUTION", "EXECUTION", "执行公开", "执行"],
        [Stage.Administration] = ["STAGE_ADMINISTRATION", "ADMINISTRATION", "管理公开", "管理"],
        [Stage.Service] = ["STAGE_SERVICE", "SERVICE", "服务公开", "服务"],
        [Stage.Result] = ["STAGE_RESULT", "RESULT", "结果公开", "结果"],
    });

    /// <summary>
    /// A day written 2016-03-01, 2016/3/1, 2016.3.1, 20160301 or 2016年3月1日, also with a time of day after it, as ISO 8601.
    /// </summary>
    /// <returns>Null, and a sentence that says why, if it is no such day.</returns>
    public static string? Day(string text, out string problem)
    {
        problem = "";
        var plain = text.Normalize(NormalizationForm.FormKC).Trim();
        var match = DayPattern().Match(plain);
        if (match.Success
            && DateOnly.TryParseExact(
                $"{match.Groups["y"].Value}-{match.Groups["m"].Value.PadLeft(2, '0')}-{match.Groups["d"].Value.PadLeft(2, '0')}",
                "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        problem = match.Success ? $"\"{text}\" is not a day of the calendar."
            : SerialPattern().IsMatch(plain) ? $"\"{text}\" looks like a spreadsheet's day number: format the column as a date."
            : $"\"{text}\" is not a day such as 2016-03-01, 2016/3/1 or 2016年3月1日.";
        return null;
    }

    /// <summary>A channel by its name in the contract or in Chinese; null if the word is not known.</summary>
    public static Channel? ChannelOf(string word) => Channels.TryGetValue(word.Trim(), out var channel) ? channel : null;

    /// <summary>A stage by its name in the contract or in Chinese; null if the word is not known.</summary>
    public static Stage? StageOf(string word) => Stages.TryGetValue(word.Trim(), out var stage) ? stage : null;

    /// <summary>Why a word is no channel.</summary>
    public static string NoChannel(string word) =>
        $"\"{word}\" is not a channel: write 政府公报, 政府网站, 政务微博, 政务微信 or 其他.";

    /// <summary>Several words in one cell, separated by semicolons, commas, 、 or spaces.</summary>
    public static string[] Several(string cell) =>
        cell.Split([';', '；', ',', '，', '、', '|', ' ', '　', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Dictionary<string, T> Table<T>(Dictionary<T, string[]> words)
        where T : struct, Enum =>
        words.SelectMany(pair => pair.Value, (pair, word) => (word, pair.Key)).ToDictionary(x => x.word, x => x.Key, StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(@"^(?<y>\d{4})(?:(?:\s*[-/.年]\s*)(?<m>\d{1,2})(?:\s*[-/.月]\s*)(?<d>\d{1,2})\s*[日号]?|(?<m>\d{2})(?<d>\d{2}))(?:[T\s]+\d{1,2}:\d{2}.*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex DayPattern();

    [GeneratedRegex(@"^[1-6]\d{4}(\.\d+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex SerialPattern();
}
