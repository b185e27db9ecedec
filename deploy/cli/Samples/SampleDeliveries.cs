using System.Globalization;
using Grpc.Core;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.Cli.Samples;

/// <summary>The gazette's 16 issues in all reading rooms. Who distributes them opens by itself when an issue comes out; here it is only recorded what arrived when.</summary>
internal static class SampleDeliveries
{
    private const int RecordsPerCall = 2_000;

    /// <summary>Events take their time: so long, in seconds, the distributions are waited for.</summary>
    private const int LongestWait = 120;

    /// <exception cref="RpcException">A call fails.</exception>
    /// <exception cref="CommandFailedException">No distribution was opened, or a record is refused.</exception>
    public static async Task Load(CallInvoker calls, TimeProvider time, CancellationToken cancel)
    {
        var (rooms, distributions) = (new RoomService.RoomServiceClient(calls), new DistributionService.DistributionServiceClient(calls));
        var opened = await Opened(distributions, time, cancel);
        var records = SampleRooms.Records();
        var ids = new List<string>(records.Count);
        foreach (var part in records.Chunk(1_000)) ids.AddRange((await rooms.BatchImportRoomsAsync(new() { Records = { part } }, cancellationToken: cancel)).Results.Select(r => r.Id));
        foreach (var (distribution, issue) in opened.OrderBy(d => d.IssuedOn, StringComparer.Ordinal).Select((d, i) => (d, i + 1)))
        {
            var issuedOn = DateOnly.ParseExact(distribution.IssuedOn, "yyyy-MM-dd", CultureInfo.InvariantCulture);
            var deliveries = records.Select((room, at) =>
            {
                var received = SampleDays.Iso(SampleRooms.ReceivedOn(issuedOn, room, at, issue));
                return new DeliveryRecord { RoomId = ids[at], DeliveredOn = received, ReceivedOn = received, Method = at < 24 ? DeliveryMethod.Courier : DeliveryMethod.Post, DeliveredBy = "鞍山市政府公报室" };
            });
            foreach (var part in deliveries.Chunk(RecordsPerCall))
            {
                var answer = await distributions.BatchRecordDeliveriesAsync(new() { DistributionId = distribution.Id, Records = { part } }, cancellationToken: cancel);
                Refused.None("deliveries", answer.Results.Where(r => r.Fate == DeliveryFate.Refused).Select(r => (r.RoomId, r.Violations.AsEnumerable())));
            }
        }
    }

    private static async Task<IReadOnlyList<Distribution>> Opened(DistributionService.DistributionServiceClient client, TimeProvider time, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var found = (await client.ListDistributionsAsync(new() { Year = 2016, PageSize = 200 }, cancellationToken: cancel)).Distributions.Where(d => d.Publication.Kind == PublicationKind.GazetteIssue).ToList();
            if (found.Count == SampleEngagement.Issues) return found;
            if (time.GetElapsedTime(began).TotalSeconds > LongestWait) throw new CommandFailedException($"Of {SampleEngagement.Issues} gazette issues {found.Count} are distributed to reading rooms.");
            await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancel);
        }
    }
}
