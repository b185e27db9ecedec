namespace Sunshine.Foundation.Agencies;

/// <summary>The way down a tree of agencies.</summary>
public static class Descent
{
    /// <summary>An agency and all below it, each once and after the one above it.</summary>
    /// <param name="below">By the agency above.</param>
    public static IReadOnlyList<string> Of(string id, ILookup<string, string> below)
    {
        var found = new List<string> { id };
        // Two replicas may close a circle between them, each with a write that was right by itself: none is followed twice.
        var seen = new HashSet<string>(StringComparer.Ordinal) { id };
        for (var i = 0; i < found.Count; i++) found.AddRange(below[found[i]].Where(seen.Add));
        return found;
    }
}
