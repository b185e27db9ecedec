using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.OpenApi;

namespace Sunshine.Finance;

/// <summary>Files of tables, as <see cref="ImportRpcs.ImportStatements"/> takes them, and packages, as ImportPackage does.</summary>
public static class ImportEndpoints
{
    public static void MapImports(this IEndpointRouteBuilder endpoints)
    {
        var (imports, disclosures) = (endpoints.ServiceProvider.GetRequiredService<ImportRpcs>(), endpoints.ServiceProvider.GetRequiredService<DisclosureRpcs>());
        endpoints.MapUpload("/api/v1/finance/draft-files", [Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin], new PlainOperation(V1.ImportService.Descriptor, "ImportFile",
            "Reads a draft's tables from a file, as ImportStatements does. Everything is stored or nothing; with `dryRun=true` nothing, and errors are in the answer.")
        {
            Query = V1.ImportStatementsHeader.Descriptor, Body = "The bytes of the file: CSV or XLSX, up to 16 MiB.", Answer = V1.ImportStatementsReport.Descriptor
        }, http => imports.Import(QueryParameters.Read<V1.ImportStatementsHeader>(http.Request.Query), http.Request.Body, Caller.Of(http), Languages.Of(http.Request.Headers.AcceptLanguage), "", http.RequestAborted));
        endpoints.MapUpload("/api/v1/finance/package-files", [Roles.System, Roles.Admin], new PlainOperation(V1.DisclosureService.Descriptor, "ImportPackageFile", "Takes over a Fiscal Data Package, as ImportPackage does.")
        {
            Body = "The bytes of the package, a ZIP of up to 256 MiB.", Answer = V1.PackageReport.Descriptor
        }, http => disclosures.ImportPackage(http.Request.Body, Caller.Of(http), Languages.Of(http.Request.Headers.AcceptLanguage), http.RequestAborted));
    }
}
