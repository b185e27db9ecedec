using System.Net;
using Sunshine.Testing.Hosts;

namespace Sunshine.Gateway.Tests;

/// <summary>What the gateway counts of services that do not answer.</summary>
public sealed class MeasuredTests : GatewayTest
{
    [Fact]
    public async Task A_call_that_got_no_answer_is_counted_for_the_service_it_was_for()
    {
        var catalogue = await CatalogueAlone();
        var host = await InFrontOf(catalogue.Addresses[0], new() { ["Services:requests"] = $"http://127.0.0.1:{Ports.Free()}" });
        using var measured = Measured.In(host);
        using var http = host.Http();

        Assert.Equal("UNAVAILABLE", await Reason(HttpStatusCode.ServiceUnavailable, await http.GetAsync("/api/v1/requests/statistics?year=2016", Cancel)));
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(Root + "agencies", Cancel)).StatusCode);
        // What a service itself refuses is its answer.
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(Root + "items/nothing", Cancel)).StatusCode);

        Assert.Equal((1.0, null), (measured["sunshine.gateway.upstream.failures", "error=unavailable", "service=requests"], measured["sunshine.gateway.upstream.failures", "error=unavailable", "service=catalogue"]));
        await http.GetAsync("/health", Cancel);
        measured.Look();
        Assert.Equal((1.0, 0.0), (measured["sunshine.gateway.service.up", "service=catalogue"], measured["sunshine.gateway.service.up", "service=requests"]));
    }
}
