using System.Text.Json.Serialization;
using Sunshine.Foundation.Hosting;

namespace Sunshine.ReadingRooms;

/// <summary>A reading room, as it is stored.</summary>
public sealed record Room
{
    /// <summary>How often one may be closed and opened again.</summary>
    public const int MostSpells = 50;

    public required string Id { get; init; }
    public required string AgencyId { get; init; }

    /// <summary>Empty if it was created here.</summary>
    public string SourceId { get; init; } = "";

    public required RoomContent Content { get; init; }

    /// <summary>When it was there: oldest first, at least one, never overlapping.</summary>
    public required IReadOnlyList<RoomSpell> Spells { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    [JsonIgnore]
    public RoomSpell Latest => Spells[^1];

    /// <exception cref="RefusedException">It is closed.</exception>
    public Room Close(DateOnly on, string reason, DateTimeOffset now)
    {
        if (Latest.ClosedOn is { } closed) throw ReadingRoomsRefusals.RoomClosed.Of(Days.Format(closed));
        return this with { Spells = [.. Spells.SkipLast(1), Latest with { ClosedOn = on, Reason = reason }], UpdatedAt = now };
    }

    /// <exception cref="RefusedException">It is not closed, or was too often.</exception>
    public Room Reopen(DateOnly on, DateTimeOffset now)
    {
        if (Latest.ClosedOn is null) throw ReadingRoomsRefusals.RoomOpen.Of();
        if (Spells.Count >= MostSpells) throw ReadingRoomsRefusals.TooManySpells.Of();
        return this with { Spells = [.. Spells, new RoomSpell(on, null, "")], UpdatedAt = now };
    }
}

/// <param name="At">Null if it is not known.</param>
/// <param name="Hours">Null if they are not known.</param>
public sealed record RoomContent(
    string Name, V1.RoomKind Kind, V1.DivisionLevel Level, string DivisionCode, string Address, GeoPoint? At, OpeningHours? Hours, string Phone, Equipment Equipment);

public sealed record Equipment(int Terminals, int Printers, bool StepFree, bool SensoryAids);

/// <param name="ClosedOn">First day on which it was there no more; null while it is.</param>
/// <param name="Reason">Why it was closed; empty while it is not.</param>
public sealed record RoomSpell(DateOnly OpenedOn, DateOnly? ClosedOn, string Reason)
{
    public bool Holds(DateOnly day) => OpenedOn <= day && !(ClosedOn <= day);
}
