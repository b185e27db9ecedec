namespace Sunshine.Finance;

/// <summary>Kinds of disclosures, as sentences call them.</summary>
internal static class KindNames
{
    public static string Chinese(V1.DisclosureKind kind) => kind switch
    {
        V1.DisclosureKind.Budget => "预算",
        V1.DisclosureKind.AdjustedBudget => "预算调整",
        V1.DisclosureKind.FinalAccounts => "决算",
        V1.DisclosureKind.ThreePublic => "“三公”经费",
        V1.DisclosureKind.SpecialFund => "专项资金",
        V1.DisclosureKind.GovernmentProcurement => "政府采购",
        V1.DisclosureKind.Debt => "政府债务",
        V1.DisclosureKind.AuditReport => "审计报告",
        _ => "其他"
    };

    public static string English(V1.DisclosureKind kind) => kind switch
    {
        V1.DisclosureKind.Budget => "budget",
        V1.DisclosureKind.AdjustedBudget => "adjusted budget",
        V1.DisclosureKind.FinalAccounts => "final accounts",
        V1.DisclosureKind.ThreePublic => "travel, cars and receptions",
        V1.DisclosureKind.SpecialFund => "special funds",
        V1.DisclosureKind.GovernmentProcurement => "government procurement",
        V1.DisclosureKind.Debt => "debt",
        V1.DisclosureKind.AuditReport => "audit reports",
        _ => "other"
    };
}
