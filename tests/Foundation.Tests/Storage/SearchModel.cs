using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Tests.Text;
using Sunshine.Foundation.Text;

namespace Sunshine.Foundation.Tests.Storage;

/// <summary>What a search must find, in the plainest way.</summary>
internal sealed class SearchModel
{
    public Dictionary<string, Notice> Documents { get; } = [];

    public List<Notice> Matching(SearchQuery<Notice> query) =>
        [.. Documents.Values.Where(x => Matches(x, query)).OrderByDescending(x => x.Day ?? DateOnly.MinValue)];

    public static IReadOnlyList<ValueCount> Count(IReadOnlyCollection<Notice> notices, Func<Notice, IEnumerable<string>> values) =>
        [.. notices.SelectMany(values).Where(v => v.Length > 0).Distinct()
            .Select(v => new ValueCount(v, notices.Count(n => values(n).Contains(v)), notices.Sum(n => values(n).Count(x => x == v))))
            .OrderByDescending(c => c.Documents).ThenBy(c => c.Value, StringComparer.Ordinal)];

    private static bool Matches(Notice x, SearchQuery<Notice> query)
    {
        var day = x.Day ?? DateOnly.MinValue;
        return (query.Text is null || TextMatch.Finds(Tokens(x), query.Text))
            && (query.From is null || day >= query.From) && (query.To is null || day <= query.To)
            && query.Filters.All(f => (f.Facet == Notices.ByAgency ? [x.Agency] : x.Topics).Any(f.Values.Contains));
    }

    private static string[] Tokens(Notice x) =>
        [.. new[] { x.Title, x.Number, x.Body, x.Agency }.SelectMany(part => Bigrams.Of(part ?? "").Split(' ').Append("¶"))];
}
