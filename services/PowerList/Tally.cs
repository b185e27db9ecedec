namespace Sunshine.Powers;

/// <summary>How a number of powers changes (数量衡等): opening + what came − what went = closing.</summary>
public readonly record struct Tally
{
    public int Opening { get; init; }
    public int Added { get; init; }
    public int TakenOver { get; init; }
    public int Cancelled { get; init; }
    public int Delegated { get; init; }
    public int MergedAway { get; init; }
    public int MergedInto { get; init; }
    public int SplitAway { get; init; }
    public int SplitInto { get; init; }
    public int MovedIn { get; init; }
    public int MovedOut { get; init; }
    public int Renamed { get; init; }
    public int Changed { get; init; }

    public int Came => Added + TakenOver + MergedInto + SplitInto + MovedIn;

    public int Went => Cancelled + Delegated + MergedAway + SplitAway + MovedOut;

    public int Closing => Opening + Came - Went;

    /// <summary>What two tallies change together, from the first one's opening.</summary>
    public Tally Then(Tally next) => new()
    {
        Opening = Opening, Added = Added + next.Added, TakenOver = TakenOver + next.TakenOver, Cancelled = Cancelled + next.Cancelled, Delegated = Delegated + next.Delegated,
        MergedAway = MergedAway + next.MergedAway, MergedInto = MergedInto + next.MergedInto, SplitAway = SplitAway + next.SplitAway, SplitInto = SplitInto + next.SplitInto,
        MovedIn = MovedIn + next.MovedIn, MovedOut = MovedOut + next.MovedOut, Renamed = Renamed + next.Renamed, Changed = Changed + next.Changed
    };
}
