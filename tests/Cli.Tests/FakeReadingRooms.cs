using Grpc.Core;
using Sunshine.Foundation.V1;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.Cli.Tests;

internal sealed class FakeRooms(FakeState state) : RoomService.RoomServiceBase
{
    public override Task<BatchImportDivisionsResponse> BatchImportDivisions(BatchImportDivisionsRequest request, ServerCallContext context)
    {
        var response = new BatchImportDivisionsResponse();
        response.Results.Add(request.Records.Select(r => new ImportedRecord { SourceId = r.Code, Id = r.Code, Fate = Fate(state.Divisions.TryAdd(r.Code, r)) }));
        return Task.FromResult(response);
    }

    public override Task<BatchImportRoomsResponse> BatchImportRooms(BatchImportRoomsRequest request, ServerCallContext context)
    {
        var response = new BatchImportRoomsResponse();
        response.Results.Add(request.Records.Select(r => new ImportedRecord { SourceId = r.SourceId, Id = "id-" + r.SourceId, Fate = Fate(state.Rooms.TryAdd(r.SourceId, r)) }));
        return Task.FromResult(response);
    }

    private static RecordFate Fate(bool added) => added ? RecordFate.Created : RecordFate.Unchanged;
}

/// <summary>Has a distribution of each issue of the gazette that is out.</summary>
internal sealed class FakeDistributions(FakeState state) : DistributionService.DistributionServiceBase
{
    public override Task<ListDistributionsResponse> ListDistributions(ListDistributionsRequest request, ServerCallContext context)
    {
        var response = new ListDistributionsResponse();
        response.Distributions.Add(state.Issues.Values.Select(i => new Distribution { Id = $"d{i.Number}", IssuedOn = i.IssuedOn, Publication = new Publication { Kind = PublicationKind.GazetteIssue } }));
        return Task.FromResult(response);
    }

    public override Task<BatchRecordDeliveriesResponse> BatchRecordDeliveries(BatchRecordDeliveriesRequest request, ServerCallContext context)
    {
        foreach (var record in request.Records) state.Deliveries[$"{request.DistributionId} {record.RoomId}"] = record;
        var response = new BatchRecordDeliveriesResponse();
        response.Results.Add(request.Records.Select(r => new RecordedDelivery { RoomId = r.RoomId }));
        return Task.FromResult(response);
    }
}
