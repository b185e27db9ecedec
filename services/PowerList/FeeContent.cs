using System.Security.Cryptography;
using Google.Protobuf;

namespace Sunshine.Powers;

/// <summary>What the fee catalogue says of an item. It never changes: another version says something else.</summary>
public sealed record FeeContent
{
    public string Name { get; init; } = "";
    public string Code { get; init; } = "";
    public V1.FeeKind Kind { get; init; }
    public V1.NonTaxKind NonTaxKind { get; init; }
    public string Payer { get; init; } = "";
    public string Standard { get; init; } = "";

    /// <summary>In yuan; null where it is no single amount.</summary>
    public decimal? Amount { get; init; }

    public decimal? SmallestAmount { get; init; }
    public decimal? LargestAmount { get; init; }
    public string Unit { get; init; } = "";

    /// <summary>With articles in their first form.</summary>
    public IReadOnlyList<LegalBasis> Bases { get; init; } = [];

    public string Documents { get; init; } = "";
    public V1.FeeSetter SetBy { get; init; }
    public V1.PricingForm PricingForm { get; init; }
    public bool ToTreasury { get; init; }
    public string Reductions { get; init; } = "";
    public DateOnly ValidFrom { get; init; }

    /// <summary>The last day; null for no end.</summary>
    public DateOnly? ValidUntil { get; init; }

    public V1.FeeStatus StatusOn(DateOnly day) => day < ValidFrom ? V1.FeeStatus.NotYet : day > ValidUntil ? V1.FeeStatus.Ended : V1.FeeStatus.InForce;

    /// <summary>SHA-256, lower-case hexadecimal, of what is sent of it.</summary>
    public static string DigestOf(FeeContent content) => Convert.ToHexStringLower(SHA256.HashData(FeeMap.ToProto(content).ToByteArray()));
}
