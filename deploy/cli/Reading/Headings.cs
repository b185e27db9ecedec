using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sunshine.Cli.Reading;

/// <summary>Which fields of a record a spreadsheet's headings mean.</summary>
internal sealed partial class Headings
{
    private static readonly Dictionary<string, string[]> Known = new()
    {
        ["source_id"] = ["信息编号", "编号", "信息ID", "ID", "标识", "唯一标识", "来源编号", "流水号"],
        ["agency_id"] = ["agency", "发布机构", "发布单位", "公开主体", "公开机构", "责任单位", "责任部门", "机构编码", "机构标识", "发布机构编码"],
        ["title"] = ["标题", "名称", "信息名称", "信息标题", "文件名称", "题名"],
        ["summary"] = ["内容概述", "摘要", "内容摘要", "概述", "内容简介"],
        ["body"] = ["正文", "内容", "全文", "信息内容"],
        ["document_number"] = ["文号", "发文字号", "文件编号", "文件号"],
        ["subject_category"] = ["主题分类", "主题类别"],
        ["genre"] = ["体裁", "体裁分类", "文种"],
        ["keywords"] = ["关键词", "主题词", "关键字"],
        ["stage"] = ["五公开", "公开环节"],
        ["key_area"] = ["重点领域"],
        ["formed_on"] = ["生成日期", "成文日期", "产生日期", "发文日期", "形成日期"],
        ["index_number"] = ["索引号"],
        ["placements"] = ["公开渠道和日期", "公开渠道及日期", "公开记录"],
        ["channel"] = ["公开方式", "渠道", "公开渠道", "发布渠道", "公开形式", "公开途径"],
        ["on"] = ["published_on", "date", "公开日期", "发布日期", "发布时间", "公开时间"],
        ["column"] = ["栏目", "所属栏目", "栏目名称"],
        ["url"] = ["网址", "链接", "链接地址", "在线链接地址"],
    };

    private static readonly Dictionary<string, string> ByHeading = Known
        .SelectMany(pair => pair.Value.Append(pair.Key), (pair, word) => (Heading: Plain(word), Field: pair.Key))
        .ToDictionary(x => x.Heading, x => x.Field);

    private readonly Dictionary<string, string[]> _map;

    private Headings(Dictionary<string, string[]> map) => _map = map;

    /// <summary>The fields that a heading can mean, for messages.</summary>
    public static string Fields => string.Join(", ", Known.Keys) + ", placement1_channel, placement1_on, placement1_column, placement1_url, placement2_…";

    /// <summary>The headings that are known without a map.</summary>
    public static Headings Standard { get; } = new([]);

    /// <summary>
    /// Reads a map: a JSON object from headings to a field, a list of fields, or null for a column that is to be ignored.
    /// What it does not name keeps its standard meaning.
    /// </summary>
    /// <exception cref="CommandFailedException">It is not such a map.</exception>
    public static Headings Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
            var map = new Dictionary<string, string[]>();
            foreach (var entry in json.RootElement.EnumerateObject())
            {
                string[] fields = entry.Value.ValueKind switch
                {
                    JsonValueKind.Null => [],
                    JsonValueKind.Array => [.. entry.Value.EnumerateArray().Select(x => x.GetString() ?? "")],
                    _ => [entry.Value.GetString() ?? ""],
                };
                map[Plain(entry.Name)] = [.. fields.Select(field => Meaning(field)
                    ?? throw new CommandFailedException($"{path}: \"{entry.Name}\" is mapped to \"{field}\", which is not a field. Fields: {Fields}."))];
            }

            return new Headings(map);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new CommandFailedException($"{path}: expected a JSON object from headings to fields, e.g. {{\"信息标题\": \"title\"}}. {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{path}: cannot be read ({e.Message}).", e);
        }
    }

    /// <summary>The fields a heading means; null if it is not known, none if it is to be ignored.</summary>
    public IReadOnlyList<string>? FieldsOf(string heading) =>
        _map.TryGetValue(Plain(heading), out var mapped) ? mapped
        : Meaning(heading) is { } field ? [field]
        : null;

    private static string? Meaning(string heading)
    {
        var plain = Plain(heading);
        if (ByHeading.TryGetValue(plain, out var field)) return field;
        var placement = PlacementPattern().Match(plain);
        return placement.Success ? $"placement{placement.Groups["n"].Value.TrimStart('0')}_{placement.Groups["part"].Value}" : null;
    }

    /// <summary>Without spaces, case, underscores, marks of required columns and notes in brackets.</summary>
    private static string Plain(string heading) => NoisePattern().Replace(heading, "").ToLowerInvariant();

    [GeneratedRegex(@"[\s_\-*＊:：﻿]|[（(][^）)]*[）)]", RegexOptions.CultureInvariant)]
    private static partial Regex NoisePattern();

    [GeneratedRegex(@"^placement(?<n>0?[1-9]\d?)(?<part>channel|on|column|url)$", RegexOptions.CultureInvariant)]
    private static partial Regex PlacementPattern();
}
