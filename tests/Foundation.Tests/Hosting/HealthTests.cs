using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
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
    public async Task Of_several_stores_in_one_process_each_is_asked_by_the_name_of_its_service()
    {
        await using var host = await Start(store: true, second: "other");
        Assert.Equal((ServingStatus.Serving, ServingStatus.Serving), (await Ask(host, "probe"), await Ask(host, "other")));

        await host.Services.GetRequiredKeyedService<IStore>("other").DisposeAsync();

        Assert.Equal((ServingStatus.Serving, ServingStatus.NotServing, ServingStatus.NotServing), (await Ask(host, "probe"), await Ask(host, "other"), await Ask(host, "")));
    }

    [Fact]
    public async Task Nothing_is_told_of_what_there_is_not()
    {
        await using var host = await Start(store: false);

        var e = await Assert.ThrowsAsync<RpcException>(() => Ask(host, "sunshine.catalogue.v1.CatalogueService"));
        Assert.Equal(StatusCode.NotFound, e.StatusCode);
    }

    private static Task<TestHost> Start(bool store, Dictionary<string, string?>? settings = null, string? second = null) => TestHost.Start("probe", [], builder =>
    {
        if (store) builder.Services.AddStore("probe");
        if (second is not null) builder.Services.AddStore(second);
    }, app =>
    {
        app.UseRouting();
        app.UseFoundation();
        app.MapFoundation();
    }, settings);

    private static async Task<ServingStatus> Ask(TestHost host, string service) =>
        (await new Health.HealthClient(host.Invoker()).CheckAsync(new HealthCheckRequest { Service = service }, cancellationToken: Cancel)).Status;
}
