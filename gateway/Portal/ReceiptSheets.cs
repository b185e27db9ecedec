using Sunshine.Portal.Desk;
using Sunshine.Portal.Rest;

namespace Sunshine.Portal;

/// <summary>The sheets with codes that go with a distribution: pages of the API that only an officer may have, whose token his browser does not know.</summary>
internal static class ReceiptSheets
{
    public static void MapReceiptSheets(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/desk/distribution/{id}/sheet", async (HttpContext http, string id, string? division, FileUpload files) =>
        {
            var query = string.IsNullOrEmpty(division) ? "" : $"?divisionCode={Uri.EscapeDataString(division)}";
            using var response = await files.Read($"api/v1/reading-rooms/distributions/{Uri.EscapeDataString(id)}/sheet.html{query}", http.RequestAborted);
            var text = await response.Content.ReadAsStringAsync(http.RequestAborted);
            http.Response.Headers.CacheControl = "no-store";
            // It says itself which style is its own.
            http.Response.Headers.ContentSecurityPolicy = string.Join("; ", response.Headers.GetValues("Content-Security-Policy"));
            return Results.Text(text, "text/html", System.Text.Encoding.UTF8);
        }).AllowAnonymous().WithMetadata(new DeskAttribute()).Finally(PageErrors.Wrap);
}
