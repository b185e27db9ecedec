using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;

namespace Sunshine.Platform.Tests.Dapr;

/// <summary>What processes cannot show: calls from another host, and headers that come as several fields.</summary>
public sealed class SidecarSideTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "127.0.0.1", null, StatusCodes.Status200OK)]
    [InlineData(null, "::1", null, StatusCodes.Status200OK)]
    [InlineData(null, "::ffff:127.0.0.1", null, StatusCodes.Status200OK)]
    [InlineData(null, "10.0.0.7", null, StatusCodes.Status401Unauthorized)]
    [InlineData(null, "10.0.0.7", "any", StatusCodes.Status401Unauthorized)]
    [InlineData("secret", "127.0.0.1", null, StatusCodes.Status401Unauthorized)]
    [InlineData("secret", "127.0.0.1", "", StatusCodes.Status401Unauthorized)]
    [InlineData("secret", "127.0.0.1", "secret2", StatusCodes.Status401Unauthorized)]
    [InlineData("secret", "10.0.0.7", "secret", StatusCodes.Status200OK)]
    public async Task The_sidecar_is_known_by_its_token_or_else_by_being_on_this_host(string? appToken, string from, string? shown, int expected)
    {
        await using var app = await Start(app => app.MapPost("/events/x", () => "handled").RequireSidecar(new SidecarOptions("app", 1, 2, null, appToken)));

        var answer = await app.GetTestServer().SendAsync(http =>
        {
            http.Request.Method = "POST";
            http.Request.Path = "/events/x";
            http.Connection.RemoteIpAddress = IPAddress.Parse(from);
            if (shown is not null) http.Request.Headers["dapr-api-token"] = shown;
        }, Cancel);

        Assert.Equal(expected, answer.Response.StatusCode);
    }

    /// <summary>A real sidecar sends two fields; the stand-in's HTTP client can only send one with a comma.</summary>
    [Fact]
    public async Task The_last_of_two_parents_counts_when_they_are_two_fields()
    {
        const string Trace = "0af7651916cd43dd8448eb211c80319c";
        var (trace, parent) = ("", "");
        await using var app = await Start(app => app.MapGet("/", () =>
        {
            (trace, parent) = (Activity.Current!.TraceId.ToString(), Activity.Current.ParentSpanId.ToString());
        }));

        await app.GetTestServer().SendAsync(http =>
        {
            http.Request.Path = "/";
            http.Request.Method = "GET";
            http.Request.Headers.TraceParent = new StringValues([$"00-{Trace}-aaaaaaaaaaaaaaaa-01", $"00-{Trace}-bbbbbbbbbbbbbbbb-01"]);
        }, Cancel);

        Assert.Equal((Trace, "bbbbbbbbbbbbbbbb"), (trace, parent));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("secret", "secret")]
    public void An_empty_token_is_none(string set, string? expected)
    {
        var builder = WebApplication.CreateSlimBuilder();
        foreach (var (name, value) in ((string, string)[])[("DAPR_HTTP_PORT", "3500"), ("DAPR_GRPC_PORT", "50001"), ("DAPR_API_TOKEN", set), ("APP_API_TOKEN", set)]) builder.Configuration[name] = value;

        var sidecar = SidecarOptions.Find(builder.Configuration, "app");

        Assert.Equal((expected, expected), (sidecar!.ApiToken, sidecar.AppToken));
    }

    private static async Task<WebApplication> Start(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        // Not silent: ASP.NET Core begins no span where nobody would see it.
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseTestServer();
        builder.Services.AddTelemetry(builder.Configuration, "app");
        var app = builder.Build();
        map(app);
        await app.StartAsync(Cancel);
        return app;
    }
}
