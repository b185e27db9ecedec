using Grpc.Core;
using Sunshine.Requests.V1;

namespace Sunshine.Cli.Tests;

internal sealed class FakeApplications(FakeState state) : ApplicationService.ApplicationServiceBase
{
    public override Task<BatchImportApplicationsResponse> BatchImportApplications(BatchImportApplicationsRequest request, ServerCallContext context)
    {
        var response = new BatchImportApplicationsResponse();
        response.Results.Add(request.Records.Select(r => new ImportedApplication { SourceId = r.SourceId, ApplicationId = "id-" + r.SourceId, Created = state.Applications.TryAdd(r.SourceId, r) }));
        return Task.FromResult(response);
    }
}

internal sealed class FakeCases(FakeState state) : CaseService.CaseServiceBase
{
    public override Task<BatchImportCasesResponse> BatchImportCases(BatchImportCasesRequest request, ServerCallContext context)
    {
        var response = new BatchImportCasesResponse();
        response.Results.Add(request.Records.Select(r => new ImportedCase { SourceId = r.SourceId, CaseId = "id-" + r.SourceId, Created = state.Cases.TryAdd(r.SourceId, r) }));
        return Task.FromResult(response);
    }
}
