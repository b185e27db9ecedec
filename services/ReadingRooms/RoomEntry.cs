namespace Sunshine.ReadingRooms;

/// <summary>What of a room is kept in memory: whatever rooms are found and counted by.</summary>
public sealed record RoomEntry(
    string Id, string AgencyId, string Name, V1.RoomKind Kind, V1.DivisionLevel Level, string DivisionCode, GeoPoint? At, OpeningHours? Hours, Equipment Equipment,
    IReadOnlyList<RoomSpell> Spells, DateTimeOffset CreatedAt)
{
    public bool WasThereOn(DateOnly day)
    {
        foreach (var spell in Spells)
        {
            if (spell.Holds(day)) return true;
        }

        return false;
    }

    public bool IsWithin(string? divisionCode) => divisionCode is null || ReadingRooms.DivisionCode.IsWithin(DivisionCode, divisionCode);
}
