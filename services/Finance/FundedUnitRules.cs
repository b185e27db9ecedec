using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;

namespace Sunshine.Finance;

/// <summary>What the list of funded units may say of one, and who may say it.</summary>
public sealed class FundedUnitRules(RequiredDisclosures required)
{
    public const int LongestReason = 500;

    /// <returns>With what is required by default; of no use if anything is wrong.</returns>
    public FundedUnitContent Check(V1.FundedUnitContent content, V1.FinanceLevel level, int year, Violations v)
    {
        v.Count("requiredKinds", content.RequiredKinds.Count, 0, 8);
        for (var i = 0; i < Math.Min(content.RequiredKinds.Count, 8); i++)
        {
            v.Enum($"requiredKinds[{i}]", content.RequiredKinds[i], required: true);
            if (content.RequiredKinds.Take(i).Contains(content.RequiredKinds[i])) v.Add($"requiredKinds[{i}]", "REPEATED", "重复。", "Stands here twice.");
        }

        var kinds = content.RequiredKinds.Count > 0 ? content.RequiredKinds.Order().ToList() : required.Kinds(level, year);
        CheckExemptions(content.Exemptions, kinds, v);
        var (since, until) = (v.Day("since", content.Since), v.Day("until", content.Until));
        if (until < since) v.Add("until", "BEFORE_SINCE", "不能早于开始日期。", "Must not be before the first day.");
        v.Text("itemId", content.ItemId, 64);
        PublicText.Check("documentNumber", content.DocumentNumber, 100, v, required: content.ItemId.Length == 0);
        return new FundedUnitContent(
            kinds, [.. content.Exemptions.Select(e => new Exemption(e.Kind, e.Reason, e.LegalBasis)).OrderBy(e => e.Kind)], since, until, content.ItemId, content.DocumentNumber);
    }

    private static void CheckExemptions(IReadOnlyList<V1.Exemption> exemptions, IReadOnlyList<V1.DisclosureKind> kinds, Violations v)
    {
        v.Count("exemptions", exemptions.Count, 0, 8);
        for (var i = 0; i < Math.Min(exemptions.Count, 8); i++)
        {
            var (field, given) = ($"exemptions[{i}]", exemptions[i]);
            v.Enum($"{field}.kind", given.Kind, required: false);
            if (given.Kind != 0 && Enum.IsDefined(given.Kind) && !kinds.Contains(given.Kind)) v.Add($"{field}.kind", "NOT_REQUIRED", "该类公开本来就不要求。", "This kind is not required of the unit anyway.");
            if (exemptions.Where((e, at) => at < i && (e.Kind == given.Kind || e.Kind == 0 || given.Kind == 0)).Any()) v.Add($"{field}.kind", "REPEATED", "已另行免除。", "It is exempt by another entry already.");
            PublicText.Check($"{field}.reason", given.Reason, LongestReason, v, required: true);
            PublicText.Check($"{field}.legalBasis", given.LegalBasis, 200, v, required: true);
        }
    }

    /// <summary>
    /// Whether the caller decides for a unit that it is counted: only who stands above it does, for nobody else has a reason to keep it on the list.
    /// A government that is below none decides for itself.
    /// </summary>
    public static bool IsOwn(Caller caller, string agencyId, AgencyCopies.Snapshot agencies) =>
        !caller.IsUnbounded && caller.Agency == agencyId && agencies.Find(agencyId) is { ParentId.Length: > 0 };
}
