using System.Globalization;
using Sunshine.Acts;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
using Sunshine.ReportForms;

namespace Sunshine.Reports;

/// <summary>
/// A government's totals beside what the agencies below it have published for the same year. Of agencies whose reports are not out the ledger's figures stand in where it tells them; where it
/// does not, a total may be more than the reports come to, and only less is found. Figures that do not add up from agency to agency are left out: shares, different values, amounts in a unit
/// of each report's own.
/// </summary>
public sealed class AgainstAgencies(Collections collections, Editions editions, AgencyLog agencies, LedgerCells cells, [FromKeyedServices(ReportsModule.Name)] AgencyCopies agencyCopies)
{
    public const string Rule = "agency-sum";

    private const int Portion = 500;

    /// <summary>How many agencies a finding names whose reports say something else than the ledger does now.</summary>
    private const int MostNamed = 3;

    /// <param name="figures">Of the government's report by id: computed and stated ones.</param>
    public async Task<IReadOnlyList<Finding>> Check(AnnualReport report, V1.Report computed, IReadOnlyDictionary<string, string> figures, CancellationToken cancel)
    {
        var all = computed.CountedAgencyIds.ToHashSet(StringComparer.Ordinal);
        if (all.Count < 2) return [];
        var below = (await agencies.At(computed.Basis.TreeSize, cancel)).SelfAndBelow(report.AgencyId).Where(a => a != report.AgencyId).ToList();
        var parts = await Published(report, below, all, cancel);
        if (parts.Count == 0) return [];

        var rest = all.Except(parts.SelectMany(p => p.Report.CountedAgencyIds)).ToHashSet(StringComparer.Ordinal);
        var (copies, end) = (await agencyCopies.Read(cancel), new DateOnly(report.Year, 12, 31));
        // One that was no more at the year's end has a successor that reports.
        var someOwe = rest.Any(a => a != report.AgencyId && !(copies.Find(a)?.DissolvedOn <= end));
        var ledger = await cells.At(computed.Basis.TreeSize, cancel);
        Dictionary<string, decimal> Told(IEnumerable<string> of) => Numbers(FigureSums.Compute(computed.Definitions, ledger, report.Year, of.ToHashSet(StringComparer.Ordinal)));
        var (toldOfAll, toldOfRest) = (Numbers(computed.Figures), Told(rest));
        var toldNow = parts.ConvertAll(p => new Lazy<Dictionary<string, decimal>>(() => Told(p.Report.CountedAgencyIds)));

        var findings = new List<Finding>();
        var definitions = Definitions.Of(report.Form).ToDictionary(d => d.Id);
        foreach (var cell in Forms.Find(report.Form.Name())!.Figures.Values)
        {
            if (!figures.TryGetValue(cell.Id, out var text) || !AddsUp(definitions[cell.Id], cell)) continue;
            var told = toldOfAll.ContainsKey(cell.Id);
            var values = parts.ConvertAll(p => p.Value(definitions[cell.Id], told));
            var (total, published) = (Number(text), values.Sum(v => v ?? 0));
            var other = told ? toldOfRest.GetValueOrDefault(cell.Id) : 0;
            var difference = total - published - other;
            if (Math.Abs(difference) <= Rounding(definitions[cell.Id]) * (parts.Count + 2)) continue;
            var complete = values.TrueForAll(v => v is not null) && (told ? rest.Count == 0 || toldOfRest.ContainsKey(cell.Id) : !someOwe);
            // What is missing can only add to it, unless it may be less than nothing.
            if (!complete && (difference > 0 || cell.Column.Signed)) continue;
            IEnumerable<Outdated> outdated = told ? parts.Select((p, i) => new Outdated(p.Name, values[i], toldNow[i].Value.GetValueOrDefault(cell.Id))).Where(o => o.Said is { } said && said != o.Now) : [];
            findings.Add(Found(report, cell, total, values, other, told, [.. outdated.Take(MostNamed)]));
        }

        return findings;
    }

    /// <summary>
    /// The last editions of agencies below, each with all that is below it: none of which is counted by another one that is taken, and none that counts what is not below the government now.
    /// </summary>
    /// <param name="below">Each after the one above it.</param>
    private async Task<List<Part>> Published(AnnualReport report, IReadOnlyList<string> below, HashSet<string> all, CancellationToken cancel)
    {
        var (parts, covered) = (new List<Part>(), new HashSet<string>(StringComparer.Ordinal) { report.AgencyId });
        foreach (var portion in below.Chunk(Portion))
        {
            var reports = await collections.Reports.GetMany([.. portion.Select(a => AnnualReport.IdOf(a, report.Year))], cancel);
            foreach (var agencyId in portion.Where(a => !covered.Contains(a)))
            {
                if (reports.GetValueOrDefault(AnnualReport.IdOf(agencyId, report.Year))?.Value is not { Published: true } found || found.Form != report.Form || covered.Contains(agencyId)) continue;
                var edition = await editions.Read(found.Editions[^1], cancel);
                if (!all.IsSupersetOf(edition.Report.CountedAgencyIds) || covered.Overlaps(edition.Report.CountedAgencyIds)) continue;
                covered.UnionWith(edition.Report.CountedAgencyIds);
                parts.Add(new Part(edition));
            }
        }

        return parts;
    }

    /// <param name="values">What each report published; null where it says nothing.</param>
    /// <param name="other">The ledger's of all others.</param>
    /// <param name="told">Whether the ledger tells the total.</param>
    private static Finding Found(AnnualReport report, FormFigure cell, decimal total, List<decimal?> values, decimal other, bool told, IReadOnlyList<Outdated> outdated)
    {
        var (published, reports) = (values.Sum(v => v ?? 0), values.Count(v => v is not null));
        var difference = total - published - other;
        // Of a stated total that is more it is not known what the government itself adds to it.
        var wrong = told || difference < 0;
        var chinese = $"本报告为 {Text(total)}；下级机关已公布的 {reports} 份年度报告合计为 {Text(published)}{(other != 0 ? $"，其余机关按存证日志为 {Text(other)}" : "")}；"
            + $"本报告{(difference > 0 ? "多" : "少")} {Text(Math.Abs(difference))}。{(wrong ? "" : "多出的部分须为本级政府自身的数字。")}";
        var english = $"This report says {Text(total)}; {reports} annual reports that agencies below have published come to {Text(published)}{(other != 0 ? $", and the ledger has {Text(other)} of the others" : "")}: "
            + $"{Text(Math.Abs(difference))} too {(difference > 0 ? "many" : "few")} here.{(wrong ? "" : " What is more would have to be the government's own.")}";
        return new Finding(Rule, Severity.Warning, wrong ? Verdict.Wrong : Verdict.NotDecided, report.Id, report.Year, cell.Place, [cell.Id], total, published + other, cell.Unit,
            chinese + string.Concat(outdated.Select(o => $"“{o.Name}”公布 {Text(o.Said!.Value)}，存证日志现为 {Text(o.Now)}。")),
            english + string.Concat(outdated.Select(o => $" {o.Name} published {Text(o.Said!.Value)}, the ledger now has {Text(o.Now)}.")), []);
    }

    private static bool AddsUp(Definition definition, FormFigure cell) => cell.Unit.Length > 0 && definition.Proto.PartId.Length == 0 && definition.Terms.All(t => t.Distinct.Length == 0);

    /// <summary>By how much one figure may be off for having been rounded.</summary>
    private static decimal Rounding(Definition definition) => definition.Proto.Divisor.Length == 0 ? 0 : 0.5m / (decimal)Math.Pow(10, definition.Proto.Decimals > 0 ? definition.Proto.Decimals : 4);

    private static Dictionary<string, decimal> Numbers(IEnumerable<V1.Figure> figures) => figures.Where(f => f.Value.Length > 0).ToDictionary(f => f.Id, f => Number(f.Value), StringComparer.Ordinal);

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(decimal value) => value.ToString("#,0.####", CultureInfo.InvariantCulture);

    /// <summary>An agency whose report says something else than the ledger does now.</summary>
    private sealed record Outdated(string Name, decimal? Said, decimal Now);

    /// <summary>An edition whose figures are part of a total.</summary>
    private sealed class Part(V1.AnnualReportEdition edition)
    {
        private readonly Dictionary<string, decimal> _told = Numbers(edition.Report.Figures);
        private readonly Dictionary<string, V1.FigureDefinition> _definitions = edition.Report.Definitions.ToDictionary(d => d.Id, StringComparer.Ordinal);
        private readonly Dictionary<string, decimal> _stated = edition.Stated.ToDictionary(s => s.FigureId, s => Number(s.Value), StringComparer.Ordinal);

        public V1.Report Report => edition.Report;

        public string Name => edition.AgencyName;

        /// <summary>Null if it does not say, or counted otherwise when it came out.</summary>
        /// <param name="told">Whether it must be what the ledger told.</param>
        public decimal? Value(Definition definition, bool told)
        {
            if (_told.TryGetValue(definition.Id, out var value)) return _definitions[definition.Id].Queries.Equals(definition.Proto.Queries) ? value : null;
            return !told && _stated.TryGetValue(definition.Id, out var stated) ? stated : null;
        }
    }
}
