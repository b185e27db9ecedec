using Microsoft.Extensions.DependencyInjection;
using Sunshine.Foundation.Storage;

namespace Sunshine.Testing.Hosts;

/// <summary>A service's store that outlives its processes; the next of them may be one that is killed at a write.</summary>
/// <param name="service">Its name.</param>
public sealed class LastingStore(string service) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Of every process that is to have this store.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Storage:Path"] = _folder.Path };

    /// <summary>At which write a process that is started now is killed, as <see cref="DyingStore"/> has it; null if it lives.</summary>
    public (int At, bool Before)? Death { get; set; }

    /// <summary>Adds the service's collections as a process that is to be killed opens them; nothing to one that lives.</summary>
    public void Add<TCollections>(IServiceCollection services, Func<IStore, TCollections> open) where TCollections : class
    {
        if (Death is { } death) services.AddSingleton(provider => open(new DyingStore(provider.GetRequiredKeyedService<IStore>(service), death.At, death.Before)));
    }

    public void Dispose() => _folder.Dispose();
}
