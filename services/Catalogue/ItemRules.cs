using System.Text.RegularExpressions;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;

namespace Sunshine.Catalogue;

/// <summary>What a record must fulfil to become an item.</summary>
public static partial class ItemRules
{
    private static readonly DateOnly FirstDay = new(1949, 10, 1);

    /// <summary>Everything that is wrong with a record.</summary>
    /// <param name="warnings">What is accepted but looks wrong.</param>
    public static Violations Check(
        V1.ImportRecord record, AgencyTree.Snapshot agencies, Caller caller, IndexNumberScheme scheme, DateOnly today, Violations warnings)
    {
        var v = new Violations();
        v.Required("sourceId", record.SourceId);
        v.Pattern("sourceId", record.SourceId, SourceId(), "须为 1 至 200 个可打印字符。", "Must be 1-200 printable characters.");
        v.Required("title", record.Title);
        v.Text("title", record.Title, 500);
        v.Text("summary", record.Summary, 2_000);
        v.Text("body", record.Body, 200_000);
        v.Text("documentNumber", record.DocumentNumber, 100);
        CheckCode(v, "subjectCategory", record.SubjectCategory, CodeTables.SubjectCategories);
        CheckCode(v, "genre", record.Genre, CodeTables.Genres);
        CheckCode(v, "keyArea", record.KeyArea, CodeTables.KeyAreas);
        v.Enum("stage", record.Stage, required: false);
        v.Count("keywords", record.Keywords.Count, 0, 20);
        for (var i = 0; i < record.Keywords.Count; i++)
        {
            v.Required($"keywords[{i}]", record.Keywords[i]);
            v.Text($"keywords[{i}]", record.Keywords[i], 50);
        }

        CheckAgency(v, record, agencies, caller, scheme);
        CheckPlacements(v, record, today);
        if (record.IndexNumber.Length > 0)
        {
            if (!scheme.IsWellFormed(record.IndexNumber))
                v.Add("indexNumber", "MALFORMED", "索引号不符合本市的编制规则。", "Not an index number of the configured scheme.");
            else if (!scheme.Checks(record.IndexNumber))
                warnings.Add("indexNumber", "WRONG_CHECK_CHARACTER", "索引号中组织机构代码的校验码不符。", "The check character of the organisation code in it does not fit.");
        }

        return v;
    }

    private static void CheckAgency(Violations v, V1.ImportRecord record, AgencyTree.Snapshot agencies, Caller caller, IndexNumberScheme scheme)
    {
        v.Required("agencyId", record.AgencyId);
        if (record.AgencyId.Length == 0) return;
        if (agencies.Find(record.AgencyId) is not { } agency)
            v.Add("agencyId", "NO_SUCH_AGENCY", "没有这个机构。", "There is no such agency.");
        else if (!agencies.MayActFor(caller, agency.Id))
            v.Add("agencyId", "OTHER_AGENCY", "您不能操作该机构的信息。", "You may not act for this agency.");
        else if (record.IndexNumber.Length == 0 && scheme.Prefix(agency, 2000) is null)
            v.Add("agencyId", "AGENCY_HAS_NO_CODE", "该机构没有编制索引号所需的代码。", "The agency has no code to form index numbers with.");
    }

    private static void CheckPlacements(Violations v, V1.ImportRecord record, DateOnly today)
    {
        v.Count("placements", record.Placements.Count, 1, 50);
        var first = DateOnly.MaxValue;
        for (var i = 0; i < record.Placements.Count; i++)
        {
            var placement = record.Placements[i];
            var at = $"placements[{i}].";
            v.Enum(at + "channel", placement.Channel, required: true);
            v.Required(at + "on", placement.On);
            if (v.Day(at + "on", placement.On) is { } on)
            {
                if (on < FirstDay || on > today)
                    v.Add(at + "on", "OUT_OF_RANGE", $"须在 {Days.Format(FirstDay)} 至今天之间。", $"Must be from {Days.Format(FirstDay)} to today.");
                if (on < first) first = on;
            }

            v.Text(at + "column", placement.Column, 100);
            if (placement.Column.Contains('/')) v.Add(at + "column", "MALFORMED", "栏目名不能含“/”。", "Must not contain '/'.");
            if (placement.Url.Length > 0
                && (placement.Url.Length > 2_000 || !Uri.TryCreate(placement.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")))
                v.Add(at + "url", "MALFORMED", "须为完整的 http 或 https 地址，最多 2000 个字符。", "Must be an absolute http or https address of up to 2,000 characters.");
        }

        if (v.Day("formedOn", record.FormedOn) is { } formed && formed > first)
            v.Add("formedOn", "AFTER_PUBLICATION", "生成日期不能晚于首次公开日期。", "Must not be after the first placement.");
    }

    private static void CheckCode(Violations v, string field, string code, CodeTables.Table table)
    {
        if (code.Length > 0 && !table.Contains(code))
            v.Add(field, "UNKNOWN_CODE", $"{table.Name}中没有这个代码。", $"Not a code of the table {table.Id}.");
    }

    [GeneratedRegex(@"^(?:[^\p{C}]|[\uD800-\uDBFF][\uDC00-\uDFFF]){1,200}\z")]
    private static partial Regex SourceId();
}
