using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Text;
using Sunshine.Powers.V1;

namespace Sunshine.Powers;

/// <summary>
/// The rpcs of <c>sunshine.powers.v1.PowerService</c>: lists and single powers. Histories, differences, delegations, comparisons and counts:
/// the other parts.
/// </summary>
public sealed partial class PowerRpcs(PowerLists lists, LawBook lawBook, CodeScheme scheme, [FromKeyedServices(PowerListModule.Name)] AgencyCopies agencyCopies, Clock clock) : PowerService.PowerServiceBase
{
    [AllowAnonymous]
    public override async Task<ListPowersResponse> ListPowers(ListPowersRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var v = new Violations();
        v.Enum("kind", request.Kind, required: false);
        v.Enum("level", request.Level, required: false);
        v.Text("query", request.Query, 200);
        var size = PageTokens.Size(request.PageSize, v);
        var place = Place.Of(PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var agencies = await agencyCopies.Read(cancel);
        var list = await lists.Choose(request.ListId, agencies, cancel);
        var moment = Moment.Of(list, request.AsOf, request.BatchId, clock.Today, ("asOf", "batchId"));
        if (place is not null) moment = moment.At(place.Batch);

        var laws = await lawBook.Read(cancel);
        List<Line> page;
        int total;
        if (Found(request, moment, agencies, laws) is { } found)
        {
            var all = found.ToList();
            total = all.Count;
            page = [.. all.Where(l => place is null || string.CompareOrdinal(l.Code, place.Code) > 0).Take(size + 1)];
        }
        else
        {
            total = list.CountAt(moment.Batch);
            page = [.. list.HeldAt(moment.Batch, place?.Code).Take(size + 1)];
        }

        var response = new ListPowersResponse
        {
            TotalSize = total, ListId = list.Id, Batch = moment.Batch,
            NextPageToken = PageTokens.Of(page.Count > size ? $"{moment.Batch} {page[size - 1].Code}" : null, request)
        };
        response.Powers.Add(page.Take(size).Select(l => ToSummary(l, moment, agencies, laws)));
        return response;
    }

    [AllowAnonymous]
    public override async Task<Power> GetPower(GetPowerRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var list = await WithPower(request.Id, cancel);
        var moment = Moment.Of(list, request.AsOf, request.BatchId, clock.Today, ("asOf", "batchId"));
        if (list.At(request.Id, moment.Batch) is not { } line) throw PowerListRefusals.NoSuchPower.Of();
        var version = (await lists.Contents([line.VersionId], cancel))[line.VersionId];
        var batches = list.List.Batches;
        var laws = await lawBook.Read(cancel);
        var content = Map.ToProto(version.Content);
        content.Bases.Clear();
        content.Bases.Add(line.Bases.Select(b => laws.ToProto(b, line.PowerId, line.BasedOn, moment.Day)));
        return new Power
        {
            InQuestion = InQuestion(line, laws, moment.Day), Id = line.PowerId, ListId = list.Id, Content = content, AgencyName = (await agencyCopies.Read(cancel)).NameOf(line.AgencyId),
            Code = scheme.Parse(line.Code), Held = line.Held, SinceBatch = line.From, Since = Days.Format(batches[line.From - 1].EffectiveOn),
            UntilBatch = line.Until == int.MaxValue ? 0 : line.Until - 1,
            // The day before the one on which it was otherwise; two batches of one day leave none.
            Until = line.Until == int.MaxValue || batches[line.Until - 1].EffectiveOn == DateOnly.MinValue ? "" : Days.Format(batches[line.Until - 1].EffectiveOn.AddDays(-1))
        };
    }

    private static V1.PowerSummary ToSummary(Line line, Moment moment, AgencyCopies.Snapshot agencies, LawBook.Snapshot laws)
    {
        var summary = Map.ToSummary(line, moment.List, agencies);
        summary.InQuestion = InQuestion(line, laws, moment.Day);
        return summary;
    }

    private static bool InQuestion(Line line, LawBook.Snapshot laws, DateOnly day) => line.Held && laws.InQuestion(line.Bases, line.PowerId, line.BasedOn, day);

    /// <summary>The powers that a request wants, by code; null if it wants all.</summary>
    internal static IEnumerable<Line>? Found(ListPowersRequest request, Moment moment, AgencyCopies.Snapshot agencies, LawBook.Snapshot laws)
    {
        var conditions = new List<Func<Line, bool>>();
        if (request.Kind != 0) conditions.Add(l => l.PowerKind == request.Kind);
        if (request.Level != 0) conditions.Add(l => l.Level == request.Level);
        if (request.LawId.Length > 0) conditions.Add(l => l.Bases.Any(b => b.LawId == request.LawId));
        if (request.FeeId.Length > 0) conditions.Add(l => l.FeeIds.Contains(request.FeeId));
        if (request.InQuestion) conditions.Add(l => InQuestion(l, laws, moment.Day));
        foreach (var word in Folding.Fold(request.Query).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            conditions.Add(l => l.Folded.Contains(word, StringComparison.Ordinal));
        if (conditions.Count == 0 && request.AgencyId.Length == 0) return null;
        var held = request.AgencyId.Length > 0 ? moment.List.HeldAt(moment.Batch, agencies.SelfAndBelow(request.AgencyId)) : moment.Powers;
        return held.Where(l => conditions.TrueForAll(c => c(l)));
    }

    /// <exception cref="RefusedException">No list has or had it.</exception>
    private async Task<ListSnapshot> WithPower(string id, CancellationToken cancel)
    {
        var v = new Violations();
        v.Required("id", id);
        v.ThrowIfAny();
        return await lists.WithPower(id, cancel) ?? throw PowerListRefusals.NoSuchPower.Of();
    }

    /// <summary>Where a page ended: after which batch the list is shown, and the last code.</summary>
    private sealed record Place(int Batch, string Code)
    {
        public static Place? Of(string? place) => PageTokens.Parts(place, ' ', 2) is [var batch, var code] ? new Place(PageTokens.Position(batch), code) : null;
    }
}
