using System.Globalization;
using Sunshine.Acts;
using Sunshine.Ledger.V1;
using Sunshine.Reports.V1;

namespace Sunshine.Reports;

/// <summary>Works out the figures of a form from the ledger.</summary>
public sealed class Computing(LedgerService.LedgerServiceClient ledger, LedgerCells cells, AgencyLog agencies)
{
    /// <param name="size">0 for the latest.</param>
    /// <exception cref="Foundation.Hosting.RefusedException">The log has no such agency.</exception>
    public async Task<Report> Compute(int year, Form form, string agencyId, long size, CancellationToken cancel)
    {
        var checkpoint = await ledger.GetCheckpointAsync(new GetCheckpointRequest { TreeSize = size }, cancellationToken: cancel);
        var report = new Report { Year = year, Form = form, AgencyId = agencyId, Basis = new Basis { Origin = checkpoint.Origin, TreeSize = checkpoint.TreeSize, RootHash = checkpoint.RootHash } };
        IReadOnlySet<string>? counted = null;
        if (agencyId.Length > 0)
        {
            var tree = await agencies.At(checkpoint.TreeSize, cancel);
            if (!tree.TryGetValue(agencyId, out var agency)) throw ReportsRefusals.NoSuchAgency.Of();
            report.AgencyName = agency.Name;
            counted = AgencyLog.Within(agencyId, tree);
            report.CountedAgencyIds.Add(counted.Order(StringComparer.Ordinal));
        }

        var sums = await cells.At(checkpoint.TreeSize, cancel);
        var definitions = Definitions.Of(form);
        var values = definitions.ToDictionary(d => d.Id, d => ValueOf(d, sums, year, counted));
        foreach (var definition in definitions)
        {
            var value = definition.Proto.PartId.Length > 0 ? Share(values[definition.Proto.PartId], values[definition.Proto.WholeId], definition.Proto.Decimals) : values[definition.Id];
            report.Figures.Add(new Figure { Id = definition.Id, Value = value is { } v ? Printed(v, definition.Proto) : "" });
            report.Definitions.Add(definition.Proto);
        }

        return report;
    }

    /// <summary>Null if nothing in the ledger tells it.</summary>
    private static decimal? ValueOf(Definition definition, ILookup<string, ActCount> sums, int year, IReadOnlySet<string>? counted)
    {
        if (definition.Terms.Count == 0) return null;
        var value = 0m;
        foreach (var term in definition.Terms)
        {
            if (term.Of(sums[term.What], year, counted) is not { } part) return null;
            value += part;
        }

        return definition.Proto.Divisor.Length == 0 ? value : value / decimal.Parse(definition.Proto.Divisor, CultureInfo.InvariantCulture);
    }

    private static decimal? Share(decimal? part, decimal? whole, int decimals) => part is null || whole is null or 0 ? null : ReportForms.Percentages.HalfUp(part.Value, whole.Value, decimals);

    private static string Printed(decimal value, FigureDefinition definition) => definition.Decimals > 0
        ? decimal.Round(value, definition.Decimals, MidpointRounding.AwayFromZero).ToString("F" + definition.Decimals, CultureInfo.InvariantCulture)
        : value.ToString("0.####", CultureInfo.InvariantCulture);
}
