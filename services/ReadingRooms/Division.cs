using System.Text.Json.Serialization;

namespace Sunshine.ReadingRooms;

/// <summary>A code with everything that it was ever the code of: codes are given anew, and names change, from one year to the next.</summary>
/// <param name="Periods">By their first day; never overlapping.</param>
public sealed record Division(string Code, IReadOnlyList<DivisionPeriod> Periods)
{
    /// <summary>Of one code: a table a year for more than a lifetime.</summary>
    public const int MostPeriods = 100;

    [JsonIgnore]
    public string ParentCode => DivisionCode.ParentOf(Code);

    /// <summary>Null if the code was none on that day.</summary>
    public DivisionPeriod? On(DateOnly day) => Periods.FirstOrDefault(p => p.Holds(day));

    /// <summary>With a period that takes the place of the one with the same first day.</summary>
    /// <returns>Null if it overlaps another.</returns>
    public Division? With(DivisionPeriod period)
    {
        var others = Periods.Where(p => p.From != period.From).ToList();
        return others.Any(period.Overlaps) ? null : this with { Periods = [.. others.Append(period).OrderBy(p => p.From)] };
    }
}

/// <param name="From">Null if it was always so.</param>
/// <param name="To">The last day; null while it is so.</param>
public sealed record DivisionPeriod(string Name, DateOnly? From, DateOnly? To)
{
    public bool Holds(DateOnly day) => !(day < From) && !(day > To);

    public bool Overlaps(DivisionPeriod other) => !(To < other.From) && !(other.To < From);
}
