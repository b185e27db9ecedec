using Google.Protobuf;
using Microsoft.AspNetCore.Mvc;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.OpenApi;

namespace Sunshine.Finance;

/// <summary>Files of tables over plain HTTP, which JSON cannot carry: <see cref="ImportRpcs.ImportStatements"/> for who has curl or a browser.</summary>
public sealed class ImportEndpoints(ImportRpcs imports)
{
    /// <summary>As the transcoder writes.</summary>
    private static readonly JsonFormatter Json = new(new JsonFormatter.Settings(formatDefaultValues: true));

    public void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/api/v1/finance/draft-files", (Delegate)Import)
            .RequireAuthorization(new AllowAttribute(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin))
            // The reader of tables has limits of its own; and what is slow but goes on is not given up.
            .WithMetadata(new DisableRequestSizeLimitAttribute(), Operation).DisableRequestTimeout().AnswersRefusals();

    private static PlainOperation Operation => new(V1.ImportService.Descriptor, "ImportFile",
        "Reads a draft's tables from a file, as ImportStatements does. Everything is stored or nothing; with `dryRun=true` nothing, and errors are in the answer.")
    {
        Query = V1.ImportStatementsHeader.Descriptor, Body = "The bytes of the file: CSV or XLSX, up to 16 MiB.", Answer = V1.ImportStatementsReport.Descriptor
    };

    private async Task<IResult> Import(HttpContext http)
    {
        var header = QueryParameters.Read<V1.ImportStatementsHeader>(http.Request.Query);
        var v = new Violations();
        if (http.Request.HasFormContentType) v.Add("", "NOT_RAW", "请求正文须为文件本身，不是表单。", "The body must be the file itself, not a form.");
        if (http.Request.Headers.ContentEncoding.Count > 0) v.Add("", "NOT_RAW", "请求正文不能压缩传输。", "The body must not be sent compressed.");
        v.ThrowIfAny();
        var report = await imports.Import(header, http.Request.Body, Caller.Of(http), Languages.Of(http.Request.Headers.AcceptLanguage), "", http.RequestAborted);
        return Results.Text(Json.Format(report), "application/json", System.Text.Encoding.UTF8);
    }
}
