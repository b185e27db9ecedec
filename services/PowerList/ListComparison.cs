namespace Sunshine.Powers;

/// <summary>Two powers of different agencies or governments that are taken for the same, or one that has no counterpart.</summary>
public sealed record ListComparison(Line? Left, Line? Right, V1.MatchedBy By)
{
    /// <summary>
    /// Finds counterparts, the surest first: what was delegated and taken over as the other, then what has the same kind, main item and
    /// sub-item in its code, then what has the same name. Each has one counterpart at most; where several would do, the first by code.
    /// </summary>
    /// <returns>Pairs by the left one's code, then the left ones alone, then the right ones.</returns>
    public static IReadOnlyList<ListComparison> Of(IReadOnlyList<Line> left, IReadOnlyList<Line> right, CodeScheme scheme)
    {
        var (pairs, waiting) = (new Dictionary<Line, (Line Right, V1.MatchedBy By)>(ReferenceEqualityComparer.Instance), right.ToHashSet(ReferenceEqualityComparer.Instance));
        Match(V1.MatchedBy.Delegation, l => [l.PowerId, .. l.Predecessors], r => [r.PowerId, .. r.Predecessors]);
        Match(V1.MatchedBy.Code, l => scheme.Basic(l.Code) is { } code ? [code] : [], r => scheme.Basic(r.Code) is { } code ? [code] : []);
        Match(V1.MatchedBy.Name, l => [Plain(l.Name)], r => [Plain(r.Name)]);
        return
        [
            .. left.Where(pairs.ContainsKey).Select(l => new ListComparison(l, pairs[l].Right, pairs[l].By)),
            .. left.Where(l => !pairs.ContainsKey(l)).Select(l => new ListComparison(l, null, V1.MatchedBy.Unspecified)),
            .. right.Where(r => waiting.Contains(r)).Select(r => new ListComparison(null, r, V1.MatchedBy.Unspecified))
        ];

        void Match(V1.MatchedBy by, Func<Line, IEnumerable<string>> ofLeft, Func<Line, IEnumerable<string>> ofRight)
        {
            var free = right.Where(r => waiting.Contains(r)).SelectMany(r => ofRight(r).Select(k => (Key: k, Line: r))).ToLookup(r => r.Key, r => r.Line);
            foreach (var line in left.Where(l => !pairs.ContainsKey(l)))
            {
                if (ofLeft(line).SelectMany(k => free[k]).FirstOrDefault(r => waiting.Contains(r)) is not { } found) continue;
                pairs[line] = (found, by);
                waiting.Remove(found);
            }
        }
    }

    /// <summary>A name without what two writers set differently: punctuation, spaces, brackets, widths.</summary>
    private static string Plain(string name) => new([.. Foundation.Text.Folding.Fold(name).Where(char.IsLetterOrDigit)]);
}
