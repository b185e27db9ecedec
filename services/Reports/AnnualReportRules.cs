using System.Text.RegularExpressions;
using Sunshine.Foundation.Hosting;
using Sunshine.ReportForms;

namespace Sunshine.Reports;

/// <summary>What may be written into a report.</summary>
internal static partial class AnnualReportRules
{
    public const int LongestReason = 1_000;

    private const int LongestText = 20_000;
    private const int LongestSource = 500;

    /// <summary>In the order of the regulation; those without text left out.</summary>
    public static IReadOnlyList<Section> Sections(int year, IReadOnlyList<V1.ReportSection> given, Violations v)
    {
        var parts = RequiredParts.Of(year)!.Parts;
        v.Count("sections", given.Count, 0, parts.Count);
        for (var i = 0; i < given.Count; i++)
        {
            var (field, section) = ($"sections[{i}]", given[i]);
            v.Required($"{field}.partId", section.PartId);
            if (section.PartId.Length > 0 && parts.All(p => p.Id != section.PartId))
                v.Add($"{field}.partId", "UNKNOWN_VALUE", $"没有这一部分；应为 {string.Join("、", parts.Select(p => p.Id))}。", $"No such part; there are {string.Join(", ", parts.Select(p => p.Id))}.");
            if (given.Take(i).Any(s => s.PartId == section.PartId)) v.Add($"{field}.partId", "TWICE", "该部分出现两次。", "The part stands twice.");
            Prose($"{field}.text", section.Text, LongestText, v);
        }

        return [.. parts.SelectMany(p => given.Where(s => s.PartId == p.Id).Take(1)).Where(s => !string.IsNullOrWhiteSpace(s.Text)).Select(s => new Section(s.PartId, s.Text.Trim()))];
    }

    public static IReadOnlyList<Statement> Stated(V1.Form form, IReadOnlyList<V1.StatedFigure> given, Violations v)
    {
        v.Count("stated", given.Count, 0, 1_000);
        var known = Definitions.Of(form).ToDictionary(d => d.Id);
        for (var i = 0; i < given.Count; i++)
        {
            var (field, figure) = ($"stated[{i}]", given[i]);
            v.Required($"{field}.figureId", figure.FigureId);
            if (figure.FigureId.Length > 0 && !known.ContainsKey(figure.FigureId)) v.Add($"{field}.figureId", "UNKNOWN_VALUE", "该格式没有这个指标。", "The form has no such figure.");
            if (known.TryGetValue(figure.FigureId, out var definition) && definition.AlwaysTold) AddCounted(field, v);
            if (given.Take(i).Any(s => s.FigureId == figure.FigureId)) v.Add($"{field}.figureId", "TWICE", "该指标出现两次。", "The figure stands twice.");
            v.Required($"{field}.value", figure.Value);
            v.Pattern($"{field}.value", figure.Value, Number(), "须为数字，最多 4 位小数。", "Must be a decimal with up to 4 places.");
            v.Required($"{field}.source", figure.Source);
            Prose($"{field}.source", figure.Source, LongestSource, v);
        }

        return [.. given.Select(s => new Statement(s.FigureId, s.Value, s.Source.Trim()))];
    }

    /// <summary>Adds a violation for each statement of a figure that the ledger tells of this agency and year.</summary>
    public static void Untold(IReadOnlyList<Statement> stated, V1.Report computed, Violations v)
    {
        var told = computed.Figures.Where(f => f.Value.Length > 0).Select(f => f.Id).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < stated.Count; i++)
        {
            if (told.Contains(stated[i].FigureId)) AddCounted($"stated[{i}]", v);
        }
    }

    public static void Waivers(IReadOnlyList<V1.FindingWaiver> given, Violations v)
    {
        v.Count("waivers", given.Count, 0, 200);
        for (var i = 0; i < given.Count; i++)
        {
            var (field, waiver) = ($"waivers[{i}]", given[i]);
            v.Required($"{field}.rule", waiver.Rule);
            if (waiver.Rule.Length > 0 && waiver.Rule != AgainstAgencies.Rule && ReportCheck.Rules.All(r => r.Id != waiver.Rule)) v.Add($"{field}.rule", "UNKNOWN_VALUE", "没有这条规则。", "There is no such rule.");
            v.Required($"{field}.place", waiver.Place);
            v.Text($"{field}.place", waiver.Place, 500);
            if (given.Take(i).Any(w => (w.Rule, w.Place) == (waiver.Rule, waiver.Place))) v.Add(field, "TWICE", "该问题已说明一次。", "The finding is waived already.");
            Reason($"{field}.reason", waiver.Reason, v);
        }
    }

    public static void Reason(string field, string value, Violations v)
    {
        v.Required(field, value);
        Prose(field, value, LongestReason, v);
    }

    private static void AddCounted(string field, Violations v) => v.Add($"{field}.figureId", "COUNTED_BY_LEDGER",
        "该指标由存证日志统计，不能填报；数字有误的，请更正其来源的记录。", "The ledger counts this figure and it cannot be stated; where it is wrong, correct the records that it comes from.");

    private static void Prose(string field, string value, int longest, Violations v)
    {
        v.Text(field, value, longest);
        v.NoPersonalData(field, value);
    }

    [GeneratedRegex(@"^-?[0-9]{1,15}(\.[0-9]{1,4})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
