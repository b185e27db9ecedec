using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.KeyAreas.V1;

namespace Sunshine.KeyAreas;

/// <summary>Who owes what.</summary>
public sealed partial class OversightRpcs
{
    private sealed record Filled(HashSet<RecordPeriod> Periods, long Records, long Late);

    [AllowAnonymous]
    public override async Task<ListObligationsResponse> ListObligations(ListObligationsRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var agencies = await agencyCopies.Read(cancel);
        var v = new Violations();
        v.Text("areaId", request.AreaId, 64);
        v.Text("typeId", request.TypeId, 64);
        if (request.AgencyId.Length > 0) agencies.RequireKnown("agencyId", request.AgencyId, v);
        v.Enum("state", request.State, required: false);
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var types = (await Types(cancel)).Where(t => (request.AreaId.Length == 0 || t.AreaId == request.AreaId) && (request.TypeId.Length == 0 || t.Id == request.TypeId)).ToList();
        var owners = await collections.Areas.All(cancel).ToDictionaryAsync(a => a.Value.Id, a => a.Value.OwnerAgencyId, cancellationToken: cancel);
        var within = request.AgencyId.Length == 0 ? null : agencies.SelfAndBelow(request.AgencyId).ToHashSet();
        var all = await rollups.Read((of, _) => types.SelectMany(t => Obligations(t, owners.GetValueOrDefault(t.AreaId, ""), of(t.Id), agencies)).ToList(), cancel);
        var matching = all.Where(o => (within is null || within.Contains(o.AgencyId)) && (request.State == 0 || o.State == request.State)).OrderBy(Key, StringComparer.Ordinal).ToList();
        var rest = matching.Where(o => after is null || string.CompareOrdinal(Key(o), after) > 0).ToList();
        var response = new ListObligationsResponse { NextPageToken = PageTokens.Of(rest.Count > size ? Key(rest[size - 1]) : null, request), TotalSize = matching.Count };
        response.Obligations.Add(rest.Take(size));
        return response;

        static string Key(Obligation o) => $"{o.TypeId}\0{o.AgencyId}";
    }

    /// <summary>One for each agency that must disclose it, or for the area's owner; where nobody must, one for everybody's records together.</summary>
    private List<Obligation> Obligations(RecordType type, string owner, Rollup rollup, AgencyCopies.Snapshot agencies)
    {
        var ids = type.AgencyIds.Count > 0 ? type.AgencyIds : [owner];
        var obliged = new ObligationClock(type, calendar.WorkingDays, clock.Now);
        return [.. ids.Select(id =>
        {
            var filled = FilledBy(rollup, id.Length == 0 ? null : agencies.SelfAndBelow(id).ToHashSet());
            var standing = obliged.Of(filled.Periods);
            return new Obligation
            {
                TypeId = type.Id, TypeName = type.Name, AgencyId = id, AgencyName = agencies.NameOf(id), Frequency = type.Frequency, State = standing.State,
                LatestPeriod = filled.Periods.Count == 0 ? "" : filled.Periods.MaxBy(p => (p.Last, p.Hour)).ToString(), AwaitedPeriod = standing.Awaited?.ToString() ?? "", DueOn = Days.Format(standing.DueOn),
                MissingPeriods = standing.Missing, Records = filled.Records, Late = filled.Late
            };
        })];
    }

    private static Filled FilledBy(Rollup rollup, HashSet<string>? agencies)
    {
        var (agency, period, late) = (rollup.Dimension("agency"), rollup.Dimension("period"), rollup.Dimension("late"));
        var (periods, records, lateRecords) = (new HashSet<RecordPeriod>(), 0L, 0L);
        foreach (var cell in rollup.Cells.Where(c => agencies?.Contains(agency(c)) != false))
        {
            if (RecordPeriod.TryParse(period(cell), out var found)) periods.Add(found);
            records += cell.Count;
            if (late(cell) == "true") lateRecords += cell.Count;
        }

        return new Filled(periods, records, lateRecords);
    }
}
