using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>What may be said of a finding.</summary>
internal static class AuditRules
{
    public const int LongestReason = 500;
    public const int LongestText = 5_000;

    /// <summary>Of use only if nothing is wrong.</summary>
    public static AuditFindingContent Check(V1.AuditFindingContent content, AgencyCopies.Snapshot agencies, Violations v)
    {
        PublicText.Check("title", content.Title, 200, v, required: true);
        PublicText.Check("text", content.Text, 20_000, v, required: true);
        v.Required("category", content.Category);
        if (content.Category.Length > 0 && AuditCategories.All.All(c => c.Code != content.Category)) v.Add("category", "NO_SUCH_CATEGORY", "没有这个问题类别。", "There is no such category.");
        var amount = YuanAmount.Check("amount", content.Amount, v);
        agencies.RequireKnown("auditedAgencyId", content.AuditedAgencyId, v);
        var responsible = content.ResponsibleAgencyId.Length > 0 ? content.ResponsibleAgencyId : content.AuditedAgencyId;
        if (content.ResponsibleAgencyId.Length > 0) agencies.RequireKnown("responsibleAgencyId", responsible, v);
        PublicText.Check("recommendation", content.Recommendation, LongestText, v);
        return new AuditFindingContent(content.Title, content.Text, content.Category, amount, content.AuditedAgencyId, responsible, content.Recommendation, v.Day("rectifyBy", content.RectifyBy));
    }

    public static void CheckNumber(string field, string number, Violations v)
    {
        v.Required(field, number);
        v.Text(field, number, 50);
        // It is a part of keys, in which it must end where it ends.
        if (number.Contains('/', StringComparison.Ordinal) || number.Any(char.IsControl) || number.Trim() != number) v.Add(field, "MALFORMED", "须为一行，不能含有“/”，首尾不能有空格。", "Must be one line without a slash, and not begin or end with a space.");
    }

    /// <summary>What is put right cannot be more than what was found.</summary>
    /// <returns>Null if there is none, or it is wrong.</returns>
    public static decimal? CheckRectified(string field, string given, decimal? amount, bool required, Violations v)
    {
        if (required && amount is not null) v.Required(field, given);
        var rectified = YuanAmount.Check(field, given, v);
        if (rectified is null) return null;
        if (amount is null) v.Add(field, "NO_AMOUNT", "该问题不涉及金额。", "The finding is about no amount.");
        else if (rectified > amount) v.Add(field, "EXCEEDS_AMOUNT", $"不能大于问题金额 {Map.Number(amount)}。", $"Must not be more than the amount that was found, {Map.Number(amount)}.");
        return rectified;
    }
}
