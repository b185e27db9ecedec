using Sunshine.Foundation.Hosting;

namespace Sunshine.Catalogue;

/// <summary>What the fields of a gazette issue must fulfil.</summary>
public static class GazetteRules
{
    private const int MostEntries = 500;
    private const int LastPage = 9_999;
    private static readonly DateOnly FirstDay = new(1949, 10, 1);

    public static void Check(V1.GazetteIssue issue, Violations v)
    {
        if (issue.Year is < 1949 or > 9999) v.Add("year", "OUT_OF_RANGE", "须在 1949 至 9999 之间。", "Must be from 1949 to 9999.");
        if (issue.Number is < 1 or > 9_999) v.Add("number", "OUT_OF_RANGE", "须在 1 至 9999 之间。", "Must be from 1 to 9999.");
        v.Required("title", issue.Title);
        v.Text("title", issue.Title, 200);
        v.Count("contents", issue.Contents.Count, 0, MostEntries);
        CheckEntries(issue, v);
    }

    /// <summary>The day of issue; null if it is refused.</summary>
    public static DateOnly? IssuedOn(string given, DateOnly today, Violations v)
    {
        if (given.Length == 0) return today;
        var on = v.Day("issuedOn", given);
        if (on < FirstDay || on > today) v.Add("issuedOn", "OUT_OF_RANGE", "须在 1949-10-01 至今天之间。", "Must be from 1949-10-01 to today.");
        return on;
    }

    /// <param name="issued">Null for a draft, which is refused elsewhere.</param>
    public static void Check(V1.Corrigendum corrigendum, DateOnly? issued, DateOnly today, Violations v)
    {
        if (ConsultationRules.CheckPastDay("on", corrigendum.On, today, v) < issued)
            v.Add("on", "BEFORE_ISSUE", "不能早于公报出版日期。", "Must not be before the issue came out.");
        v.Required("text", corrigendum.Text);
        v.Text("text", corrigendum.Text, 5_000);
        CheckPage("page", corrigendum.Page, v);
    }

    private static void CheckEntries(V1.GazetteIssue issue, Violations v)
    {
        var (items, page) = (new HashSet<string>(), 0);
        for (var i = 0; i < issue.Contents.Count; i++)
        {
            var (entry, at) = (issue.Contents[i], $"contents[{i}].");
            if (entry.ItemId.Length == 0) v.Required(at + "title", entry.Title);
            else if (!items.Add(entry.ItemId)) v.Add(at + "itemId", "ITEM_TWICE", "同一信息不能在一期公报中出现两次。", "An item stands only once in an issue.");
            v.Text(at + "title", entry.Title, 500);
            v.Text(at + "documentNumber", entry.DocumentNumber, 100);
            CheckPage(at + "page", entry.Page, v);
            if (entry.Page > 0 && entry.Page < page) v.Add(at + "page", "BACKWARDS", "页码不能倒退。", "Pages do not go backwards.");
            page = Math.Max(page, entry.Page);
        }
    }

    private static void CheckPage(string field, int page, Violations v)
    {
        if (page is < 0 or > LastPage) v.Add(field, "OUT_OF_RANGE", $"须在 0 至 {LastPage} 之间。", $"Must be from 0 to {LastPage}.");
    }
}
