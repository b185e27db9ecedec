using Microsoft.Net.Http.Headers;
using Sunshine.Portal.Rest;
using Sunshine.Requests.V1;

namespace Sunshine.Portal.Desk;

/// <summary>Files that only officers read: with their token, as no browser has it.</summary>
internal static class DeskEndpoints
{
    public static void MapDeskFiles(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/desk/requests/{id}/files/{file}", async (string id, string file, HttpContext http, Api api) =>
        {
            var content = await api.Application.GetFileAsync(new GetFileRequest { Id = id, FileId = file }, cancellationToken: http.RequestAborted);
            return Results.Bytes(content.Content.ToByteArray(), content.MediaType, content.FileName);
        }).AllowAnonymous().WithMetadata(new DeskAttribute()).Finally(PageErrors.Wrap);

        endpoints.MapGet("/desk/attachments/{id}", async (string id, HttpContext http, FileUpload files) =>
        {
            using var answer = await files.Read($"api/v1/catalogue/attachments/{Uri.EscapeDataString(id)}/content", http.RequestAborted);
            var headers = http.Response.Headers;
            headers.ContentType = answer.Content.Headers.ContentType?.ToString();
            headers.ContentLength = answer.Content.Headers.ContentLength;
            if (answer.Content.Headers.TryGetValues(HeaderNames.ContentDisposition, out var disposition)) headers.ContentDisposition = disposition.First();
            await answer.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
        }).AllowAnonymous().WithMetadata(new DeskAttribute()).Finally(PageErrors.Wrap);
    }
}
