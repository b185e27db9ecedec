namespace Sunshine.Finance;

/// <summary>Counts disclosures and releases. What is taken back now is counted as such and nowhere else.</summary>
internal sealed class DisclosureTally
{
    private readonly Dictionary<(V1.DisclosureKind Kind, V1.FinanceLevel Level), V1.DisclosureCount> _counts = [];
    private readonly Dictionary<V1.ReleaseChange, int> _releases = [];
    private readonly HashSet<string> _departments = [];
    private int _withdrawn;

    /// <param name="counted">Whether the disclosure itself is counted, or only some releases of it.</param>
    public void Add(Disclosure disclosure, bool counted, IEnumerable<Release> releases)
    {
        if (disclosure.Withdrawn)
        {
            if (counted) _withdrawn++;
            return;
        }

        foreach (var release in releases) _releases[release.Change] = _releases.GetValueOrDefault(release.Change) + 1;
        if (!counted) return;
        var identity = disclosure.Identity;
        if (identity.Level == V1.FinanceLevel.Department) _departments.Add(identity.AgencyId);
        if (!_counts.TryGetValue((identity.Kind, identity.Level), out var count)) _counts.Add((identity.Kind, identity.Level), count = new V1.DisclosureCount { Kind = identity.Kind, Level = identity.Level });
        count.Count++;
        switch (disclosure.Releases.FirstOrDefault(Fulfilment.Fulfils)?.Timeliness)
        {
            case V1.Timeliness.InTime: count.InTimeCount++; break;
            case V1.Timeliness.Late: count.LateCount++; break;
            default: count.UntimedCount++; break;
        }
    }

    public V1.DisclosureFigures ToProto()
    {
        var figures = new V1.DisclosureFigures { DisclosureCount = _counts.Values.Sum(c => c.Count), DepartmentCount = _departments.Count, WithdrawnCount = _withdrawn };
        figures.Disclosures.Add(_counts.OrderBy(c => c.Key).Select(c => c.Value));
        figures.Releases.Add(Enum.GetValues<V1.ReleaseChange>().Where(c => c != 0).Select(c => new V1.ReleaseCount { Change = c, Count = _releases.GetValueOrDefault(c) }));
        return figures;
    }
}
