using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Sunshine.Foundation.Identity;

namespace Sunshine.Gateway.Tests;

/// <summary>Many officers over REST on one draft: what one writes, another never overwrites unseen.</summary>
public sealed class ConcurrentEditorsTests : GatewayTest
{
    private const int Editors = 32;

    [Fact]
    public async Task Losers_are_told_409_with_the_current_etag_and_no_update_is_lost()
    {
        var host = await InOneProcess(new() { ["Gateway:ClientRate"] = "100000" });
        await AddAgency(host, "city");
        using var first = host.Http(host.Issuer.Token([Roles.Editor], "city", "editor"));
        using var created = await first.PostAsJsonAsync(Root + "drafts?requestId=1", new { agency = new { id = "city" }, content = new { title = "工作方案", body = "", formedOn = "2026-01-04" } }, Cancel);
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("id").GetString();
        var refused = 0;

        await Task.WhenAll(Enumerable.Range(0, Editors).Select(i => Task.Run(async () =>
        {
            using var editor = host.Http(host.Issuer.Token([Roles.Editor], "city", $"editor-{i}"));
            string? toldEtag = null;
            for (var tries = 0; ; tries++)
            {
                Assert.InRange(tries, 0, 200);
                var mine = await editor.GetFromJsonAsync<JsonElement>(Root + $"drafts/{id}", Cancel);
                var etag = mine.GetProperty("etag").GetString()!;
                if (toldEtag is not null) Assert.True(Revision(etag) >= Revision(toldEtag), $"{etag} was read after {toldEtag} was told to be current.");
                var body = (mine.GetProperty("content").TryGetProperty("body", out var text) ? text.GetString() : "") + $"{i}\n";
                using var patched = await editor.PatchAsync(Root + $"drafts/{id}?updateMask=content.body", JsonContent.Create(new { etag, content = new { body } }), Cancel);
                if (patched.StatusCode == HttpStatusCode.OK) return;

                Assert.Equal(HttpStatusCode.Conflict, patched.StatusCode);
                var info = (await patched.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("details").EnumerateArray()
                    .Single(d => d.GetProperty("@type").GetString()!.EndsWith("ErrorInfo", StringComparison.Ordinal));
                Assert.Equal("STALE_ETAG", info.GetProperty("reason").GetString());
                toldEtag = info.GetProperty("metadata").GetProperty("etag").GetString()!;
                Assert.True(Revision(toldEtag) > Revision(etag), $"{toldEtag} was told to be current after {etag} was refused.");
                Interlocked.Increment(ref refused);
            }
        }, Cancel)));

        var end = await first.GetFromJsonAsync<JsonElement>(Root + $"drafts/{id}", Cancel);
        var written = end.GetProperty("content").GetProperty("body").GetString()!.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse);
        Assert.Equal(Enumerable.Range(0, Editors), written.Order());
        Assert.Equal($"r{Editors + 1}", end.GetProperty("etag").GetString());
        TestContext.Current.TestOutputHelper!.WriteLine($"{refused} refusals");
    }

    private static int Revision(string etag) => int.Parse(etag.AsSpan(1));
}
