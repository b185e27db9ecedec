using System.Text.RegularExpressions;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;

namespace Sunshine.Catalogue;

/// <summary>What a record must fulfil to become an item, and what an item's content must fulfil wherever it comes from.</summary>
public static partial class ItemRules
{
    private const int LongestBasis = 500;

    private static readonly DateOnly FirstDay = new(1949, 10, 1);

    public static bool IsSourceId(string id) => SourceId().IsMatch(id);

    /// <summary>Everything that is wrong with a record.</summary>
    /// <param name="content">The record's content.</param>
    /// <param name="warnings">What is accepted but looks wrong.</param>
    public static Violations Check(
        V1.ImportRecord record, V1.ItemContent content, AgencyTree.Snapshot agencies, Caller caller, IndexNumberScheme scheme, DateOnly today, Violations warnings)
    {
        var v = new Violations();
        v.Required("sourceId", record.SourceId);
        v.Pattern("sourceId", record.SourceId, SourceId(), "须为 1 至 200 个可打印字符。", "Must be 1-200 printable characters.");
        CheckContent(v, content, record.PersonalDataBasis, today);
        v.Text("personalDataBasis", record.PersonalDataBasis, LongestBasis);
        v.Text("changeNote", record.ChangeNote, LongestBasis);
        v.NoPersonalData("changeNote", record.ChangeNote);
        CheckAgency(v, record, agencies, caller, scheme);
        v.Count("placements", record.Placements.Count, 1, 50);
        var first = CheckPlacements(v, record.Placements, today, daysRequired: true);
        if (Days.TryParse(record.FormedOn, out var formed) && formed > first)
            v.Add("formedOn", "AFTER_PUBLICATION", "生成日期不能晚于首次公开日期。", "Must not be after the first placement.");
        if (record.IndexNumber.Length > 0)
        {
            if (!scheme.IsWellFormed(record.IndexNumber))
                v.Add("indexNumber", "MALFORMED", "索引号不符合本市的编制规则。", "Not an index number of the configured scheme.");
            else if (!scheme.Checks(record.IndexNumber))
                warnings.Add("indexNumber", "WRONG_CHECK_CHARACTER", "索引号中组织机构代码的校验码不符。", "The check character of the organisation code in it does not fit.");
        }

        return v;
    }

    /// <param name="personalDataBasis">Why personal data in it may be disclosed; empty if there must be none.</param>
    public static void CheckContent(Violations v, V1.ItemContent content, string personalDataBasis, DateOnly today)
    {
        v.Required("title", content.Title);
        v.Text("title", content.Title, 500);
        v.Text("summary", content.Summary, 2_000);
        v.Text("body", content.Body, 200_000);
        v.Text("documentNumber", content.DocumentNumber, 100);
        CheckCode(v, "subjectCategory", content.SubjectCategory, CodeTables.SubjectCategories);
        CheckCode(v, "genre", content.Genre, CodeTables.Genres);
        CheckCode(v, "keyArea", content.KeyArea, CodeTables.KeyAreas);
        v.Enum("stage", content.Stage, required: false);
        v.Count("keywords", content.Keywords.Count, 0, 20);
        for (var i = 0; i < content.Keywords.Count; i++)
        {
            v.Required($"keywords[{i}]", content.Keywords[i]);
            v.Text($"keywords[{i}]", content.Keywords[i], 50);
        }

        CheckDays(v, content, today);
        CheckReferences(v, content);
        v.Count("attachmentIds", content.AttachmentIds.Count, 0, 50);
        if (personalDataBasis.Length > 0) return;
        v.NoPersonalData("title", content.Title);
        v.NoPersonalData("summary", content.Summary);
        v.NoPersonalData("body", content.Body);
        for (var i = 0; i < content.Keywords.Count; i++) v.NoPersonalData($"keywords[{i}]", content.Keywords[i]);
    }

    /// <summary>Checks where an item is to appear.</summary>
    /// <param name="daysRequired">Else an empty day stands for the day of publication.</param>
    /// <returns>The first day; the last day there is if there is none.</returns>
    public static DateOnly CheckPlacements(Violations v, IReadOnlyList<V1.Placement> placements, DateOnly today, bool daysRequired)
    {
        var first = DateOnly.MaxValue;
        for (var i = 0; i < placements.Count; i++)
        {
            var placement = placements[i];
            var at = $"placements[{i}].";
            v.Enum(at + "channel", placement.Channel, required: true);
            if (daysRequired) v.Required(at + "on", placement.On);
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

        return first;
    }

    private static void CheckDays(Violations v, V1.ItemContent content, DateOnly today)
    {
        if (v.Day("formedOn", content.FormedOn) is { } formed && formed > today)
            v.Add("formedOn", "IN_THE_FUTURE", "生成日期不能晚于今天。", "Must not be after today.");
        var effective = v.Day("effectiveOn", content.EffectiveOn);
        if (v.Day("expiresOn", content.ExpiresOn) < effective)
            v.Add("expiresOn", "BEFORE_EFFECTIVE", "废止日期不能早于生效日期。", "Must not be before effectiveOn.");
    }

    private static void CheckReferences(Violations v, V1.ItemContent content)
    {
        v.Count("references", content.References.Count, 0, 50);
        for (var i = 0; i < content.References.Count; i++)
        {
            var reference = content.References[i];
            var at = $"references[{i}].";
            v.Enum(at + "relation", reference.Relation, required: true);
            if (reference.ItemId.Length == 0 && string.IsNullOrWhiteSpace(reference.Title))
                v.Add(at + "title", "REQUIRED", "须填写 itemId 或 title 之一。", "Either itemId or title is required.");
            v.Text(at + "itemId", reference.ItemId, 64);
            v.Text(at + "title", reference.Title, 300);
            v.Text(at + "documentNumber", reference.DocumentNumber, 100);
            v.Text(at + "article", reference.Article, 50);
        }
    }

    private static void CheckAgency(Violations v, V1.ImportRecord record, AgencyTree.Snapshot agencies, Caller caller, IndexNumberScheme scheme)
    {
        v.Required("agencyId", record.AgencyId);
        if (record.AgencyId.Length == 0) return;
        if (agencies.Find(record.AgencyId) is not { } agency)
            v.Add("agencyId", "NO_SUCH_AGENCY", "没有这个机构。", "There is no such agency.");
        else if (!agencies.MayActFor(caller, agency.Id))
            v.Add("agencyId", "OTHER_AGENCY", "您不能操作该机构的信息。", "You may not act for this agency.");
        else if (agency.DissolvedOn is { } gone && record.Placements.Any(p => Days.TryParse(p.On, out var on) && on >= gone))
            v.Add("agencyId", "AGENCY_DISSOLVED", $"该机构已于 {Days.Format(gone)} 撤销、合并或分设。", $"The agency is no more since {Days.Format(gone)}.");
        else if (record.IndexNumber.Length == 0 && scheme.Prefix(agency, 2000) is null)
            v.Add("agencyId", "AGENCY_HAS_NO_CODE", "该机构没有编制索引号所需的代码。", "The agency has no code to form index numbers with.");
    }

    private static void CheckCode(Violations v, string field, string code, CodeTables.Table table)
    {
        if (code.Length > 0 && !table.Contains(code))
            v.Add(field, "UNKNOWN_CODE", $"{table.Name}中没有这个代码。", $"Not a code of the table {table.Id}.");
    }

    [GeneratedRegex(@"^(?:[^\p{C}]|[\uD800-\uDBFF][\uDC00-\uDFFF]){1,200}\z")]
    private static partial Regex SourceId();
}
