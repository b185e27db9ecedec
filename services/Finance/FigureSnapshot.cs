namespace Sunshine.Finance;

/// <summary>All public tables as they were just after a change of the store.</summary>
/// <param name="change">Its number.</param>
/// <param name="disclosures">By their ids, without those that were taken back.</param>
public sealed class FigureSnapshot(long change, IReadOnlyDictionary<string, PublicDisclosure> disclosures)
{
    private readonly Lazy<ILookup<(string, int, V1.Phase, V1.FinanceLevel), FigureTable>> _stating =
        new(() => disclosures.Values.SelectMany(d => d.Tables).ToLookup(t => (t.Layout, t.Identity.FiscalYear, t.Phase, t.Identity.Level)));

    private readonly Lazy<FigureTable[]> _inOrder = new(() => [.. disclosures.Values.SelectMany(d => d.Tables).OrderBy(t => t.Key, StringComparer.Ordinal)]);

    private long _change = change;

    public long Change => Interlocked.Read(ref _change);

    public IReadOnlyDictionary<string, PublicDisclosure> Disclosures { get; } = disclosures;

    /// <summary>By their keys.</summary>
    public IReadOnlyList<FigureTable> InOrder => _inOrder.Value;

    /// <summary>It is the same just after a later change, which touched none of it.</summary>
    public FigureSnapshot At(long later)
    {
        Interlocked.Exchange(ref _change, later);
        return this;
    }

    /// <summary>The tables of one layout that state a year in a phase.</summary>
    public IEnumerable<FigureTable> Stating(string layout, int year, V1.Phase phase, V1.FinanceLevel level) => _stating.Value[(layout, year, phase, level)];
}

/// <summary>A disclosure that can be read.</summary>
/// <param name="Tables">Of the latest release of each phase.</param>
public sealed record PublicDisclosure(string Id, DisclosureIdentity Identity, IReadOnlyList<FigureTable> Tables);
