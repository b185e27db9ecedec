using Grpc.Core;
using Spectre.Console;
using Sunshine.Powers.V1;

namespace Sunshine.Cli.Samples;

/// <summary>
/// Loads the laws, the fee catalogue, the lists of powers with their batches, and the guides. Loading twice changes nothing; what was broken
/// off goes on where it ended.
/// </summary>
internal static class SamplePowerList
{
    private const int OperationsPerCall = 500;
    private const int GuidesPerCall = 200;
    private const int LargestPage = 200;

    /// <exception cref="RpcException">A call fails.</exception>
    /// <exception cref="CommandFailedException">A record is refused.</exception>
    public static async Task Load(CallInvoker calls, IAnsiConsole console, CancellationToken cancel)
    {
        var lawIds = await LoadLaws(calls, cancel);
        var feeIds = await LoadFees(calls, lawIds, cancel);
        console.MarkupLineInterpolated($"{lawIds.Count} laws and {feeIds.Count} fee items stored.");

        var batches = SampleAdjustments.Batches(lawIds, feeIds);
        var lists = new ListService.ListServiceClient(calls);
        foreach (var list in SampleAdjustments.Lists) await lists.CreateListAsync(list, cancellationToken: cancel);
        foreach (var list in batches.GroupBy(b => b.Request.ListId)) await LoadBatches(calls, list.Key, list, cancel);
        console.MarkupLineInterpolated(
            $"{SamplePowers.Count:N0} powers of the city, {SampleAdjustments.Cancelled} of them cancelled and {SampleAdjustments.Delegated} delegated since, {SampleAdjustments.Lists.Count - 1} lists of counties: {batches.Count} batches stored.");

        var powers = new List<(string Id, PowerContent Content)>();
        foreach (var list in SampleAdjustments.Lists)
        {
            var ids = await Ids(calls, list.AgencyId, cancel);
            powers.AddRange(SampleAdjustments.Held(list.AgencyId, batches).Select(p => (ids[p.Code], p)));
        }

        await LoadGuides(calls, SampleGuides.Records(lawIds, feeIds, powers), cancel);
        console.MarkupLineInterpolated($"{SampleGuides.Count:N0} service guides stored.");
    }

    private static async Task<IReadOnlyDictionary<string, string>> LoadLaws(CallInvoker calls, CancellationToken cancel)
    {
        var request = new BatchImportLawsRequest();
        request.Records.Add(SampleLaws.Instance.Records());
        var answer = await new LawService.LawServiceClient(calls).BatchImportLawsAsync(request, cancellationToken: cancel);
        Refused.None("laws", answer.Results.SelectMany(r => r.Errors));
        return request.Records.Zip(answer.Results).ToDictionary(x => x.First.Content.Title, x => x.Second.LawId);
    }

    private static async Task<IReadOnlyDictionary<string, string>> LoadFees(CallInvoker calls, IReadOnlyDictionary<string, string> lawIds, CancellationToken cancel)
    {
        var request = new BatchImportFeeItemsRequest();
        request.Records.Add(SampleFees.Records(lawIds));
        var answer = await new FeeService.FeeServiceClient(calls).BatchImportFeeItemsAsync(request, cancellationToken: cancel);
        Refused.None("fee items", answer.Results);
        return answer.Results.ToDictionary(r => r.SourceId, r => r.Id);
    }

    private static async Task LoadBatches(CallInvoker calls, string list, IEnumerable<SampleBatch> batches, CancellationToken cancel)
    {
        var client = new BatchService.BatchServiceClient(calls);
        // Whoever loaded them: a batch that is begun by another caller would be another one.
        var current = await client.ListBatchesAsync(new() { ListId = list, PageSize = LargestPage }, cancellationToken: cancel);
        var there = current.Batches.Select(b => b.Decree.DocumentNumber).ToHashSet();
        foreach (var (request, operations) in batches.Where(b => !there.Contains(b.Request.Decree.DocumentNumber)))
        {
            var batch = await client.CreateBatchAsync(request, cancellationToken: cancel);
            foreach (var part in operations.Skip(batch.OperationCount).Chunk(OperationsPerCall))
                batch = await client.AppendOperationsAsync(new() { Id = batch.Id, Etag = batch.Etag, Operations = { part } }, cancellationToken: cancel);
            await client.AdoptBatchAsync(new() { Id = batch.Id, Etag = batch.Etag }, cancellationToken: cancel);
        }
    }

    /// <summary>The ids of a list's powers, by code.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> Ids(CallInvoker calls, string list, CancellationToken cancel)
    {
        var client = new PowerService.PowerServiceClient(calls);
        var ids = new Dictionary<string, string>();
        // As the sample leaves them, whatever became of them since.
        var request = new ListPowersRequest { ListId = list, AsOf = SampleAdjustments.End, PageSize = LargestPage };
        do
        {
            var page = await client.ListPowersAsync(request, cancellationToken: cancel);
            foreach (var power in page.Powers) ids[power.Code] = power.Id;
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return ids;
    }

    private static async Task LoadGuides(CallInvoker calls, IReadOnlyList<GuideRecord> guides, CancellationToken cancel)
    {
        var client = new GuideService.GuideServiceClient(calls);
        foreach (var part in guides.Chunk(GuidesPerCall))
        {
            var answer = await client.BatchImportGuidesAsync(new() { Records = { part } }, cancellationToken: cancel);
            Refused.None("guides", answer.Results);
        }
    }
}
