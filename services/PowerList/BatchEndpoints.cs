using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.OpenApi;

namespace Sunshine.Powers;

/// <summary>Files of operations, as <see cref="BatchRpcs.ImportOperations"/> takes them.</summary>
public static class BatchEndpoints
{
    public static void MapBatchFiles(this IEndpointRouteBuilder endpoints)
    {
        var batches = endpoints.ServiceProvider.GetRequiredService<BatchRpcs>();
        endpoints.MapUpload("/api/v1/powers/batch-files", [Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin], new PlainOperation(V1.BatchService.Descriptor, "ImportFile",
            "Reads a draft's operations from a file, as ImportOperations does. Everything is stored or nothing; with `dryRun=true` nothing, and errors are in the answer.")
        {
            Query = V1.ImportOperationsHeader.Descriptor, Body = "The bytes of the file: CSV, XLSX or lines of JSON, up to 64 MiB.", Answer = V1.ImportReport.Descriptor
        }, http => batches.Import(QueryParameters.Read<V1.ImportOperationsHeader>(http.Request.Query), http.Request.Body, Caller.Of(http), Languages.Of(http.Request.Headers.AcceptLanguage), "", http.RequestAborted));
    }
}
