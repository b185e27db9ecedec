using Sunshine.Foundation.V1;

namespace Sunshine.Foundation.Hosting;

/// <summary>What all calls have in common that take over records of other systems.</summary>
public static class Imports
{
    /// <summary>Says of a record that it is not stored, and why.</summary>
    public static void Refuse(this ImportedRecord result, Violations found, Language language)
    {
        (result.Fate, result.Id) = (RecordFate.Refused, "");
        result.Violations.Add(found.Found.Select(f => f.ToProto(language)));
    }

    /// <summary>Stores until nothing waits any more.</summary>
    /// <param name="attempts">How often it is tried while others are quicker.</param>
    /// <param name="store">Stores what it can, and returns those that somebody else was quicker with; they are looked at anew.</param>
    /// <exception cref="RefusedException">STALE_ETAG: others were quicker every time.</exception>
    public static async Task UntilStored<T>(IReadOnlyList<T> waiting, int attempts, Func<IReadOnlyList<T>, Task<IReadOnlyList<T>>> store)
    {
        for (var attempt = 0; waiting.Count > 0; attempt++)
        {
            if (attempt == attempts) throw Refusals.StaleEtag.Of();
            waiting = await store(waiting);
        }
    }
}
