using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Text;
using Sunshine.Catalogue.V1;

namespace Sunshine.Catalogue;

/// <summary>The rpcs of <c>sunshine.catalogue.v1.CatalogueService</c>; the contract says what each does.</summary>
public sealed class CatalogueRpcs(Collections collections, AgencyTree tree, ItemImport import) : CatalogueService.CatalogueServiceBase
{
    /// <summary>Records of one import stream that are worked on at once: enough to fill a transaction, too few to fill the memory.</summary>
    private const int MostInFlight = 2_000;

    private const int MostRecords = 1_000;

    [AllowAnonymous]
    public override async Task<V1.Item> GetItem(GetItemRequest request, ServerCallContext context)
    {
        var found = await collections.Items.Get(request.Id, context.CancellationToken) ?? throw CatalogueRefusals.NoSuchItem.Of(request.Id);
        return Map.ToProto(found, await tree.Read(context.CancellationToken));
    }

    [AllowAnonymous]
    public override async Task<ListItemsResponse> ListItems(ListItemsRequest request, ServerCallContext context)
    {
        var agencies = await tree.Read(context.CancellationToken);
        var search = ItemSearch.Of(request, agencies);
        var page = await collections.Items.Search(search, context.CancellationToken);
        var query = search.Text ?? TextQuery.Parse("");

        var response = new ListItemsResponse { TotalSize = page.Total, NextPageToken = PageTokens.Of(page.Next, request) };
        response.Items.Add(page.Documents.Select(d => Map.ToSummary(d.Value, agencies, query)));
        if (request.PageToken.Length == 0)
            response.Facets.Add(ItemCollection.Shown.Select(f => Map.ToProto(f.Name, page.Facets[f.Name], agencies)));
        return response;
    }

    [AllowAnonymous]
    public override async Task ExportItems(ExportItemsRequest request, IServerStreamWriter<V1.Item> responseStream, ServerCallContext context)
    {
        var agencies = await tree.Read(context.CancellationToken);
        var wanted = request.AgencyId.Length == 0 ? null : agencies.SelfAndBelow(request.AgencyId).ToHashSet();
        if (wanted?.Count == 0) throw CatalogueRefusals.NoSuchAgency.Of(request.AgencyId);
        await foreach (var stored in collections.Items.All(context.CancellationToken))
        {
            if (wanted?.Contains(stored.Value.AgencyId) != false) await responseStream.WriteAsync(Map.ToProto(stored, agencies), context.CancellationToken);
        }
    }

    [Allow(Roles.System, Roles.Publisher, Roles.Admin)]
    public override async Task ImportItems(
        IAsyncStreamReader<ImportItemsRequest> requestStream, IServerStreamWriter<ImportItemsResponse> responseStream, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var language = context.Language();
        var inFlight = new Queue<(HashSet<string> Ids, Task Answered)>();
        var working = 0;
        long position = 0;
        // The last answer stands for all before it. It is sent while the next message is being waited for: a caller may well wait for it.
        var answered = Task.CompletedTask;
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        try
        {
            await foreach (var message in requestStream.ReadAllAsync(failed.Token))
            {
                RequireCount(message.Records.Count, position);
                var ids = message.Records.Select(ItemImport.IdOf).ToHashSet();
                // An item that is being written must be done before it is written again: the later record counts.
                while (inFlight.Count > 0
                    && (inFlight.Peek().Answered.IsCompleted || working + ids.Count > MostInFlight || inFlight.Any(f => f.Ids.Overlaps(ids))))
                {
                    var (done, answer) = inFlight.Dequeue();
                    await answer;
                    working -= done.Count;
                }

                working += ids.Count;
                answered = Answer(answered, import.Import(message.Records, position, caller, language, failed.Token));
                inFlight.Enqueue((ids, answered));
                position += message.Records.Count;
            }
        }
        finally
        {
            // What was taken in is answered first, whatever comes then; and if it failed, that is what the caller hears of.
            await answered;
        }

        async Task Answer(Task before, Task<IReadOnlyList<ImportResult>> importing)
        {
            try
            {
                await before;
                var response = new ImportItemsResponse();
                response.Results.Add(await importing);
                await responseStream.WriteAsync(response, context.CancellationToken);
            }
            catch
            {
                await failed.CancelAsync();
                throw;
            }
        }
    }

    [Allow(Roles.System, Roles.Publisher, Roles.Admin)]
    public override async Task<BatchImportItemsResponse> BatchImportItems(BatchImportItemsRequest request, ServerCallContext context)
    {
        RequireCount(request.Records.Count, 0);
        var response = new BatchImportItemsResponse();
        response.Results.Add(await import.Import(request.Records, 0, Caller.Of(context), context.Language(), context.CancellationToken));
        return response;
    }

    [AllowAnonymous]
    public override async Task<Statistics> GetStatistics(GetStatisticsRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        if (request.Year is < 1949 or > 9999) violations.Add("year", "OUT_OF_RANGE", "须在 1949 至 9999 之间。", "Must be from 1949 to 9999.");
        violations.ThrowIfAny();
        return await YearStatistics.Count(collections, request.Year, context.CancellationToken);
    }

    [AllowAnonymous]
    public override Task<CodeTable> GetCodeTable(GetCodeTableRequest request, ServerCallContext context) =>
        Task.FromResult(Map.ToProto(CodeTables.All.FirstOrDefault(t => t.Id == request.Id) ?? throw CatalogueRefusals.NoSuchCodeTable.Of(request.Id)));

    private static void RequireCount(int count, long position)
    {
        var violations = new Violations();
        violations.Count("records", count, 1, MostRecords);
        if (violations.Any) throw new RefusedException(Foundation.Hosting.Refusals.InvalidFields, "", violations.Found).With("position", position.ToString());
    }
}
