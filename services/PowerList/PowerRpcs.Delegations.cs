using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Powers.V1;

namespace Sunshine.Powers;

public sealed partial class PowerRpcs
{
    [AllowAnonymous]
    public override async Task<ListDelegationsResponse> ListDelegations(ListDelegationsRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var v = new Violations();
        var size = PageTokens.Size(request.PageSize, v);
        var first = PageTokens.Place(request.PageToken, request, v) is { } place ? PageTokens.Position(place) : 0;
        v.ThrowIfAny();
        var agencies = await agencyCopies.Read(cancel);
        var laws = await lawBook.Read(cancel);
        var source = await lists.Choose(request.ListId, agencies, cancel);
        var moment = Moment.Of(source, request.AsOf, "", clock.Today, ("asOf", ""));
        var others = new List<Moment>();
        foreach (var list in (await lists.All(cancel)).Values.Where(l => l.Value.Id != source.Id).OrderBy(l => l.Value.Id, StringComparer.Ordinal))
            others.Add(Moment.Of(await lists.Read(list.Value, cancel), request.AsOf, "", clock.Today, ("asOf", "")));
        if (request.TakerListId.Length > 0 && others.All(o => o.List.Id != request.TakerListId)) throw PowerListRefusals.NoSuchList.Of();

        var all = source.Lines.ToArray().Where(l => l.Kind == OperationKind.Delegate && l.From <= moment.Batch).OrderBy(l => l.From).ThenBy(l => l.Code, StringComparer.Ordinal)
            .Select(l => (Line: l, Takers: Takers(l, others, agencies, laws)))
            .Where(d => request.TakerListId.Length == 0 || d.Takers.Any(t => t.ListId == request.TakerListId))
            .Where(d => !request.Open || d.Takers.Any(t => t.Power is null && (request.TakerListId.Length == 0 || t.ListId == request.TakerListId))).ToList();
        var response = new ListDelegationsResponse { TotalSize = all.Count, NextPageToken = PageTokens.Of(first + size < all.Count ? $"{first + size}" : null, request) };
        foreach (var (line, takers) in all.Skip(first).Take(size))
        {
            var delegation = new Delegation
            {
                Power = ToSummary(source.At(line.PowerId, line.From - 1)!, new Moment(source, line.From - 1, source.List.Batches[line.From - 1].EffectiveOn), agencies, laws), Batch = line.From,
                EffectiveOn = Days.Format(source.List.Batches[line.From - 1].EffectiveOn), ToLevel = line.ToLevel
            };
            delegation.Takeovers.Add(takers);
            response.Delegations.Add(delegation);
        }

        return response;
    }

    /// <summary>Each who was to take a power over, with the power as it has it.</summary>
    private static List<Takeover> Takers(Line delegated, List<Moment> others, AgencyCopies.Snapshot agencies, LawBook.Snapshot laws) =>
        delegated.ToAgencyIds.Select(to =>
        {
            // The nearest list above the agency: its own, or that of the government it belongs to.
            var moment = others.Where(o => agencies.IsWithin(to, o.List.Id)).OrderByDescending(o => others.Count(x => agencies.IsWithin(o.List.Id, x.List.Id))).FirstOrDefault();
            var taker = new Takeover { AgencyId = to, AgencyName = agencies.NameOf(to), ListId = moment.List?.Id ?? "" };
            if (moment.List is { } list && list.TakenOver(delegated.PowerId).FirstOrDefault() is { } taken && list.At(taken.PowerId, moment.Batch) is { Held: true } now)
                taker.Power = ToSummary(now, moment, agencies, laws);
            return taker;
        }).ToList();
}
