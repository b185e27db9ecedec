using System.Text.Json.Serialization;

namespace Sunshine.Catalogue;

/// <summary>
/// A piece of disclosed information as it is stored. There is one only if something of it was published, and there is nothing in it that
/// was not: what is on its way stands in <see cref="Draft"/>. Its id follows from agency and source id, or from the first draft.
/// Never changed once made (a changed item is another one, by <c>with</c>); the setters are there because the serializer reads init-only
/// properties at half the speed.
/// </summary>
public sealed record Item
{
    public string Id { get; set; } = "";
    public string IndexNumber { get; set; } = "";
    public string AgencyId { get; set; } = "";

    /// <summary>Empty if the item was drafted here.</summary>
    public string SourceId { get; set; } = "";

    /// <summary>The edition that is public. Those before it are documents of their own.</summary>
    public Edition Live { get; set; } = new();

    /// <summary>Oldest first; at least one.</summary>
    public IReadOnlyList<Placement> Placements { get; set; } = [];

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Act> Acts { get; set; } = [];

    /// <summary>The last day on which the first publication was in time; null if nobody said when the information was formed.</summary>
    public DateOnly? DueOn { get; set; }

    /// <summary>Whether its acts told when it was made. One that was stored before they did is told of at its next act, and until then nothing of it can be taken away.</summary>
    public bool MadeCounted { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Day of the first placement.</summary>
    [JsonIgnore]
    public DateOnly PublishedOn => Placements[0].On;

    /// <summary>The withdrawal that holds; null if there is none.</summary>
    [JsonIgnore]
    public Act? Withdrawal => Acts.LastOrDefault(a => a.Kind is ActKind.Withdrawn or ActKind.Restored) is { Kind: ActKind.Withdrawn } withdrawn ? withdrawn : null;

    /// <summary>Adds placements that are not there yet, oldest first.</summary>
    public Item Place(IEnumerable<Placement> placements) => this with { Placements = [.. Placements.Union(placements).OrderBy(p => p.On)] };

    /// <summary>The same item with its next edition.</summary>
    public Item Amend(Edition next) => this with { Live = next with { Number = Live.Number + 1 }, UpdatedAt = next.PublishedAt };

    public Item Do(Act act) => this with { Acts = [.. Acts, act], UpdatedAt = act.At };
}

/// <summary>One appearance on one channel on one day.</summary>
public sealed record Placement(V1.Channel Channel, DateOnly On, string Column, string Url);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Item))]
[JsonSerializable(typeof(PastEdition))]
[JsonSerializable(typeof(Draft))]
[JsonSerializable(typeof(Agency))]
[JsonSerializable(typeof(DisclosureGuide))]
[JsonSerializable(typeof(Attachment))]
internal sealed partial class CatalogueJson : JsonSerializerContext;
