using System.Text.RegularExpressions;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Tables;

namespace Sunshine.Powers;

/// <summary>
/// Reads rows of a table of powers or operations. A cell may write things as a clerk does (行政许可, 20个工作日, 《…法》第十二条) or as a
/// system does (LICENCE, ids).
/// </summary>
internal sealed partial class PowerTable(PowerList list, AgencyCopies.Snapshot agencies, LawBook.Snapshot laws, DateOnly on)
{
    /// <summary>What a row of a full list has, in the order of templates.</summary>
    public static readonly IReadOnlyList<TableHeading> OfPowers =
    [
        new("职权编码", true, "code", "编码", "实施编码"), new("职权名称", true, "name", "名称", "事项名称"), new("职权类型", true, "kind", "类型", "类别"), new("实施主体", true, "agency", "agencyId", "法定主体"),
        new("承办机构", false, "office", "承办科室"), new("设定依据", true, "bases", "职权依据", "法律依据", "实施依据"), new("责任事项", false, "responsibilities"),
        new("追责情形", false, "accountability"), new("流程图", false, "flowChartId"), new("法定时限", false, "statutory", "办理时限"), new("承诺时限", false, "promised"), new("收费", false, "fee", "是否收费"),
        new("收费标准", false, "feeStandard"), new("收费依据", false, "feeBasis"), new("监督电话", false, "supervisionPhone", "投诉电话"), new("行使层级", true, "level", "层级")
    ];

    /// <summary>What a row of a batch has: the same, nothing of it required, and what is done.</summary>
    public static readonly IReadOnlyList<TableHeading> OfOperations =
    [
        new("调整方式", true, "operation", "调整类型"), new("原职权编码", false, "codes", "原编码"), .. OfPowers.Select(h => h with { Required = false }), new("下放层级", false, "toLevel"),
        new("承接机关", false, "toAgencies", "承接机构"), new("来源清单", false, "sourceList"), new("来源编码", false, "sourceCode"), new("调整依据", false, "reason", "调整原因", "备注")
    ];

    /// <summary>Which fields of the contract a heading fills.</summary>
    private static readonly Dictionary<string, string> Fields = new()
    {
        ["职权编码"] = "code", ["职权名称"] = "name", ["职权类型"] = "kind", ["实施主体"] = "agency_id", ["承办机构"] = "office", ["设定依据"] = "bases", ["责任事项"] = "responsibilities",
        ["追责情形"] = "accountability", ["流程图"] = "flow_chart_id", ["法定时限"] = "time_limit", ["承诺时限"] = "time_limit", ["收费"] = "fee", ["收费标准"] = "fee", ["收费依据"] = "fee",
        ["监督电话"] = "supervision_phone", ["行使层级"] = "level"
    };

    private readonly ILookup<string, string> _agencies = agencies.Ids.ToLookup(agencies.NameOf);

    /// <summary>The fields of the contract that a row says something of.</summary>
    /// <param name="filled">Only what is not empty; else every column that there is.</param>
    public static string[] Said(TableRow row, bool filled) =>
        [.. OfPowers.Where(h => filled ? row.Cell(h.Name) is not null : row.Headings.Count > 0 && Stands(row, h)).Select(h => Fields[h.Name]).Distinct()];

    private static bool Stands(TableRow row, TableHeading heading) => row.Headings.Any(h => h == heading.Name || heading.Aliases.Contains(h));

    /// <summary>What a row says of a power. What cannot be read is named by its cell.</summary>
    public V1.PowerContent Power(TableRow row, Violations v)
    {
        var content = new V1.PowerContent
        {
            Code = Text(row, "职权编码"), Name = Text(row, "职权名称"), Kind = Word(row, "职权类型", PowerWords.Kinds, v), AgencyId = Agency(row, "实施主体", Text(row, "实施主体"), true, v),
            Office = Text(row, "承办机构"), FlowChartId = Text(row, "流程图"), SupervisionPhone = Text(row, "监督电话"), Level = Word(row, "行使层级", PowerWords.Levels, v),
            TimeLimit = Limit(row, v), Fee = FeeOf(row, v)
        };
        content.Bases.Add(Lines(row, "设定依据").SelectMany(line => Bases(row, line, v)));
        foreach (var line in Lines(row, "责任事项"))
        {
            var at = line.IndexOfAny(['：', ':']);
            if (at <= 0) v.Add(row.Address("责任事项"), "MALFORMED", "每行须为“环节：责任”，如“受理：……”。", "Each line must be a step, a colon and what must be done.");
            else content.Responsibilities.Add(new V1.Responsibility { Step = line[..at].Trim(), Text = line[(at + 1)..].Trim() });
        }

        content.Accountability.Add(Lines(row, "追责情形"));
        return content;
    }

    /// <summary>What a row says of an operation. Rows of one split are put together by who calls.</summary>
    public V1.Operation Operation(TableRow row, Violations v)
    {
        var operation = new V1.Operation
        {
            Kind = Word(row, "调整方式", PowerWords.Operations, v), ToLevel = Word(row, "下放层级", PowerWords.Levels, v), SourceListId = Agency(row, "来源清单", Text(row, "来源清单"), false, v),
            SourceCode = Text(row, "来源编码"), Reason = Text(row, "调整依据"), Line = (int)row.Line
        };
        if (row.Cell("调整方式") is null) v.Required(row.Address("调整方式"), "");
        operation.Codes.Add(Values(row, "原职权编码"));
        operation.ToAgencyIds.Add(Values(row, "承接机关").Select(a => Agency(row, "承接机关", a, false, v)));
        var said = Said(row, filled: true);
        if (said.Length == 0) return operation;
        // 原职权编码 may be left out where the row's own code names the power.
        if (operation.Codes.Count == 0 && operation.Kind is V1.OperationKind.Cancel or V1.OperationKind.Delegate or V1.OperationKind.Rename or V1.OperationKind.Change && row.Cell("职权编码") is { } own)
        {
            operation.Codes.Add(own);
            said = [.. said.Where(f => f != "code")];
        }

        switch (operation.Kind)
        {
            case V1.OperationKind.Cancel or V1.OperationKind.Delegate: break;
            case V1.OperationKind.Rename: operation.Powers.Add(new V1.PowerContent { Name = Text(row, "职权名称") }); break;
            default: operation.Powers.Add(Power(row, v)); break;
        }

        if (operation.Kind == V1.OperationKind.Change) operation.UpdateMask = new() { Paths = { said } };
        return operation;
    }

    private static string Text(TableRow row, string heading) => row.Cell(heading) ?? "";

    private static T Word<T>(TableRow row, string heading, IReadOnlyDictionary<string, T> words, Violations v) where T : struct, Enum
    {
        if (row.Cell(heading) is not { } text) return default;
        if (words.TryGetValue(text, out var value)) return value;
        v.Add(row.Address(heading), "UNKNOWN_VALUE", $"“{text}”不是{heading}的取值。", $"{text} is not a value of this column.");
        return default;
    }

    /// <summary>An agency by its id, or by its name within the list's government.</summary>
    private string Agency(TableRow row, string heading, string text, bool own, Violations v)
    {
        if (text.Length == 0 || agencies.Find(text) is not null) return text;
        var named = _agencies[text].Where(id => !own || agencies.IsWithin(id, list.Id)).ToList();
        if (named.Count == 1) return named[0];
        v.Add(row.Address(heading), named.Count == 0 ? "NO_SUCH_AGENCY" : "AMBIGUOUS_AGENCY", named.Count == 0 ? $"没有机构“{text}”。" : $"有 {named.Count} 个机构名为“{text}”,请填机构标识。",
            named.Count == 0 ? $"There is no agency {text}." : $"{named.Count} agencies are called {text}; give the id.");
        return "";
    }

    private IEnumerable<V1.LegalBasis> Bases(TableRow row, string line, Violations v)
    {
        if (Cited().Match(line) is not { Success: true } cited)
        {
            var parts = line.Split('#', 2);
            return [new V1.LegalBasis { LawId = parts[0].Trim(), Article = parts.Length > 1 ? parts[1].Trim() : "" }];
        }

        var (title, number) = (cited.Groups["title"].Value, cited.Groups["number"].Value);
        var meant = laws.Meant("", number, title);
        // Of several texts under one title the one that was in force.
        if (meant.Count > 1 && meant.Where(l => l.ValidityOn(on) == V1.LawValidity.InForce).ToList() is { Count: 1 } current) meant = current;
        if (meant.Count != 1)
        {
            v.Add(row.Address("设定依据"), meant.Count == 0 ? "NO_SUCH_LAW" : "AMBIGUOUS_LAW", meant.Count == 0 ? $"依据库中没有《{title}》。" : $"依据库中有 {meant.Count} 部《{title}》,请注明文号。",
                meant.Count == 0 ? $"The register has no law {title}." : $"The register has {meant.Count} laws {title}; give the document number.");
            return [];
        }

        var articles = cited.Groups["articles"].Value.Split(['、', ',', '，'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return (articles.Length == 0 ? [""] : articles).Select(a => new V1.LegalBasis { LawId = meant[0].Id, Article = a });
    }

    private static V1.TimeLimit? Limit(TableRow row, Violations v)
    {
        if (row.Cell("法定时限") is null && row.Cell("承诺时限") is null) return null;
        var limit = new V1.TimeLimit();
        foreach (var heading in new[] { "法定时限", "承诺时限" })
        {
            if (row.Cell(heading) is not { } text) continue;
            if (text is "即办" or "即时办结" or "当场办结" && heading == "承诺时限")
            {
                limit.OnTheSpot = true;
                continue;
            }

            if (Length().Match(text) is not { Success: true } length || !int.TryParse(length.Groups["number"].Value, out var number))
            {
                v.Add(row.Address(heading), "MALFORMED", "须为“20个工作日”“30日”“3个月”或“即办”的形式。", "Must look like 20个工作日, 30日 or 3个月.");
                continue;
            }

            var unit = length.Groups["unit"].Value switch { "日" or "天" or "个自然日" or "自然日" => V1.TimeUnit.Day, "个月" or "月" => V1.TimeUnit.Month, _ => V1.TimeUnit.WorkingDay };
            if (limit.Unit != 0 && limit.Unit != unit) v.Add(row.Address(heading), "OTHER_UNIT", "两个时限须用同一单位。", "Both limits must have one unit.");
            limit.Unit = unit;
            if (heading == "法定时限") limit.Statutory = number;
            else limit.Promised = number;
        }

        return limit;
    }

    private static V1.Fee? FeeOf(TableRow row, Violations v)
    {
        var (charged, standard, basis) = (row.Cell("收费"), Text(row, "收费标准"), Text(row, "收费依据"));
        if (charged is null && standard.Length == 0 && basis.Length == 0) return null;
        if (charged is not (null or "是" or "收费" or "否" or "不收费" or "免费" or "true" or "false")) v.Add(row.Address("收费"), "UNKNOWN_VALUE", "须为“收费”或“不收费”。", "Must be 收费 or 不收费.");
        return new V1.Fee { Charged = charged is "是" or "收费" or "true" || (charged is null && standard.Length > 0), Standard = standard, Basis = basis };
    }

    /// <summary>The lines of a cell, or its values where it has several.</summary>
    private static IEnumerable<string> Lines(TableRow row, string heading) =>
        row.Values(heading).SelectMany(x => x.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<string> Values(TableRow row, string heading) =>
        row.Values(heading).SelectMany(x => x.Split(['\n', ';', '；', '、', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex("^《(?<title>.+?)》\\s*(?:[（(〔](?<number>[^)）]*?号)[)）])?\\s*(?<articles>.*)$", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Cited();

    [GeneratedRegex("^(?<number>[0-9]{1,4})\\s*(?<unit>个工作日|工作日|个自然日|自然日|日|天|个月|月)?$", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Length();
}
