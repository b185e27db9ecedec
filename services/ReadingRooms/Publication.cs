using System.Text.Json.Serialization;
using Sunshine.Foundation.Hosting;

namespace Sunshine.ReadingRooms;

/// <summary>
/// What the catalogue says of an issue or an item that rooms hold or are to hold. One write of it makes every older paper copy, in whatever room, one to be recalled.
/// </summary>
public sealed record Publication
{
    public required V1.PublicationKind Kind { get; init; }
    public required string PublicationId { get; init; }
    public required string AgencyId { get; init; }
    public required string Title { get; init; }

    /// <summary>An item's document number; 2016年第3期 of an issue. Empty if there is none.</summary>
    public string Number { get; init; } = "";

    /// <summary>The latest, counted from 1; issues have one.</summary>
    public required int Edition { get; init; }

    /// <summary>The day of the latest edition.</summary>
    public required DateOnly IssuedOn { get; init; }

    public Standing Standing { get; init; }

    [JsonIgnore]
    public string Id => IdOf(Kind, PublicationId);

    [JsonIgnore]
    public PublicationEdition Latest => new(Kind, PublicationId, Title, Number, Edition);

    public static string IdOf(V1.PublicationKind kind, string publicationId) => Ids.Of("publication", kind.ToString(), publicationId);
}

/// <summary>Whether what it says still holds.</summary>
public enum Standing { Current, Withdrawn, Repealed, Expired }

/// <summary>What one copy is a copy of.</summary>
public sealed record PublicationEdition(V1.PublicationKind Kind, string PublicationId, string Title, string Number, int Edition)
{
    public V1.Publication ToProto() => new() { Kind = Kind, PublicationId = PublicationId, Title = Title, Number = Number, Edition = Edition };
}
