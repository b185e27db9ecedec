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
            report.AgencyName = (tree.Find(agencyId) ?? throw ReportsRefusals.NoSuchAgency.Of()).Name;
            counted = tree.SelfAndBelow(agencyId).ToHashSet(StringComparer.Ordinal);
            report.CountedAgencyIds.Add(counted.Order(StringComparer.Ordinal));
        }

        var definitions = Definitions.Of(form).Select(d => d.Proto).ToList();
        report.Definitions.Add(definitions);
        report.Figures.Add(FigureSums.Compute(definitions, await cells.At(checkpoint.TreeSize, cancel), year, counted));
        return report;
    }
}
