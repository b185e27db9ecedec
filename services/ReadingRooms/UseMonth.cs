using System.Text.Json.Serialization;

namespace Sunshine.ReadingRooms;

/// <summary>What one source counted in one room in one month: a document a month and not a day, so that a year of a city is some fifteen thousand.</summary>
/// <param name="Level">As it was when it was recorded last.</param>
/// <param name="DivisionCode">As it was then.</param>
/// <param name="Days">In their order; those that nobody recorded are missing.</param>
public sealed record UseMonth(string RoomId, int Year, int Month, string Source, V1.DivisionLevel Level, string DivisionCode, IReadOnlyList<UseDay> Days)
{
    /// <summary>Of what gateways count themselves: what each has counted, of which the days are the sums. Null of any other source.</summary>
    public IReadOnlyList<CountedDay>? Counted { get; init; }

    [JsonIgnore]
    public string Id => IdOf(RoomId, Year, Month, Source);

    public static string IdOf(string roomId, int year, int month, string source) => $"{roomId}.{year:0000}-{month:00}.{source}";
}

/// <param name="Day">Of the month.</param>
public sealed record UseDay(int Day, UseCounts Counts);

/// <param name="Day">Of the month.</param>
/// <param name="By">A gateway's process and the generation of the room's key.</param>
public sealed record CountedDay(int Day, string By, long Sessions, long Lookups);

public sealed record UseCounts(long Visits, long Lookups, long Copies, long TerminalSessions);
