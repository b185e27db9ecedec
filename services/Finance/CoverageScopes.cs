using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>What a coverage counts, in words and in facts: a percentage without it means nothing.</summary>
internal static class CoverageScopes
{
    public static V1.CoverageScope Of(CoverageMatrix matrix, AgencyCopies.Snapshot agencies)
    {
        var question = matrix.Question;
        var kinds = matrix.Units.SelectMany(u => u.Kinds).Select(c => c.Kind).Distinct().Order().ToList();
        if (question.Kind != 0) kinds = [question.Kind];
        var scope = new V1.CoverageScope
        {
            Year = question.Year, AsOf = Days.Format(question.AsOf), Level = question.Level, AgencyId = question.AgencyId, UnitCount = matrix.Units.Count,
            ExemptUnitCount = matrix.Units.Count(u => u.Exempt), RecordedLaterCount = matrix.RecordedLater, ListDigest = DigestOf(matrix.Units), Rounding = Ratios.Rounding
        };
        scope.Kinds.Add(kinds);
        var dated = matrix.Units.SelectMany(u => u.Kinds).Select(c => (c.Kind, c.FiscalYear)).Distinct().Order().ToList();
        scope.Statement = Chinese(scope, dated, question.AgencyId.Length == 0 ? "" : agencies.NameOf(question.AgencyId));
        scope.StatementEnglish = English(scope, dated, question.AgencyId.Length == 0 ? "" : agencies.NameOf(question.AgencyId));
        return scope;
    }

    private static string Chinese(V1.CoverageScope s, IReadOnlyList<(V1.DisclosureKind Kind, int FiscalYear)> kinds, string agency)
    {
        var whose = s.Level == V1.FinanceLevel.Government ? "政府" : "部门";
        var later = s.RecordedLaterCount == 0 ? "" : $"名单中有 {s.RecordedLaterCount} 家的记载系该日之后补录。";
        return $"{(agency.Length == 0 ? "" : $"{agency}及其下属单位")}{s.Year} 年应公开的{whose}财政信息，截至 {s.AsOf} 日终。"
            + $"分母为该日名单所列使用财政资金的预算单位 {s.UnitCount} 家（其中 {s.ExemptUnitCount} 家依法全部免予公开，不计入），乘以应公开的类别：{(kinds.Count == 0 ? "无" : string.Join("、", kinds.Select(k => $"{k.FiscalYear} 年度{KindNames.Chinese(k.Kind)}")))}。"
            + $"经批准或批复后公开且未撤回的计为已公开，草案不计；空表附有说明的计为已公开。{later}百分比保留两位小数，四舍五入。";
    }

    private static string English(V1.CoverageScope s, IReadOnlyList<(V1.DisclosureKind Kind, int FiscalYear)> kinds, string agency)
    {
        var whose = s.Level == V1.FinanceLevel.Government ? "government" : "department";
        var later = s.RecordedLaterCount == 0 ? "" : $" What the list says of {s.RecordedLaterCount} of the units was recorded after that day.";
        return $"Disclosure of {whose} finances due in {s.Year}{(agency.Length == 0 ? "" : $" of {agency} and those below it")}, as of the end of {s.AsOf}. "
            + $"The denominator is the {s.UnitCount} funded units on the list of that day ({s.ExemptUnitCount} of them, exempt by law from everything, are left out) times the kinds that each must disclose: {(kinds.Count == 0 ? "none" : string.Join(", ", kinds.Select(k => $"{KindNames.English(k.Kind)} of {k.FiscalYear}")))}. "
            + $"What was disclosed after approval and is not taken back counts as disclosed, a proposal does not; an empty table with a note does.{later} Percentages have two decimals, rounded half up.";
    }

    /// <summary>SHA-256 over UTF-8 lines: of each unit its agency and, tab, what the list said of it, in the contract's binary form as hexadecimal.</summary>
    private static string DigestOf(IReadOnlyList<CoveredUnit> units)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var unit in units) hash.AppendData(Encoding.UTF8.GetBytes($"{unit.Unit.AgencyId}\t{Convert.ToHexStringLower(CoverageMap.ToProto(unit.Said.Content!).ToByteArray())}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
