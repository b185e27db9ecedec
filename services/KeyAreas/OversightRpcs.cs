using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
using Sunshine.KeyAreas.V1;

namespace Sunshine.KeyAreas;

/// <summary>The rpcs of <c>sunshine.key_areas.v1.OversightService</c>.</summary>
public sealed partial class OversightRpcs(Collections collections, RollupBook rollups, [FromKeyedServices(KeyAreasModule.Name)] AgencyCopies agencyCopies, LegalCalendar calendar, Clock clock)
    : OversightService.OversightServiceBase
{
    [AllowAnonymous]
    public override async Task<KeyAreaStatistics> GetStatistics(GetStatisticsRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var v = new Violations();
        if (request.Year is < 1990 or > 2100) v.Add("year", "OUT_OF_RANGE", "须在 1990 至 2100 之间。", "Must be from 1990 to 2100.");
        v.ThrowIfAny();
        var areas = await collections.Areas.All(cancel).Select(s => s.Value).OrderBy(a => a.Id, StringComparer.Ordinal).ToListAsync(cancel);
        var types = (await Types(cancel)).ToLookup(t => t.AreaId);
        var question = new RollupQuestion(["late"], new Dictionary<string, HashSet<string>> { ["year"] = [$"{request.Year}"] }, null);
        return await rollups.Read((of, change) =>
        {
            var statistics = new KeyAreaStatistics { Year = request.Year, Scope = Scopes.Year(request.Year), AreaCount = areas.Count, Change = change };
            statistics.Reported.Add(ShippedAreas.ReportedOfAll.Where(r => r.Year == request.Year).Select(AreaMap.ToProto));
            statistics.Areas.Add(areas.Select(area => Figures(area, types[area.Id], request.Year, type => question.Answer(of(type.Id)))));
            statistics.Records = statistics.Areas.Sum(a => a.Records);
            statistics.FilledAreaCount = statistics.Areas.Count(a => a.Records > 0);
            return statistics;
        }, cancel);
    }

    private static AreaFigures Figures(Area area, IEnumerable<RecordType> types, int year, Func<RecordType, (IReadOnlyList<RollupLine> Lines, RollupLine Total)> count)
    {
        var figures = new AreaFigures { AreaId = area.Id, Name = area.Name, Unclaimed = area.OwnerAgencyId.Length == 0 && types.All(t => t.AgencyIds.Count == 0) };
        figures.Reported.Add(area.Reported.Where(r => r.Year == year).Select(AreaMap.ToProto));
        foreach (var type in types)
        {
            var (lines, total) = count(type);
            figures.RecordTypes.Add(new TypeFigures
            {
                TypeId = type.Id, Name = type.Name, CountedAs = type.CountedAs, Records = total.Count, Late = lines.Where(l => l.Values[0] == "true").Sum(l => l.Count), Scope = Scopes.Type(type, year)
            });
        }

        figures.Records = figures.RecordTypes.Sum(t => t.Records);
        return figures;
    }

    private async Task<List<RecordType>> Types(CancellationToken cancel) => await collections.Types.All(cancel).Select(s => s.Value).OrderBy(t => t.Id, StringComparer.Ordinal).ToListAsync(cancel);
}
