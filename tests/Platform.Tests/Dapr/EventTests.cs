using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.V1;

namespace Sunshine.Platform.Tests.Dapr;

/// <summary>Events reach who asked for them, whoever is away meanwhile.</summary>
[Collection(DaprCollection.Name)]
public sealed class EventTests(Landscape landscape)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_event_comes_and_keeps_its_id_when_it_comes_again()
    {
        RequireBroker();
        var records = Landscape.Records("heard", 200, 1971);
        var ids = records.Select(Landscape.IdOf).ToHashSet();

        await landscape.Import(records, Cancel);

        var heard = await Eventually.Get(
            async () => (await landscape.Probe.Deliveries("items", Cancel)).Where(d => ids.Contains(d.ItemId)).ToList(),
            heard => heard.Count >= records.Count && (SidecarProcess.Daprd is not null || heard.All(d => d.Times >= 2)), Cancel);
        // As many events as items: what came twice came under one id.
        Assert.Equal(ids, heard.Select(d => d.ItemId).ToHashSet());
        Assert.Equal(records.Count, heard.Count);
    }

    [Fact]
    public async Task A_cached_answer_is_dropped_when_an_event_says_so()
    {
        RequireBroker();
        const string Path = "/api/v1/catalogue/statistics?year=1972";
        using var before = await landscape.Rest.GetAsync(Path, Cancel);
        Assert.NotNull(before.Headers.ETag);
        Assert.Equal("0", await ItemCount(before));

        await landscape.Import(Landscape.Records("counted", 7, 1972), Cancel);

        // The cache keeps for an hour in these tests.
        var after = await Eventually.Get(async () =>
        {
            using var answer = await landscape.Rest.GetAsync(Path, Cancel);
            return await ItemCount(answer);
        }, count => count == "7", Cancel);
        Assert.Equal("7", after);
    }

    [Fact]
    public async Task Events_wait_for_a_subscriber_that_is_down()
    {
        RequireBroker();
        var records = Landscape.Records("waited", 20, 1973);
        landscape.Probe.KillApp();
        try
        {
            await landscape.Import(records, Cancel);
        }
        finally
        {
            landscape.Probe.StartApp();
        }

        await RequireHeard(records);
    }

    [Fact]
    public async Task Events_wait_for_the_publishers_sidecar()
    {
        RequireBroker();
        var records = Landscape.Records("unsent", 20, 1974);
        landscape.Catalogue.Sidecar.Kill();
        try
        {
            var request = new BatchImportItemsRequest { Records = { records } };
            var response = await new CatalogueService.CatalogueServiceClient(landscape.Catalogue.Grpc).BatchImportItemsAsync(request, landscape.Admin, cancellationToken: Cancel);
            Assert.All(response.Results, r => Assert.Equal(ImportOutcome.Created, r.Outcome));
        }
        finally
        {
            landscape.Catalogue.Sidecar.Start();
            await landscape.Catalogue.WaitUntilReady(Cancel);
        }

        await RequireHeard(records);
    }

    [Fact]
    public async Task What_cannot_be_read_goes_to_the_dead_letters()
    {
        RequireBroker();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{landscape.Probe.Sidecar.HttpPort}/v1.0/publish/pubsub/catalogue.items")
        {
            Content = new StringContent("""{"specversion":"1.0","id":"unreadable-1","source":"test","type":"test","data":["not an item"]}""", Encoding.UTF8, "application/cloudevents+json")
        };
        request.Headers.Add("dapr-api-token", landscape.Probe.Sidecar.ForApp()["DAPR_API_TOKEN"]);
        using var response = await http.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);

        var dead = await Eventually.Get(() => landscape.Probe.Deliveries("dead", Cancel), dead => dead.Any(d => d.Id == "unreadable-1"), Cancel);
        Assert.Contains(dead, d => d.Id == "unreadable-1");
        Assert.DoesNotContain(await landscape.Probe.Deliveries("items", Cancel), d => d.Id == "unreadable-1");
    }

    [Fact]
    public async Task What_a_service_cannot_handle_it_keeps_for_who_runs_the_platform()
    {
        RequireBroker();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{landscape.Probe.Sidecar.HttpPort}/v1.0/publish/pubsub/finance.disclosures")
        {
            Content = new StringContent("""{"specversion":"1.0","id":"unreadable-2","source":"test","type":"test","data":["no disclosure"]}""", Encoding.UTF8, "application/cloudevents+json")
        };
        request.Headers.Add("dapr-api-token", landscape.Probe.Sidecar.ForApp()["DAPR_API_TOKEN"]);
        using var response = await http.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);

        var letter = await Eventually.Get(async () => (await Letters()).FirstOrDefault(l => l.EventId == "unreadable-2"), letter => letter is not null, Cancel);
        Assert.Equal(("finance.disclosures", """["no disclosure"]"""), (letter!.Topic, letter.Data));
        using var discard = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/catalogue/operations/dead-letters/{letter.Id}:discard") { Content = JsonContent.Create(new { reason = "Made by a test." }) };
        discard.Headers.Authorization = new("Bearer", landscape.AdminToken);
        using var discarded = await landscape.Rest.SendAsync(discard, Cancel);
        Assert.Equal(HttpStatusCode.OK, discarded.StatusCode);
        Assert.DoesNotContain(await Letters(), l => l.Id == letter.Id);
    }

    private async Task<IReadOnlyList<DeadLetter>> Letters()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/catalogue/operations/dead-letters?pageSize=200");
        request.Headers.Authorization = new("Bearer", landscape.AdminToken);
        using var response = await landscape.Rest.SendAsync(request, Cancel);
        return ListDeadLettersResponse.Parser.ParseJson(await response.Content.ReadAsStringAsync(Cancel)).DeadLetters;
    }

    private static void RequireBroker() =>
        Assert.SkipUnless(SidecarProcess.HasBroker, "A real daprd brings events to another sidecar only through a broker: set SUNSHINE_TEST_REDIS to a Redis.");

    private async Task RequireHeard(IReadOnlyList<ImportRecord> records)
    {
        var ids = records.Select(Landscape.IdOf).ToHashSet();
        var heard = await Eventually.Get(
            async () => (await landscape.Probe.Deliveries("items", Cancel)).Select(d => d.ItemId).Where(ids.Contains).ToHashSet(), heard => heard.Count == ids.Count, Cancel);
        Assert.Equal(ids, heard);
    }

    private static async Task<string?> ItemCount(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("itemCount").GetString();
}
