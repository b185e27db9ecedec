using System.Net.Http.Json;
using System.Text.Json;
using Grpc.Core;
using Sunshine.Testing.Otlp;
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

    [Fact]
    public async Task One_trace_leads_from_the_gateway_to_what_the_store_does()
    {
        const string Own = "4bf92f3577b34da6a3ce929d0e0e4736";
        const string Caller = "b7ad6b7169203331";
        var record = Landscape.Records("traced", 1, 2003)[0];
        await landscape.Import([record], Cancel);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/catalogue/items/{Landscape.IdOf(record)}");
        request.Headers.Add("traceparent", $"00-{Own}-{Caller}-01");
        using var response = await landscape.Rest.SendAsync(request, Cancel);
        Assert.True(response.IsSuccessStatusCode);

        var spans = await Eventually.Get(() => Task.FromResult(landscape.Receiver.Spans.Where(s => s.Trace == Own).ToList()),
            found => Read(found) is { } read && found.Exists(s => s.Id == read.Parent) && found.Exists(s => s.Program == "gateway" && s.Parent == Caller), Cancel);

        var edge = spans.Single(s => s.Parent == Caller);
        var outgoing = spans.Single(s => s.Program == "gateway" && s.Parent == edge.Id);
        var store = Read(spans)!;
        var call = spans.Single(s => s.Id == store.Parent);
        Assert.Equal(("catalogue", "catalogue"), (store.Program, call.Program));
        // Between them is the sidecar, whose own span a real one makes only where it traces itself.
        if (SidecarProcess.Daprd is not null) Assert.Equal(outgoing.Id, call.Parent);
        Assert.Equal(("sqlite", "items", "1", "1"),
            (store.Attributes["db.system.name"], store.Attributes["db.collection.name"], store.Attributes["db.operation.batch.size"], store.Attributes["db.response.returned_rows"]));
        // Which item it was is nowhere in it.
        Assert.All(spans.Where(s => s.Name.StartsWith("store.", StringComparison.Ordinal)), s => Assert.DoesNotContain(s.Attributes.Values, v => v.Contains(Landscape.IdOf(record), StringComparison.Ordinal)));

        static SeenSpan? Read(List<SeenSpan> found) => found.Find(s => s.Name == "store.get" && s.Attributes["db.collection.name"] == "items");
    }

    [Fact]
    public async Task Writing_is_a_span_of_the_same_trace_and_work_in_the_background_is_none()
    {
        const string Own = "4bf92f3577b34da6a3ce929d0e0e4737";
        var admin = landscape.Admin;
        admin.Add("traceparent", $"00-{Own}-b7ad6b7169203331-01");
        using var call = new Catalogue.V1.CatalogueService.CatalogueServiceClient(landscape.Grpc).ImportItems(admin, cancellationToken: Cancel);
        await call.RequestStream.WriteAsync(new Catalogue.V1.ImportItemsRequest { Records = { Landscape.Records("written", 3, 2004) } }, Cancel);
        await call.RequestStream.CompleteAsync();
        while (await call.ResponseStream.MoveNext(Cancel))
        {
        }

        var write = await Eventually.Get(() => Task.FromResult(landscape.Receiver.Spans.FirstOrDefault(s => s.Trace == Own && s.Name == "store.write" && s.Attributes["db.collection.name"] == "items")),
            span => span is not null, Cancel);

        Assert.Equal("3", write!.Attributes["db.operation.batch.size"]);
        // The schedule of publications asks for drafts twice a second.
        Assert.DoesNotContain(landscape.Receiver.Spans, s => s.Name.StartsWith("store.", StringComparison.Ordinal) && s.Parent.Length == 0);
    }
}
