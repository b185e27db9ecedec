using System.Text.RegularExpressions;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Powers;

/// <summary>What the fee catalogue may say of an item.</summary>
public static partial class FeeRules
{
    /// <returns>The content with the places of the law in their first form; of no use if anything is wrong.</returns>
    public static FeeContent Check(V1.FeeContent content, LawBook.Snapshot laws, Violations v)
    {
        PublicText.Check("name", content.Name, 200, v, required: true);
        v.Text("code", content.Code, 50);
        v.Enum("kind", content.Kind, required: true);
        CheckKind(content, v);
        PublicText.Check("payer", content.Payer, 500, v);
        PublicText.Check("standard", content.Standard, 2_000, v, required: true);
        CheckAmounts(content, v);
        v.Text("unit", content.Unit, 50);
        v.Count("bases", content.Bases.Count, 0, 50);
        var bases = content.Bases.Count > 50 ? [] : laws.Check(content.Bases, "bases", v);
        PublicText.Check("documents", content.Documents, 500, v, required: content.Bases.Count == 0);
        v.Enum("setBy", content.SetBy, required: true);
        PublicText.Check("reductions", content.Reductions, 2_000, v);
        v.Required("validFrom", content.ValidFrom);
        var from = v.Day("validFrom", content.ValidFrom);
        if (v.Day("validUntil", content.ValidUntil) < from) v.Add("validUntil", "BEFORE_FROM", "不能早于开始日期。", "Must not be before the first day.");
        return v.Any ? new FeeContent() : FeeMap.ToContent(content, bases);
    }

    private static void CheckKind(V1.FeeContent content, Violations v)
    {
        var business = content.Kind == V1.FeeKind.BusinessService;
        v.Enum("nonTaxKind", content.NonTaxKind, required: content.Kind == V1.FeeKind.NonTaxRevenue);
        v.Enum("pricingForm", content.PricingForm, required: business);
        if (business && content.NonTaxKind != 0) v.Add("nonTaxKind", "BUSINESS_SERVICE", "经营服务性收费不是非税收入。", "What is charged for a service is no non-tax revenue.");
        if (content.Kind == V1.FeeKind.NonTaxRevenue && content.PricingForm != 0) v.Add("pricingForm", "NON_TAX_REVENUE", "只有经营服务性收费有定价形式。", "Only what is charged for a service has one.");
        if (business && content.ToTreasury) v.Add("toTreasury", "BUSINESS_SERVICE", "经营服务性收费不上缴国库。", "What is charged for a service does not go to the treasury.");
    }

    private static void CheckAmounts(V1.FeeContent content, Violations v)
    {
        foreach (var (field, value) in new[] { ("amount", content.Amount), ("smallestAmount", content.SmallestAmount), ("largestAmount", content.LargestAmount) })
            v.Pattern(field, value, AmountOfYuan(), "须为至多四位小数、小于十亿的金额，如 20.00。", "Must be an amount below one billion with at most four decimals, such as 20.00.");
        if (content.Amount.Length > 0 && content.SmallestAmount.Length > 0) v.Add("smallestAmount", "AMOUNT", "已有确定金额。", "There is one amount already.");
        if (content.Amount.Length > 0 && content.LargestAmount.Length > 0) v.Add("largestAmount", "AMOUNT", "已有确定金额。", "There is one amount already.");
        if (AmountOfYuan().IsMatch(content.SmallestAmount) && AmountOfYuan().IsMatch(content.LargestAmount) && FeeMap.Amount(content.LargestAmount) < FeeMap.Amount(content.SmallestAmount))
            v.Add("largestAmount", "BELOW_SMALLEST", "不能小于下限。", "Must not be below the least.");
    }

    [GeneratedRegex(@"^[0-9]{1,9}(\.[0-9]{1,4})?\z")]
    private static partial Regex AmountOfYuan();
}
