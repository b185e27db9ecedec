using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Sunshine.Catalogue.V1;
using Sunshine.Testing.V1;

namespace Sunshine.Platform.Tests.Dapr;

/// <summary>Who does not answer, and what a caller sees of that.</summary>
[Collection(DaprCollection.Name)]
public sealed class FailureTests(Landscape landscape)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_that_no_sidecar_knows_is_unavailable_by_rest()
    {
        using var response = await landscape.Rest.GetAsync("/api/v1/nowhere/anything", Cancel);

        await RequireUnavailable(response);
    }

    [Fact]
    public async Task A_service_that_no_sidecar_knows_is_unavailable_by_grpc()
    {
        var empty = Marshallers.Create<EchoRequest>(m => m.ToByteArray(), EchoRequest.Parser.ParseFrom);
        var method = new Method<EchoRequest, EchoRequest>(MethodType.Unary, "nowhere.v1.Nowhere", "Call", empty, empty);
        var failed = await Assert.ThrowsAsync<RpcException>(() =>
            landscape.Grpc.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(cancellationToken: Cancel), new EchoRequest()).ResponseAsync);

        Assert.Equal(StatusCode.Unavailable, failed.StatusCode);
        Assert.Equal("UNAVAILABLE", failed.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason);
        Assert.DoesNotContain("nowhere", failed.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_service_is_unavailable_and_has_lost_nothing_when_it_is_back()
    {
        var records = Landscape.Records("survived", 50, 1981);
        await landscape.Import(records, Cancel);
        var items = new CatalogueService.CatalogueServiceClient(landscape.Grpc);
        var path = "/api/v1/catalogue/items/" + Landscape.IdOf(records[0]);

        landscape.Catalogue.KillApp();
        try
        {
            using var response = await landscape.Rest.GetAsync(path, Cancel);
            await RequireUnavailable(response);
            var failed = await Assert.ThrowsAsync<RpcException>(() => items.GetItemAsync(new GetItemRequest { Id = "any" }, cancellationToken: Cancel).ResponseAsync);
            Assert.Equal(StatusCode.Unavailable, failed.StatusCode);
            Assert.Equal("UNAVAILABLE", failed.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason);
        }
        finally
        {
            landscape.Catalogue.StartApp();
        }

        var again = await Eventually.Get(() => landscape.Import(records, Cancel), r => r.Count == records.Count, Cancel);
        Assert.All(again, r => Assert.Equal(ImportOutcome.Unchanged, r.Outcome));
        using var found = await landscape.Rest.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
    }

    [Fact]
    public async Task Without_its_sidecar_the_gateway_says_unavailable()
    {
        landscape.Gateway.Sidecar.Kill();
        try
        {
            using var response = await landscape.Rest.GetAsync("/api/v1/echo?text=without-a-sidecar", Cancel);
            await RequireUnavailable(response);
        }
        finally
        {
            landscape.Gateway.Sidecar.Start();
            await landscape.Gateway.WaitUntilReady(Cancel);
        }

        var back = await Eventually.Get(async () =>
        {
            using var response = await landscape.Rest.GetAsync("/api/v1/echo?text=with-a-sidecar", Cancel);
            return response.StatusCode;
        }, s => s == HttpStatusCode.OK, Cancel);
        Assert.Equal(HttpStatusCode.OK, back);
    }

    [Fact]
    public async Task A_caller_that_access_control_does_not_list_is_turned_away()
    {
        Assert.SkipWhen(SidecarProcess.Daprd is not null, "A real daprd knows its callers only with mTLS, which needs a control plane.");
        var stranger = landscape.Sidecar(new SidecarPlan("stranger", 0));
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{stranger.GrpcPort}");
        var call = () => new CatalogueService.CatalogueServiceClient(channel)
            .GetStatisticsAsync(new GetStatisticsRequest { Year = 1990 }, new Metadata { { "dapr-app-id", "catalogue" } }, cancellationToken: Cancel).ResponseAsync;
        var code = await Eventually.Get(async () => (await Assert.ThrowsAsync<RpcException>(call)).StatusCode, c => c != StatusCode.Unavailable, Cancel);
        Assert.Equal(StatusCode.PermissionDenied, code);

        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{stranger.HttpPort}/api/v1/catalogue/statistics?year=1990");
        request.Headers.Add("dapr-app-id", "catalogue");
        using var response = await http.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("ERR_DIRECT_INVOKE", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sidecar_with_default_limits_refuses_large_messages_and_headers()
    {
        var small = landscape.Sidecar(new SidecarPlan("small", 0) { MaxBody = "4Mi", ReadBuffer = "4Ki" });
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{small.GrpcPort}");
        var call = () => new EchoService.EchoServiceClient(channel)
            .EchoAsync(new EchoRequest { Text = new string('a', 5 * 1024 * 1024) }, new Metadata { { "dapr-app-id", "echo" } }, cancellationToken: Cancel).ResponseAsync;
        var code = await Eventually.Get(async () => (await Assert.ThrowsAsync<RpcException>(call)).StatusCode, c => c != StatusCode.Unavailable, Cancel);
        Assert.Equal(StatusCode.ResourceExhausted, code);

        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{small.HttpPort}/api/v1/echo");
        request.Headers.Add("dapr-app-id", "echo");
        request.Headers.Add("x-large", new string('a', 12 * 1024));
        using var response = await http.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, response.StatusCode);
    }

    private static async Task RequireUnavailable(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        var status = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Contains(status.GetProperty("details").EnumerateArray(), d => d.TryGetProperty("reason", out var reason) && reason.GetString() == "UNAVAILABLE");
        Assert.DoesNotContain("127.0.0.1", status.ToString(), StringComparison.Ordinal);
    }
}
