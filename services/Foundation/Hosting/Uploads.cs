using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.OpenApi;

namespace Sunshine.Foundation.Hosting;

/// <summary>Files over plain HTTP, which JSON cannot carry: an rpc whose client streams, for who has curl or a browser.</summary>
public static class Uploads
{
    /// <summary>As the transcoder writes.</summary>
    private static readonly JsonFormatter Json = new(new JsonFormatter.Settings(formatDefaultValues: true));

    /// <summary>Maps a POST whose body is a file as it is. What reads the file has limits of its own; and what is slow but goes on is not given up.</summary>
    /// <param name="roles">Who may.</param>
    /// <param name="take">Reads the body and answers.</param>
    public static void MapUpload<TAnswer>(this IEndpointRouteBuilder endpoints, string path, IReadOnlyList<string> roles, PlainOperation operation, Func<HttpContext, Task<TAnswer>> take)
        where TAnswer : IMessage =>
        endpoints.MapPost(path, async (HttpContext http) =>
            {
                var v = new Violations();
                if (http.Request.HasFormContentType) v.Add("", "NOT_RAW", "请求正文须为文件本身，不是表单。", "The body must be the file itself, not a form.");
                if (http.Request.Headers.ContentEncoding.Count > 0) v.Add("", "NOT_RAW", "请求正文不能压缩传输。", "The body must not be sent compressed.");
                v.ThrowIfAny();
                return Results.Text(Json.Format(await take(http)), "application/json", System.Text.Encoding.UTF8);
            })
            .RequireAuthorization(new AllowAttribute([.. roles])).WithMetadata(new DisableRequestSizeLimitAttribute(), operation).DisableRequestTimeout().AnswersRefusals();
}
