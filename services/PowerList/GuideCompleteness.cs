using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Storage;

namespace Sunshine.Powers;

/// <summary>How complete the guides of agencies are: one search, counted by agency and score, whatever their number.</summary>
public sealed class GuideCompleteness(Collections collections)
{
    /// <param name="within">The agencies; null for all.</param>
    public async Task<V1.GuideCompleteness> Count(IReadOnlyList<string>? within, AgencyCopies.Snapshot agencies, CancellationToken cancel)
    {
        var page = await collections.Guides.Search(new SearchQuery<Guide>
        {
            Filters = Filters(within), Size = 0, Count = [GuideCollection.AgencyScore, GuideCollection.Missing]
        }, cancel);
        var scores = page.Facets[GuideCollection.AgencyScore.Name].Select(Parse).ToList();
        var lacking = page.Facets[GuideCollection.Missing.Name].ToDictionary(v => v.Value, v => v.Documents);
        var counted = new V1.GuideCompleteness { Total = Sum(scores) };
        counted.Agencies.Add(scores.GroupBy(s => s.AgencyId).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new V1.AgencyScores { AgencyId = g.Key, AgencyName = agencies.NameOf(g.Key), Sum = Sum(g) }));
        counted.Elements.Add(GuideElements.All.Select(e => new V1.ElementFigure { Id = e.Id, Name = e.Name, Weight = e.Weight, Lacking = lacking.GetValueOrDefault(e.Id) }));
        return counted;
    }

    /// <summary>The least complete guides, worst first: score by score from the lowest that there is.</summary>
    /// <param name="scores">Those that occur, lowest first.</param>
    public async Task<IReadOnlyList<Guide>> Worst(IReadOnlyList<string>? within, IEnumerable<int> scores, int most, CancellationToken cancel)
    {
        var worst = new List<Guide>();
        foreach (var score in scores.TakeWhile(_ => worst.Count < most))
        {
            var page = await collections.Guides.Search(new SearchQuery<Guide>
            {
                Filters = [.. Filters(within), GuideCollection.Score.In(GuideCollection.ScoreValue(score))], Size = most - worst.Count
            }, cancel);
            worst.AddRange(page.Documents.Select(d => d.Value));
        }

        return worst;
    }

    private static List<FacetFilter<Guide>> Filters(IReadOnlyList<string>? within) =>
        within is null ? [GuideSearch.Listed] : [GuideSearch.Listed, GuideCollection.Agency.In(within)];

    private static (string AgencyId, int Score, long Guides) Parse(ValueCount counted)
    {
        var end = counted.Value.LastIndexOf('/');
        return (counted.Value[..end], int.Parse(counted.Value.AsSpan(end + 1)), counted.Documents);
    }

    private static V1.ScoreSum Sum(IEnumerable<(string AgencyId, int Score, long Guides)> scores)
    {
        var byScore = scores.GroupBy(s => s.Score).Select(g => new V1.ScoreCount { Score = g.Key, Guides = g.Sum(s => s.Guides) }).OrderBy(c => c.Score).ToList();
        var sum = new V1.ScoreSum { Guides = byScore.Sum(c => c.Guides), ScoreSum_ = byScore.Sum(c => c.Score * c.Guides) };
        sum.Scores.Add(byScore);
        return sum;
    }
}
