using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;

namespace Sunshine.Finance;

/// <summary>The list of funded units.</summary>
public sealed partial class CoverageRpcs
{
    [AllowAnonymous]
    public override async Task<V1.FundedUnit> GetFundedUnit(GetFundedUnitRequest request, ServerCallContext context) =>
        CoverageMap.WithVersions(await FindUnit(request.Id, context.CancellationToken), await agencyCopies.Read(context.CancellationToken));

    [AllowAnonymous]
    public override async Task<ListFundedUnitsResponse> ListFundedUnits(ListFundedUnitsRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var agencies = await agencyCopies.Read(cancel);
        var v = new Violations();
        IdentityRules.CheckYear("year", request.Year, v);
        v.Enum("level", request.Level, required: false);
        if (request.AgencyId.Length > 0) agencies.RequireKnown("agencyId", request.AgencyId, v);
        var day = AsOf(request.AsOf, v);
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var within = request.AgencyId.Length == 0 ? null : agencies.SelfAndBelow(request.AgencyId).ToHashSet();
        var matching = await reading.Units(request.Year, cancel)
            .Where(u => (request.Level == 0 || u.Value.Identity.Level == request.Level) && within?.Contains(u.Value.AgencyId) != false)
            .Where(u => u.Value.On(day) is { } said && (request.WithRemoved || said.Content is not null))
            .OrderBy(Key, StringComparer.Ordinal).ToListAsync(cancel);
        var (page, next) = OrderedPage.Of(matching, Key, after, size, request);
        var response = new ListFundedUnitsResponse { NextPageToken = next, TotalSize = matching.Count };
        response.FundedUnits.Add(page.Select(u => CoverageMap.ToProto(u, u.Value.On(day)!, agencies)));
        return response;

        static string Key(Stored<FundedUnit> unit) => $"{unit.Value.AgencyId}\0{(int)unit.Value.Identity.Level}";
    }

    [Allow(Roles.System, Roles.Publisher, Roles.Admin)]
    public override async Task<V1.FundedUnit> RemoveFundedUnit(RemoveFundedUnitRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var found = await FindUnit(request.Id, cancel);
        var agencies = await agencyCopies.Read(cancel);
        agencies.RequireActingFor(caller, found.Value.AgencyId);
        if (FundedUnitRules.IsOwn(caller, found.Value.AgencyId, agencies)) throw CoverageRefusals.OwnUnit.Of();
        var v = new Violations();
        PublicText.Check("reason", request.Reason, FundedUnitRules.LongestReason, v, required: true);
        var expected = Etags.Revision(request.Etag, "etag", v);
        v.ThrowIfAny();
        if (expected is { } named && named != found.Revision) throw Etags.Stale(found.Revision);
        if (found.Value.Latest.Content is null) throw CoverageRefusals.UnitRemoved.Of(Days.Format(found.Value.Latest.EffectiveOn));
        if (found.Value.Versions.Count >= FundedUnit.MostVersions) throw CoverageRefusals.TooManyVersions.Of();
        var changed = found.Value.Change(null, clock.Today, request.Reason, caller.Subject, time.GetUtcNow());
        var stored = await collections.Units.Replace(changed.Id, found, changed, expected, null, cancel, EventOf(changed));
        return CoverageMap.WithVersions(stored, agencies);
    }

    private async Task<Stored<FundedUnit>> FindUnit(string id, CancellationToken cancel)
    {
        var v = new Violations();
        v.Required("id", id);
        v.Text("id", id, 64);
        v.ThrowIfAny();
        return await collections.Units.Get(id, cancel) ?? throw CoverageRefusals.NoSuchFundedUnit.Of();
    }

    private OutgoingEvent EventOf(FundedUnit unit) => Topics.Outgoing(CoverageMap.EventOf(unit), time);
}
