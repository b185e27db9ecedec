using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;

namespace Sunshine.Catalogue.Tests;

/// <summary>Consultations as JSON, and the events they cause.</summary>
public sealed class ConsultationFacesTests : ConsultationTest
{
    private readonly Channel<IMessage> _received = System.Threading.Channels.Channel.CreateUnbounded<IMessage>();

    [Fact]
    public async Task A_portal_speaks_JSON()
    {
        using var officer = Host.Http(Host.Issuer.Token([Roles.Publisher], "city"));
        using var anyone = Host.Http();
        var created = await Post(officer, "consultations?requestId=r1",
            """{"agencyId":"city","title":"供热价格","draftText":"第一条","basis":"条例","opensOn":"2026-01-05","closesOn":"2026-02-03","howToRespond":"信函"}""");
        var id = created.GetProperty("id").GetString();
        await Post(officer, $"consultations/{id}:open", "{}");
        var comment = await Post(anyone, $"consultations/{id}/comments", """{"text":"太贵","requestId":"c1"}""");
        await Post(officer, $"consultations/{id}/comments/{comment.GetProperty("id").GetString()}:moderate", """{"state":"COMMENT_STATE_ACCEPTED"}""");
        await Post(officer, $"consultations/{id}:recordStep", """{"step":{"step":"DECISION_STEP_RISK_ASSESSMENT","result":"STEP_RESULT_PASSED","on":"2026-01-05"}}""");

        var read = await anyone.GetFromJsonAsync<JsonElement>($"/api/v1/catalogue/consultations/{id}", Cancel);
        Assert.Equal(("CONSULTATION_STATE_OPEN", "1"), (read.GetProperty("state").GetString(), read.GetProperty("acceptedCount").GetString()));
        var comments = await anyone.GetFromJsonAsync<JsonElement>($"/api/v1/catalogue/consultations/{id}/comments?pageSize=1", Cancel);
        Assert.Equal("太贵", comments.GetProperty("comments")[0].GetProperty("text").GetString());
        var received = await officer.GetFromJsonAsync<JsonElement>($"/api/v1/catalogue/consultations/{id}/received-comments?state=COMMENT_STATE_ACCEPTED", Cancel);
        Assert.Equal(1, received.GetProperty("comments").GetArrayLength());
        var list = await anyone.GetFromJsonAsync<JsonElement>("/api/v1/catalogue/consultations?state=CONSULTATION_STATE_OPEN", Cancel);
        Assert.Equal(id, list.GetProperty("consultations")[0].GetProperty("id").GetString());

        GoTo("2026-02-04");
        await Post(officer, $"consultations/{id}:publishSummary", """{"adoption":{"text":"已研究","opinionCount":1}}""");
        await Post(officer, $"consultations/{id}:recordStep", """{"step":{"step":1,"result":1,"on":"2026-02-04"}}""");
        await Post(officer, $"consultations/{id}:recordStep", """{"step":{"step":4,"result":1,"on":"2026-02-04"}}""");
        var decided = await Post(officer, $"consultations/{id}:decide", """{"decision":{"outcome":"DECISION_OUTCOME_NOT_ADOPTED","on":"2026-02-04"}}""");
        Assert.Equal("CONSULTATION_STATE_DECIDED", decided.GetProperty("state").GetString());
    }

    [Fact]
    public async Task Each_act_of_publication_is_told()
    {
        var opened = await Open();
        Assert.Equal(new ConsultationOpened
        {
            ConsultationId = opened.Id, AgencyId = "city", OpensOn = "2026-01-05", ClosesOn = "2026-02-03", OccurredAt = opened.OpenedAt
        }, await Next());
        await Say(opened.Id, name: "张三");
        GoTo("2026-02-04");
        var summarised = await Summarise(opened.Id);
        Assert.Equal(new AdoptionSummaryPublished { ConsultationId = opened.Id, AgencyId = "city", OccurredAt = summarised.UpdateTime }, await Next());
        await Step(opened.Id, DecisionStep.PublicParticipation);
        await Step(opened.Id, DecisionStep.LegalityReview);
        var item = await ImportedId(Record("1"));
        var decided = await Decide(opened.Id, "2026-02-04", item);
        Assert.Equal(new DecisionTaken
        {
            ConsultationId = opened.Id, AgencyId = "city", Outcome = DecisionOutcome.Adopted, ItemId = item, DecidedOn = "2026-02-04", OccurredAt = decided.UpdateTime
        }, await Next());
    }

    protected override void Map(WebApplication app)
    {
        base.Map(app);
        app.MapTopic<ConsultationOpened>((_, e, cancel) => _received.Writer.WriteAsync(e.Event, cancel).AsTask());
        app.MapTopic<AdoptionSummaryPublished>((_, e, cancel) => _received.Writer.WriteAsync(e.Event, cancel).AsTask());
        app.MapTopic<DecisionTaken>((_, e, cancel) => _received.Writer.WriteAsync(e.Event, cancel).AsTask());
    }

    private async Task<IMessage> Next() => await _received.Reader.ReadAsync(Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancel);

    private static async Task<JsonElement> Post(HttpClient client, string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync("/api/v1/catalogue/" + path, content, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}
