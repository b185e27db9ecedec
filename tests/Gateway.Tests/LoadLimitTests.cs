using System.Net;
using Google.Rpc;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Catalogue;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Testing.Hosts;

namespace Sunshine.Gateway.Tests;

/// <summary>With one place and one that waits: what comes beyond that is turned away, and nothing else suffers.</summary>
public sealed class LoadLimitTests : GatewayTest
{
    private static readonly Dictionary<string, string?> OnePlace = new() { ["Load:CallsAtOnce"] = "1", ["Load:CallsWaiting"] = "1", ["Load:StreamsAtOnce"] = "1", ["Gateway:CacheFor"] = "00:00:00" };

    private readonly TaskCompletionSource _goOn = new();
    private readonly SemaphoreSlim _begun = new(0);

    [Fact]
    public async Task Who_has_waited_longest_is_turned_away_and_told_when_to_come_again()
    {
        var host = await InOneProcess(OnePlace, more: Held);
        using var http = host.Http();
        var worked = http.GetAsync(Root + "held", Cancel);
        await _begun.WaitAsync(Cancel);

        // Each newer one pushes the one out that waits; which of the two came first the server alone knows.
        var (second, third) = (http.GetAsync(Root + "held", Cancel), http.GetAsync(Root + "held", Cancel));
        var first = await Task.WhenAny(second, third);
        using var away = await first;
        Assert.Equal("OVERLOADED", await Reason(HttpStatusCode.ServiceUnavailable, away));
        Assert.InRange(away.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 2);

        _goOn.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await worked).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await (first == second ? third : second)).StatusCode);
        using var after = await http.GetAsync(Root + "held", Cancel);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task Who_waits_too_long_is_told_so()
    {
        var host = await InOneProcess(OnePlace, more: Held);
        using var http = host.Http();
        var worked = http.GetAsync(Root + "held", Cancel);
        await _begun.WaitAsync(Cancel);
        var waiting = http.GetAsync(Root + "held", Cancel);
        await Until(() =>
        {
            host.Clock.Advance(TimeSpan.FromMilliseconds(100));
            return Task.FromResult(waiting.IsCompleted);
        });

        Assert.Equal("OVERLOADED", await Reason(HttpStatusCode.ServiceUnavailable, await waiting));
        _goOn.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await worked).StatusCode);
    }

    [Fact]
    public async Task Other_services_callers_with_a_token_pages_and_questions_about_health_have_places_of_their_own()
    {
        var host = await InOneProcess(OnePlace, more: app =>
        {
            Held(app);
            app.MapGet("/page", () => "a page").AllowAnonymous();
        });
        using var http = host.Http();
        var worked = http.GetAsync(Root + "held", Cancel);
        await _begun.WaitAsync(Cancel);

        using var other = await http.GetAsync("/api/v1/ledger/sources", Cancel);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        using var officer = host.Http(host.Token(Roles.Editor));
        using var known = await officer.GetAsync(Root + "items?pageSize=1", Cancel);
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
        Assert.Equal("a page", await http.GetStringAsync("/page", Cancel));
        var health = await new Health.HealthClient(host.Invoker()).CheckAsync(new HealthCheckRequest(), cancellationToken: Cancel);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
        _goOn.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await worked).StatusCode);
    }

    [Fact]
    public async Task An_answer_that_has_begun_needs_no_place_and_streams_have_their_own()
    {
        var host = await InOneProcess(OnePlace, more: app => app.MapGet(Root + "long", async (HttpContext http) =>
        {
            await http.Response.WriteAsync("begun ", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await _goOn.Task.WaitAsync(http.RequestAborted);
            await http.Response.WriteAsync("ended", http.RequestAborted);
        }).AllowAnonymous());
        using var http = host.Http();
        using var begun = await http.GetAsync(Root + "long", HttpCompletionOption.ResponseHeadersRead, Cancel);
        var items = new CatalogueService.CatalogueServiceClient(host.Invoker());
        using var follower = items.WatchItems(new WatchItemsRequest { Cursor = "now" }, cancellationToken: Cancel);
        Assert.True(await follower.ResponseStream.MoveNext(Cancel));

        using var second = items.WatchItems(new WatchItemsRequest { Cursor = "now" }, cancellationToken: Cancel);
        var away = await Assert.ThrowsAsync<RpcException>(() => second.ResponseStream.MoveNext(Cancel));
        Assert.Equal(("OVERLOADED", StatusCode.Unavailable), (RefusedCalls.ReasonOf(away), away.StatusCode));
        Assert.InRange(int.Parse(away.Trailers.GetValue("grpc-retry-pushback-ms")!), 1_000, 2_000);
        Assert.InRange(away.GetRpcStatus()!.GetDetail<RetryInfo>()!.RetryDelay.Seconds, 1, 2);
        Assert.Equal(0, (await items.ListItemsAsync(new(), cancellationToken: Cancel)).TotalSize);
        _goOn.SetResult();
        Assert.Equal("begun ended", await begun.Content.ReadAsStringAsync(Cancel));
    }

    /// <summary>A browser shows a sentence; that of an interface would be braces.</summary>
    [Fact]
    public async Task A_person_is_told_in_a_sentence()
    {
        var host = await InOneProcess(new(OnePlace) { ["Load:CallsWaiting"] = "0" }, more: app => app.MapGet("/held", Wait).AllowAnonymous());
        using var http = host.Http();
        var worked = http.GetAsync("/held", Cancel);
        await _begun.WaitAsync(Cancel);
        using var away = await http.GetAsync("/held", Cancel);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "访问量过大，请稍后再试。"), (away.StatusCode, await away.Content.ReadAsStringAsync(Cancel)));
        _goOn.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await worked).StatusCode);
    }

    /// <summary>The framework runs deadlines by the machine's clock, so this one is the shortest that can be set: a second.</summary>
    [Fact]
    public async Task A_grpc_call_without_a_deadline_has_one()
    {
        var host = await InOneProcess(new() { ["Load:LongestCall"] = "00:00:01" }, add: SlowStore.InTheCatalogue);
        var items = new CatalogueService.CatalogueServiceClient(host.Invoker());
        var late = await Assert.ThrowsAsync<RpcException>(() => items.GetItemAsync(new GetItemRequest { Id = "x" }, cancellationToken: Cancel).ResponseAsync);
        Assert.Equal(StatusCode.DeadlineExceeded, late.StatusCode);
    }

    private void Held(WebApplication app) => app.MapGet(Root + "held", Wait).AllowAnonymous();

    private async Task Wait(HttpContext http)
    {
        _begun.Release();
        await _goOn.Task.WaitAsync(http.RequestAborted);
        await http.Response.WriteAsync("done", http.RequestAborted);
    }
}
