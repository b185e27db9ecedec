using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Hosting;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.ReadingRooms;

/// <summary>Whether it reached the rooms.</summary>
public sealed partial class DistributionRpcs
{
    [AllowAnonymous]
    public override async Task<DistributionCoverage> GetDistributionCoverage(GetDistributionCoverageRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var stored = await distributions.Require("id", request.Id, cancel);
        var v = new Violations();
        var day = AsOf(request.AsOf, v);
        v.ThrowIfAny();
        var tally = new DeliveryTally();
        foreach (var level in stored.Value.Levels) tally.Name(level);
        await Count(tally, stored.Value, await book.Read(cancel), day, cancel);
        var coverage = new DistributionCoverage { Distribution = DistributionMap.ToProto(stored, await agencyCopies.Read(cancel)), AsOf = Days.Format(day), Figures = tally.All };
        coverage.ByLevel.Add(tally.ByLevel);
        coverage.ByDivision.Add(await Named(tally, day, cancel));
        (coverage.Statement, coverage.StatementEnglish) = CoverageStatements.Of(stored.Value, coverage.Figures, day);
        return coverage;
    }

    [AllowAnonymous]
    public override async Task<YearCoverage> GetYearCoverage(GetYearCoverageRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var v = new Violations();
        CheckYear(request.Year, v);
        var day = AsOf(request.AsOf, v);
        v.ThrowIfAny();
        var (tally, rooms) = (new DeliveryTally(), await book.Read(cancel));
        foreach (var level in Enum.GetValues<DivisionLevel>().Where(l => l != 0)) tally.Name(level);
        var coverage = new YearCoverage { Year = request.Year, AsOf = Days.Format(day) };
        await foreach (var distribution in distributions.IssuedIn(request.Year, cancel))
        {
            var gazette = distribution.Publication.Kind == PublicationKind.GazetteIssue;
            if ((request.GazettesOnly && !gazette) || distribution.IssuedOn > day) continue;
            var own = new DeliveryTally();
            await Count(own, distribution, rooms, day, cancel, tally);
            coverage.DistributionCount++;
            if (gazette) coverage.GazetteCount++;
            if (own.All.Complete) coverage.CompleteCount++;
        }

        coverage.Figures = tally.All;
        coverage.ByLevel.Add(tally.ByLevel);
        coverage.ByDivision.Add(await Named(tally, day, cancel));
        (coverage.Statement, coverage.StatementEnglish) = CoverageStatements.Of(request.Year, coverage.DistributionCount, request.GazettesOnly, coverage.Figures, day);
        return coverage;
    }

    private async Task Count(DeliveryTally tally, Distribution distribution, RoomSnapshot rooms, DateOnly day, CancellationToken cancel, DeliveryTally? further = null)
    {
        await foreach (var shard in distributions.ShardsOf(distribution, cancel))
        {
            foreach (var delivery in shard.Value.Deliveries)
            {
                tally.Count(delivery, distribution, rooms.Find(delivery.RoomId), day);
                further?.Count(delivery, distribution, rooms.Find(delivery.RoomId), day);
            }
        }
    }

    private async Task<IReadOnlyList<DivisionFigures>> Named(DeliveryTally tally, DateOnly day, CancellationToken cancel)
    {
        var counties = tally.ByCounty.ToList();
        var names = await divisions.Names(counties.Select(c => c.DivisionCode), day, cancel);
        foreach (var county in counties) county.DivisionName = names(county.DivisionCode);
        return counties;
    }
}
