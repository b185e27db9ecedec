namespace Sunshine.Finance;

/// <summary>All public tables as they were just after a change of the store.</summary>
/// <param name="change">Its number.</param>
/// <param name="tables">By disclosure.</param>
public sealed class FigureSnapshot(long change, IReadOnlyDictionary<string, IReadOnlyList<FigureTable>> tables)
{
    private readonly Lazy<ILookup<(string, int, V1.Phase, V1.FinanceLevel), FigureTable>> _stating =
        new(() => tables.Values.SelectMany(t => t).ToLookup(t => (t.Layout, t.Identity.FiscalYear, t.Phase, t.Identity.Level)));

    private readonly Lazy<FigureTable[]> _inOrder = new(() => [.. tables.Values.SelectMany(t => t).OrderBy(t => t.Key, StringComparer.Ordinal)]);

    public long Change { get; } = change;

    public IReadOnlyDictionary<string, IReadOnlyList<FigureTable>> Tables { get; } = tables;

    /// <summary>By their keys.</summary>
    public IReadOnlyList<FigureTable> InOrder => _inOrder.Value;

    /// <summary>The tables of one layout that state a year in a phase.</summary>
    public IEnumerable<FigureTable> Stating(string layout, int year, V1.Phase phase, V1.FinanceLevel level) => _stating.Value[(layout, year, phase, level)];

    /// <summary>The same, after a change that touched none of it.</summary>
    public FigureSnapshot At(long change) => new(change, Tables);
}
