using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Platform.Tests.Api;
using Sunshine.Testing.Hosts;

[assembly: AssemblyFixture(typeof(ApiFixture))]

namespace Sunshine.Platform.Tests.Api;

/// <summary>One standalone for all tests that only speak with it, with one agency in it.</summary>
public sealed class ApiFixture : IAsyncLifetime
{
    /// <summary>The collection of tests that store something in it, or look at whether something was stored.</summary>
    public const string OneAfterAnother = "one after another";

    public const string Agency = "anshan";

    private readonly TemporaryFolder _storage = new();
    private readonly Lazy<Task<StandaloneProcess>> _standalone;

    public ApiFixture() => _standalone = new(async () =>
    {
        var started = await StandaloneProcess.Start(_storage.Path, CancellationToken.None);
        await AddAgency(started);
        return started;
    });

    /// <summary>Started by the first test that asks: others in this assembly need none.</summary>
    public Task<StandaloneProcess> Standalone => _standalone.Value;

    public static async Task AddAgency(StandaloneProcess standalone) =>
        await new AgencyService.AgencyServiceClient(standalone.Invoker(standalone.Token)).CreateAgencyAsync(new()
        {
            RequestId = "1", Agency = new Catalogue.V1.Agency { Id = Agency, Name = "鞍山市", Level = AgencyLevel.City, OrganisationCode = "00835003X" }
        });

    public static ImportRecord Record(string sourceId) => new()
    {
        SourceId = sourceId, AgencyId = Agency, Title = "关于印发工作方案的通知", Placements = { new Catalogue.V1.Placement { Channel = Channel.Website, On = "2016-09-26" } }
    };

    /// <summary>How much is stored.</summary>
    public static async Task<(long Items, int Agencies)> Stored(StandaloneProcess standalone, CancellationToken cancel)
    {
        var invoker = standalone.Invoker(standalone.Token);
        var items = await new CatalogueService.CatalogueServiceClient(invoker).ListItemsAsync(new(), cancellationToken: cancel);
        var agencies = await new AgencyService.AgencyServiceClient(invoker).ListAgenciesAsync(new() { PageSize = 200 }, cancellationToken: cancel);
        return (items.TotalSize, agencies.Agencies.Count);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_standalone.IsValueCreated) await (await _standalone.Value).DisposeAsync();
        _storage.Dispose();
    }
}
