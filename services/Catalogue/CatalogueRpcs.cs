using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Text;
using Sunshine.Catalogue.V1;

namespace Sunshine.Catalogue;

/// <summary>The rpcs of <c>sunshine.catalogue.v1.CatalogueService</c>; the contract says what each does.</summary>
public sealed class CatalogueRpcs(PublicItems items, ItemFeed feed, AgencyTree tree, ItemImport import, ItemDigests digests) : CatalogueService.CatalogueServiceBase
{
    /// <summary>Records of one import stream that are worked on at once: enough to fill a transaction, too few to fill the memory.</summary>
    private const int MostInFlight = 2_000;

    private const int MostRecords = 1_000;

    private const int MostInterpreters = 100;

    private const int MostIds = 100;

    /// <summary>The place in a list of editions between the public one and those before it.</summary>
    private const string BeforePast = "past";

    private static readonly TextQuery NoQuery = TextQuery.Parse("");

    [AllowAnonymous]
    public override async Task<V1.Item> GetItem(GetItemRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var v = new Violations();
        var day = v.Day("asOf", request.AsOf);
        v.ThrowIfAny();
        var found = day is null ? await items.Find(request.Id, cancel) : await items.FindOn(request.Id, day.Value, cancel);
        if (found is null) throw CatalogueRefusals.NoSuchItem.Of(request.Id);
        var item = Map.ToProto(found, await tree.Read(cancel));
        item.InterpretedBy.Add(await Interpreters(found.Item, cancel));
        return item;
    }

    [AllowAnonymous]
    public override async Task<ListEditionsResponse> ListEditions(ListEditionsRequest request, ServerCallContext context)
    {
        var v = new Violations();
        var size = PageTokens.Size(request.PageSize, v);
        var after = PageTokens.Place(request.PageToken, request, v);
        v.ThrowIfAny();
        var found = await Required(request.Id, context);
        var response = new ListEditionsResponse();
        // The public edition comes first, and a page has room for one past edition less.
        if (after is null) response.Editions.Add(Map.ToProto(found.Edition));
        if (after is null && size == 1)
        {
            response.NextPageToken = found.Edition.Number > 1 ? PageTokens.Of(BeforePast, request) : "";
            return response;
        }

        var past = await items.PastEditions(found.Item, size - response.Editions.Count, after is BeforePast ? null : after, context.CancellationToken);
        response.Editions.Add(past.Documents.Select(p => Map.ToProto(p.Value.Edition)));
        response.NextPageToken = PageTokens.Of(past.Next, request);
        return response;
    }

    [AllowAnonymous]
    public override async Task<V1.Item> GetEdition(GetEditionRequest request, ServerCallContext context) =>
        Map.ToProto(await RequiredEdition(request.Id, request.Edition, context), await tree.Read(context.CancellationToken));

    [AllowAnonymous]
    public override async Task<Comparison> GetComparison(GetComparisonRequest request, ServerCallContext context) => EditionComparison.Of(
        (await RequiredEdition(request.Id, request.From, context)).Edition.Content, (await RequiredEdition(request.Id, request.To, context)).Edition.Content);

    [AllowAnonymous]
    public override async Task<ListCitersResponse> ListCiters(ListCitersRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Enum("relation", request.Relation, required: false);
        var size = PageTokens.Size(request.PageSize, v);
        var after = PageTokens.Place(request.PageToken, request, v);
        v.ThrowIfAny();
        var found = await Required(request.Id, context);
        var agencies = await tree.Read(context.CancellationToken);
        var page = await items.Search(Referring(found.Item, request.Relation) with { Size = size, After = after }, context.CancellationToken);
        var response = new ListCitersResponse { TotalSize = page.Total, NextPageToken = PageTokens.Of(page.Next, request) };
        response.Items.Add(page.Documents.Select(d => Map.ToSummary(d.Value, agencies, NoQuery)));
        return response;
    }

    [AllowAnonymous]
    public override async Task WatchItems(WatchItemsRequest request, IServerStreamWriter<WatchItemsResponse> responseStream, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var v = new Violations();
        var agencies = await tree.Read(cancel);
        if (request.AgencyId.Length > 0 && agencies.Find(request.AgencyId) is null) v.Add("agencyId", "NO_SUCH_AGENCY", "没有这个机构。", "There is no such agency.");
        var from = await feed.Cursor(request.Cursor, v, cancel);
        v.ThrowIfAny();
        await foreach (var change in feed.Follow(from, request.AgencyId, cancel)) await responseStream.WriteAsync(change, cancel);
    }

    [AllowAnonymous]
    public override async Task<ListItemsResponse> ListItems(ListItemsRequest request, ServerCallContext context)
    {
        var agencies = await tree.Read(context.CancellationToken);
        var search = ItemSearch.Of(request, agencies);
        var page = await items.Search(search, context.CancellationToken);
        var query = search.Text ?? NoQuery;

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
        await foreach (var item in items.All(context.CancellationToken))
        {
            if (wanted?.Contains(item.Item.AgencyId) != false) await responseStream.WriteAsync(Map.ToProto(item, agencies), context.CancellationToken);
        }
    }

    [AllowAnonymous]
    public override async Task<BatchGetItemsResponse> BatchGetItems(BatchGetItemsRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Count("ids", request.Ids.Count, 1, MostIds);
        v.ThrowIfAny();
        var agencies = await tree.Read(context.CancellationToken);
        var found = await items.FindMany([.. request.Ids.Distinct()], context.CancellationToken);
        var response = new BatchGetItemsResponse();
        response.Items.Add(request.Ids.Distinct().Where(found.ContainsKey).Select(id => Map.ToProto(found[id], agencies)));
        return response;
    }

    [AllowAnonymous]
    public override Task<Balance> GetBalance(GetBalanceRequest request, ServerCallContext context) => digests.Balance(request, context.CancellationToken);

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
        return await YearStatistics.Count(items, request.Year, context.CancellationToken);
    }

    [AllowAnonymous]
    public override Task<CodeTable> GetCodeTable(GetCodeTableRequest request, ServerCallContext context) =>
        Task.FromResult(Map.ToProto(CodeTables.All.FirstOrDefault(t => t.Id == request.Id) ?? throw CatalogueRefusals.NoSuchCodeTable.Of(request.Id)));

    private static SearchQuery<Item> Referring(Item item, Relation relation) =>
        new() { Filters = [ItemCollection.References.In([.. ReferenceKeys.To(item, relation)])], Size = MostInterpreters };

    /// <summary>The items that explain one, oldest first.</summary>
    private async Task<IEnumerable<string>> Interpreters(Item item, CancellationToken cancel) =>
        (await items.Search(Referring(item, Relation.Interprets), cancel)).Documents.Reverse().Select(d => d.Value.Id);

    private async Task<PublicItem> Required(string id, ServerCallContext context) =>
        await items.Find(id, context.CancellationToken) ?? throw CatalogueRefusals.NoSuchItem.Of(id);

    private async Task<PublicItem> RequiredEdition(string id, int number, ServerCallContext context) =>
        await items.FindEdition(id, number, context.CancellationToken) ?? throw CatalogueRefusals.NoSuchEdition.Of($"{id}/{number}");

    private static void RequireCount(int count, long position)
    {
        var violations = new Violations();
        violations.Count("records", count, 1, MostRecords);
        if (violations.Any) throw new RefusedException(Foundation.Hosting.Refusals.InvalidFields, "", violations.Found).With("position", position.ToString());
    }
}
