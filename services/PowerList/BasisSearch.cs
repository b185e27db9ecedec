using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Powers;

/// <summary>A document by what it rests on.</summary>
/// <param name="Since">The day on which it stated these bases.</param>
public sealed record Resting(string Id, IReadOnlyList<LegalBasis> Bases, DateOnly Since);

/// <summary>A place in the law and since when somebody rests on it, as a facet has them.</summary>
public static class BasisKey
{
    private const char Separator = '|';

    public static IEnumerable<string> Of(IReadOnlyList<LegalBasis> bases, DateOnly since) => bases.Select(b => $"{b.LawId}{Separator}{b.Article}{Separator}{Days.Format(since)}").Distinct();

    public static (LegalBasis Basis, DateOnly Since) Parse(string key)
    {
        var parts = key.Split(Separator);
        return (new LegalBasis(parts[0], parts[1]), Days.Parse(parts[2])!.Value);
    }
}

/// <summary>
/// Finds what rests on something that has changed since. Whether it has follows from the register of laws and the day, and is stored
/// nowhere: the index tells which bases of which day there are, the register which of them are in question. What somebody confirmed to
/// rest on them still is left out document by document; it is little.
/// </summary>
public sealed class BasisSearch<T>(IDocuments<T> documents, Collection<T> collection, Facet<T> law, Facet<T> basis, Func<T, Resting> resting) where T : class
{
    /// <summary>As the store's own search, of what is in question alone; facets are not counted.</summary>
    public async Task<SearchPage<T>> Search(SearchQuery<T> query, LawBook.Snapshot laws, DateOnly asOf, CancellationToken cancel)
    {
        var onChanged = law.In(laws.Changed);
        var keys = (await documents.Search(new SearchQuery<T> { Filters = [onChanged], Size = 0, Count = [basis] }, cancel)).Facets[basis.Name];
        string[] inQuestion = [.. keys.Select(k => k.Value).Where(k => BasisKey.Parse(k) is var (place, since) && laws.InQuestion([place], "", since, asOf))];
        var narrowed = query with { Filters = [.. query.Filters, basis.In(inQuestion)], Count = [] };
        var confirmed = await Confirmed(narrowed, inQuestion, laws, asOf, cancel);
        if (confirmed.Count == 0) return await documents.Search(narrowed, cancel);

        var found = new List<Stored<T>>();
        while (true)
        {
            var page = await documents.Search(narrowed with { Size = query.Size - found.Count }, cancel);
            found.AddRange(page.Documents.Where(d => !confirmed.Contains(resting(d.Value).Id)));
            if (found.Count >= query.Size || page.Next is null) return page with { Documents = found, Total = page.Total - confirmed.Count };
            narrowed = narrowed with { After = page.Next };
        }
    }

    /// <summary>What the search would find though it is not in question.</summary>
    private async Task<HashSet<string>> Confirmed(SearchQuery<T> query, string[] inQuestion, LawBook.Snapshot laws, DateOnly asOf, CancellationToken cancel)
    {
        var confirmed = new HashSet<string>();
        if (inQuestion.Length == 0) return confirmed;
        var targets = laws.ConfirmedTargets(inQuestion.Select(k => BasisKey.Parse(k).Basis.LawId).ToHashSet());
        foreach (var some in targets.Chunk(1_000))
        {
            confirmed.UnionWith(from document in (await documents.GetMany(some, cancel)).Values
                                let rests = resting(document.Value)
                                where !laws.InQuestion(rests.Bases, rests.Id, rests.Since, asOf) && new SearchedDocument<T>(collection, document.Value).IsFoundBy(query)
                                select rests.Id);
        }

        return confirmed;
    }
}
