using Sunshine.Foundation.Calendar;

namespace Sunshine.Gateway;

/// <summary>
/// Counts how the terminals of electronic reading points are used, by key and day in China: how often one is taken up after it was silent for half an hour, and what is
/// read there. Numbers alone, in bounded memory.
/// </summary>
public sealed partial class TerminalUse(Clock clock, TimeProvider time, ILogger<TerminalUse> log)
{
    /// <summary>Terminals that were used in the last half an hour, and keys with a day: so many of each. What comes beyond is not counted.</summary>
    public const int Most = 20_000;

    /// <summary>Whoever is silent for so long has gone, and the next is somebody else.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromMinutes(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _lastUsed = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Key, DateOnly On), (TerminalCounts Counts, TerminalCounts Reported)> _days = [];
    private bool _saidFull;

    /// <summary>A terminal was used.</summary>
    public void Used(TerminalName terminal)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            var known = _lastUsed.TryGetValue(terminal.Value, out var last);
            if (!known && _lastUsed.Count >= Most) SayFull();
            else _lastUsed[terminal.Value] = now;
            if (known ? now - last >= Silence : _lastUsed.ContainsKey(terminal.Value)) Add(terminal.Key, new TerminalCounts(1, 0));
        }
    }

    /// <summary>A terminal got what it wanted to read.</summary>
    public void LookedUp(TerminalName terminal)
    {
        lock (_lock)
        {
            if (_lastUsed.ContainsKey(terminal.Value)) Add(terminal.Key, new TerminalCounts(0, 1));
        }
    }

    /// <summary>The totals of this process that were not reported yet as they are now, by key and day.</summary>
    /// <param name="most">At most so many.</param>
    public IReadOnlyList<(string Key, DateOnly On, TerminalCounts Counts)> Unreported(int most)
    {
        lock (_lock) return [.. _days.Where(d => d.Value.Counts != d.Value.Reported).Take(most).Select(d => (d.Key.Key, d.Key.On, d.Value.Counts))];
    }

    /// <summary>Totals have arrived; they may have grown meanwhile.</summary>
    public void Reported(IEnumerable<(string Key, DateOnly On, TerminalCounts Counts)> totals)
    {
        lock (_lock)
        {
            foreach (var (key, on, counts) in totals) _days[(key, on)] = _days[(key, on)] with { Reported = counts };
        }
    }

    /// <summary>Gives up what is needed no more: terminals that are silent, and earlier days that were reported.</summary>
    public void Forget()
    {
        var (now, today) = (time.GetUtcNow(), clock.Today);
        lock (_lock)
        {
            foreach (var (value, last) in _lastUsed)
            {
                if (now - last >= Silence) _lastUsed.Remove(value);
            }

            foreach (var (day, totals) in _days)
            {
                if (day.On < today && totals.Counts == totals.Reported) _days.Remove(day);
            }
        }
    }

    private void Add(string key, TerminalCounts more)
    {
        var day = (key, clock.Today);
        if (_days.TryGetValue(day, out var known)) _days[day] = known with { Counts = known.Counts + more };
        else if (_days.Count < Most) _days[day] = (more, default);
        else SayFull();
    }

    private void SayFull()
    {
        if (!_saidFull) LogFull(log, Most);
        _saidFull = true;
    }

    [LoggerMessage(7001, LogLevel.Warning, "More than {Most} terminals of reading points say that they are used: the others are not counted. This is said once")]
    private static partial void LogFull(ILogger log, int most);
}

public readonly record struct TerminalCounts(long Sessions, long Lookups)
{
    public static TerminalCounts operator +(TerminalCounts one, TerminalCounts other) => new(one.Sessions + other.Sessions, one.Lookups + other.Lookups);
}
