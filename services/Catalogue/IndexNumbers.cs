using Microsoft.Extensions.Options;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>Assigns index numbers (索引号). A number is given out once; one that was reserved and not used stays a gap.</summary>
public sealed class IndexNumbers([FromKeyedServices(CatalogueModule.Name)] IStore store, IOptions<CatalogueOptions> options)
{
    public IndexNumberScheme Scheme { get; } = IndexNumberScheme.Parse(options.Value.IndexNumber);

    /// <summary>Takes one number for each prefix in the list, in order. Null where a prefix has no number left.</summary>
    public async Task<IReadOnlyList<string?>> Take(IReadOnlyList<string> prefixes, CancellationToken cancel)
    {
        if (prefixes.Count == 0) return [];
        var counts = prefixes.GroupBy(p => p).ToDictionary(g => "index " + g.Key, g => g.Count());
        var next = new Dictionary<string, long>(await store.Reserve(counts, cancel));
        return [.. prefixes.Select(prefix =>
        {
            var serial = next["index " + prefix]++;
            return serial > Scheme.Largest ? null : Scheme.Number(prefix, serial);
        })];
    }
}
