using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Testing.Hosts;

namespace Sunshine.Gateway.Tests;

/// <summary>The gateway in front of a service in another process.</summary>
public sealed class ProxyTests : GatewayTest
{
    [Fact]
    public async Task REST_and_gRPC_and_streams_reach_the_service()
    {
        var service = await CatalogueAlone();
        var gateway = await InFrontOf(service.Addresses[0]);
        await AddAgency(gateway, "anshan");
        var client = new CatalogueService.CatalogueServiceClient(gateway.As(Roles.Admin));
        using var stream = client.ImportItems(cancellationToken: Cancel);
        for (var i = 0; i < 3; i++)
        {
            await stream.RequestStream.WriteAsync(new() { Records = { Record($"{i}") } }, Cancel);
            Assert.True(await stream.ResponseStream.MoveNext(Cancel));
            Assert.Equal(ImportOutcome.Created, Assert.Single(stream.ResponseStream.Current.Results).Outcome);
        }

        await stream.RequestStream.CompleteAsync();
        Assert.False(await stream.ResponseStream.MoveNext(Cancel));

        using var http = gateway.Http();
        using var list = await http.GetAsync(Root + "items", Cancel);
        Assert.Contains("\"totalSize\":\"3\"", (await list.Content.ReadAsStringAsync(Cancel)).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.NotNull(list.Headers.ETag);
        Assert.Equal(3, (await client.ListItemsAsync(new(), cancellationToken: Cancel)).TotalSize);
    }

    [Fact]
    public async Task Refusals_of_the_service_come_through_as_they_are()
    {
        var gateway = await InFrontOf((await CatalogueAlone()).Addresses[0]);
        using var http = gateway.Http();
        using var missing = await http.GetAsync(Root + "items/x", Cancel);
        using var method = await http.DeleteAsync(Root + "items/x", Cancel);
        var client = new CatalogueService.CatalogueServiceClient(gateway.Invoker());
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await client.BatchImportItemsAsync(new(), cancellationToken: Cancel));

        Assert.Equal("NO_SUCH_ITEM", await Reason(HttpStatusCode.NotFound, missing));
        Assert.Equal("NO_SUCH_METHOD", await Reason(HttpStatusCode.MethodNotAllowed, method));
        Assert.Equal("UNAUTHENTICATED", refused.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>()?.Reason);
    }

    [Fact]
    public async Task A_service_that_is_down_is_UNAVAILABLE()
    {
        var gateway = await InFrontOf(Nobody());
        using var http = gateway.Http();
        using var response = await http.GetAsync(Root + "items", Cancel);
        var client = new CatalogueService.CatalogueServiceClient(gateway.Invoker());

        Assert.Equal("UNAVAILABLE", await Reason(HttpStatusCode.ServiceUnavailable, response));
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await client.ListItemsAsync(new(), cancellationToken: Cancel));
        Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
        Assert.Equal("UNAVAILABLE", refused.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>()?.Reason);
    }

    [Fact]
    public async Task A_service_that_does_not_answer_in_time_is_given_up_with_504()
    {
        var service = await CatalogueAlone(app => app.MapGet(Root + "slow", async (HttpContext http) => await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted)).AllowAnonymous());
        var gateway = await InFrontOf(service.Addresses[0], new() { ["Gateway:Timeout"] = "00:00:01" });
        using var http = gateway.Http();
        using var response = await http.GetAsync(Root + "slow", Cancel);

        Assert.Equal("DEADLINE_EXCEEDED", await Reason(HttpStatusCode.GatewayTimeout, response));
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused_with_the_limit()
    {
        var gateway = await InFrontOf((await CatalogueAlone()).Addresses[0]);
        using var http = gateway.Http(gateway.Token(Roles.Admin), PipelineTests.Patient());
        using var response = await http.SendAsync(PipelineTests.TooLarge(), Cancel);

        Assert.Equal("REQUEST_TOO_LARGE", await Reason(HttpStatusCode.RequestEntityTooLarge, response));
        Assert.Contains("16777216", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_may_be_longer_than_any_one_message()
    {
        var gateway = await InFrontOf((await CatalogueAlone()).Addresses[0]);
        await AddAgency(gateway, "anshan");
        using var stream = new CatalogueService.CatalogueServiceClient(gateway.As(Roles.Admin)).ImportItems(cancellationToken: Cancel);
        var body = new string('x', 190_000);
        var results = 0;
        for (var i = 0; i < 20; i++)
        {
            await stream.RequestStream.WriteAsync(new() { Records = { Enumerable.Range(0, 6).Select(n => new ImportRecord(Record($"{i}-{n}")) { Body = body }) } }, Cancel);
            Assert.True(await stream.ResponseStream.MoveNext(Cancel));
            results += stream.ResponseStream.Current.Results.Count(r => r.Outcome == ImportOutcome.Created);
        }

        Assert.True(120 * body.Length > SunshineHost.LargestMessage);
        Assert.Equal(120, results);
    }

    [Fact]
    public async Task A_bad_token_is_refused_at_the_gateway_before_any_service()
    {
        var gateway = await InFrontOf(Nobody());
        using var http = gateway.Http("nonsense");
        using var response = await http.GetAsync(Root + "items", Cancel);

        Assert.Equal("UNAUTHENTICATED", await Reason(HttpStatusCode.Unauthorized, response));
    }

    [Fact]
    public async Task A_service_without_an_address_stops_the_gateway_and_is_named()
    {
        var stopped = await Xunit.Record.ExceptionAsync(() => TestHost.Start(GatewayModule.Name, [GatewayModule.Name], builder =>
        {
            builder.AddProxy();
            builder.Services.AddGateway();
        }, app => app.MapReverseProxy(), new Dictionary<string, string?> { ["Services:catalogue"] = null }));

        Assert.NotNull(stopped);
        Assert.Contains("Services:catalogue", stopped.ToString(), StringComparison.Ordinal);
    }

    /// <summary>An address where nobody listens.</summary>
    private static Uri Nobody() => new($"http://127.0.0.1:{Ports.Free()}");

    private static ImportRecord Record(string id) => new()
    {
        SourceId = id, AgencyId = "anshan", Title = "通知", Placements = { new Catalogue.V1.Placement { Channel = Channel.Website, On = "2016-09-26" } }
    };
}
