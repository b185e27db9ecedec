using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Finance.V1;

namespace Sunshine.Cli.Samples;

/// <summary>Loads the list of departments that spend public money and what they disclosed. Loading twice changes nothing.</summary>
internal static class SampleDisclosures
{
    private const int RecordsPerCall = 20;

    /// <exception cref="RpcException">A call fails.</exception>
    /// <exception cref="CommandFailedException">A record is refused.</exception>
    public static async Task Load(CallInvoker calls, CancellationToken cancel)
    {
        var units = new BatchImportFundedUnitsRequest();
        units.Records.Add(SampleFinance.Instance.Units.Select(u => new FundedUnitRecord
        {
            AgencyId = u.Agency.Id, FiscalYear = 2016, EffectiveOn = "2016-01-04", Content = new FundedUnitContent { DocumentNumber = "样本数据〔2016〕1号" }
        }));
        Refused.None("funded units", (await new CoverageService.CoverageServiceClient(calls).BatchImportFundedUnitsAsync(units, cancellationToken: cancel)).Results);

        var items = await Items(calls, cancel);
        var disclosures = new DisclosureService.DisclosureServiceClient(calls);
        foreach (var part in SampleFinance.Instance.Records().Chunk(RecordsPerCall))
        {
            var request = new BatchImportDisclosuresRequest();
            foreach (var record in part)
            {
                record.Content.ItemId = items.GetValueOrDefault((record.AgencyId, record.Content.Title), "");
                request.Records.Add(record);
            }

            Refused.None("disclosures", (await disclosures.BatchImportDisclosuresAsync(request, deadline: null, cancellationToken: cancel)).Results);
        }
    }

    /// <summary>The items of the catalogue that the disclosures are, by agency and title.</summary>
    private static async Task<IReadOnlyDictionary<(string, string), string>> Items(CallInvoker calls, CancellationToken cancel)
    {
        var (client, found) = (new CatalogueService.CatalogueServiceClient(calls), new Dictionary<(string, string), string>());
        var request = new ListItemsRequest { KeyArea = "02", PublishedFrom = "2016-01-01", PublishedTo = "2016-12-31", PageSize = 200 };
        do
        {
            var page = await client.ListItemsAsync(request, cancellationToken: cancel);
            foreach (var item in page.Items) found[(item.Agency.Id, item.Title)] = item.Id;
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return found;
    }
}
