using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Testing.Hosts;

namespace Sunshine.Foundation.Tests.Hosting;

/// <summary>Calls to a service that answers as the way to it does when it is away.</summary>
public sealed class BreakerTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(TestHost.Noon);
    private WebApplication _service = null!;
    private ServiceProvider _caller = null!;
    private volatile int _status;
    private int _calls;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _service = await BareService.Start(app => app.Run(async http =>
        {
            Interlocked.Increment(ref _calls);
            http.Response.ContentType = "application/grpc";
            if (_status == 0) await http.Response.Body.WriteAsync(new byte[5], http.RequestAborted);
            http.Response.AppendTrailer("grpc-status", $"{_status}");
        }));

        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMetrics();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddSingleton<Breakers>();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Services:catalogue", _service.Urls.Single())]).Build());
        services.AddOptions();
        services.AddServiceClient<EditingService.EditingServiceClient>("catalogue");
        _caller = services.BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        await _caller.DisposeAsync();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task A_service_to_which_most_calls_fail_is_not_called_for_a_moment_and_then_once()
    {
        _status = (int)StatusCode.Unavailable;
        for (var i = 0; i < 10; i++) await RequireUnavailable();
        Assert.Equal(10, _calls);

        for (var i = 0; i < 5; i++) await RequireUnavailable();
        Assert.Equal(10, _calls);

        _clock.Advance(TimeSpan.FromSeconds(2));
        await RequireUnavailable();
        await RequireUnavailable();
        Assert.Equal(11, _calls);

        _status = 0;
        _clock.Advance(TimeSpan.FromSeconds(2));
        for (var i = 0; i < 3; i++) await Call();
        Assert.Equal(14, _calls);
    }

    [Fact]
    public async Task What_a_service_refuses_is_an_answer()
    {
        _status = (int)StatusCode.FailedPrecondition;
        for (var i = 0; i < 30; i++) Assert.Equal(StatusCode.FailedPrecondition, (await Assert.ThrowsAsync<RpcException>(Call)).StatusCode);
        Assert.Equal(30, _calls);
    }

    private async Task RequireUnavailable()
    {
        var failed = await Assert.ThrowsAsync<RpcException>(Call);
        Assert.Equal(("UNAVAILABLE", StatusCode.Unavailable), (RefusedCalls.ReasonOf(failed), failed.StatusCode));
    }

    /// <summary>One that writes, so that nothing repeats it.</summary>
    private async Task Call() => await _caller.GetRequiredService<EditingService.EditingServiceClient>().CreateDraftAsync(new CreateDraftRequest(), cancellationToken: Cancel);
}
