using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sunshine.Testing.Sidecar;

/// <summary>
/// A stand-in for <c>daprd</c>: what our services rely on of its behaviour on the wire, and nothing else. It proves that our side of the
/// protocol is right as far as Dapr's source was understood; it is not Dapr.
/// </summary>
public static class SidecarProgram
{
    public static async Task Run(string[] args)
    {
        var settings = SidecarSettings.Parse(args);
        await using var app = Build(settings);
        await app.StartAsync();
        app.Services.GetRequiredService<Peers>().Announce(settings.AppId, settings.InternalPort);
        await app.WaitForShutdownAsync();
    }

    private static WebApplication Build(SidecarSettings settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Sunshine", LogLevel.Information);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new LiveFaults(settings.LiveFaults));
        builder.Services.AddSingleton(Resources.Read(settings.Resources, settings.AppId));
        builder.Services.AddSingleton(new Peers(settings.Shared));
        builder.Services.AddSingleton<Broker>();
        builder.Services.AddSingleton<Wire>();
        builder.Services.AddSingleton<Publisher>();
        builder.Services.AddSingleton<GrpcProxy>();
        builder.Services.AddSingleton<GrpcApi>();
        builder.Services.AddSingleton<HttpInvocation>();
        builder.Services.AddSingleton<HttpApi>();
        builder.Services.AddSingleton<Subscriptions>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Subscriptions>());
        // Unix sockets behind the one HTTP port: Kestrel cannot tell HTTP/1.1 from cleartext HTTP/2 on a port, a sidecar can.
        var http1 = Path.Combine(settings.Shared, $"http-{Environment.ProcessId}-1.sock");
        var http2 = Path.Combine(settings.Shared, $"http-{Environment.ProcessId}-2.sock");
        builder.Services.AddHostedService(_ => new PortSplitter(settings.HttpPort, http1, http2));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MaxRequestHeadersTotalSize = 1024 * 1024;
            kestrel.Limits.Http2.MaxRequestHeaderFieldSize = 512 * 1024;
            kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
            File.Delete(http1);
            File.Delete(http2);
            kestrel.ListenUnixSocket(http1, listen => Through(listen, Door.Http, HttpProtocols.Http1));
            kestrel.ListenUnixSocket(http2, listen => Through(listen, Door.Http, HttpProtocols.Http2));
            kestrel.Listen(IPAddress.Loopback, settings.GrpcPort, listen => Through(listen, Door.Grpc, HttpProtocols.Http2));
            kestrel.Listen(IPAddress.Loopback, settings.InternalPort, listen => Through(listen, Door.Internal, HttpProtocols.Http2));
        });

        var app = builder.Build();
        app.Run(http => http.Features.Get<Entrance>()!.Door switch
        {
            Door.Http => app.Services.GetRequiredService<HttpApi>().Serve(http),
            Door.Grpc => app.Services.GetRequiredService<GrpcApi>().Serve(http),
            _ when GrpcAnswer.IsGrpc(http.Request.ContentType) => app.Services.GetRequiredService<GrpcProxy>().FromPeer(http),
            _ => app.Services.GetRequiredService<HttpInvocation>().FromPeer(http)
        });
        return app;
    }

    private static void Through(ListenOptions listen, Door door, HttpProtocols protocols)
    {
        listen.Protocols = protocols;
        listen.Use(next => connection =>
        {
            connection.Features.Set(new Entrance(door));
            return next(connection);
        });
    }

    private enum Door { Http, Grpc, Internal }

    /// <summary>By which port a connection came in.</summary>
    private sealed record Entrance(Door Door);
}
