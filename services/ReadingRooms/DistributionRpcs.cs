using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.ReadingRooms;

/// <summary>The rpcs of <c>sunshine.reading_rooms.v1.DistributionService</c>. Recording, confirming and coverage: other parts.</summary>
public sealed partial class DistributionRpcs(
    Collections collections, Distributions distributions, Publications publications, DeliveryRecording recording, DeliveryTerm term, ReceiptConfirming confirming, RoomBook book, Divisions divisions,
    [FromKeyedServices(ReadingRoomsModule.Name)] AgencyCopies agencyCopies, Clock clock) : DistributionService.DistributionServiceBase
{
    [Allow(Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.Distribution> CreateDistribution(CreateDistributionRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var v = new Violations();
        v.RequestId(request.RequestId);
        v.Enum("kind", request.Kind, required: true);
        v.Required("publicationId", request.PublicationId);
        v.Text("publicationId", request.PublicationId, 64);
        v.Count("levels", request.Levels.Count, 0, 4);
        for (var i = 0; i < Math.Min(request.Levels.Count, 4); i++) v.Enum($"levels[{i}]", request.Levels[i], required: true);
        RoomRules.CheckAsked("divisionCode", request.DivisionCode, v);
        v.ThrowIfAny();
        var publication = await publications.Read(request.Kind, request.PublicationId, cancel);
        if (publication is null || publication.Standing == Standing.Withdrawn) throw ReadingRoomsRefusals.NoSuchPublication.Of();
        var agencies = await agencyCopies.ReadWith(publication.AgencyId, cancel);
        agencies.RequireActingFor(caller, publication.AgencyId);

        var key = Ids.Of("open-distribution", caller.Subject, request.RequestId);
        var opened = await distributions.Open(publication, request.Levels, request.DivisionCode, key, cancel) ?? throw ReadingRoomsRefusals.NoRooms.Of();
        if (opened.Value.OpenedBy != key) throw ReadingRoomsRefusals.DistributedAlready.Of(opened.Value.Id);
        return DistributionMap.ToProto(opened, agencies);
    }

    [AllowAnonymous]
    public override async Task<V1.Distribution> GetDistribution(GetDistributionRequest request, ServerCallContext context) =>
        DistributionMap.ToProto(await distributions.Require("id", request.Id, context.CancellationToken), await agencyCopies.Read(context.CancellationToken));

    [AllowAnonymous]
    public override async Task<ListDistributionsResponse> ListDistributions(ListDistributionsRequest request, ServerCallContext context)
    {
        var v = new Violations();
        if (request.Year != 0) CheckYear(request.Year, v);
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var page = await collections.Distributions.List(new ListQuery<Distribution>
        {
            Where = request.Year == 0 ? [] : [DistributionCollection.IssuedOn.AtLeast(new DateOnly(request.Year, 1, 1)), DistributionCollection.IssuedOn.AtMost(new DateOnly(request.Year, 12, 31))],
            OrderBy = DistributionCollection.IssuedOn, Descending = true, Size = size, After = after
        }, context.CancellationToken);
        var agencies = await agencyCopies.Read(context.CancellationToken);
        var response = new ListDistributionsResponse { NextPageToken = PageTokens.Of(page.Next, request) };
        response.Distributions.Add(page.Documents.Select(d => DistributionMap.ToProto(d, agencies)));
        return response;
    }

    [AllowAnonymous]
    public override async Task<ListDeliveriesResponse> ListDeliveries(ListDeliveriesRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var distribution = (await distributions.Require("distributionId", request.DistributionId, cancel)).Value;
        var v = new Violations();
        v.Enum("state", request.State, required: false);
        v.Enum("level", request.Level, required: false);
        var division = RoomRules.CheckAsked("divisionCode", request.DivisionCode, v);
        var day = AsOf(request.AsOf, v);
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var rooms = await book.Read(cancel);
        var matching = new List<Delivery>();
        await foreach (var shard in distributions.ShardsOf(distribution, cancel))
        {
            matching.AddRange(shard.Value.Deliveries.Where(d => (request.Level == 0 || d.Level == request.Level) && (division is null || DivisionCode.IsWithin(d.DivisionCode, division))
                && (request.State == 0 || DeliveryStates.Of(d, distribution, rooms.Find(d.RoomId), day) == request.State)));
        }

        var staff = (await agencyCopies.Read(cancel)).MayActFor(Caller.Of(context), distribution.AgencyId);
        var (page, next) = OrderedPage.Of([.. matching.OrderBy(Key, StringComparer.Ordinal)], Key, after, size, request);
        var response = new ListDeliveriesResponse { NextPageToken = next, TotalSize = matching.Count };
        response.Deliveries.Add(page.Select(d => DistributionMap.ToProto(d, distribution, rooms.Find(d.RoomId), day, term, staff)));
        return response;

        static string Key(Delivery delivery) => $"{delivery.DivisionCode}\0{delivery.RoomId}";
    }

    private static void CheckYear(int year, Violations v)
    {
        if (year is < 1949 or > 2100) v.Add("year", "OUT_OF_RANGE", "须在 1949 至 2100 之间。", "Must be from 1949 to 2100.");
    }

    private DateOnly AsOf(string asOf, Violations v)
    {
        var day = v.Day("asOf", asOf) ?? clock.Today;
        if (day > clock.Today) v.Add("asOf", "IN_FUTURE", "不能晚于今天。", "Must not be in the future.");
        return day;
    }
}
