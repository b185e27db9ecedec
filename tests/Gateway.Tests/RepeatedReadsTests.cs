using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Sunshine.Gateway.Tests;

/// <summary>A read waits for a service that has just gone, and for no other.</summary>
public sealed class RepeatedReadsTests
{
    private readonly FakeTimeProvider _clock = new() { AutoAdvanceAmount = TimeSpan.Zero };
    private readonly RepeatedReads _reads;
    private int _calls;

    public RepeatedReadsTests() => _reads = new RepeatedReads(Options.Create(new GatewayOptions { ReadsWait = TimeSpan.FromSeconds(10) }), _clock);

    [Fact]
    public async Task A_read_is_repeated_until_the_service_answers()
    {
        var http = Call("GET");
        await Through(http, answersAt: 4);

        Assert.Equal(4, _calls);
        Assert.Equal(StatusCodes.Status200OK, http.Response.StatusCode);
        // Nothing of what was not passed on is left.
        Assert.Equal("ours", http.Response.Headers["x-ours"]);
        Assert.Equal("attempt 4", http.Response.Headers["x-theirs"]);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task What_may_write_is_sent_once(string method)
    {
        await Through(Call(method), answersAt: 4);
        Assert.Equal(1, _calls);
    }

    [Fact]
    public async Task Who_comes_when_the_service_has_long_been_away_is_refused_at_once_until_it_answers_again()
    {
        var first = Call("GET");
        await Through(first, answersAt: int.MaxValue);
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, first.Response.StatusCode);
        Assert.InRange(_calls, 10, 20);

        _calls = 0;
        _clock.Advance(TimeSpan.FromSeconds(1));
        await Through(Call("GET"), answersAt: int.MaxValue);
        Assert.Equal(1, _calls);

        _calls = 0;
        await Through(Call("GET"), answersAt: 1);
        await Through(Call("GET"), answersAt: 3);
        Assert.Equal(3, _calls);
    }

    private static DefaultHttpContext Call(string method)
    {
        var http = new DefaultHttpContext { Request = { Method = method } };
        http.Response.Headers["x-ours"] = "ours";
        http.Features.Set<IReverseProxyFeature>(new Feature());
        return http;
    }

    private async Task Through(HttpContext http, int answersAt)
    {
        var served = _reads.Serve(http, context =>
        {
            context.Response.Headers.Append("x-theirs", $"attempt {++_calls}");
            if (_calls < answersAt && !RepeatedReads.Takes(context)) context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        });
        while (!served.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        await served;
    }

    private sealed class Feature : IReverseProxyFeature
    {
        public RouteModel Route => throw new NotSupportedException();

        public ClusterModel Cluster { get; set; } = new(new ClusterConfig { ClusterId = "catalogue-rest" }, new HttpMessageInvoker(new SocketsHttpHandler()));

        public IReadOnlyList<DestinationState> AllDestinations => [];

        public IReadOnlyList<DestinationState> AvailableDestinations { get; set; } = [];

        public DestinationState? ProxiedDestination { get; set; }
    }
}
