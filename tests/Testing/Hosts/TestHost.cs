using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Testing.Hosts;

/// <summary>
/// A process of the platform inside the test: the real pipeline, settings and store, on an in-memory server or on loopback, with a clock
/// and an authority of the test's own.
/// </summary>
public sealed class TestHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TemporaryFolder _storage;
    private readonly List<GrpcChannel> _channels = [];
    private readonly bool _inMemory;

    private TestHost(WebApplication app, TemporaryFolder storage, FakeTimeProvider clock, CapturedLog log, bool inMemory)
    {
        (_app, _storage, Clock, Log, _inMemory) = (app, storage, clock, log, inMemory);
        Issuer = new TokenIssuer(clock);
    }

    /// <summary>Noon of a working day in Anshan, long after the days that the tests publish on.</summary>
    public static DateTimeOffset Noon { get; } = new(2026, 1, 5, 4, 0, 0, TimeSpan.Zero);

    public FakeTimeProvider Clock { get; }

    public TokenIssuer Issuer { get; }

    public CapturedLog Log { get; }

    /// <summary>Gets the log at the end; the runner shows it of tests that failed.</summary>
    public Action<string>? Output { get; set; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Where it listens; in the order of the endpoints' names. Only on loopback.</summary>
    public IReadOnlyList<Uri> Addresses => [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a))];

    /// <summary>Hosts one service as its own Program does.</summary>
    public static Task<TestHost> StartService(
        string name, Action<IServiceCollection> add, Action<WebApplication> map, IReadOnlyDictionary<string, string?>? settings = null, bool inMemory = true) =>
        Start(name, [name], builder =>
        {
            if (!inMemory) builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(e => e.Protocols = HttpProtocols.Http2));
            add(builder.Services);
        }, app =>
        {
            app.UseRouting();
            app.UseFoundation();
            app.MapFoundation();
            map(app);
        }, settings, inMemory);

    /// <param name="appId">The process's name.</param>
    /// <param name="shipped">The shipped settings files to load, by name; the last one is the strongest.</param>
    /// <param name="settings">Stronger than the shipped ones.</param>
    public static async Task<TestHost> Start(
        string appId, IReadOnlyList<string> shipped, Action<WebApplicationBuilder> add, Action<WebApplication> use,
        IReadOnlyDictionary<string, string?>? settings = null, bool inMemory = true)
    {
        var storage = new TemporaryFolder();
        try
        {
            var clock = new FakeTimeProvider(Noon);
            var log = new CapturedLog();
            var builder = SunshineHost.CreateBuilder([], shipped);
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Storage:Kind"] = "Sqlite", ["Storage:Path"] = storage.Path, ["Identity:Authority"] = TokenIssuer.Authority,
                // Most tests have no other service, and need not wait for one.
                ["Calls:WaitForStart"] = "00:00:00"
            });
            if (settings is not null) builder.Configuration.AddInMemoryCollection(settings);
            builder.Logging.ClearProviders().AddProvider(log);
            if (inMemory) builder.WebHost.UseTestServer();
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.AddFoundation(appId);
            TokenIssuer.Trust(builder.Services);
            add(builder);
            var app = builder.Build();
            use(app);
            var host = new TestHost(app, storage, clock, log, inMemory);
            await app.StartAsync();
            return host;
        }
        catch
        {
            storage.Dispose();
            throw;
        }
    }

    /// <summary>The REST face.</summary>
    public HttpClient Http(string? token = null, HttpMessageHandler? handler = null)
    {
        var client = new HttpClient(handler ?? Handler()) { BaseAddress = _inMemory ? new Uri("http://localhost") : Addresses[^1] };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    /// <summary>For generated clients.</summary>
    /// <param name="token">Sent with every call; null for an anonymous caller.</param>
    public CallInvoker Invoker(string? token = null, string? language = null, Func<HttpMessageHandler, HttpMessageHandler>? through = null)
    {
        // The in-memory server has no address of its own.
        var channel = GrpcChannel.ForAddress(_inMemory ? new Uri("http://localhost") : Addresses[0], new GrpcChannelOptions
        {
            HttpHandler = through?.Invoke(Handler()) ?? Handler(), DisposeHttpClient = true, MaxReceiveMessageSize = null, MaxSendMessageSize = null
        });
        lock (_channels) _channels.Add(channel);
        return channel.Intercept(headers =>
        {
            if (token is not null) headers.Add("authorization", "Bearer " + token);
            if (language is not null) headers.Add("accept-language", language);
            return headers;
        });
    }

    /// <summary>For generated clients of a caller with these roles.</summary>
    public CallInvoker As(string role, string? agency = null) => Invoker(Issuer.Token([role], agency));

    public string Token(params IReadOnlyList<string> roles) => Issuer.Token(roles);

    public async ValueTask DisposeAsync()
    {
        foreach (var channel in _channels) channel.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _storage.Dispose();
        foreach (var line in Log.Lines) Output?.Invoke(line.ToString());
    }

    private HttpMessageHandler Handler() => _inMemory ? _app.GetTestServer().CreateHandler() : new SocketsHttpHandler();
}
