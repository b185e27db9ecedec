using Microsoft.Extensions.Time.Testing;

namespace Sunshine.Cli.Tests;

public sealed class TokenSourceTests
{
    [Fact]
    public async Task A_token_is_fetched_once_and_renewed_before_it_expires()
    {
        await using var server = await FakeServer.Start();
        var clock = new FakeTimeProvider();
        using var tokens = new TokenSource(new HttpClient(), new Uri(server.Authority), new ClientCredentials("county", "right"), clock);
        var cancel = TestContext.Current.CancellationToken;
        Assert.Equal("token-1", await tokens.Get(cancel));
        clock.Advance(TimeSpan.FromSeconds(539));
        Assert.Equal("token-1", await tokens.Get(cancel));
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("token-2", await tokens.Get(cancel));
    }

    [Fact]
    public async Task An_authority_that_is_not_there_is_told()
    {
        using var tokens = new TokenSource(new HttpClient(), new Uri("http://127.0.0.1:1"), new ClientCredentials("a", "b"), TimeProvider.System);
        var failure = await Assert.ThrowsAsync<CommandFailedException>(async () => await tokens.Get(TestContext.Current.CancellationToken));
        Assert.Contains("Is --authority right?", failure.Message);
    }
}
