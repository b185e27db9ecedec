using System.Text.RegularExpressions;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Text;

namespace Sunshine.Requests;

/// <summary>
/// What is like what is wanted: document numbers, titles in 《》 and the longer phrases are looked for one by one, and what is found by more
/// of them comes first. It proposes; an officer decides.
/// </summary>
public static partial class Similarity
{
    private const int MostPhrases = 8;
    private const int ShortestPhrase = 4;
    private const int LongestPhrase = 30;
    private const int Portion = 10;

    /// <summary>What is looked for, most telling first.</summary>
    public static IReadOnlyList<string> PhrasesOf(string subject)
    {
        var titles = Titles().Matches(subject).Select(m => m.Groups[1].Value);
        var numbers = DocumentNumbers().Matches(subject).Select(m => m.Value);
        var phrases = Separators().Split(Polite().Replace(subject, " ")).Where(p => p.Length >= ShortestPhrase).OrderByDescending(p => p.Length);
        return [.. titles.Concat(numbers).Concat(phrases).Select(p => Cut.First(p, LongestPhrase)).Distinct().Take(MostPhrases)];
    }

    /// <summary>Applications for something like it, at most 20.</summary>
    public static async Task<IReadOnlyList<Entry>> Among(
        IDocuments<Entry> entries, IReadOnlyList<string> phrases, IReadOnlyList<string> agencies, string exceptId, CancellationToken cancel)
    {
        var found = new Dictionary<string, (Entry Entry, int Hits)>();
        foreach (var phrase in phrases)
        {
            var text = TextQuery.Parse(phrase);
            if (text.IsEmpty) continue;
            var page = await entries.Search(new SearchQuery<Entry> { Text = text, Filters = [EntryCollection.Agency.In(agencies)], Order = SearchOrder.Relevance, Size = 2 * Portion }, cancel);
            foreach (var entry in page.Documents.Select(d => d.Value).Where(e => e.Id != exceptId))
                found[entry.Id] = (entry, found.GetValueOrDefault(entry.Id).Hits + 1);
        }

        return [.. found.Values.OrderByDescending(f => f.Hits).ThenByDescending(f => f.Entry.ArrivedOn).Take(2 * Portion).Select(f => f.Entry)];
    }

    /// <summary>Public items that may have it, at most 10.</summary>
    public static async Task<IReadOnlyList<V1.PublicMatch>> InCatalogue(CatalogueService.CatalogueServiceClient catalogue, IReadOnlyList<string> phrases, CancellationToken cancel)
    {
        var found = new Dictionary<string, (V1.PublicMatch Match, int Hits)>();
        foreach (var phrase in phrases)
        {
            var page = await catalogue.ListItemsAsync(new ListItemsRequest { Query = phrase, PageSize = Portion, Order = Order.Relevance }, cancellationToken: cancel);
            foreach (var item in page.Items)
            {
                var match = new V1.PublicMatch { ItemId = item.Id, Title = item.Title, IndexNumber = item.IndexNumber, PublishedOn = item.PublishedOn };
                found[item.Id] = (match, found.GetValueOrDefault(item.Id).Hits + 1);
            }
        }

        return [.. found.Values.OrderByDescending(f => f.Hits).ThenByDescending(f => f.Match.PublishedOn, StringComparer.Ordinal).Take(Portion).Select(f => f.Match)];
    }

    [GeneratedRegex("《([^《》]{2,100})》")]
    private static partial Regex Titles();

    [GeneratedRegex(@"[\p{IsCJKUnifiedIdeographs}]{2,12}[〔\[（(][0-9]{4}[〕\]）)][0-9]{1,5}号")]
    private static partial Regex DocumentNumbers();

    [GeneratedRegex(@"[\p{P}\p{Z}\s*]+|以及|或者|关于|的|和|与|及")]
    private static partial Regex Separators();

    /// <summary>What every application says.</summary>
    [GeneratedRegex("本人|我们?|申请人?|公开|政府信息|贵[局委办府]|请予?|依法|提供|获取|相关|有关|复印件|信息|某某")]
    private static partial Regex Polite();
}
