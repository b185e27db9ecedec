using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Sunshine.Foundation.Hosting;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Sunshine.Gateway.Tests;

/// <summary>Behind a sidecar a read waits for a service that has just gone, and so does what writes if nothing of it was sent.</summary>
public sealed class RepeatedCallsTests
{
    private static readonly IConfiguration Configuration = new ConfigurationBuilder()
        .AddInMemoryCollection([new("DAPR_HTTP_PORT", "3500"), new("DAPR_GRPC_PORT", "50001"), new("Calls:WaitForStart", "00:00:05")]).Build();

    private readonly FakeTimeProvider _clock = new() { AutoAdvanceAmount = TimeSpan.Zero };
    private readonly RepeatedCalls _repeated;
    private readonly List<string> _bodies = [];
    private int _calls;

    public RepeatedCallsTests() => _repeated = new RepeatedCalls(
        Options.Create(new GatewayOptions { ReadsWait = TimeSpan.FromSeconds(10) }), _clock, Configuration, SidecarOptions.Find(Configuration, GatewayModule.Name));

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
    public async Task What_may_write_and_was_not_sent_is_repeated_with_its_body()
    {
        var http = Call("POST", "a draft");
        await Through(http, answersAt: 4, unsent: true);
        Assert.Equal(StatusCodes.Status200OK, http.Response.StatusCode);
        Assert.Equal(["a draft", "a draft", "a draft", "a draft"], _bodies);
    }

    /// <summary>More than is kept of it.</summary>
    [Fact]
    public async Task A_long_body_is_sent_once()
    {
        await Through(Call("POST", new string('x', 100_000)), answersAt: 4, unsent: true);
        Assert.Equal([100_000], _bodies.Select(b => b.Length));
    }

    [Theory]
    [InlineData("GET", false, 10)]
    [InlineData("POST", true, 5)]
    public async Task Who_comes_when_the_service_has_long_been_away_is_refused_at_once_until_it_answers_again(string method, bool unsent, int seconds)
    {
        var first = Call(method);
        var began = _clock.GetTimestamp();
        await Through(first, answersAt: int.MaxValue, unsent);
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, first.Response.StatusCode);
        Assert.InRange(_clock.GetElapsedTime(began).TotalSeconds, seconds - 1, seconds);
        Assert.InRange(_calls, seconds, 2 * seconds);

        _calls = 0;
        _clock.Advance(TimeSpan.FromSeconds(1));
        await Through(Call(method), answersAt: int.MaxValue, unsent);
        Assert.Equal(1, _calls);

        _calls = 0;
        await Through(Call(method), answersAt: 1, unsent);
        await Through(Call(method), answersAt: 3, unsent);
        Assert.Equal(3, _calls);
    }

    private static DefaultHttpContext Call(string method, string body = "")
    {
        var http = new DefaultHttpContext { Request = { Method = method, Body = new MemoryStream(Encoding.UTF8.GetBytes(body)) } };
        http.Features.Set<IHttpResponseFeature>(new Response());
        http.Response.Headers["x-ours"] = "ours";
        http.Features.Set<IReverseProxyFeature>(new Feature());
        return http;
    }

    private async Task Through(HttpContext http, int answersAt, bool unsent = false)
    {
        var served = _repeated.Serve(http, async context =>
        {
            context.Response.Headers.Append("x-theirs", $"attempt {++_calls}");
            using var reader = new StreamReader(context.Request.Body, leaveOpen: true);
            _bodies.Add(await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
            if (_calls >= answersAt) ((Response)context.Features.GetRequiredFeature<IHttpResponseFeature>()).Start();
            else if (!RepeatedCalls.Takes(context, unsent)) context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        });
        while (!served.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        await served;
    }

    /// <summary>One that is being sent, as at a server, once it was begun.</summary>
    private sealed class Response : HttpResponseFeature
    {
        private bool _started;

        public override bool HasStarted => _started;

        public void Start() => _started = true;
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
