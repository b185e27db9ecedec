using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Sunshine.KeyAreas.V1;

namespace Sunshine.Cli.Tests;

/// <summary>The schemas that the service ships.</summary>
internal sealed class FakeAreas : AreaService.AreaServiceBase
{
    private static readonly ConcurrentDictionary<string, Struct> Schemas = new();

    public static Struct Schema(string type) => Schemas.GetOrAdd(type, name => JsonParser.Default.Parse<Struct>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Schemas", name + ".json"))));

    public override Task<ListSchemasResponse> ListSchemas(ListSchemasRequest request, ServerCallContext context) =>
        Task.FromResult(new ListSchemasResponse { Schemas = { new RecordSchema { Version = 1, Schema = Schema(request.Id) } } });
}

/// <summary>Tells records apart by what their schema says, and checks nothing else.</summary>
internal sealed class FakeRecords(FakeState state) : RecordService.RecordServiceBase
{
    public override Task<BatchImportRecordsResponse> BatchImportRecords(BatchImportRecordsRequest request, ServerCallContext context)
    {
        var response = new BatchImportRecordsResponse();
        response.Results.Add(request.Records.Select(Store));
        return Task.FromResult(response);
    }

    public override async Task ImportRecords(IAsyncStreamReader<ImportRecordsRequest> requests, IServerStreamWriter<ImportRecordsResponse> responses, ServerCallContext context)
    {
        await foreach (var request in requests.ReadAllAsync(context.CancellationToken))
        {
            var response = new ImportRecordsResponse();
            response.Results.Add(request.Records.Select(Store));
            if (state.BreakAfterRecords > 0 && state.Records.Count >= state.BreakAfterRecords)
            {
                state.BreakAfterRecords = 0;
                throw new RpcException(new Status(StatusCode.Unavailable, "gone"));
            }

            await responses.WriteAsync(response, context.CancellationToken);
        }
    }

    private EntryResult Store(RecordEntry entry)
    {
        var keys = FakeAreas.Schema(entry.TypeId).Fields["properties"].StructValue.Fields.Where(p => p.Value.StructValue.Fields.ContainsKey("x-key")).Select(p => entry.Data.Fields.GetValueOrDefault(p.Key)?.ToString());
        var key = entry.SourceId.Length > 0 ? entry.SourceId : string.Join('|', keys);
        var outcome = state.Records.TryAdd($"{entry.TypeId} {key}", entry) ? EntryOutcome.Created : EntryOutcome.Unchanged;
        return new EntryResult { SourceId = key, Outcome = outcome, Id = "record" };
    }
}
