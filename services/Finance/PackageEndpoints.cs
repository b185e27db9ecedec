using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Mvc;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.OpenApi;

namespace Sunshine.Finance;

/// <summary>Packages over plain HTTP, which JSON cannot carry: <see cref="DisclosureRpcs.ImportPackage(IAsyncStreamReader{V1.ImportPackageRequest}, ServerCallContext)"/> for who has curl.</summary>
public static class PackageEndpoints
{
    /// <summary>As the transcoder writes.</summary>
    private static readonly JsonFormatter Json = new(new JsonFormatter.Settings(formatDefaultValues: true));

    public static void MapPackages(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/api/v1/finance/package-files", async (HttpContext http, DisclosureRpcs disclosures) =>
            {
                var v = new Violations();
                if (http.Request.HasFormContentType) v.Add("", "NOT_RAW", "请求正文须为文件本身，不是表单。", "The body must be the file itself, not a form.");
                v.ThrowIfAny();
                var report = await disclosures.ImportPackage(http.Request.Body, Caller.Of(http), Languages.Of(http.Request.Headers.AcceptLanguage), http.RequestAborted);
                return Results.Text(Json.Format(report), "application/json", System.Text.Encoding.UTF8);
            })
            .RequireAuthorization(new AllowAttribute(Roles.System, Roles.Admin))
            .WithMetadata(new DisableRequestSizeLimitAttribute(), new PlainOperation(V1.DisclosureService.Descriptor, "ImportPackageFile", "Takes over a Fiscal Data Package, as ImportPackage does.")
            {
                Body = "The bytes of the package, a ZIP of up to 256 MiB.", Answer = V1.PackageReport.Descriptor
            }).DisableRequestTimeout().AnswersRefusals();
}
