using System.Text;
using Sunshine.Platform.Tests.Api;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Hostile;

/// <summary>Requests that two readers would cut differently, sent to the whole platform in one process.</summary>
public sealed class SmugglingTests(ApiFixture api)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Requests => [.. HostileRequests.Requests.Keys];

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_request_hides_no_other(string what)
    {
        var server = (await api.Standalone).Rest;
        var answers = await RawHttp.Send(server, HostileRequests.Requests[what].Replace("HOST", server.Authority, StringComparison.Ordinal) + HostileRequests.Next(server.Authority), 3, Cancel);

        var seen = string.Join(' ', answers.Select(a => a.Status));
        // One answer to each request, or a refusal and the end, or the end alone.
        Assert.True(answers.Count <= 2, seen);
        if (answers.Count == 0) return;
        Assert.True(answers[0].Status is >= 200 and < 500 or 501 or 505, seen);
        Assert.True(answers.Count == 1 ? answers[0].Status >= 400 : answers[1].Status == 200, seen);
        Assert.DoesNotContain(answers, a => a.Body.Contains(HostileRequests.Smuggled, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/language/en?back=INJECTED")]
    [InlineData("/language/en?back=/INJECTED")]
    [InlineData("/found?query=INJECTED")]
    [InlineData("/search?query=INJECTED")]
    [InlineData("/reading-point/INJECTED")]
    [InlineData("/account/login?returnUrl=INJECTED")]
    [InlineData("/account/language/en?back=INJECTED")]
    [InlineData("/connect/authorize?client_id=desk&redirect_uri=INJECTED&response_type=code&state=INJECTED")]
    [InlineData("/connect/logout?post_logout_redirect_uri=INJECTED&state=INJECTED")]
    [InlineData("/api/v1/catalogue/items?query=INJECTED")]
    [InlineData("/api/v1/catalogue/items.csv?query=INJECTED")]
    [InlineData("/api/v1/catalogue/items.atom?query=INJECTED")]
    [InlineData("/api/v1/catalogue/agencies/INJECTED")]
    [InlineData("/INJECTED")]
    public async Task What_a_query_says_becomes_no_header(string path)
    {
        var server = (await api.Standalone).Rest;
        foreach (var breaking in new[] { "%0d%0aInjected:%20yes", "x%0d%0a%0d%0a<b>", "%0aInjected:%20yes", "%E5%98%8A%E5%98%8DInjected:%20yes", "%00%0d%0aInjected:%20yes", "https://evil.test/%0d%0aInjected:%20yes" })
        {
            var answer = await RawHttp.Get(server, path.Replace("INJECTED", breaking, StringComparison.Ordinal), Cancel);
            Assert.True(answer.Status is >= 200 and < 500, $"{breaking}: {answer.Status} {answer.Body}");
            Assert.DoesNotContain(answer.Head.Split("\r\n"), line => line.StartsWith("Injected", StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain('\n', answer.Head.Replace("\r\n", "", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("https://evil.test/")]
    [InlineData("//evil.test/")]
    [InlineData("/\\evil.test/")]
    [InlineData("/%09/evil.test/")]
    [InlineData("/%2f/evil.test")]
    [InlineData("http:evil.test")]
    [InlineData("javascript:alert(1)")]
    public async Task Nobody_is_sent_to_another_site(string to)
    {
        var server = (await api.Standalone).Rest;
        foreach (var path in new[] { "/language/en?back=", "/account/language/en?back=", "/account/language/en?returnUrl=", "/found?query=" })
        {
            var answer = await RawHttp.Get(server, path + to.Replace("\\", "%5c", StringComparison.Ordinal), Cancel);
            var location = answer.Head.Split("\r\n").FirstOrDefault(l => l.StartsWith("Location:", StringComparison.OrdinalIgnoreCase))?[9..].Trim() ?? "/";
            // As a browser reads it: a backslash is a slash.
            Assert.True(new Uri(server, location.Replace('\\', '/')).Host == server.Host, $"{path}{to}: {location}");
        }
    }
}
