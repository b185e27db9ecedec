using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Scalar.AspNetCore;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.OpenApi;

namespace Sunshine.Gateway;

/// <summary>
/// <c>/openapi/v1.json</c>: the services' own parts as one document, and a page to read it at <c>/docs</c>. The gateway knows no
/// contract; it asks each service.
/// </summary>
public sealed class ApiDescription(
    HttpClient http, IConfiguration configuration, IOptions<GatewayOptions> options, TimeProvider time, SidecarOptions? sidecar = null) : IDisposable
{
    /// <summary>A service that was deployed anew is described anew after this long.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _reading = new(1);
    private (byte[] Json, long At)? _current;

    public static void Map(WebApplication app)
    {
        app.MapGet("/openapi/v1.json", async (ApiDescription description, HttpContext call) =>
        {
            try
            {
                return Results.Bytes(await description.Read(call.RequestAborted), "application/json; charset=utf-8");
            }
            catch (HttpRequestException)
            {
                await RefusalResponse.Write(call, Refusals.Unavailable.Of());
                return Results.Empty;
            }
        }).AllowAnonymous();
        app.MapScalarApiReference("/docs", scalar =>
        {
            scalar.WithTitle("阳光政务公开平台 API").WithOpenApiRoutePattern("/openapi/v1.json").DisableDefaultFonts().DisableAgent().DisableTelemetry().WithNonce();
            scalar.ShowDeveloperTools = DeveloperToolsVisibility.Never;
        }).AllowAnonymous();
    }

    public async Task<byte[]> Read(CancellationToken cancel)
    {
        if (_current is { } current && time.GetElapsedTime(current.At) < Fresh) return current.Json;
        await _reading.WaitAsync(cancel);
        try
        {
            if (_current is { } made && time.GetElapsedTime(made.At) < Fresh) return made.Json;
            var parts = new List<OpenApiDocument>();
            foreach (var service in options.Value.Services) parts.Add(await Part(service, service, cancel));
            // Of any of them, since its paths name the service.
            foreach (var any in options.Value.Services.Take(1)) parts.Add(await Part(any, SunshineHost.Operations, cancel));
            var merged = await OpenApiMerge.Merge(parts, "Sunshine 阳光政务公开平台", "v1");
            _current = (await OpenApiJson.Write(merged, cancel), time.GetTimestamp());
            return _current.Value.Json;
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private async Task<OpenApiDocument> Part(string service, string part, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(ServiceAddress.Http(configuration, sidecar, service), $"/openapi/parts/{part}.json"))
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact
        };
        foreach (var (name, value) in sidecar?.HeadersTo(service) ?? []) request.Headers.Add(name, value);

        using var response = await http.SendAsync(request, cancel);
        response.EnsureSuccessStatusCode();
        return OpenApiJson.Read(await response.Content.ReadAsByteArrayAsync(cancel));
    }
}
