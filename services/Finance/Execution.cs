namespace Sunshine.Finance;

/// <summary>
/// An amount as planned and as executed. What is planned is what was approved, unless the agency disclosed an adjusted budget: then that is the plan
/// that binds it.
/// </summary>
/// <param name="Pairs">The plan, left, and what was executed, right.</param>
/// <param name="Approved">Before any adjustment.</param>
/// <param name="Adjusted">Only where it was adjusted.</param>
public sealed record Execution(FigurePairs Pairs, FigureSums Approved, FigureSums Adjusted)
{
    /// <param name="executed">The year, in the phase EXECUTED.</param>
    /// <param name="all">Whether agencies that state only a plan or only what was executed are counted.</param>
    public static Execution Of(FigureSnapshot book, FigureScope executed, V1.DivideBy by, bool all)
    {
        var (approved, adjusted) = (executed with { Phase = V1.Phase.Approved }, executed with { Phase = V1.Phase.Adjusted });
        var adjusting = FigureSums.AgenciesOf(book, adjusted);
        var (keep, leftOut) = FigurePairs.Both([.. FigureSums.AgenciesOf(book, approved), .. adjusting], FigureSums.AgenciesOf(book, executed), all);
        var planned = FigureSums.Of(book, by, (approved, a => keep(a) && !adjusting.Contains(a)), (adjusted, keep));
        return new Execution(new FigurePairs(planned, FigureSums.Of(book, by, (executed, keep)), leftOut), FigureSums.Of(book, by, (approved, keep)), FigureSums.Of(book, by, (adjusted, keep)));
    }
}
