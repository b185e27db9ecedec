using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.Catalogue.V1;

namespace Sunshine.Catalogue;

public sealed partial class ResponseRpcs
{
    [AllowAnonymous]
    public override async Task<V1.Tally> GetTally(GetTallyRequest request, ServerCallContext context)
    {
        var found = await collections.Tallies.Get(request.Id, context.CancellationToken) ?? throw CatalogueRefusals.NoSuchTally.Of(request.Id);
        return await Shown(found.Value, context);
    }

    [AllowAnonymous]
    public override async Task<ListTalliesResponse> ListTallies(ListTalliesRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Text("source", request.Source, 100);
        ResponseRules.CheckYear(request.Year, required: false, v);
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var page = await collections.Tallies.List(new ListQuery<Tally>
        {
            Where =
            [
                .. request.AgencyId.Length > 0 ? [TallyCollection.Agency.Is(request.AgencyId)] : Array.Empty<Criterion<Tally>>(),
                .. request.Source.Length > 0 ? [TallyCollection.Source.Is(request.Source)] : Array.Empty<Criterion<Tally>>(),
                .. request.Year != 0
                    ? [TallyCollection.PeriodTo.AtLeast(new DateOnly(request.Year, 1, 1)), TallyCollection.PeriodTo.AtMost(new DateOnly(request.Year, 12, 31))]
                    : Array.Empty<Criterion<Tally>>()
            ],
            OrderBy = TallyCollection.PeriodTo, Descending = true, Size = size, After = after
        }, context.CancellationToken);
        var response = new ListTalliesResponse { NextPageToken = PageTokens.Of(page.Next, request) };
        foreach (var stored in page.Documents) response.Tallies.Add(await Shown(stored.Value, context));
        return response;
    }

    [Allow(Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.Tally> CreateTally(CreateTallyRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var agencies = await tree.Read(cancel);
        var given = request.Tally ?? new V1.Tally();
        var v = new Violations();
        CheckRequestId(request.RequestId, v);
        var found = new Violations("tally.");
        CheckAgency(given.AgencyId, agencies, found);
        ResponseRules.Check(given, clock.Today, found);
        await items.Check([("itemId", given.ItemId)], found, cancel);
        v.Add(found);
        v.ThrowIfAny();
        agencies.RequireActingFor(caller, given.AgencyId);
        var signer = keys.Check(given, found);
        found.ThrowIfAny();

        var tally = ResponseMap.ToTally(given, Ids.Of("create-tally", caller.Subject, request.RequestId), signer, time.GetUtcNow());
        var replaced = tally.Replaces.Length == 0 ? null : (await collections.Tallies.Get(tally.Replaces, cancel))?.Value;
        if (tally.Replaces.Length > 0)
        {
            if (replaced is null)
                found.Add("replaces", "NO_SUCH_TALLY", "没有这个统计数据。", "There is no such tally.");
            else if (replaced.Subject != tally.Subject)
                found.Add("replaces", "OTHER_SUBJECT", "只能替换同一机构、来源、指标、范围和期间的数据。", "It must be of the same agency, source, measure, scope and days.");
            found.ThrowIfAny();
        }

        var taken = tally.Replaces.Length > 0 ? CatalogueRefusals.TallyReplaced.Of(tally.Replaces) : CatalogueRefusals.TallyExists.Of();
        return await Shown((await collections.Tallies.CreateOnce(tally.Id, tally, taken, cancel, Topics.Outgoing(ResponseMap.ToEvent(replaced, tally), time))).Value, context);
    }

    private async Task<V1.Tally> Shown(Tally tally, ServerCallContext context)
    {
        // The one before is not touched when it is replaced: every write is one document.
        var by = await collections.Tallies.List(new ListQuery<Tally> { Where = [TallyCollection.Replaces.Is(tally.Id)], Size = 1 }, context.CancellationToken);
        return ResponseMap.ToProto(tally, by.Documents is [var next] ? next.Value.Id : "", await tree.Read(context.CancellationToken));
    }
}
