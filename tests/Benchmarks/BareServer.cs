using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Sunshine.Ledger.V1;
using Yarp.ReverseProxy.Configuration;

namespace Sunshine.Benchmarks;

/// <summary>The least a web server can do: Kestrel writes bytes that it has.</summary>
internal static class BareServer
{
    public static async Task<int> Run(string url, string file)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var bytes = await File.ReadAllBytesAsync(file);
        app.MapGet("/", (HttpContext http) =>
        {
            http.Response.ContentType = "application/json; charset=utf-8";
            http.Response.ContentLength = bytes.Length;
            return http.Response.Body.WriteAsync(bytes).AsTask();
        });
        await app.RunAsync(url);
        return 0;
    }

    /// <summary>The least a gRPC server can do: it answers with a proof that it has.</summary>
    public static async Task<int> Proof(string url, string file)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new BareProofs(InclusionProof.Parser.ParseFrom(await File.ReadAllBytesAsync(file))));
        var app = builder.Build();
        app.MapGrpcService<BareProofs>();
        await app.RunAsync(url);
        return 0;
    }

    private sealed class BareProofs(InclusionProof proof) : LedgerService.LedgerServiceBase
    {
        public override Task<InclusionProof> GetInclusionProof(GetInclusionProofRequest request, ServerCallContext context) => Task.FromResult(proof);
    }

    /// <summary>Copies a body to a file, flushed, and sends it again.</summary>
    public static async Task<int> Files(string url, string folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        var path = Path.Combine(folder, "file");
        app.MapPost("/", async (HttpContext http) =>
        {
            await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous);
            await http.Request.Body.CopyToAsync(file, 256 * 1024);
            file.Flush(flushToDisk: true);
        });
        app.MapGet("/", () => Results.File(path));
        await app.RunAsync(url);
        return 0;
    }

    /// <summary>YARP with one route and nothing around it.</summary>
    public static async Task<int> Proxy(string url, string destination)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "all", ClusterId = "bare", Match = new RouteMatch { Path = "{**rest}" } }],
            [new ClusterConfig { ClusterId = "bare", Destinations = new Dictionary<string, DestinationConfig> { ["bare"] = new() { Address = destination } } }]);
        var app = builder.Build();
        app.MapReverseProxy();
        await app.RunAsync(url);
        return 0;
    }
}
