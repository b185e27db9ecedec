using System.Collections.Concurrent;

namespace Sunshine.Powers;

/// <summary>Something that rests on laws, as it is today.</summary>
/// <param name="AgencyId">Whose it is.</param>
/// <param name="BasedOn">The day its bases were last stated.</param>
public sealed record BasisTarget(string Id, string AgencyId, IReadOnlyList<LegalBasis> Bases, DateOnly BasedOn);

/// <summary>What rests on laws, whatever it is. The register knows neither powers nor guides; these tell where they are found.</summary>
public sealed class BasisTargets
{
    private readonly ConcurrentBag<Func<IReadOnlyCollection<string>, CancellationToken, Task<IEnumerable<BasisTarget>>>> _sources = [];

    /// <summary>Adds those that a function finds: of some ids the ones it knows, with no error for others.</summary>
    public void Add(Func<IReadOnlyCollection<string>, CancellationToken, Task<IEnumerable<BasisTarget>>> source) => _sources.Add(source);

    /// <summary>Those that exist, by id.</summary>
    public async Task<IReadOnlyDictionary<string, BasisTarget>> Find(IReadOnlyCollection<string> ids, CancellationToken cancel)
    {
        var found = new Dictionary<string, BasisTarget>();
        foreach (var source in _sources)
        {
            foreach (var target in await source(ids, cancel)) found[target.Id] = target;
        }

        return found;
    }
}
