namespace Sunshine.Powers;

/// <summary>What became of one power between two batches.</summary>
/// <param name="Before">As the list had it; null if it did not.</param>
/// <param name="After">As the list has it; null if it does not.</param>
/// <param name="Last">What was said of it last within that time.</param>
public sealed record ListDifference(V1.DifferenceKind Kind, Line? Before, Line? After, Line Last)
{
    /// <summary>The differences of a list at two times, by code. What changed and changed back makes none.</summary>
    public static IReadOnlyList<ListDifference> Between(ListSnapshot list, int before, int after)
    {
        var found = new List<ListDifference>();
        foreach (var line in list.Lines)
        {
            // Of each power, the last line within that time.
            if (line.From <= before || line.From > after || line.Until <= after) continue;
            var was = list.At(line.PowerId, before) is { Held: true } held ? held : null;
            var now = line.Held ? line : null;
            if (was is null && now is null) continue;
            if (was is not null && now is not null && was.Digest == now.Digest) continue;
            found.Add(new ListDifference(was is null ? V1.DifferenceKind.Came : now is null ? V1.DifferenceKind.Went : V1.DifferenceKind.Changed, was, now, line));
        }

        return found;
    }
}
