using Sunshine.Foundation.Storage;

namespace Sunshine.Powers;

/// <summary>An act in the log over all guides (动态调整记录): a copy of what stands in the guide, to be listed by day and agency.</summary>
public sealed record GuideAdjustment(string GuideId, string AgencyId, GuideAct Act)
{
    public string Id => $"{GuideId}.{Act.Number}";
}

/// <summary>
/// The log follows the guides, which have every act themselves. Whoever does an act writes it into the log right after; where that did not
/// come to its end, the act's event does. Written twice it is written once.
/// </summary>
public sealed class GuideAdjustments(Collections collections)
{
    /// <summary>Logs the last act of each guide.</summary>
    public Task Log(IReadOnlyCollection<Guide> guides, CancellationToken cancel) => Write([.. guides.Select(g => new GuideAdjustment(g.Id, g.AgencyId, g.Acts[^1]))], cancel);

    /// <summary>Logs the act that an event tells of.</summary>
    public async Task Follow(V1.GuideChanged changed, CancellationToken cancel)
    {
        // An event is published after its guide is stored, and guides are never deleted.
        if (await collections.Guides.Get(changed.GuideId, cancel) is not { } found || changed.Act < 1 || changed.Act > found.Value.Acts.Count) return;
        var logged = new GuideAdjustment(found.Value.Id, found.Value.AgencyId, found.Value.Acts[changed.Act - 1]);
        if (await collections.GuideAdjustments.Get(logged.Id, cancel) is null) await Write([logged], cancel);
    }

    private async Task Write(IReadOnlyList<GuideAdjustment> adjustments, CancellationToken cancel) =>
        await collections.GuideAdjustments.Write([.. adjustments.Select(a => Foundation.Storage.Write.Create(a.Id, a))], cancel);
}
