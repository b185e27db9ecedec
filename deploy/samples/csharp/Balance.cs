using Grpc.Core;
using Sunshine.Catalogue.V1;

namespace CountyClient;

/// <summary>
/// Compares what the county has sent with what the platform has, of one window of days of publication. Counts alone would hide one item that is missing and
/// another that is there instead, so the ids are compared too.
/// </summary>
internal sealed class Balance(Access access, Settings settings, Journal journal, string from, string to)
{
    private static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(1);

    public async Task<int> Run()
    {
        try
        {
            var theirs = await access.Catalogue.GetBalanceAsync(
                new GetBalanceRequest { AgencyId = settings.Agency, PublishedFrom = from, PublishedTo = to }, await access.Call(LongestCall));
            var listed = await Listed();
            var ours = journal.Accepted.Values.Where(e => string.CompareOrdinal(e.PublishedOn, from) >= 0 && string.CompareOrdinal(e.PublishedOn, to) <= 0).ToList();
            Console.WriteLine($"{settings.Agency}, {from} to {to}: {ours.Count} sent and accepted, {theirs.Count} on the platform, digest {theirs.Digest}");
            if (journal.Unfinished is not null) Console.WriteLine("an import has not ended: start it again first");
            var (missing, others) = (ours.Where(e => !listed.ContainsKey(e.Id!)).ToList(), listed.Values.Where(i => !journal.Accepted.ContainsKey(i.Id)).ToList());
            foreach (var entry in missing) Console.WriteLine($"missing there: {entry.SourceId} {entry.Id}");
            foreach (var item in others) Console.WriteLine($"not sent from here: {item.Id} {item.Title}");
            var same = missing.Count == 0 && others.Count == 0 && ours.Count == theirs.Count;
            Console.WriteLine(same ? "balanced" : $"different: {missing.Count} missing there, {others.Count} not sent from here");
            return same ? Program.Done : Program.Incomplete;
        }
        catch (RpcException e)
        {
            throw new StopException(Access.Explain(e));
        }
    }

    private async Task<Dictionary<string, ItemSummary>> Listed()
    {
        var items = new Dictionary<string, ItemSummary>();
        var request = new ListItemsRequest { AgencyId = settings.Agency, PublishedFrom = from, PublishedTo = to, Order = Order.Newest, PageSize = 200 };
        do
        {
            var page = await access.Catalogue.ListItemsAsync(request, await access.Call(LongestCall));
            foreach (var item in page.Items) items[item.Id] = item;
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return items;
    }
}
