using Microsoft.Extensions.Options;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>Assigns index numbers (索引号). A number is given out once; one that was reserved and not used stays a gap.</summary>
public sealed class IndexNumbers(Collections collections, [FromKeyedServices(CatalogueModule.Name)] IStore store, IOptions<CatalogueOptions> options)
{
    /// <summary>Numbers that are looked at in one step.</summary>
    private const int Portion = 1_000;

    public IndexNumberScheme Scheme { get; } = IndexNumberScheme.Parse(options.Value.IndexNumber);

    /// <summary>Takes one number for each prefix in the list, in order. Null where a prefix has no number left.</summary>
    public async Task<IReadOnlyList<string?>> Take(IReadOnlyList<string> prefixes, CancellationToken cancel)
    {
        if (prefixes.Count == 0) return [];
        var counts = prefixes.GroupBy(p => p).ToDictionary(g => Counter(g.Key), g => g.Count());
        var next = new Dictionary<string, long>(await store.Reserve(counts, cancel));
        return [.. prefixes.Select(prefix =>
        {
            var serial = next[Counter(prefix)]++;
            return serial > Scheme.Largest ? null : Scheme.Number(prefix, serial);
        })];
    }

    /// <summary>Steps over numbers that publishers gave themselves: those in a row from one that was met.</summary>
    public async Task StepOver(string met, CancellationToken cancel)
    {
        var (prefix, serial) = Scheme.Split(met);
        var following = await collections.Items.List(new ListQuery<Item>
        {
            Where = [ItemCollection.IndexNumber.AtLeast(Scheme.Number(prefix, serial + 1))], OrderBy = ItemCollection.IndexNumber, Size = Portion
        }, cancel);
        var row = following.Documents.TakeWhile((d, i) => d.Value.IndexNumber == Scheme.Number(prefix, serial + 1 + i)).Count();
        if (row > 0) await store.Reserve(new Dictionary<string, int> { [Counter(prefix)] = row }, cancel);
    }

    private static string Counter(string prefix) => "index " + prefix;
}
