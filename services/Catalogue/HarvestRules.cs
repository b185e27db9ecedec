using System.Text.RegularExpressions;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;

namespace Sunshine.Catalogue;

/// <summary>What the fields of a harvest source must fulfil.</summary>
public static partial class HarvestRules
{
    private static readonly string[] Charsets = ["", "utf-8", "gb18030"];

    private static readonly string[] OwnHeaders = ["host", "content-length", "transfer-encoding", "connection", "accept-encoding", "if-none-match", "if-modified-since"];

    private static readonly string[] Needed = ["source_id", "title", "channel", "on"];

    public static void Check(V1.HarvestSource source, AgencyTree.Snapshot agencies, Caller caller, Violations v)
    {
        v.Required("title", source.Title);
        v.Text("title", source.Title, 100);
        v.NoPersonalData("title", source.Title);
        v.Enum("kind", source.Kind, required: true);
        CheckAddress(source, v);
        var isSunshine = source.Kind == V1.HarvestKind.Sunshine;
        v.Text("upstreamAgencyId", source.UpstreamAgencyId, 64);
        if (source.UpstreamAgencyId.Length > 0 && !isSunshine) v.Add("upstreamAgencyId", "NOT_OF_THIS_KIND", "只用于其他平台来源。", "Only for another installation.");
        if (!Charsets.Contains(source.Charset)) v.Add("charset", "UNKNOWN_VALUE", "须为 utf-8 或 gb18030。", "Must be utf-8 or gb18030.");
        if (source.IntervalMinutes is not 0 and (< 5 or > 527_040)) v.Add("intervalMinutes", "OUT_OF_RANGE", "须为 0，或 5 至 527040。", "Must be 0 or from 5 to 527,040.");
        if (source.VanishLimitPercent is < 0 or > 100) v.Add("vanishLimitPercent", "OUT_OF_RANGE", "须在 0 至 100 之间。", "Must be from 0 to 100.");
        CheckAgencies(source, agencies, caller, v);
        if (isSunshine && source.Fields.Count > 0) v.Add("fields", "NOT_OF_THIS_KIND", "其他平台来源无须字段对照。", "Another installation needs no mapping.");
        else CheckFields(source, v);
        CheckSecret(source.Secret, v);
    }

    private static void CheckAddress(V1.HarvestSource source, Violations v)
    {
        v.Required("url", source.Url);
        if (source.Url.Length == 0) return;
        if (source.Url.Length > 2_000 || !Uri.TryCreate(source.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0)
            v.Add("url", "MALFORMED", "须为完整的 http 或 https 地址，不含用户名，最多 2000 个字符。", "Must be an absolute http or https address without a user name, of up to 2,000 characters.");
        else if (source.Kind == V1.HarvestKind.Sunshine && url.Query.Length > 0)
            v.Add("url", "MALFORMED", "其他平台的地址不含查询参数。", "The address of another installation has no query.");
    }

    private static void CheckAgencies(V1.HarvestSource source, AgencyTree.Snapshot agencies, Caller caller, Violations v)
    {
        v.Count("agencies", source.Agencies.Count, 0, 1_000);
        var seen = new HashSet<string>();
        for (var i = 0; i < source.Agencies.Count; i++)
        {
            var (entry, at) = (source.Agencies[i], $"agencies[{i}].");
            v.Required(at + "upstream", entry.Upstream);
            v.Text(at + "upstream", entry.Upstream, 200);
            if (!seen.Add(entry.Upstream)) v.Add(at + "upstream", "TWICE", "重复。", "It stands twice.");
            agencies.RequireActingFor(at + "agencyId", entry.AgencyId, caller, v);
        }
    }

    private static void CheckFields(V1.HarvestSource source, Violations v)
    {
        v.Count("fields", source.Fields.Count, 0, 50);
        var seen = new HashSet<string>();
        for (var i = 0; i < source.Fields.Count; i++)
        {
            var (field, at) = (source.Fields[i], $"fields[{i}].");
            if (!HarvestMapping.Names.Contains(field.Field))
                v.Add(at + "field", "UNKNOWN_FIELD", $"没有这个字段；可用：{string.Join("、", HarvestMapping.Names)}。", $"No such field; there are {string.Join(", ", HarvestMapping.Names)}.");
            else if (!seen.Add(field.Field)) v.Add(at + "field", "TWICE", "重复。", "It stands twice.");
            if (field.From.Length == 0 && field.Constant.Length == 0) v.Add(at + "from", "REQUIRED", "须填写 from 或 constant 之一。", "Either from or constant is required.");
            v.Text(at + "from", field.From, 200);
            v.Text(at + "constant", field.Constant, 2_000);
            v.Count(at + "values", field.Values.Count, 0, 500);
            var values = new HashSet<string>();
            for (var j = 0; j < field.Values.Count; j++)
            {
                v.Required($"{at}values[{j}].from", field.Values[j].From);
                v.Text($"{at}values[{j}].from", field.Values[j].From, 200);
                v.Text($"{at}values[{j}].to", field.Values[j].To, 200);
                if (!values.Add(field.Values[j].From)) v.Add($"{at}values[{j}].from", "TWICE", "重复。", "It stands twice.");
            }
        }

        if (source.Fields.Count == 0) return;
        foreach (var needed in Needed.Where(n => !seen.Contains(n)))
            v.Add("fields", "FIELD_MISSING", $"缺少必需的字段：{needed}。", $"A field that every record needs is missing: {needed}.");
        if (source.Fields.FirstOrDefault(f => f.Field == "source_id") is { From.Length: 0 })
            v.Add("fields", "NO_KEY", "source_id 不能是常量。", "source_id cannot be a constant.");
    }

    private static void CheckSecret(V1.HarvestSecret? secret, Violations v)
    {
        if (secret is null) return;
        v.Required("secret.header", secret.Header);
        v.Pattern("secret.header", secret.Header, Header(), "须为 1 至 100 个字母、数字或连字符。", "Must be 1-100 letters, digits or hyphens.");
        if (OwnHeaders.Contains(secret.Header.ToLowerInvariant())) v.Add("secret.header", "RESERVED", "该请求头由平台设置。", "The platform sets this header itself.");
        v.Pattern("secret.value", secret.Value, Value(), "须为最多 4000 个可打印 ASCII 字符。", "Must be up to 4,000 printable ASCII characters.");
    }

    [GeneratedRegex(@"^[A-Za-z0-9-]{1,100}\z")]
    private static partial Regex Header();

    [GeneratedRegex(@"^[\x20-\x7E]{1,4000}\z")]
    private static partial Regex Value();
}
