using System.Collections.Concurrent;

namespace Sunshine.Foundation.Hosting;

/// <summary>
/// Services that do not answer, and since when. One that has just gone is worth waiting for, since it is back within seconds where it is started anew; for one that stays away callers would only pile up.
/// </summary>
/// <param name="patience">Zero: none is worth waiting for.</param>
public sealed class Absences(TimeSpan patience, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, long> _since = new();

    /// <summary>Notes that a service did not answer.</summary>
    /// <param name="pause">Until it would be tried again.</param>
    /// <returns>Whether to do so.</returns>
    public bool IsWorthWaiting(string service, TimeSpan pause) => time.GetElapsedTime(_since.GetOrAdd(service, _ => time.GetTimestamp())) + pause <= patience;

    /// <summary>It answered.</summary>
    public void End(string service) => _since.TryRemove(service, out _);
}
