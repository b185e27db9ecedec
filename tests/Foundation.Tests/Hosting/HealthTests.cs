using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.AspNetCore.Builder;
using Sunshine.Foundation.Hosting;
using Sunshine.Testing.Hosts;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Sunshine.Foundation.Tests.Hosting;

public sealed class HealthTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_without_a_store_serves()
    {
        await using var host = await Start(store: false);

        Assert.Equal((ServingStatus.Serving, ServingStatus.Serving), (await Ask(host, ""), await Ask(host, SunshineHost.Alive)));
    }

    [Fact]
    public async Task A_program_whose_store_answers_serves()
    {
        await using var host = await Start(store: true);

        Assert.Equal((ServingStatus.Serving, ServingStatus.Serving), (await Ask(host, ""), await Ask(host, SunshineHost.Alive)));
    }

    [Fact]
    public async Task A_program_whose_store_is_away_is_alive_and_does_not_serve()
    {
        // Nobody listens there.
        await using var host = await Start(store: true, new() { ["Storage:Kind"] = "Mongo", ["Storage:ConnectionString"] = "mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=100" });

        Assert.Equal((ServingStatus.NotServing, ServingStatus.Serving), (await Ask(host, ""), await Ask(host, SunshineHost.Alive)));
    }

    [Fact]
    public async Task Nothing_is_told_of_what_there_is_not()
    {
        await using var host = await Start(store: false);

        var e = await Assert.ThrowsAsync<RpcException>(() => Ask(host, "sunshine.catalogue.v1.CatalogueService"));
        Assert.Equal(StatusCode.NotFound, e.StatusCode);
    }

    private static Task<TestHost> Start(bool store, Dictionary<string, string?>? settings = null) => TestHost.Start("probe", [], builder =>
    {
        if (store) builder.Services.AddStore("probe");
    }, app =>
    {
        app.UseRouting();
        app.UseFoundation();
        app.MapFoundation();
    }, settings);

    private static async Task<ServingStatus> Ask(TestHost host, string service) =>
        (await new Health.HealthClient(host.Invoker()).CheckAsync(new HealthCheckRequest { Service = service }, cancellationToken: Cancel)).Status;
}
