using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Sunshine.Foundation.Identity;
using Sunshine.Testing.Hosts;

namespace Sunshine.Gateway.Tests;

/// <summary>A document's whole life over REST, through the edge and its cache, with three officers and the public.</summary>
public sealed class JourneyTests : GatewayTest
{
    /// <summary>By the wall's clock: what is published is seen within a second.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task From_a_draft_to_a_withdrawn_document()
    {
        var host = await InOneProcess();
        await AddAgency(host, "city");
        using var editor = Officer(host, "editor-1", Roles.Editor);
        using var reviewer = Officer(host, "reviewer-1", Roles.Reviewer);
        using var publisher = Officer(host, "publisher-1", Roles.Publisher);
        using var anyone = host.Http();
        using var watching = await anyone.GetAsync(Root + "items:watch?cursor=now", HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var changes = new StreamReader(await watching.Content.ReadAsStreamAsync(Cancel));
        Assert.Equal("CHANGE_UNSPECIFIED", Text(await Next(changes), "change"));

        // Drafted, submitted; a wrong role is refused, and so is publishing before the review.
        var draft = await Post(editor, "drafts?requestId=1", new { agency = new { id = "city" }, content = new { title = "关于印发《招商引资办法》的通知", body = "第一条 旧规定", documentNumber = "鞍政办发〔2026〕1号", formedOn = "2026-01-04" } });
        var id = Text(draft, "id");
        Assert.Equal("FORBIDDEN", await Refusal(HttpStatusCode.Forbidden, editor, $"drafts/{id}:publish", new { placements = new[] { new { channel = "CHANNEL_WEBSITE" } } }));
        draft = await Post(editor, $"drafts/{id}:submit", new { etag = Text(draft, "etag") });
        Assert.Equal("WRONG_DRAFT_STATE", await Refusal(HttpStatusCode.BadRequest, publisher, $"drafts/{id}:publish", new { placements = new[] { new { channel = "CHANNEL_WEBSITE" } } }));
        Assert.Equal(HttpStatusCode.NotFound, (await anyone.GetAsync(Root + $"items/{id}", Cancel)).StatusCode);
        Assert.Equal(0, await Found(anyone, "招商引资"));

        // Reviewed and published: in the search, the feed and the change feed within a second, although all three were cached or open.
        await Post(reviewer, $"drafts/{id}:review", new { etag = Text(draft, "etag"), decision = "REVIEW_DECISION_APPROVE", opinion = "不涉密，可以公开" });
        Assert.DoesNotContain(id, await anyone.GetStringAsync(Root + "items.atom", Cancel), StringComparison.Ordinal);
        var published = await Post(publisher, $"drafts/{id}:publish", new { placements = new[] { new { channel = "CHANNEL_WEBSITE", column = "政务公开" } } });
        Assert.Equal("00835003X/2026-00001", Text(published.GetProperty("item"), "indexNumber"));
        await Within(Soon, async () => await Found(anyone, "招商引资") == 1);
        await Within(Soon, async () => (await anyone.GetStringAsync(Root + "items.atom", Cancel)).Contains(id, StringComparison.Ordinal));
        await Heard(changes, id, "CHANGE_CREATED");

        // Something that rests on it.
        var citer = await Publish(editor, reviewer, publisher, "2", new { title = "实施细则", references = new[] { new { relation = "RELATION_BASED_ON", title = "招商引资办法", documentNumber = "鞍政办发[2026]1号" } }, formedOn = "2026-01-04" });
        await Heard(changes, citer, "CHANGE_CREATED");

        // Amended the day after: as of yesterday the old edition is read.
        host.Clock.Advance(TimeSpan.FromDays(1));
        draft = await Post(editor, $"items/{id}:revise", new { });
        using (var patched = await editor.PatchAsync(Root + $"drafts/{id}?updateMask=content.body,changeNote", JsonContent.Create(new { content = new { body = "第一条 新规定" }, changeNote = "第一条有误" }), Cancel))
        {
            Assert.Equal(HttpStatusCode.OK, patched.StatusCode);
            draft = await patched.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        }

        draft = await Post(editor, $"drafts/{id}:submit", new { etag = Text(draft, "etag") });
        await Post(reviewer, $"drafts/{id}:review", new { etag = Text(draft, "etag"), decision = "REVIEW_DECISION_APPROVE", opinion = "可以公开" });
        await Post(publisher, $"drafts/{id}:publish", new { });
        await Heard(changes, id, "CHANGE_AMENDED");
        await Within(Soon, async () => Text(await Get(anyone, $"items/{id}"), "body") == "第一条 新规定");
        Assert.Equal("第一条 旧规定", Text(await Get(anyone, $"items/{id}?asOf=2026-01-05"), "body"));
        Assert.Equal(2, (await Get(anyone, $"items/{id}/editions")).GetProperty("editions").GetArrayLength());
        Assert.Equal("body", Text((await Get(anyone, $"items/{id}/comparison?from=1&to=2")).GetProperty("fields")[0], "field"));

        // Taken back: the direct link shows the banner, no list has it, and those that rest on it are named.
        await Post(publisher, $"items/{id}:withdraw", new { reason = "与上位法不一致" });
        await Heard(changes, id, "CHANGE_WITHDRAWN");
        await Within(Soon, async () => (await Get(anyone, $"items/{id}")).TryGetProperty("withdrawal", out var banner) && Text(banner, "reason") == "与上位法不一致");
        await Within(Soon, async () => await Found(anyone, "招商引资") == 0);
        Assert.Equal(citer, Text((await Get(anyone, $"items/{id}/citers")).GetProperty("items")[0], "id"));
    }

    private static HttpClient Officer(TestHost host, string subject, string role) => host.Http(host.Issuer.Token([role], "city", subject));

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static async Task<JsonElement> Get(HttpClient http, string path) => await http.GetFromJsonAsync<JsonElement>(Root + path, Cancel);

    private static async Task<int> Found(HttpClient http, string words) =>
        int.Parse(Text(await Get(http, "items?query=" + Uri.EscapeDataString(words)), "totalSize"));

    private static async Task<JsonElement> Post(HttpClient http, string path, object body)
    {
        using var response = await http.PostAsJsonAsync(Root + path, body, Cancel);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(Cancel)}");
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    private static async Task<string> Refusal(HttpStatusCode expected, HttpClient http, string path, object body)
    {
        using var response = await http.PostAsJsonAsync(Root + path, body, Cancel);
        return await Reason(expected, response);
    }

    private static async Task<string> Publish(HttpClient editor, HttpClient reviewer, HttpClient publisher, string requestId, object content)
    {
        var draft = await Post(editor, $"drafts?requestId={requestId}", new { agency = new { id = "city" }, content });
        var id = Text(draft, "id");
        draft = await Post(editor, $"drafts/{id}:submit", new { etag = Text(draft, "etag") });
        await Post(reviewer, $"drafts/{id}:review", new { etag = Text(draft, "etag"), decision = "REVIEW_DECISION_APPROVE", opinion = "可以公开" });
        await Post(publisher, $"drafts/{id}:publish", new { placements = new[] { new { channel = "CHANNEL_WEBSITE" } } });
        return id;
    }

    private static async Task<JsonElement> Next(StreamReader changes) =>
        JsonSerializer.Deserialize<JsonElement>(await changes.ReadLineAsync(Cancel) ?? throw new InvalidOperationException("The feed ended."));

    /// <summary>The next change of the feed, which is there within a second.</summary>
    private static async Task Heard(StreamReader changes, string id, string change)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        late.CancelAfter(Soon);
        while (true)
        {
            var line = JsonSerializer.Deserialize<JsonElement>(await changes.ReadLineAsync(late.Token) ?? throw new InvalidOperationException("The feed ended."));
            if (Text(line, "change") == "CHANGE_UNSPECIFIED") continue;
            Assert.Equal((id, change), (Text(line, "itemId"), Text(line, "change")));
            return;
        }
    }

    private static async Task Within(TimeSpan time, Func<Task<bool>> isSo)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < time, "It took too long.");
            await Task.Yield();
        }
    }
}
