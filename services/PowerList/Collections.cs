using Sunshine.Foundation.Storage;

namespace Sunshine.Powers;

/// <summary>What the service stores, and by what it is found.</summary>
public sealed class Collections([FromKeyedServices(PowerListModule.Name)] IStore store)
{
    /// <summary>What is or was public of service guides.</summary>
    public IDocuments<Guide> Guides { get; } = store.Open(GuideCollection.Declared);

    /// <summary>Editions of guides that others have taken the place of.</summary>
    public IDocuments<PastGuideEdition> GuideEditions { get; } = store.Open(PastGuideEditionCollection.Declared);

    /// <summary>Editions of guides that are not public yet.</summary>
    public IDocuments<GuideDraft> GuideDrafts { get; } = store.Open(GuideDraftCollection.Declared);

    /// <summary>The log of acts on guides.</summary>
    public IDocuments<GuideAdjustment> GuideAdjustments { get; } = store.Open(GuideAdjustmentCollection.Declared);

    /// <summary>The fee catalogues.</summary>
    public IDocuments<FeeItem> Fees { get; } = store.Open(FeeCollection.Declared);

    /// <summary>The next numbers of a counter.</summary>
    public async Task<long> Next(string counter, CancellationToken cancel) =>
        (await store.Reserve(new Dictionary<string, int> { [counter] = 1 }, cancel))[counter];
}
