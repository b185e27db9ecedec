using Grpc.Core;
using Sunshine.KeyAreas.V1;

namespace Sunshine.Cli.Samples;

/// <summary>
/// Records of the key areas: 24,274, as many as the report says were disclosed there. It itemises 1,799 of them by area, and so does the sample; the other
/// 22,475 it does not divide, and here they are spread over those named areas that it gives no number for. Beside them the 2,133 tasks of the government and its
/// 20 projects for people's livelihood, which are no items of a key area. What a record says is made up.
/// </summary>
internal static class SampleRecords
{
    /// <summary>In the key areas.</summary>
    public const int Count = 24_274;

    public const int Tasks = 2_133;
    public const int Projects = 20;

    private const int RecordsPerCall = 1_000;

    /// <summary>Type, agency and how many; first those of the areas that the report itemises.</summary>
    private static readonly (string Type, string Agency, int Count)[] Parts =
    [
        ("finance-entry", "as-finance", 132), ("procurement-award", "as-service-centre", 600), ("land-grant", "as-land", 120), ("land-expropriation", "as-land", 66), ("major-project", "as-reform", 22),
        ("water-quality", "as-health", 40), ("medical-institution", "as-health", 60), ("relief", "as-civil-affairs", 8), ("subsistence-allowance", "as-civil-affairs", 12), ("allowance-list", "as-civil-affairs", 2),
        ("school-admission", "as-education", 60), ("education-fund", "as-education", 21), ("residence-transfer", "as-police", 9), ("poverty-project", "as-poverty-relief", 53), ("state-enterprise", "as-state-assets", 50),
        ("enterprise-pay", "as-state-assets", 17), ("air-quality", "as-environment", 24), ("environmental-assessment", "as-environment", 194), ("food-sampling", "as-food-drug", 40), ("drug-inspection", "as-food-drug", 20),
        ("random-inspection", "as-food-drug", 18), ("job-posting", "as-employment", 110), ("employment-statistics", "as-employment", 60), ("tax-relief", "as-local-tax", 26), ("proposal-reply", "as-gov-office", 21),
        ("housing-allocation", "as-housing", 14),
        // 22,475 that the report does not divide.
        ("administrative-permit", "as-service-centre", 11_000), ("administrative-penalty", "as-enforcement", 7_200), ("social-insurance", "as-human-resources", 32), ("tourism-enforcement", "as-tourism", 180),
        ("intellectual-property", "as-science", 140), ("product-sampling", "as-quality", 900), ("social-organisation", "as-civil-affairs", 420), ("safety-accident", "as-work-safety", 24), ("safety-inspection", "as-work-safety", 1_100),
        ("innovation-support", "as-human-resources", 520), ("audit-result", "as-audit", 160), ("science-project", "as-science", 480), ("fee-catalogue", "as-price", 319)
    ];

    /// <exception cref="RpcException">A call fails.</exception>
    /// <exception cref="CommandFailedException">A record is refused.</exception>
    public static async Task Load(CallInvoker calls, CancellationToken cancel)
    {
        foreach (var (type, agency, count) in Parts) await Load(calls, type, agency, count, cancel);
        await Load(calls, "work-task", "as-gov-office", Tasks, cancel);
        await Load(calls, "livelihood-project", "as-gov-office", Projects, cancel);
    }

    private static async Task Load(CallInvoker calls, string type, string agency, int count, CancellationToken cancel)
    {
        var schemas = await new AreaService.AreaServiceClient(calls).ListSchemasAsync(new() { Id = type, PageSize = 200 }, cancellationToken: cancel);
        var (values, client) = (new SampleRecordValues(schemas.Schemas[^1].Schema), new RecordService.RecordServiceClient(calls));
        foreach (var part in Enumerable.Range(0, count).Chunk(RecordsPerCall))
        {
            var request = new BatchImportRecordsRequest();
            request.Records.Add(part.Select(i => Entry(type, agency, count, values, i)));
            var answer = await client.BatchImportRecordsAsync(request, cancellationToken: cancel);
            Refused.None($"records of {type}", answer.Results.Where(r => r.Outcome == EntryOutcome.Refused).Select(r => (r.SourceId, r.Violations.AsEnumerable())));
        }
    }

    private static RecordEntry Entry(string type, string agency, int count, SampleRecordValues values, int index)
    {
        // In the order of the year.
        var day = new DateOnly(2016, 1, 4).AddDays((int)(index * 350L / count));
        var entry = new RecordEntry { TypeId = type, AgencyId = agency, PublishedOn = SampleDays.Iso(day.AddDays(index % 5)), Data = values.Record(index, day) };
        SampleReliefFigures.Put(type, index, entry.Data);
        // A type without a key of its own needs one from whoever sends it.
        if (type is "housing-allocation" or "allowance-list") entry.SourceId = $"sample-{index + 1:0000}";
        return entry;
    }
}
