using System.Net.Http.Json;
using System.Text.Json;
using Grpc.Core;
using Sunshine.Testing.V1;

namespace Sunshine.Platform.Tests.Dapr;

/// <summary>One trace from the edge to the service.</summary>
[Collection(DaprCollection.Name)]
public sealed class TraceTests(Landscape landscape)
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Parent = $"00-{Trace}-b7ad6b7169203331-01";
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_grpc_call_stays_in_its_trace_though_the_sidecar_adds_a_second_parent()
    {
        var answer = await new EchoService.EchoServiceClient(landscape.Grpc).EchoAsync(new EchoRequest(), new Metadata { { "traceparent", Parent } }, cancellationToken: Cancel);

        var parents = answer.Header("traceparent")!.Split(',', StringSplitOptions.TrimEntries);
        // A real sidecar without tracing sends what it got.
        if (SidecarProcess.Daprd is null) Assert.Equal(2, parents.Length);
        Assert.All(parents, p => Assert.Equal(Trace, p.Split('-')[1]));
        Assert.Equal(Trace, answer.TraceId);
        Assert.Equal(parents[^1].Split('-')[2], answer.ParentSpanId);
    }

    [Fact]
    public async Task A_rest_call_stays_in_its_trace()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/echo?text=traced");
        request.Headers.Add("traceparent", Parent);
        using var response = await landscape.Rest.SendAsync(request, Cancel);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);

        Assert.Equal(Trace, answer.GetProperty("traceId").GetString());
        Assert.Single(answer.GetProperty("headers").EnumerateArray(), h => h.GetProperty("name").GetString() == "traceparent" && h.GetProperty("values").GetArrayLength() == 1);
    }
}
