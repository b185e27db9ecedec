using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Testing.Hosts;

namespace Sunshine.Foundation.Tests.Hosting;

/// <summary>Calls that write, to a service that is not there yet.</summary>
public sealed class PatientConnectionsTests : IAsyncDisposable
{
    private readonly int _port = Ports.Free();
    private readonly List<IAsyncDisposable> _owned = [];
    private int _calls;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var owned in Enumerable.Reverse(_owned)) await owned.DisposeAsync();
    }

    [Fact]
    public async Task A_call_waits_for_a_service_that_starts_and_is_made_once()
    {
        var editing = Client(wait: null);
        var calls = Enumerable.Range(0, 20).Select(_ => editing.CreateDraftAsync(new CreateDraftRequest(), cancellationToken: Cancel).ResponseAsync).ToList();
        Assert.DoesNotContain(calls, c => c.IsCompleted);
        await StartService();
        await Task.WhenAll(calls);
        Assert.Equal(20, _calls);
    }

    [Fact]
    public async Task One_that_stays_away_is_waited_for_once()
    {
        var editing = Client(wait: "00:00:01");
        await RequireUnavailable(editing);
        // Whoever comes now hears so at once: none of these could be over within the second that each would wait otherwise.
        var began = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < 5; i++) await RequireUnavailable(editing);
        Assert.InRange(TimeProvider.System.GetElapsedTime(began).TotalSeconds, 0, 5);

        await StartService();
        await editing.CreateDraftAsync(new CreateDraftRequest(), cancellationToken: Cancel);
        Assert.Equal(1, _calls);
    }

    [Fact]
    public async Task What_takes_too_long_is_said_in_our_terms()
    {
        _owned.Add(await BareService.Start(app => app.Run(http => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted)), port: _port));
        var soon = (TimeProvider.System.GetUtcNow() + TimeSpan.FromMilliseconds(300)).UtcDateTime;
        var failed = await Assert.ThrowsAsync<RpcException>(() => Client(wait: null).CreateDraftAsync(new CreateDraftRequest(), deadline: soon, cancellationToken: Cancel).ResponseAsync);
        Assert.Equal(("DEADLINE_EXCEEDED", StatusCode.DeadlineExceeded), (RefusedCalls.ReasonOf(failed), failed.StatusCode));
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(8, 10)]
    [InlineData(30, 32)]
    public void A_call_lasts_longer_than_its_service_is_waited_for(int wait, int deadline) => Assert.Equal(deadline, new CallingOptions { WaitForStart = TimeSpan.FromSeconds(wait) }.Deadline.TotalSeconds);

    private static async Task RequireUnavailable(EditingService.EditingServiceClient editing)
    {
        var failed = await Assert.ThrowsAsync<RpcException>(() => editing.CreateDraftAsync(new CreateDraftRequest(), cancellationToken: Cancel).ResponseAsync);
        Assert.Equal(("UNAVAILABLE", StatusCode.Unavailable), (RefusedCalls.ReasonOf(failed), failed.StatusCode));
    }

    private EditingService.EditingServiceClient Client(string? wait)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMetrics();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<Breakers>();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Services:catalogue", $"http://127.0.0.1:{_port}"), new("Calls:WaitForStart", wait)]).Build());
        services.AddOptions();
        services.AddServiceClient<EditingService.EditingServiceClient>("catalogue");
        var provider = services.BuildServiceProvider();
        _owned.Add(provider);
        return provider.GetRequiredService<EditingService.EditingServiceClient>();
    }

    private async Task StartService() => _owned.Add(await BareService.Start(app => app.Run(async http =>
    {
        Interlocked.Increment(ref _calls);
        http.Response.ContentType = "application/grpc";
        await http.Response.Body.WriteAsync(new byte[5], http.RequestAborted);
        http.Response.AppendTrailer("grpc-status", "0");
    }), port: _port));
}
