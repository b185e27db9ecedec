using Grpc.Core;
using Sunshine.Finance.V1;
using Sunshine.Foundation.V1;

namespace Sunshine.Cli.Tests;

internal sealed class FakeCoverage(FakeState state) : CoverageService.CoverageServiceBase
{
    public override Task<BatchImportFundedUnitsResponse> BatchImportFundedUnits(BatchImportFundedUnitsRequest request, ServerCallContext context)
    {
        var response = new BatchImportFundedUnitsResponse();
        response.Results.Add(request.Records.Select(r => new ImportedRecord
        {
            SourceId = r.AgencyId, Id = "unit-" + r.AgencyId, Fate = state.FundedUnits.TryAdd($"{r.AgencyId} {r.FiscalYear}", r) ? RecordFate.Created : RecordFate.Unchanged
        }));
        return Task.FromResult(response);
    }
}

internal sealed class FakeDisclosures(FakeState state) : DisclosureService.DisclosureServiceBase
{
    public override Task<BatchImportDisclosuresResponse> BatchImportDisclosures(BatchImportDisclosuresRequest request, ServerCallContext context)
    {
        var response = new BatchImportDisclosuresResponse();
        response.Results.Add(request.Records.Select(r => new ImportedRecord
        {
            SourceId = r.SourceId, Id = "disclosure-" + r.SourceId, Fate = state.Disclosures.TryAdd(r.SourceId, r) ? RecordFate.Created : RecordFate.Unchanged
        }));
        return Task.FromResult(response);
    }
}
