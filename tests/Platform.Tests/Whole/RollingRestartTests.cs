using Sunshine.Platform.Tests.Dapr;

namespace Sunshine.Platform.Tests.Whole;

/// <summary>
/// All services as processes that call one another at their addresses: each in turn is asked to end and is started anew while the platform is written to and read from, and no call fails. A store of files
/// belongs to one process, so the next one begins when the last has ended; whoever calls it meanwhile is connected when it is there.
/// </summary>
// Beside the other city, never while that one is tested: two cores start ten programs at once, not thirty.
[Collection(CityCollection.Name)]
public sealed class RollingRestartTests(PlainCity city) : IClassFixture<PlainCity>
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_service_is_started_anew_and_no_call_fails()
    {
        var load = city.Load;
        load.Begin(Cancel);
        try
        {
            await Eventually.Get(async () => string.Join(", ", await load.ReadAll(Cancel)), refused => refused.Length == 0 && !load.Acknowledged.IsEmpty, Cancel, City.LongestStart, "all reads are answered");
            await load.Further(60, City.LongestStart, Cancel);
            load.Forget();
            var before = load.Calls;
            foreach (var (app, _) in City.Services)
            {
                await city.Apps[app].StopApp(Cancel);
                city.Apps[app].StartApp();
                await city.Apps[app].WaitUntilReady(Cancel, City.LongestStart);
                await load.Further(30, City.LongestStart, Cancel);
            }

            await load.End(City.LongestStart, Cancel);
            TestContext.Current.TestOutputHelper?.WriteLine($"{load.Calls - before} calls while all services were started anew. Told: {load.Told()}");
        }
        finally
        {
            load.Stop();
        }

        Assert.Empty(load.Wrong);
        Assert.Equal("", load.Told());
        // Without sidecars no events pass between programs, so that nothing comes into the ledger.
        await new Books(city, Cancel).CheckPublicView();
    }
}
