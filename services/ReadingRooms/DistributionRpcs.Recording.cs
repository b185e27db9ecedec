using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.ReadingRooms;

/// <summary>What became of deliveries.</summary>
public sealed partial class DistributionRpcs
{
    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<BatchRecordDeliveriesResponse> BatchRecordDeliveries(BatchRecordDeliveriesRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var distribution = (await distributions.Require("distributionId", request.DistributionId, cancel)).Value;
        var v = new Violations();
        v.Count("records", request.Records.Count, 1, 2_000);
        v.ThrowIfAny();
        var response = new BatchRecordDeliveriesResponse();
        var verdicts = await Record(distribution, request.Records, Caller.Of(context), ConfirmationWay.Call, dryRun: false, wholeOrNothing: false, cancel);
        foreach (var (record, verdict) in request.Records.Zip(verdicts))
        {
            var result = new RecordedDelivery { RoomId = record.RoomId, Fate = verdict.Fate };
            result.Violations.Add(verdict.Found.Select(f => (f with { Field = $"records[{response.Results.Count}].{f.Field}" }).ToProto(context.Language())));
            response.Results.Add(result);
        }

        return response;
    }

    [AllowAnonymous]
    public override Task<Confirmation> ConfirmReceipt(ConfirmReceiptRequest request, ServerCallContext context) => confirming.Confirm(request.Code, context);

    /// <summary>Records what can be recorded, shard by shard.</summary>
    /// <param name="wholeOrNothing">Whether an error in one leaves all unrecorded.</param>
    /// <returns>In the order of the records.</returns>
    internal async Task<IReadOnlyList<DeliveryVerdict>> Record(
        Distribution distribution, IReadOnlyList<DeliveryRecord> records, Caller caller, ConfirmationWay way, bool dryRun, bool wholeOrNothing, CancellationToken cancel)
    {
        var (agencies, rooms) = (await agencyCopies.Read(cancel), await book.Read(cancel));
        var verdicts = new DeliveryVerdict[records.Count];
        var places = new Dictionary<string, (DeliveryShard Shard, int Place)>();
        await foreach (var shard in distributions.ShardsOf(distribution, cancel))
        {
            for (var i = 0; i < shard.Value.Deliveries.Count; i++) places[shard.Value.Deliveries[i].RoomId] = (shard.Value, i);
        }

        var seen = new HashSet<string>();
        var byShard = new Dictionary<string, List<int>>();
        for (var i = 0; i < records.Count; i++)
        {
            var v = new Violations();
            DeliveryRules.CheckRecord(records[i], distribution.IssuedOn, clock.Today, v);
            if (!places.TryGetValue(records[i].RoomId, out var at)) v.Add("roomId", "NOT_EXPECTED", "该场所不在应送范围内。", "The room is not among those that should have it.");
            else if (!MayRecord(caller, distribution, rooms.Find(records[i].RoomId), agencies)) v.Add("roomId", "OTHER_AGENCY", "您不能操作该场所的送达。", "You may not act for this room.");
            else if (!seen.Add(records[i].RoomId)) v.Add("roomId", "REPEATED", "本次重复。", "Stands in this call twice.");
            else if (!v.Any) DeliveryRules.Add(at.Shard.Deliveries[at.Place], records[i], way, v);
            verdicts[i] = v.Any ? new DeliveryVerdict(DeliveryFate.Refused, v.Found) : Told(at.Shard.Deliveries[at.Place], records[i], way);
            if (v.Any) continue;
            if (!byShard.TryGetValue(at.Shard.Id, out var own)) byShard[at.Shard.Id] = own = [];
            own.Add(i);
        }

        if (dryRun || (wholeOrNothing && verdicts.Any(x => x.Fate == DeliveryFate.Refused))) return verdicts;
        foreach (var (shardId, own) in byShard)
        {
            await recording.Record(distribution, shardId, shard =>
            {
                var changes = new Dictionary<int, Delivery>();
                foreach (var i in own)
                {
                    var place = places[records[i].RoomId].Place;
                    var v = new Violations();
                    var added = DeliveryRules.Add(shard.Deliveries[place], records[i], way, v);
                    verdicts[i] = v.Any ? new DeliveryVerdict(DeliveryFate.Refused, v.Found) : Told(shard.Deliveries[place], records[i], way);
                    if (verdicts[i].Fate == DeliveryFate.Recorded) changes[place] = added;
                }

                return changes;
            }, cancel);
        }

        return verdicts;
    }

    private static DeliveryVerdict Told(Delivery known, DeliveryRecord record, ConfirmationWay way) =>
        new(DeliveryRules.Add(known, record, way, new Violations()) == known ? DeliveryFate.Unchanged : DeliveryFate.Recorded, []);

    /// <summary>Who distributes may, and who runs the room.</summary>
    private static bool MayRecord(Caller caller, Distribution distribution, RoomEntry? room, AgencyCopies.Snapshot agencies) =>
        agencies.MayActFor(caller, distribution.AgencyId) || (room is not null && agencies.MayActFor(caller, room.AgencyId));
}

/// <summary>What became of one record.</summary>
internal sealed record DeliveryVerdict(DeliveryFate Fate, IReadOnlyList<Violation> Found);
