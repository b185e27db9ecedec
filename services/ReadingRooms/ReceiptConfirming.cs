using Grpc.Core;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.ReadingRooms;

/// <summary>Confirms a receipt by the room's code, which is all that the caller has to show.</summary>
public sealed class ReceiptConfirming(
    Collections collections, DeliveryRecording recording, RoomBook book, SealedData key, [FromKeyedServices(ReadingRoomsModule.Name)] CallLimit limit, ClientAddress addresses, Clock clock,
    IOptions<ReadingRoomsOptions> options)
{
    /// <summary>Longer than a code with all its marks.</summary>
    private const int Longest = 100;

    public async Task<Confirmation> Confirm(string text, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var v = new Violations();
        v.Required("code", text);
        v.Text("code", text, Longest);
        v.ThrowIfAny();
        // What is no code is told so before anything is counted or looked up: a slip of the finger costs nothing.
        var code = ConfirmationCode.Parse(text) ?? throw ReadingRoomsRefusals.NoSuchCode.Of();
        await limit.Take(["receipt", addresses.Of(context)], code.ToString(), options.Value.ConfirmationsPerHour, TimeSpan.FromHours(1), ReadingRoomsRefusals.TooManyConfirmations, cancel);
        var (distribution, shard) = await Find(code, cancel);

        var (repeated, day) = (false, clock.Today);
        await recording.Record(distribution, shard.Id, now =>
        {
            var known = now.Deliveries[code.Place];
            repeated = known.ReceivedOn is not null;
            day = known.ReceivedOn ?? clock.Today;
            if (repeated) return new Dictionary<int, Delivery>();
            // Who has it in hand needs no excuse any more.
            return new Dictionary<int, Delivery> { [code.Place] = known with { ReceivedOn = day, Confirmation = ConfirmationWay.Code, Excuse = null } };
        }, cancel);
        var roomId = shard.Deliveries[code.Place].RoomId;
        return new Confirmation
        {
            Publication = distribution.Publication.ToProto(), RoomId = roomId, RoomName = (await book.Read(cancel)).NameOf(roomId), ReceivedOn = Days.Format(day), RepeatedAlready = repeated
        };
    }

    private async Task<(Distribution, DeliveryShard)> Find(ConfirmationCode code, CancellationToken cancel)
    {
        var page = await collections.Distributions.List(new ListQuery<Distribution> { Where = [DistributionCollection.Number.Is(code.Distribution)], Size = 1 }, cancel);
        if (page.Documents is not [{ Value: var distribution }] || code.Shard >= distribution.Shards.Count || code.Place >= distribution.Shards[code.Shard].RoomCount) throw ReadingRoomsRefusals.NoSuchCode.Of();
        var shard = (await collections.Shards.Get(distribution.Shards[code.Shard].Id, cancel))!.Value;
        return code.Proves(distribution.Id, shard.Deliveries[code.Place].RoomId, key) ? (distribution, shard) : throw ReadingRoomsRefusals.NoSuchCode.Of();
    }
}
