using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Kit;

/// <summary>An authority that hands on another one's tokens and says of them how long they live.</summary>
internal sealed class ShortLivedTokens : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _given;

    private ShortLivedTokens(Uri authority, int seconds)
    {
        Address = new Uri($"http://127.0.0.1:{Ports.Free()}/");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Address.ToString());
        _app = builder.Build();
        var http = new HttpClient { BaseAddress = authority };
        _app.Lifetime.ApplicationStopped.Register(http.Dispose);
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { token_endpoint = new Uri(Address, "token") }));
        _app.MapPost("/token", async (HttpContext call) =>
        {
            using var form = new StreamContent(call.Request.Body);
            form.Headers.Add("Content-Type", call.Request.ContentType);
            using var answer = await http.PostAsync("connect/token", form);
            var token = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>();
            token!["expires_in"] = seconds;
            Interlocked.Increment(ref _given);
            return Results.Json(token);
        });
    }

    public Uri Address { get; }

    /// <summary>How many tokens it has given.</summary>
    public int Given => Volatile.Read(ref _given);

    public static async Task<ShortLivedTokens> Before(Uri authority, int seconds, CancellationToken cancel)
    {
        var tokens = new ShortLivedTokens(authority, seconds);
        await tokens._app.StartAsync(cancel);
        return tokens;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
