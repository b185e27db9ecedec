using Google.Protobuf;
using Microsoft.AspNetCore.Mvc;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.OpenApi;

namespace Sunshine.Powers;

/// <summary>Files of operations over plain HTTP, which JSON cannot carry: <see cref="BatchRpcs.ImportOperations"/> for who has curl or a browser.</summary>
public sealed class BatchEndpoints(BatchRpcs batches)
{
    /// <summary>As the transcoder writes.</summary>
    private static readonly JsonFormatter Json = new(new JsonFormatter.Settings(formatDefaultValues: true));

    public void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/api/v1/powers/batch-files", (Delegate)Import)
            .RequireAuthorization(new AllowAttribute(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin))
            // The reader of tables has limits of its own; and what is slow but goes on is not given up.
            .WithMetadata(new DisableRequestSizeLimitAttribute(), Operation).DisableRequestTimeout().AnswersRefusals();

    private static PlainOperation Operation => new(V1.BatchService.Descriptor, "ImportFile",
        "Reads a draft's operations from a file, as ImportOperations does. Everything is stored or nothing; with `dryRun=true` nothing, and errors are in the answer.")
    {
        Query = V1.ImportOperationsHeader.Descriptor, Body = "The bytes of the file: CSV, XLSX or lines of JSON, up to 64 MiB.", Answer = V1.ImportReport.Descriptor
    };

    private async Task<IResult> Import(HttpContext http)
    {
        var header = QueryParameters.Read<V1.ImportOperationsHeader>(http.Request.Query);
        var v = new Violations();
        if (http.Request.HasFormContentType) v.Add("", "NOT_RAW", "请求正文须为文件本身，不是表单。", "The body must be the file itself, not a form.");
        if (http.Request.Headers.ContentEncoding.Count > 0) v.Add("", "NOT_RAW", "请求正文不能压缩传输。", "The body must not be sent compressed.");
        v.ThrowIfAny();
        var report = await batches.Import(header, http.Request.Body, Caller.Of(http), Languages.Of(http.Request.Headers.AcceptLanguage), "", http.RequestAborted);
        return Results.Text(Json.Format(report), "application/json", System.Text.Encoding.UTF8);
    }
}
