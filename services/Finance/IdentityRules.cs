using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>Of what there may be a disclosure, and of what there may be several.</summary>
public static class IdentityRules
{
    public const int FirstYear = 1990;
    public const int LastYear = 2100;
    private const int LongestSubject = 200;

    /// <param name="v">Has the prefix of the fields.</param>
    public static DisclosureIdentity Check(string agencyId, int fiscalYear, V1.DisclosureKind kind, V1.FinanceLevel level, string subject, Violations v)
    {
        CheckYear("fiscalYear", fiscalYear, v);
        v.Enum("kind", kind, required: true);
        v.Enum("level", level, required: false);
        // A blank more or less makes no other fund.
        subject = subject.Trim();
        PublicText.Check("subject", subject, LongestSubject, v, required: kind is V1.DisclosureKind.SpecialFund or V1.DisclosureKind.AuditReport);
        if (subject.Length > 0 && kind is not (V1.DisclosureKind.SpecialFund or V1.DisclosureKind.GovernmentProcurement or V1.DisclosureKind.AuditReport or V1.DisclosureKind.Unspecified))
            v.Add("subject", "ONE_OF_A_KIND", "该类公开每个机构每年只有一项，不分事项。", "An agency has one of this kind in a year; it has no subject.");
        return new DisclosureIdentity(agencyId, fiscalYear, kind, level == V1.FinanceLevel.Unspecified ? V1.FinanceLevel.Department : level, subject);
    }

    public static void CheckYear(string field, int year, Violations v)
    {
        if (year is < FirstYear or > LastYear) v.Add(field, "OUT_OF_RANGE", $"须为 {FirstYear} 至 {LastYear}。", $"Must be {FirstYear} to {LastYear}.");
    }
}
