using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Catalogue;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;

namespace Sunshine.Gateway.Tests;

/// <summary>The timeout runs by the machine's clock, so each of these tests takes the shortest one that can be set: a second.</summary>
public sealed class TimeoutTests : GatewayTest
{
    private static readonly Dictionary<string, string?> OneSecond = new() { ["Gateway:Timeout"] = "00:00:01" };

    [Fact]
    public async Task A_call_that_takes_too_long_is_given_up_with_504()
    {
        var host = await InOneProcess(OneSecond, more: Slow);
        using var http = host.Http();
        using var response = await http.GetAsync("/slow", Cancel);

        Assert.Equal("DEADLINE_EXCEEDED", await Reason(HttpStatusCode.GatewayTimeout, response));
    }

    [Fact]
    public async Task A_slow_store_is_given_up_with_504_too()
    {
        var host = await InOneProcess(OneSecond, add: SlowStore.InTheCatalogue);
        using var http = host.Http();
        using var response = await http.GetAsync(Root + "items/x", Cancel);

        Assert.Equal("DEADLINE_EXCEEDED", await Reason(HttpStatusCode.GatewayTimeout, response));
        Assert.Equal(0, (await new CatalogueService.CatalogueServiceClient(host.Invoker()).ListItemsAsync(new(), cancellationToken: Cancel)).TotalSize);
    }

    [Fact]
    public async Task A_stream_and_an_answer_that_has_begun_go_on_beyond_the_timeout()
    {
        var goOn = new TaskCompletionSource();
        var host = await InOneProcess(OneSecond, more: app =>
        {
            Slow(app);
            app.MapGet("/long", async (HttpContext http) =>
            {
                await http.Response.WriteAsync("begun ", http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
                await goOn.Task.WaitAsync(http.RequestAborted);
                await http.Response.WriteAsync("ended", http.RequestAborted);
            }).AllowAnonymous();
        });
        await AddAgency(host, "anshan");
        using var http = host.Http();
        using var stream = new CatalogueService.CatalogueServiceClient(host.As(Roles.Admin)).ImportItems(cancellationToken: Cancel);
        await Send("1");
        using var begun = await http.GetAsync("/long", HttpCompletionOption.ResponseHeadersRead, Cancel);

        // When this one is given up, the time of the other two is over as well.
        using var given = await http.GetAsync("/slow", Cancel);
        Assert.Equal(HttpStatusCode.GatewayTimeout, given.StatusCode);
        goOn.SetResult();

        Assert.Equal("begun ended", await begun.Content.ReadAsStringAsync(Cancel));
        await Send("2");

        async Task Send(string id)
        {
            var record = new ImportRecord { SourceId = id, AgencyId = "anshan", Title = "通知", Placements = { new Catalogue.V1.Placement { Channel = Channel.Website, On = "2016-09-26" } } };
            await stream.RequestStream.WriteAsync(new() { Records = { record } }, Cancel);
            Assert.True(await stream.ResponseStream.MoveNext(Cancel));
            Assert.Equal(ImportOutcome.Created, Assert.Single(stream.ResponseStream.Current.Results).Outcome);
        }
    }

    private static void Slow(WebApplication app) =>
        app.MapGet("/slow", async (HttpContext http) => await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted)).AllowAnonymous();
}
