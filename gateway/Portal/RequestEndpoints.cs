using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Sunshine.Portal.Components;
using Sunshine.Portal.Components.Shared;
using Sunshine.Portal.Rest;
using Sunshine.Requests.V1;

namespace Sunshine.Portal;

/// <summary>What belongs to pages about applications and is no page: suggestions for what is typed, and an applicant's files.</summary>
internal static class RequestEndpoints
{
    /// <summary>Characters of a wish that suggestions are looked for by.</summary>
    private const int MostSuggestedFor = 500;

    public static void MapRequestEndpoints(this IEndpointRouteBuilder endpoints)
    {
        // Nothing is changed by it; the text is in the body because addresses are logged on the way, and people write about themselves.
        endpoints.MapPost("/requests/suggestions", async (HttpContext http, Api api) =>
        {
            http.Response.Headers.CacheControl = "no-store";
            using var reader = new StreamReader(http.Request.Body);
            var text = new char[MostSuggestedFor];
            var length = await reader.ReadBlockAsync(text, http.RequestAborted);
            return new RazorComponentResult<SuggestionList>(new { Found = await Suggestions.Of(new string(text, 0, length), api, http.RequestAborted) });
        }).AllowAnonymous().Finally(PageErrors.Wrap);

        endpoints.MapPost("/requests/file", async (HttpContext http, [FromForm] string? number, [FromForm] string? code, [FromForm] string? file, Api api) =>
        {
            http.Response.Headers.CacheControl = "no-store";
            var content = await api.Intake.ReadFollowedFileAsync(new ReadFollowedFileRequest { ReceiptNumber = number ?? "", QueryCode = code ?? "", FileId = file ?? "" }, cancellationToken: http.RequestAborted);
            return Results.Bytes(content.Content.ToByteArray(), content.MediaType, content.FileName);
        }).AllowAnonymous().Finally(PageErrors.Wrap);
    }
}
