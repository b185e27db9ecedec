using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;
using Sunshine.Testing.V1;

namespace Sunshine.Platform.Tests.Dapr;

/// <summary>What comes from outside may not steer what is inside.</summary>
[Collection(DaprCollection.Name)]
public sealed class EdgeTests(Landscape landscape)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private static readonly Dictionary<string, string> Spoofed = new()
    {
        ["dapr-app-id"] = "catalogue", ["dapr-callee-app-id"] = "probe", ["dapr-caller-app-id"] = "spoofed", ["dapr-caller-namespace"] = "spoofed",
        ["dapr-api-token"] = "spoofed", ["dapr-stream"] = "true", ["destination-app-id"] = "probe"
    };

    [Fact]
    public async Task A_callers_own_dapr_headers_have_no_effect_on_rest()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/echo?text=spoofed-rest");
        foreach (var (name, value) in Spoofed) request.Headers.Add(name, value);
        using var response = await landscape.Rest.SendAsync(request, Cancel);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);

        var headers = answer.GetProperty("headers").EnumerateArray()
            .ToDictionary(h => h.GetProperty("name").GetString()!, h => string.Join(',', h.GetProperty("values").EnumerateArray()));
        Assert.Equal("gateway", headers["dapr-caller-app-id"]);
        Assert.Equal("echo", headers["dapr-callee-app-id"]);
        Assert.Equal(Landscape.AppToken, headers["dapr-api-token"]);
        Assert.DoesNotContain("dapr-stream", headers.Keys);
        Assert.DoesNotContain("spoofed", headers.GetValueOrDefault("dapr-caller-namespace", ""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_callers_own_dapr_metadata_has_no_effect_on_grpc()
    {
        var metadata = new Metadata();
        foreach (var (name, value) in Spoofed) metadata.Add(name, value);

        var answer = await new EchoService.EchoServiceClient(landscape.Grpc).EchoAsync(new EchoRequest(), metadata, cancellationToken: Cancel);

        Assert.Equal("gateway", answer.Header("dapr-caller-app-id"));
        Assert.Equal("echo", answer.Header("dapr-callee-app-id"));
        Assert.Equal(Landscape.AppToken, answer.Header("dapr-api-token"));
        Assert.Null(answer.Header("dapr-stream"));
    }

    /// <summary>Without the edge they would have one: this is what the gateway guards against.</summary>
    [Fact]
    public async Task A_sidecar_itself_believes_them()
    {
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{landscape.Gateway.Sidecar.GrpcPort}");
        var metadata = new Metadata
        {
            { "dapr-app-id", "echo" }, { "dapr-callee-app-id", "probe" }, { "dapr-caller-app-id", "spoofed" },
            { "dapr-api-token", landscape.Gateway.Sidecar.ForApp()["DAPR_API_TOKEN"]! }
        };

        var answer = await new EchoService.EchoServiceClient(channel).EchoAsync(new EchoRequest(), metadata, cancellationToken: Cancel);

        Assert.StartsWith("probe", answer.Header("dapr-callee-app-id"), StringComparison.Ordinal);
        Assert.StartsWith("spoofed", answer.Header("dapr-caller-app-id"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Basic_credentials_that_name_an_app_are_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/echo");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes("dapr-app-id:probe")));
        using var response = await landscape.Rest.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/dapr/subscribe")]
    [InlineData("POST", "/events/catalogue.items")]
    public async Task What_is_for_the_sidecar_is_for_nobody_else(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("dapr-api-token", "guessed");
        using var response = await landscape.Rest.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("UNAUTHENTICATED", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    /// <summary>
    /// A body whose length it knows a sidecar keeps in its memory, and sends again by itself when the other sidecar failed, whether the service had it or not (Dapr 1.18, <c>pkg/api/http/directmessaging.go</c>).
    /// </summary>
    [Theory]
    [InlineData("file")]
    [InlineData("record")]
    public async Task The_length_of_a_body_is_not_told_to_the_sidecar_and_all_of_it_arrives(string kind)
    {
        using var response = await landscape.Rest.PostAsync("/api/v1/probe/" + kind, new ByteArrayContent(new byte[100_000]), Cancel);
        var answer = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(Cancel);

        Assert.Equal(100_000, answer.GetProperty("read").GetInt32());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("said").ValueKind);
    }
}
