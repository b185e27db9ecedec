using System.Globalization;
using Sunshine.Powers.V1;

namespace Sunshine.Cli.Samples;

/// <summary>A small fee catalogue: items of both kinds as they were usual. Amounts and numbers of documents are made up, and say so.</summary>
internal static class SampleFees
{
    /// <param name="lawIds">Ids of laws by title.</param>
    public static IReadOnlyList<FeeRecord> Records(IReadOnlyDictionary<string, string> lawIds) =>
        [.. SampleData.Read<FeeData>("anshan-2016-fees.json").Fees.Select((line, at) => Record(line.Split('|'), at + 1, lawIds))];

    /// <summary>Its id in the catalogue that the sample imports.</summary>
    public static string SourceId(int number) => $"2016-fee-{number:00}";

    private static FeeRecord Record(string[] x, int number, IReadOnlyDictionary<string, string> lawIds)
    {
        var content = new FeeContent
        {
            Name = x[1], Code = $"AS{number:000}", Kind = x[2] == "N" ? FeeKind.NonTaxRevenue : FeeKind.BusinessService,
            NonTaxKind = x[3] switch
            {
                "A" => NonTaxKind.AdministrativeFee,
                "G" => NonTaxKind.GovernmentFund,
                "O" => NonTaxKind.Other,
                _ => NonTaxKind.Unspecified
            },
            Payer = x[4], Unit = x[5],
            SetBy = x[6] switch
            {
                "C" => FeeSetter.Central,
                "P" => FeeSetter.Province,
                _ => FeeSetter.City
            },
            PricingForm = x[8] switch
            {
                "S" => PricingForm.GovernmentSet,
                "G" => PricingForm.GovernmentGuided,
                "M" => PricingForm.Market,
                _ => PricingForm.Unspecified
            },
            Amount = x[9], Standard = x[9].Length > 0 ? $"{x[9]}{x[5]}（样本数据）" : "按规定的标准执行，具体标准见收费公示栏（样本数据）", ToTreasury = x[2] == "N",
            ValidFrom = new DateOnly(2014, 1 + number % 12, 1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        };
        if (x[7].Length > 0) content.Bases.Add(new LegalBasis { LawId = lawIds[x[7]] });
        else content.Documents = $"样本数据〔2013〕{number}号";
        if (x[2] == "N" && number % 4 == 0) content.Reductions = "对最低生活保障对象免收（样本数据）";
        return new FeeRecord { AgencyId = x[0], SourceId = SourceId(number), Content = content };
    }
}

/// <summary>anshan-2016-fees.json.</summary>
internal sealed record FeeData(string[] Fees);
