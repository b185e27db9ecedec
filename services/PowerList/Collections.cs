using Sunshine.Foundation.Storage;

namespace Sunshine.Powers;

/// <summary>What the service stores, and by what it is found.</summary>
public sealed class Collections([FromKeyedServices(PowerListModule.Name)] IStore store)
{
    /// <summary>The next numbers of a counter.</summary>
    public async Task<long> Next(string counter, CancellationToken cancel) =>
        (await store.Reserve(new Dictionary<string, int> { [counter] = 1 }, cancel))[counter];
}
