using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;
using Sunshine.Testing.Hosts;
using Sunshine.Testing.V1;

namespace Sunshine.Platform.Tests.Dapr;

/// <summary>An app shows its sidecar a token, and a sidecar its app.</summary>
[Collection(DaprCollection.Name)]
public sealed class TokenTests(Landscape landscape)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task A_sidecar_refuses_whoever_is_not_its_app(string? token)
    {
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{landscape.Gateway.Sidecar.GrpcPort}");
        var metadata = new Metadata { { "dapr-app-id", "echo" } };
        if (token is not null) metadata.Add("dapr-api-token", token);
        var refused = await Assert.ThrowsAsync<RpcException>(() => new EchoService.EchoServiceClient(channel).EchoAsync(new EchoRequest(), metadata, cancellationToken: Cancel).ResponseAsync);
        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);

        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{landscape.Gateway.Sidecar.HttpPort}/api/v1/echo");
        request.Headers.Add("dapr-app-id", "echo");
        if (token is not null) request.Headers.Add("dapr-api-token", token);
        using var response = await http.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("wrong", HttpStatusCode.Unauthorized)]
    [InlineData(Landscape.AppToken, HttpStatusCode.OK)]
    public async Task An_app_takes_events_from_its_sidecar_alone(string? token, HttpStatusCode expected)
    {
        foreach (var service in (Service[])[landscape.Probe, landscape.Gateway])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/events/catalogue.items")
            {
                Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = new StringContent("""{"id":"e1","data":{"itemId":"of nobody"}}""", Encoding.UTF8, "application/cloudevents+json")
            };
            if (token is not null) request.Headers.Add("dapr-api-token", token);
            using var response = await service.Http.SendAsync(request, Cancel);

            Assert.Equal(expected, response.StatusCode);
        }
    }

    /// <summary>All deliveries come from one address; a client's rate would turn most of a large import away.</summary>
    [Fact]
    public async Task The_gateways_rate_limit_does_not_hold_up_its_sidecar()
    {
        var statuses = await Task.WhenAll(Enumerable.Range(0, 400).Select(async i =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/events/catalogue.items")
            {
                Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = new StringContent("{\"id\":\"burst-" + i + "\",\"data\":{\"itemId\":\"of nobody\"}}", Encoding.UTF8, "application/cloudevents+json")
            };
            request.Headers.Add("dapr-api-token", Landscape.AppToken);
            using var response = await landscape.Gateway.Http.SendAsync(request, Cancel);
            return response.StatusCode;
        }));

        Assert.All(statuses, s => Assert.Equal(HttpStatusCode.OK, s));
    }

    [Fact]
    public async Task A_sidecar_with_a_wrong_token_gets_no_subscriptions()
    {
        var port = landscape.Probe.Address.Port;
        using var misled = SidecarProcess.Start(new SidecarPlan("misled", port) { AppToken = "wrong", Resources = Repository.File("deploy", "dapr", "local") }, landscape.Shared);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{misled.HttpPort}") };
        await Eventually.Get(async () => (await http.GetAsync("/v1.0/healthz", Cancel)).StatusCode, s => s == HttpStatusCode.NoContent, Cancel);

        var metadata = await http.GetFromJsonAsync<JsonElement>("/v1.0/metadata", Cancel);

        Assert.False(metadata.TryGetProperty("subscriptions", out var subscriptions) && subscriptions.GetArrayLength() > 0);
    }

    [Fact]
    public async Task An_expired_user_token_is_refused_by_rest_and_grpc()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/echo");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", landscape.ExpiredToken);
        using var response = await landscape.Rest.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);

        var metadata = new Metadata { { "authorization", "Bearer " + landscape.ExpiredToken } };
        var refused = await Assert.ThrowsAsync<RpcException>(() =>
            new EchoService.EchoServiceClient(landscape.Grpc).EchoAsync(new EchoRequest(), metadata, cancellationToken: Cancel).ResponseAsync);
        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
    }
}
