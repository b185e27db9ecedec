using System.IO.Compression;
using System.Net;
using Sunshine.Foundation.Identity;

namespace Sunshine.Gateway.Tests;

public sealed class PublicCacheTests : GatewayTest
{
    private static readonly Dictionary<string, string?> NeverEvicted = new() { ["Gateway:EvictOn:0"] = "catalogue.nothing", ["Gateway:EvictOn:1"] = "catalogue.nothing" };

    [Fact]
    public async Task A_second_reader_gets_the_kept_answer_and_one_who_knows_it_gets_304()
    {
        // So low a rate that only kept answers can come so often.
        var host = await InOneProcess(new() { ["Gateway:AnonymousRate"] = "1" });
        using var http = host.Http();

        using var first = await http.GetAsync(Root + "agencies", Cancel);
        for (var i = 0; i < 50; i++)
        {
            using var again = await http.GetAsync(Root + "agencies", Cancel);
            Assert.Equal(HttpStatusCode.OK, again.StatusCode);
            Assert.Equal(first.Headers.ETag, again.Headers.ETag);
            Assert.Equal(await first.Content.ReadAsStringAsync(Cancel), await again.Content.ReadAsStringAsync(Cancel));
            Assert.Equal("application/json", again.Content.Headers.ContentType?.MediaType);
        }

        using var known = await http.SendAsync(new HttpRequestMessage(HttpMethod.Get, Root + "agencies") { Headers = { IfNoneMatch = { first.Headers.ETag! } } }, Cancel);
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        Assert.Empty(await known.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(first.Headers.ETag, known.Headers.ETag);
    }

    [Fact]
    public async Task What_a_service_does_not_want_kept_is_not_kept()
    {
        var host = await InOneProcess();
        using var http = host.Http();

        using var page = await http.GetAsync(Root + "email-subscriptions/x/confirm?code=y", Cancel);

        Assert.Equal((HttpStatusCode.OK, "text/html", true), (page.StatusCode, page.Content.Headers.ContentType?.MediaType, page.Headers.CacheControl?.NoStore));
        Assert.Null(page.Headers.ETag);
    }

    [Fact]
    public async Task An_event_of_the_service_makes_its_answers_stale()
    {
        var host = await InOneProcess();
        using var http = host.Http();
        using var list = await http.GetAsync(Root + "agencies", Cancel);
        await AddAgency(host, "anshan");

        // The event comes soon after the answer to the write.
        string text;
        do text = await http.GetStringAsync(Root + "agencies", Cancel);
        while (!text.Contains("anshan", StringComparison.Ordinal));

        using var after = await http.GetAsync(Root + "agencies", Cancel);
        Assert.NotEqual(list.Headers.ETag, after.Headers.ETag);
    }

    [Fact]
    public async Task Without_an_event_an_answer_is_kept_for_its_time()
    {
        var host = await InOneProcess(NeverEvicted);
        using var http = host.Http();
        var before = await http.GetStringAsync(Root + "agencies", Cancel);
        await AddAgency(host, "anshan");

        host.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(before, await http.GetStringAsync(Root + "agencies", Cancel));
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("anshan", await http.GetStringAsync(Root + "agencies", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_with_a_token_is_never_answered_from_the_cache_and_leaves_nothing_in_it()
    {
        var host = await InOneProcess(NeverEvicted);
        using var anonymous = host.Http();
        using var auditor = host.Http(host.Token(Roles.Auditor));
        await anonymous.GetAsync(Root + "agencies", Cancel);
        await AddAgency(host, "anshan");

        using var own = await auditor.GetAsync(Root + "agencies", Cancel);
        Assert.Null(own.Headers.ETag);
        Assert.Contains("anshan", await own.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.DoesNotContain("anshan", await anonymous.GetStringAsync(Root + "agencies", Cancel), StringComparison.Ordinal);
        await auditor.GetAsync(Root + "agencies?pageSize=7", Cancel);
        await AddAgency(host, "haicheng");
        Assert.Contains("haicheng", await anonymous.GetStringAsync(Root + "agencies?pageSize=7", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_not_kept()
    {
        var host = await InOneProcess(NeverEvicted);
        using var http = host.Http();
        using var missing = await http.GetAsync(Root + "agencies/anshan", Cancel);
        Assert.Equal("NO_SUCH_AGENCY", await Reason(HttpStatusCode.NotFound, missing));
        Assert.Null(missing.Headers.ETag);
        await AddAgency(host, "anshan");

        Assert.Contains("anshan", await http.GetStringAsync(Root + "agencies/anshan", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_way_of_compression_has_its_own_answer_with_the_same_content()
    {
        var host = await InOneProcess(NeverEvicted);
        await AddAgency(host, "anshan");
        using var http = host.Http();
        var plain = await http.GetStringAsync(Root + "code-tables/subject-categories", Cancel);

        for (var round = 0; round < 2; round++)
        {
            Assert.Equal((plain, "br"), await Read("gzip, deflate, br"));
            Assert.Equal((plain, "gzip"), await Read("gzip"));
            Assert.Equal((plain, ""), await Read("deflate"));
            Assert.Equal((plain, ""), await Read("br;q=0, gzip;q=0"));
            Assert.Equal((plain, "gzip"), await Read("br;q=0, gzip;q=0.5"));
        }

        async Task<(string Text, string Encoding)> Read(string accepted)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Root + "code-tables/subject-categories");
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
            using var response = await http.SendAsync(request, Cancel);
            var encoding = response.Content.Headers.ContentEncoding.SingleOrDefault() ?? "";
            await using var body = await response.Content.ReadAsStreamAsync(Cancel);
            await using Stream content = encoding switch { "br" => new BrotliStream(body, CompressionMode.Decompress), "gzip" => new GZipStream(body, CompressionMode.Decompress), _ => body };
            Assert.Contains("Accept-Encoding", response.Headers.Vary);
            using var reader = new StreamReader(content);
            return (await reader.ReadToEndAsync(Cancel), encoding);
        }
    }

    [Fact]
    public async Task Many_readers_at_once_get_the_same_answer()
    {
        var host = await InOneProcess(new() { ["Gateway:AnonymousRate"] = "1" });
        using var http = host.Http();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => http.GetAsync(Root + "code-tables/genres", Cancel)));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        Assert.Single(answers.Select(a => a.Headers.ETag).Distinct());
    }

    [Fact]
    public async Task An_answer_beyond_the_limit_passes_through_and_is_not_kept()
    {
        var host = await InOneProcess(new() { ["Gateway:LargestCached"] = "100" });
        using var http = host.Http();
        using var response = await http.GetAsync(Root + "code-tables/subject-categories", Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Null(response.Headers.ETag);
        Assert.Contains("主题分类", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }
}
