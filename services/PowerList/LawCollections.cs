using System.Text.Json.Serialization;
using Sunshine.Foundation.Storage;

namespace Sunshine.Powers;

/// <summary>What is stored of laws.</summary>
public sealed class LawCollections([FromKeyedServices(PowerListModule.Name)] IStore store)
{
    public static readonly Field<Law, string> Key = Field.Unique<Law, string>(x => x.Key);

    public static readonly Field<Confirmation, string> OfLaw = Field.Of<Confirmation, string>(x => x.LawId);
    public static readonly Field<Confirmation, DateTimeOffset> CreatedAt = Field.Of<Confirmation, DateTimeOffset>(x => x.CreatedAt);

    /// <summary>The Catalogue's items that a law is, or whose end told of it.</summary>
    public static readonly Facet<Law> Item = new("item", x => x.Acts.Select(a => a.ItemId).Append(x.ItemId).Distinct());

    private static readonly Collection<Law> DeclaredLaws = new("laws", x => x.Id, LawJson.Default.Law)
    {
        Fields = [Key], TextsAreAboutNobody = true,
        Search = new SearchIndex<Law> { Heading = x => [x.Title, x.DocumentNumber], Text = _ => [], Day = x => x.IssuedOn, Facets = [Item] }
    };

    private static readonly Collection<Confirmation> DeclaredConfirmations = new("basis_confirmations", x => x.Id, LawJson.Default.Confirmation)
    {
        Fields = [OfLaw, CreatedAt], Indexes = [[OfLaw, CreatedAt]]
    };

    private static readonly Collection<RestoredItem> DeclaredRestored = new("restored_items", x => x.Id, LawJson.Default.RestoredItem);

    public IDocuments<Law> Laws { get; } = store.Open(DeclaredLaws);

    public IDocuments<Confirmation> Confirmations { get; } = store.Open(DeclaredConfirmations);

    /// <summary>Items of the Catalogue whose withdrawal was undone.</summary>
    public IDocuments<RestoredItem> Restored { get; } = store.Open(DeclaredRestored);

    /// <summary>Every law and confirmation that was written, among other things.</summary>
    public IChanges Changes { get; } = store.Changes;
}

/// <summary>That the Catalogue restored an item. Its events come in any order: a withdrawal that was undone already may be told afterwards.</summary>
/// <param name="At">The last time.</param>
public sealed record RestoredItem(string Id, DateTimeOffset At);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Law))]
[JsonSerializable(typeof(Confirmation))]
[JsonSerializable(typeof(RestoredItem))]
internal sealed partial class LawJson : JsonSerializerContext;
