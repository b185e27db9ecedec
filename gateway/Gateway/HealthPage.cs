using System.Text.Json.Serialization;

namespace Sunshine.Gateway;

/// <summary>
/// <c>/health</c>, for monitoring that does not speak gRPC: each service with its status, 200 if all serve and else 503. It tells everybody that something is away, and nobody where it is or why.
/// No load balancer should ask it, since one service that is away is no reason to send nobody to the others.
/// </summary>
public static class HealthPage
{
    public static void MapHealthPage(this WebApplication app) => app.MapGet("/health", async (ServiceStates states, HttpContext http) =>
    {
        var found = await states.Read(http.RequestAborted);
        var serving = found.All(s => s.Status == ServiceStatus.Serving);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(new Page(serving ? Name(ServiceStatus.Serving) : "impaired", [.. found.Select(s => new Line(s.Service, Name(s.Status), s.Since))]),
            HealthPageJson.Default.Page, statusCode: serving ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }).AllowAnonymous();

    private static string Name(ServiceStatus status) => status switch { ServiceStatus.Serving => "serving", ServiceStatus.StoreAway => "store-away", _ => "unreachable" };

    /// <param name="Status"><c>serving</c> or <c>impaired</c>.</param>
    public sealed record Page(string Status, IReadOnlyList<Line> Services);

    /// <param name="Status"><c>serving</c>, <c>store-away</c> or <c>unreachable</c>.</param>
    /// <param name="Since">When this gateway first saw it so.</param>
    public sealed record Line(string Service, string Status, DateTimeOffset Since);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HealthPage.Page))]
internal sealed partial class HealthPageJson : JsonSerializerContext;
