using System.Net;

namespace Sunshine.Testing.Sidecar;

/// <summary>Connections to the app and to other sidecars: HTTP/2 with prior knowledge, and nothing added to what is sent.</summary>
internal sealed class Wire(SidecarSettings settings) : IDisposable
{
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        EnableMultipleHttp2Connections = true,
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(3)
    });

    public Uri App { get; } = new($"http://127.0.0.1:{settings.AppPort}");

    public Task<HttpResponseMessage> Send(HttpRequestMessage request, CancellationToken cancel)
    {
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        return _client.SendAsync(request, cancel);
    }

    public void Dispose() => _client.Dispose();
}
