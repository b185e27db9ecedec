using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>Fiscal years (预算年度): calendar years (预算法, art. 18).</summary>
public static class FiscalYears
{
    public const int First = 1990;
    public const int Last = 2100;

    public static void Check(string field, int year, Violations v, bool required = true)
    {
        if (year == 0 && required) v.Add(field, "REQUIRED", "必填。", "Required.");
        else if (year != 0 && year is < First or > Last) v.Add(field, "OUT_OF_RANGE", $"须为 {First} 至 {Last}。", $"Must be {First} to {Last}.");
    }
}
