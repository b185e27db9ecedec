using Sunshine.Foundation.Agencies;

namespace Sunshine.Finance;

/// <summary>A part of an amount in two states.</summary>
/// <param name="Left">Null if nothing is stated there.</param>
/// <param name="Right">Null if nothing is stated there.</param>
public sealed record FigurePair(PartKey Key, PartSum? Left, PartSum? Right)
{
    /// <summary>Right less left, yuan.</summary>
    public decimal Change => (Right?.Amount ?? 0) - (Left?.Amount ?? 0);
}

/// <summary>The parts of an amount in two states: of two years, or as planned and as executed.</summary>
/// <param name="LeftOut">How many agencies do not count, because they state one of both only.</param>
public sealed record FigurePairs(FigureSums Left, FigureSums Right, int LeftOut)
{
    public FigurePair Total => new(new PartKey("", ""), Left.Whole, Right.Whole);

    /// <summary>Two years.</summary>
    /// <param name="all">Whether agencies that state one of them only are counted: then more disclosure looks like more money.</param>
    public static FigurePairs Of(FigureSnapshot book, FigureScope left, FigureScope right, V1.DivideBy by, bool all)
    {
        var (keep, leftOut) = Both(FigureSums.AgenciesOf(book, left), FigureSums.AgenciesOf(book, right), all);
        return new FigurePairs(FigureSums.Of(book, by, (left, keep)), FigureSums.Of(book, by, (right, keep)), leftOut);
    }

    /// <summary>Which agencies count, and how many do not.</summary>
    public static (Func<string, bool> Keep, int LeftOut) Both(HashSet<string> left, HashSet<string> right, bool all) =>
        all ? (_ => true, 0) : (a => left.Contains(a) && right.Contains(a), left.Union(right).Count() - left.Count(right.Contains));

    public List<FigurePair> Ordered(V1.ChangeOrder order, AgencyCopies.Snapshot agencies)
    {
        var pairs = Left.Parts.Keys.Union(Right.Parts.Keys).Select(k => new FigurePair(k, Left.Parts.GetValueOrDefault(k), Right.Parts.GetValueOrDefault(k)));
        var ordered = order switch
        {
            V1.ChangeOrder.Largest => pairs.OrderByDescending(p => Math.Abs(p.Change)),
            V1.ChangeOrder.Steepest => pairs.OrderByDescending(Steepness),
            _ => pairs.OrderBy(p => agencies.NameOf(p.Key.AgencyId), StringComparer.Ordinal)
        };
        return [.. ordered.ThenBy(p => p.Key.AgencyId, StringComparer.Ordinal).ThenBy(p => p.Key.Code, StringComparer.Ordinal)];
    }

    /// <summary>-1 where there is no rate.</summary>
    private static decimal Steepness(FigurePair pair) => pair.Left is { Fen: var fen } left && fen != 0 ? Math.Abs(pair.Change / left.Amount) : -1;
}
