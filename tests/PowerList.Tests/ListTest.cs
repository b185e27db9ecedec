using Sunshine.Foundation.Identity;
using Sunshine.Powers.V1;

namespace Sunshine.Powers.Tests;

/// <summary>With a list for the city and one for the county, an editor and a publisher.</summary>
public abstract class ListTest : PowerListTest
{
    private int _requests;

    protected BatchService.BatchServiceClient Editor { get; private set; } = null!;

    /// <summary>Who makes batches current.</summary>
    protected BatchService.BatchServiceClient Publisher { get; private set; } = null!;

    /// <summary>The county's machine, which does both.</summary>
    protected BatchService.BatchServiceClient County { get; private set; } = null!;

    /// <summary>Anybody.</summary>
    protected PowerService.PowerServiceClient Powers { get; private set; } = null!;

    protected BatchService.BatchServiceClient Batches { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Connect();
        Law = (await new LawService.LawServiceClient(As("keeper-1", Roles.Supervisor)).CreateLawAsync(
            new() { RequestId = "law", Content = new V1.LawContent { Title = "测试法", Kind = LawKind.Statute, EffectiveOn = "2000-01-01", LastArticle = 30 } }, cancellationToken: Cancel)).Id;
        foreach (var (id, level, region) in new[] { ("city", PowerLevel.City, "210300"), ("county", PowerLevel.County, "210381") })
        {
            await new ListService.ListServiceClient(As("system", Roles.System, id)).CreateListAsync(
                new() { RequestId = id, AgencyId = id, Name = $"{id} 权责清单", Level = level, Region = region }, cancellationToken: Cancel);
        }
    }

    protected virtual Task Connect()
    {
        Editor = new(As("editor-1", Roles.Editor));
        Publisher = new(As("publisher-1", Roles.Publisher));
        County = new(As("county-system", Roles.System, "county"));
        Powers = new(Host.Invoker());
        Batches = new(Host.Invoker());
        return Task.CompletedTask;
    }

    protected static string Code(int item, string kind = "XK", string region = "210300", string organ = "025") => $"{region}{organ}{kind}{item:0000}000";

    protected virtual V1.PowerContent Content(int item, string kind = "XK", string agency = "office", string name = "", PowerLevel level = PowerLevel.City, string region = "210300") => new()
    {
        Code = Code(item, kind, region), Name = name.Length > 0 ? name : $"第 {item} 项职权", Kind = kind == "XK" ? PowerKind.Licence : PowerKind.Penalty, AgencyId = agency,
        Bases = { new V1.LegalBasis { LawId = Law, Article = "第十二条" } }, Level = level
    };

    /// <summary>A law of the register with thirty articles.</summary>
    protected string Law { get; private set; } = "";

    protected static V1.Operation Add(V1.PowerContent content) => new() { Kind = OperationKind.Add, Powers = { content } };

    protected static V1.Operation Cancel_(string code) => new() { Kind = OperationKind.Cancel, Codes = { code }, Reason = "国务院决定取消" };

    protected static V1.Operation Delegate(string code, string to = "county", PowerLevel level = PowerLevel.County) =>
        new() { Kind = OperationKind.Delegate, Codes = { code }, ToLevel = level, ToAgencyIds = { to }, Reason = "省政府决定下放" };

    protected static V1.Operation TakeOver(V1.PowerContent content, string sourceCode, string sourceList = "city") =>
        new() { Kind = OperationKind.TakeOver, Powers = { content }, SourceListId = sourceList, SourceCode = sourceCode };

    protected static V1.Operation Rename(string code, string name) => new() { Kind = OperationKind.Rename, Codes = { code }, Powers = { new V1.PowerContent { Name = name } } };

    protected static V1.Operation Change(string code, V1.PowerContent to, params string[] fields) =>
        new() { Kind = OperationKind.Change, Codes = { code }, Powers = { to }, UpdateMask = new() { Paths = { fields } } };

    protected static V1.Operation Merge(V1.PowerContent into, params string[] codes) => new() { Kind = OperationKind.Merge, Codes = { codes }, Powers = { into } };

    protected static V1.Operation Split(string code, params V1.PowerContent[] into) => new() { Kind = OperationKind.Split, Codes = { code }, Powers = { into } };

    protected CreateBatchRequest NewBatch(string effectiveOn, string list = "city") => new()
    {
        RequestId = $"{++_requests}", ListId = list, Decree = new V1.Decree { Title = "关于调整权责清单的决定", DocumentNumber = "鞍政发〔2016〕1号", DecidedOn = effectiveOn }, EffectiveOn = effectiveOn
    };

    protected async Task<V1.Batch> Drafted(string effectiveOn, params V1.Operation[] operations)
    {
        var batch = await Editor.CreateBatchAsync(NewBatch(effectiveOn), cancellationToken: Cancel);
        foreach (var part in operations.Chunk(1_000))
            batch = await Editor.AppendOperationsAsync(new() { Id = batch.Id, Etag = batch.Etag, Operations = { part } }, cancellationToken: Cancel);
        return batch;
    }

    protected async Task<V1.Batch> Adopted(string effectiveOn, params V1.Operation[] operations)
    {
        var batch = await Drafted(effectiveOn, operations);
        return await Publisher.AdoptBatchAsync(new() { Id = batch.Id, Etag = batch.Etag }, cancellationToken: Cancel);
    }

    /// <summary>Of the county's list.</summary>
    protected async Task<V1.Batch> AdoptedByCounty(string effectiveOn, params V1.Operation[] operations)
    {
        var batch = await County.CreateBatchAsync(NewBatch(effectiveOn, "county"), cancellationToken: Cancel);
        batch = await County.AppendOperationsAsync(new() { Id = batch.Id, Etag = batch.Etag, Operations = { operations } }, cancellationToken: Cancel);
        return await County.AdoptBatchAsync(new() { Id = batch.Id, Etag = batch.Etag }, cancellationToken: Cancel);
    }

    protected async Task<IReadOnlyList<PowerSummary>> All(string list = "city", string asOf = "", string batch = "")
    {
        var found = new List<PowerSummary>();
        var request = new ListPowersRequest { ListId = list, AsOf = asOf, BatchId = batch, PageSize = 200 };
        ListPowersResponse page;
        do
        {
            page = await Powers.ListPowersAsync(request, cancellationToken: Cancel);
            found.AddRange(page.Powers);
            request.PageToken = page.NextPageToken;
        }
        while (page.NextPageToken.Length > 0);
        Assert.Equal(page.TotalSize, found.Count);
        return found;
    }

    protected async Task<IReadOnlyList<string>> Errors(V1.Batch batch) =>
        [.. (await Editor.CheckBatchAsync(new() { Id = batch.Id }, cancellationToken: Cancel)).Errors.Select(e => $"{e.Line} {e.Field} {e.Reason}")];
}
