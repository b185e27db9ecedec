namespace Sunshine.Powers;

/// <summary>Guides and fee items as the register of laws sees them: what may be confirmed to rest on a law still.</summary>
public static class GuideTargets
{
    public static void Add(BasisTargets targets, Collections collections)
    {
        targets.Add(async (ids, cancel) => (await collections.Guides.GetMany(ids, cancel)).Values
            .Select(g => new BasisTarget(g.Value.Id, g.Value.AgencyId, g.Value.Live.Content.Bases, g.Value.Live.BasesSince)));
        targets.Add(async (ids, cancel) => (await collections.Fees.GetMany(ids, cancel)).Values
            .Select(f => new BasisTarget(f.Value.Id, f.Value.AgencyId, f.Value.Live().Content.Bases, f.Value.Live().BasesSince)));
    }
}
