using Google.Protobuf;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.OpenApi;

namespace Sunshine.Catalogue;

/// <summary>
/// The bytes of attachments over plain HTTP, which JSON cannot carry: one body up, one body down, of any length. Everything else of
/// attachments is in <see cref="AttachmentRpcs"/>.
/// </summary>
public sealed class AttachmentEndpoints(Attachments attachments, AgencyTree tree)
{
    private const string Root = "/api/v1/catalogue/attachments";

    private static readonly string[] Parameters = ["agencyId", "fileName", "sha256", "requestId"];

    /// <summary>As the transcoder writes.</summary>
    private static readonly JsonFormatter Json = new(new JsonFormatter.Settings(formatDefaultValues: true));

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost(Root, (Delegate)Upload)
            .RequireAuthorization(new AllowAttribute(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin))
            // Its own limit is another one; and what is slow but goes on is not given up.
            .WithMetadata(new DisableRequestSizeLimitAttribute(), UploadOperation).DisableRequestTimeout().AnswersRefusals();
        endpoints.MapMethods(Root + "/{id}/content", [HttpMethods.Get, HttpMethods.Head], (Delegate)Download)
            .AllowAnonymous().WithMetadata(DownloadOperation).DisableRequestTimeout().AnswersRefusals();
    }

    private static PlainOperation UploadOperation => new(V1.AttachmentService.Descriptor, "Upload",
        "Uploads one file as it is. The header `Digest: sha-256=<base64>` may stand instead of the parameter `sha256`. Nothing is kept unless the whole arrives and is acceptable.")
    {
        Query = V1.UploadAttachmentHeader.Descriptor, Body = "The bytes of the file, in no form and not compressed; up to 2 GiB unless the operator has set another limit.",
        Answer = V1.Attachment.Descriptor
    };

    private static PlainOperation DownloadOperation => new(V1.AttachmentService.Descriptor, "Download",
        "Sends the bytes of one attachment. `ETag` is their SHA-256; `Range`, `If-Range`, `If-None-Match` and HEAD are understood.");

    private async Task<IResult> Upload(HttpContext http)
    {
        var cancel = http.RequestAborted;
        var upload = Read(http.Request);
        // Said before anything is sent, if the caller waits for it.
        if (http.Request.ContentLength > attachments.Largest) throw Refusals.Larger(attachments.Largest);
        var kept = await attachments.Upload(upload, http.Request.Body, Caller.Of(http), cancel);
        return Results.Text(Json.Format(Catalogue.Map.ToProto(kept, await tree.Read(cancel))), "application/json", System.Text.Encoding.UTF8);
    }

    private async Task<IResult> Download(string id, HttpContext http)
    {
        var cancel = http.RequestAborted;
        var caller = Caller.Of(http);
        var attachment = (await attachments.Find(id, caller, cancel)).Value;
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
        // Asked for anew each time: what is withdrawn is not shown from a cache on the way.
        headers.CacheControl = caller.IsAnonymous ? "public, no-cache" : "private, no-cache";
        return Results.Stream(
            await attachments.Open(attachment, cancel), attachment.MediaType, attachment.FileName, attachment.UploadedAt,
            new EntityTagHeaderValue($"\"{attachment.Sha256}\""), enableRangeProcessing: true);
    }

    private static AttachmentUpload Read(HttpRequest request)
    {
        var v = new Violations();
        foreach (var (name, values) in request.Query)
        {
            if (!Parameters.Contains(name)) v.Add(name, "UNKNOWN_FIELD", "没有这个查询参数。", "There is no such parameter.");
            else if (values.Count > 1) v.Add(name, "REPEATED", "该参数只能出现一次。", "The parameter may stand only once.");
        }

        if (request.HasFormContentType)
            v.Add("", "NOT_RAW", "请求正文须为文件本身，不是表单。", "The body must be the file itself, not a form.");
        if (request.Headers.ContentEncoding.Count > 0)
            v.Add("", "NOT_RAW", "请求正文不能压缩传输。", "The body must not be sent compressed.");
        var digest = Digest(request.Headers["Digest"].ToString(), v);
        var sha256 = request.Query["sha256"].ToString();
        if (digest.Length > 0 && sha256.Length > 0 && !digest.Equals(sha256, StringComparison.OrdinalIgnoreCase))
            v.Add("sha256", "DIGEST_MISMATCH", "与 Digest 标头不一致。", "Differs from the header Digest.");
        v.ThrowIfAny();
        return new AttachmentUpload(
            request.Query["agencyId"].ToString(), request.Query["fileName"].ToString(), sha256.Length > 0 ? sha256 : digest, request.Query["requestId"].ToString());
    }

    /// <summary>The hash in a header as RFC 3230 has it, in hexadecimal; empty if there is no SHA-256 in it.</summary>
    private static string Digest(string header, Violations v)
    {
        foreach (var part in header.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!part.StartsWith("sha-256=", StringComparison.OrdinalIgnoreCase)) continue;
            var bytes = new byte[32];
            if (Convert.TryFromBase64String(part["sha-256=".Length..], bytes, out var length) && length == 32) return Convert.ToHexStringLower(bytes);
            v.Add("digest", "MALFORMED", "应为 sha-256= 加 Base64 编码的摘要。", "Must be sha-256= and the hash in Base64.");
        }

        return "";
    }
}
