using System.Text.Json.Serialization;
using Sunshine.Foundation.Storage;

namespace Sunshine.Powers;

/// <summary>What the service stores, and by what it is found.</summary>
public sealed class Collections([FromKeyedServices(PowerListModule.Name)] IStore store)
{
    /// <summary>The lists, each with the batches it consists of.</summary>
    public IDocuments<PowerList> Lists { get; } = store.Open(PowerListCollection.Declared);

    public IDocuments<Batch> Batches { get; } = store.Open(BatchCollection.Declared);

    /// <summary>Operations of batches.</summary>
    public IDocuments<Sheet> Sheets { get; } = store.Open(SheetCollection.Declared);

    /// <summary>What batches say of powers.</summary>
    public IDocuments<PowerVersion> Versions { get; } = store.Open(VersionCollection.Declared);

    public IDocuments<Attempt> Attempts { get; } = store.Open(AttemptCollection.Declared);

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

    /// <summary>The next number of a counter.</summary>
    public async Task<long> Next(string counter, CancellationToken cancel) =>
        (await store.Reserve(new Dictionary<string, int> { [counter] = 1 }, cancel))[counter];
}

public static class PowerListCollection
{
    public static readonly Collection<PowerList> Declared = new("lists", x => x.Id, PowersJson.Default.PowerList);
}

public static class BatchCollection
{
    public static readonly Field<Batch, string> List = Field.Of<Batch, string>(x => x.ListId);
    public static readonly Field<Batch, bool> Discarded = Field.Of<Batch, bool>(x => x.Discarded);
    public static readonly Field<Batch, DateTimeOffset> CreatedAt = Field.Of<Batch, DateTimeOffset>(x => x.CreatedAt);

    public static readonly Collection<Batch> Declared = new("batches", x => x.Id, PowersJson.Default.Batch)
    {
        Fields = [List, Discarded, CreatedAt], Indexes = [[List, Discarded], [List, Discarded, CreatedAt]]
    };
}

public static class SheetCollection
{
    public static readonly Collection<Sheet> Declared = new("sheets", x => x.Id, PowersJson.Default.Sheet);
}

public static class VersionCollection
{
    public static readonly Field<PowerVersion, long> Key = Field.Of<PowerVersion, long>(x => x.Key);
    public static readonly Field<PowerVersion, string> Power = Field.Of<PowerVersion, string>(x => x.PowerId);

    public static readonly Collection<PowerVersion> Declared = new("versions", x => x.Id, PowersJson.Default.PowerVersion) { Fields = [Key, Power] };
}

public static class AttemptCollection
{
    public static readonly Field<Attempt, string> List = Field.Of<Attempt, string>(x => x.ListId);

    public static readonly Collection<Attempt> Declared = new("attempts", x => x.Id, PowersJson.Default.Attempt) { Fields = [List] };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(PowerList))]
[JsonSerializable(typeof(Batch))]
[JsonSerializable(typeof(Sheet))]
[JsonSerializable(typeof(PowerVersion))]
[JsonSerializable(typeof(Attempt))]
internal sealed partial class PowersJson : JsonSerializerContext;
