namespace Sunshine.Powers;

/// <summary>What lists of guides and fee items ask of the register.</summary>
public sealed partial class LawBook
{
    public sealed partial class Snapshot
    {
        /// <summary>The laws that ended or changed, on whatever day.</summary>
        public IReadOnlyCollection<string> Changed => _acts.Value.Keys;

        /// <summary>What somebody confirmed to rest on any of these laws still.</summary>
        public IReadOnlyCollection<string> ConfirmedTargets(IReadOnlySet<string> laws) => [.. _confirmations.Keys.Where(k => laws.Contains(k.Law)).Select(k => k.Target).Distinct()];
    }
}
