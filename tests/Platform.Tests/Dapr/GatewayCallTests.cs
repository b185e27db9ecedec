using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Sunshine.Catalogue.V1;
using Sunshine.Testing.V1;

namespace Sunshine.Platform.Tests.Dapr;

/// <summary>Calls from outside: gateway, its sidecar, the callee's sidecar, the callee.</summary>
[Collection(DaprCollection.Name)]
public sealed class GatewayCallTests(Landscape landscape)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private EchoService.EchoServiceClient Echo => new(landscape.Grpc);

    [Fact]
    public async Task A_rest_call_passes_both_sidecars()
    {
        var answer = await landscape.Rest.GetFromJsonAsync<JsonElement>("/api/v1/echo?text=hello", Cancel);

        Assert.Equal("hello", answer.GetProperty("text").GetString());
        var headers = answer.GetProperty("headers").EnumerateArray().ToDictionary(h => h.GetProperty("name").GetString()!, h => string.Join(',', h.GetProperty("values").EnumerateArray()));
        Assert.Equal("gateway", headers["dapr-caller-app-id"]);
        Assert.Equal("echo", headers["dapr-callee-app-id"]);
        Assert.Equal(Landscape.AppToken, headers["dapr-api-token"]);
    }

    [Fact]
    public async Task Rest_of_the_catalogue_answers_and_refuses_in_its_own_words()
    {
        var statistics = await landscape.Rest.GetFromJsonAsync<JsonElement>("/api/v1/catalogue/statistics?year=1951", Cancel);
        Assert.Equal(1951, statistics.GetProperty("year").GetInt32());

        using var missing = await landscape.Rest.GetAsync("/api/v1/catalogue/items/nothing", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Contains("\"sunshine\"", await missing.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_unary_call_passes_both_sidecars_with_its_trailers()
    {
        using var call = Echo.EchoAsync(new EchoRequest { Text = "hello" }, cancellationToken: Cancel);
        var answer = await call;

        Assert.Equal("hello", answer.Text);
        Assert.Equal("unary", call.GetTrailers().GetValue("echo-trailer"));
        Assert.Equal("gateway", answer.Header("dapr-caller-app-id"));
        Assert.Equal("echo", answer.Header("dapr-callee-app-id"));
        Assert.Equal(Landscape.AppToken, answer.Header("dapr-api-token"));
        Assert.Null(answer.Header("dapr-app-id"));
    }

    [Fact]
    public async Task A_server_stream_passes_with_headers_messages_and_trailers()
    {
        using var call = Echo.Repeat(new EchoRequest { Text = "again", Count = 200 }, cancellationToken: Cancel);
        var headers = await call.ResponseHeadersAsync;
        var texts = new List<string>();
        await foreach (var answer in call.ResponseStream.ReadAllAsync(Cancel)) texts.Add(answer.Text);

        Assert.Equal("stream", headers.GetValue("echo-header"));
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"again {i}"), texts);
        Assert.Equal("stream", call.GetTrailers().GetValue("echo-trailer"));
    }

    [Fact]
    public async Task A_client_stream_passes()
    {
        using var call = Echo.Collect(cancellationToken: Cancel);
        foreach (var text in (string[])["one", "two", "three"]) await call.RequestStream.WriteAsync(new EchoRequest { Text = text }, Cancel);
        await call.RequestStream.CompleteAsync();

        Assert.Equal("one two three", (await call).Text);
    }

    [Fact]
    public async Task A_conversation_is_answered_word_by_word()
    {
        using var call = Echo.Converse(cancellationToken: Cancel);
        for (var i = 0; i < 20; i++)
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Text = $"word {i}" }, Cancel);
            Assert.True(await call.ResponseStream.MoveNext(Cancel));
            Assert.Equal($"word {i}", call.ResponseStream.Current.Text);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(Cancel));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task A_refusal_keeps_its_details_before_and_after_messages(int count)
    {
        using var call = Echo.Repeat(new EchoRequest { Text = "refuse", Count = count }, cancellationToken: Cancel);
        var received = 0;
        var refused = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await foreach (var _ in call.ResponseStream.ReadAllAsync(Cancel)) received++;
        });

        Assert.Equal(count, received);
        Assert.Equal(StatusCode.Aborted, refused.StatusCode);
        Assert.Equal("STALE_ETAG", refused.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason);
    }

    [Fact]
    public async Task A_message_larger_than_a_sidecars_default_passes()
    {
        using var channel = GrpcChannel.ForAddress(landscape.Gateway.Address, new GrpcChannelOptions { MaxReceiveMessageSize = null });
        var text = new string('a', 5 * 1024 * 1024);

        var answer = await new EchoService.EchoServiceClient(channel).EchoAsync(new EchoRequest { Text = text }, cancellationToken: Cancel);

        Assert.Equal(text.Length, answer.Text.Length);
    }

    [Fact]
    public async Task A_deadline_reaches_the_callee()
    {
        var answer = await Echo.EchoAsync(new EchoRequest(), deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(30), cancellationToken: Cancel);

        Assert.EndsWith("m", answer.Header("grpc-timeout"), StringComparison.Ordinal);
        Assert.InRange(int.Parse(answer.Header("grpc-timeout")!.TrimEnd('m')), 1, 30_000);
    }

    [Fact]
    public async Task Thousands_of_records_are_imported_and_exported()
    {
        var records = Landscape.Records("bulk", 3_000, 1961);

        var results = await landscape.Import(records, Cancel);

        Assert.Equal(Enumerable.Range(0, records.Count).Select(i => (long)i), results.Select(r => r.Position));
        Assert.All(results, r => Assert.Equal(ImportOutcome.Created, r.Outcome));
        using var call = new CatalogueService.CatalogueServiceClient(landscape.Grpc).ExportItems(new ExportItemsRequest(), cancellationToken: Cancel);
        var exported = new HashSet<string>();
        await foreach (var item in call.ResponseStream.ReadAllAsync(Cancel)) exported.Add(item.Id);
        Assert.Superset(results.Select(r => r.Id).ToHashSet(), exported);
    }
}
