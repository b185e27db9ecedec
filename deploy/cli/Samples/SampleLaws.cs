using Sunshine.Powers.V1;

namespace Sunshine.Cli.Samples;

/// <summary>The laws and administrative regulations on which the sample's powers, guides and fees rest: facts of real ones, no text.</summary>
internal sealed class SampleLaws
{
    private readonly Dictionary<string, LawEntry> _byTitle;

    private SampleLaws(LawData data)
    {
        All = data.Laws;
        _byTitle = All.ToDictionary(l => l.Title);
    }

    public static SampleLaws Instance { get; } = new(SampleData.Read<LawData>("anshan-2016-laws.json"));

    public IReadOnlyList<LawEntry> All { get; }

    /// <summary>As the register takes them.</summary>
    public IEnumerable<LawRecord> Records() => All.Select(l => new LawRecord
    {
        Content = new LawContent
        {
            Title = l.Title, Kind = l.Kind == "S" ? LawKind.Statute : LawKind.AdministrativeRegulation, IssuedOn = l.Issued ?? "", EffectiveOn = l.Effective ?? "", LastArticle = l.Last
        }
    });

    /// <summary>A place in a law that is about a kind of power; the law as a whole where its articles are not known or none is.</summary>
    /// <param name="about">A letter of <c>at</c>.</param>
    /// <param name="lawIds">Ids of laws by title.</param>
    public LegalBasis Basis(string title, char about, SplitMix64 random, IReadOnlyDictionary<string, string> lawIds)
    {
        var articles = _byTitle[title].Articles(about);
        return new LegalBasis { LawId = lawIds[title], Article = articles.Count == 0 ? "" : $"{articles[random.Below(articles.Count)]}" };
    }
}

/// <summary>anshan-2016-laws.json.</summary>
internal sealed record LawData(LawEntry[] Laws);

/// <summary>A law as the sample knows it.</summary>
/// <param name="Kind">S for a statute, R for a regulation of the State Council.</param>
/// <param name="Last">Number of its last article; 0 if the text of 2015 is not known.</param>
/// <param name="At">Articles by what they are about, e.g. <c>P:40-42,45 I:7</c>.</param>
internal sealed record LawEntry(string Title, string Kind, string? Issued, string? Effective, int Last, string? At)
{
    public IReadOnlyList<int> Articles(char about) =>
        At?.Split(' ').FirstOrDefault(x => x[0] == about)?[2..].Split(',').Select(x => x.Split('-').Select(int.Parse).ToArray()).SelectMany(x => Enumerable.Range(x[0], x[^1] - x[0] + 1)).ToList() ?? [];
}
