namespace Sunshine.Reports;

/// <summary>What an edition says otherwise than the one before it.</summary>
internal static class EditionDifferences
{
    public static void Add(V1.AnnualReportEdition edition, V1.AnnualReportEdition before)
    {
        var (old, now) = (Figures(before), Figures(edition));
        var names = before.Report.Definitions.Concat(edition.Report.Definitions).GroupBy(d => d.Id).ToDictionary(g => g.Key, g => g.Last().Name);
        foreach (var (id, name) in names)
        {
            var (was, becomes) = (old.GetValueOrDefault(id, ""), now.GetValueOrDefault(id, ""));
            if (was != becomes) edition.FigureDifferences.Add(new V1.FigureDifference { FigureId = id, Name = name, Before = was, After = becomes });
        }

        foreach (var part in before.Sections.Concat(edition.Sections).DistinctBy(s => s.PartId))
        {
            var (was, becomes) = (Text(before, part.PartId), Text(edition, part.PartId));
            if (was != becomes) edition.SectionDifferences.Add(new V1.SectionDifference { PartId = part.PartId, Title = part.Title, Before = was, After = becomes });
        }
    }

    private static IReadOnlyDictionary<string, string> Figures(V1.AnnualReportEdition edition) => Checking.FiguresOf(edition.Report, [.. edition.Stated.Select(AnnualReportMap.FromProto)]);

    private static string Text(V1.AnnualReportEdition edition, string partId) => edition.Sections.FirstOrDefault(s => s.PartId == partId)?.Text ?? "";
}
