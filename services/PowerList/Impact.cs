namespace Sunshine.Powers;

/// <summary>Why a basis must be looked at again.</summary>
/// <param name="MustBeRebased">It is no longer in force: another must take its place. Otherwise its text changed, which somebody may confirm.</param>
public sealed record Doubt(LawAct Act, bool MustBeRebased);

/// <summary>
/// What an act on a law does to what rests on it. Derived, never stored:
/// what is repealed or has expired is in question from that day on, whatever was said of it, until something else takes its place;
/// what was amended after the day the basis was last stated, until somebody confirms it.
/// </summary>
public static class Impact
{
    /// <param name="acts">The law's, as <see cref="StandingAct.Of"/> prepares them.</param>
    /// <param name="place">Where in the law.</param>
    /// <param name="basedOn">The day the basis was last stated.</param>
    /// <param name="asOf">The day that is asked about.</param>
    /// <param name="isConfirmed">Whether somebody looked at an act and found that the basis still holds, on that day or before.</param>
    /// <returns>What ended it first; else what changed it last; null if there is no doubt.</returns>
    public static Doubt? Of(IReadOnlyList<StandingAct> acts, ArticleReference place, DateOnly basedOn, DateOnly asOf, Func<LawAct, bool> isConfirmed)
    {
        Doubt? doubt = null;
        foreach (var act in acts)
        {
            if (act.Act.On > asOf) continue;
            // Most amendments are older than the basis; where they are is then of no interest.
            var isNews = act.Act.On > basedOn;
            if (!isNews && !act.Act.Ends) continue;
            switch (act.EffectOn(place))
            {
                case Effect.Ends:
                    return new Doubt(act.Act, true);
                case Effect.Changes when isNews && !isConfirmed(act.Act):
                    doubt = new Doubt(act.Act, false);
                    break;
            }
        }

        return doubt;
    }
}

public enum Effect
{
    None,

    /// <summary>Its text is another, or less.</summary>
    Changes,

    /// <summary>Nothing of it is in force.</summary>
    Ends
}

/// <summary>An act that was not taken back, with its places read once.</summary>
public sealed class StandingAct(LawAct act)
{
    private readonly ArticleReference[] _places = [.. act.Articles.Select(ArticleReference.Parse)];

    public LawAct Act { get; } = act;

    /// <summary>A law's acts but for those that were taken back, in the order of their days.</summary>
    public static StandingAct[] Of(Law law) => [.. law.Acts.Where(a => a.Stands).OrderBy(a => a.On).Select(a => new StandingAct(a))];

    /// <summary>What it does to a place. Of an article of which it ends one paragraph, the text has changed.</summary>
    public Effect EffectOn(ArticleReference place)
    {
        if (_places.Length == 0 || Array.Exists(_places, p => p.Covers(place))) return Act.Ends ? Effect.Ends : Effect.Changes;
        return Array.Exists(_places, place.Covers) ? Effect.Changes : Effect.None;
    }
}
