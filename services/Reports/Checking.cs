using Sunshine.Foundation.Hosting;
using Sunshine.ReportForms;

namespace Sunshine.Reports;

/// <summary>Finds what is wrong or doubtful in a report as it would be published now.</summary>
public sealed class Checking(Computing computing, Collections collections, Editions editions, AgainstAgencies againstAgencies)
{
    /// <summary>With how many earlier years it is compared.</summary>
    private const int Earlier = 3;

    private const string PartsRule = "required-parts";

    /// <param name="today">The day on which it would come out.</param>
    public async Task<CheckedReport> Check(AnnualReport report, DateOnly today, CancellationToken cancel)
    {
        var computed = await computing.Compute(report.Year, report.Form, report.AgencyId, 0, cancel);
        var figures = FiguresOf(computed, report.Stated);
        // A further edition is not late for coming later.
        var printed = Printed(report, report.FirstPublishedOn ?? today, figures);
        var all = new List<PublishedReport> { printed };
        for (var year = report.Year - 1; year >= report.Year - Earlier; year--)
        {
            if (await collections.Reports.Get(AnnualReport.IdOf(report.AgencyId, year), cancel) is not { Value: { Published: true } before }) continue;
            var edition = await editions.Read(before.Editions[^1], cancel);
            all.Add(Printed(before, before.FirstPublishedOn!.Value, FiguresOf(edition.Report, [.. edition.Stated.Select(AnnualReportMap.FromProto)])));
        }

        var found = ReportCheck.Check(all).Findings.Where(f => f.Year == report.Year);
        return new CheckedReport(computed, figures, [.. MissingParts(report), .. found, .. await againstAgencies.Check(report, computed, figures, cancel)]);
    }

    /// <summary>What the ledger tells, and what the agency states where it tells nothing. By id; a figure that nobody tells is not there.</summary>
    public static IReadOnlyDictionary<string, string> FiguresOf(V1.Report computed, IReadOnlyList<Statement> stated)
    {
        var figures = computed.Figures.Where(f => f.Value.Length > 0).ToDictionary(f => f.Id, f => f.Value);
        foreach (var said in stated) figures.TryAdd(said.FigureId, said.Value);
        return figures;
    }

    /// <summary>By their ids, not by words in their titles as in reports that come from elsewhere.</summary>
    private static IEnumerable<Finding> MissingParts(AnnualReport report)
    {
        var regulation = RequiredParts.Of(report.Year)!;
        return from part in regulation.Parts
               where !part.Optional && report.Sections.All(s => s.PartId != part.Id)
               select new Finding(PartsRule, Severity.Error, Verdict.Missing, report.Id, report.Year, part.Zh, [], null, null, "",
                   $"《政府信息公开条例》（{regulation.Number}）{regulation.Article}要求年度报告包括“{part.Zh}”，报告没有这一部分。",
                   $"The regulation ({regulation.Number}, {regulation.Article}) requires a part on {part.En}; the report has none.", []);
    }

    private static PublishedReport Printed(AnnualReport report, DateOnly publishedOn, IReadOnlyDictionary<string, string> figures)
    {
        var form = Forms.Find(report.Form.Name())!;
        return new PublishedReport(report.Id, report.AgencyId, report.Year)
        {
            Form = form, Publisher = report.Publisher == V1.ReportPublisher.Department ? Publisher.Department : Publisher.Government, PublishedOn = publishedOn,
            Tables = [.. form.Tables.Select(t => new PublishedTable(t.Id, [.. t.AllRows.Where(r => !r.Heading).Select(r => new PublishedRow([$"{t.Id}.{r.Id}"], [.. Cells(t, r, figures)]))]))]
        };
    }

    private static IEnumerable<PublishedCell> Cells(FormTable table, FormRow row, IReadOnlyDictionary<string, string> figures) =>
        from column in table.Columns
        let id = table.FigureId(row, column)
        where figures.ContainsKey(id)
        select new PublishedCell([column.Id], figures[id], id);
}

/// <summary>A report as it would be published.</summary>
/// <param name="Figures">By id: computed and stated ones.</param>
public sealed record CheckedReport(V1.Report Computed, IReadOnlyDictionary<string, string> Figures, IReadOnlyList<Finding> Findings)
{
    /// <summary>Waived ones too.</summary>
    public int ErrorCount => Findings.Count(f => f.Severity == Severity.Error);

    /// <summary>Refuses a report with errors that nobody waived.</summary>
    public void RequireNoErrors(AnnualReport report)
    {
        var v = new Violations();
        foreach (var error in Findings.Where(f => f.Severity == Severity.Error && !report.IsWaived(f))) v.Add($"{error.Rule}: {error.Place}", "ERROR_FOUND", error.Chinese, error.English);
        if (v.Any) throw new RefusedException(ReportsRefusals.UnwaivedErrors, $"{v.Found.Count}", v.Found);
    }
}
