using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Sunshine.Testing.Hosts;

/// <summary>Something that answers on one port as services do, and has nothing else of them.</summary>
public static class BareService
{
    /// <param name="port">0: one that is free.</param>
    public static async Task<WebApplication> Start(Action<WebApplication> use, Action<IServiceCollection>? add = null, int port = 0, HttpProtocols speaks = HttpProtocols.Http2)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}").ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(e => e.Protocols = speaks));
        add?.Invoke(builder.Services);
        var app = builder.Build();
        use(app);
        await app.StartAsync();
        return app;
    }
}
