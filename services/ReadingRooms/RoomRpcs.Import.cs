using Grpc.Core;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.V1;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.ReadingRooms;

/// <summary>Rooms of other systems.</summary>
public sealed partial class RoomRpcs
{
    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<BatchImportRoomsResponse> BatchImportRooms(BatchImportRoomsRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Count("records", request.Records.Count, 1, 1_000);
        v.ThrowIfAny();
        var response = new BatchImportRoomsResponse();
        foreach (var (record, verdict) in request.Records.Zip(await import.Import(request.Records, Caller.Of(context), dryRun: false, wholeOrNothing: false, context.CancellationToken)))
        {
            var result = new ImportedRecord { SourceId = record.SourceId, Fate = verdict.Fate, Id = verdict.Id };
            result.Violations.Add(verdict.Found.Select(f => (f with { Field = $"records[{response.Results.Count}].{f.Field}" }).ToProto(context.Language())));
            response.Results.Add(result);
        }

        return response;
    }
}
