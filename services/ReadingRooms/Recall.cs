namespace Sunshine.ReadingRooms;

/// <summary>
/// Which copies are to be fetched back: paper that says what no longer holds. It follows from what the catalogue says of the publication, so that it is so in every room at
/// the same moment and no copy is forgotten. Files are exchanged at the source.
/// </summary>
internal static class Recall
{
    public static V1.HoldingState StateOf(Holding holding, Publication? now)
    {
        if (holding.EndedOn is not null) return V1.HoldingState.Ended;
        return holding.Form == V1.HoldingForm.Paper && ReasonOf(holding, now).Length > 0 ? V1.HoldingState.ToRecall : V1.HoldingState.Held;
    }

    /// <summary>Empty if it still holds.</summary>
    public static string ReasonOf(Holding holding, Publication? now) => now switch
    {
        null => "",
        { Standing: Standing.Withdrawn } => "已撤回",
        { Standing: Standing.Repealed } => "已废止",
        { Standing: Standing.Expired } => "已失效",
        _ when now.Edition > holding.Publication.Edition => $"已有新版本（第{now.Edition}版）",
        _ => ""
    };
}
