using System.Text.RegularExpressions;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.ReadingRooms;

/// <summary>
/// The use of electronic reading points, as gateways count it: a source of its own, in whose months it is kept what each gateway's process has counted under each key.
/// The larger numbers of one hold, so that an event may come twice, late or out of order.
/// </summary>
public sealed partial class GatewayUse(Collections collections, RoomBook book, ReadingPoints points, SealedData secret, Clock clock, ILogger<GatewayUse> log)
{
    /// <summary>What no caller may call a source.</summary>
    public const string Reserved = "gateway-";

    private const string Source = Reserved + "reading-points";
    private const int Portion = 1_000;

    /// <summary>More in a day no room has.</summary>
    private const long Most = 1_000_000;

    /// <summary>A month that others keep changing is tried this often.</summary>
    private const int Attempts = 50;

    private sealed record Proven(RoomEntry Room, DateOnly On, CountedDay Counted)
    {
        public string MonthId => UseMonth.IdOf(Room.Id, On.Year, On.Month, Source);
    }

    public async Task Follow(ReadingPointsUsed used, CancellationToken cancel)
    {
        if (!InstanceId().IsMatch(used.InstanceId))
        {
            LogWrongInstance(log);
            return;
        }

        foreach (var days in used.Days.Chunk(Portion))
        {
            var proven = await Prove(used.InstanceId, days, cancel);
            if (proven.Count < days.Length) LogWrongDays(log, days.Length - proven.Count, days.Length, used.InstanceId);
            await Imports.UntilStored(proven, Attempts, waiting => Store(waiting, cancel));
        }
    }

    private async Task<List<Proven>> Prove(string instance, IReadOnlyList<ReadingPointDay> days, CancellationToken cancel)
    {
        var (rooms, today) = (await book.Read(cancel), clock.Today);
        var held = await points.Of([.. days.Select(d => ReadingPoint.RoomOf(d.Key)).Distinct().Where(id => rooms.Find(id) is not null)], cancel);
        var proven = new List<Proven>(days.Count);
        foreach (var day in days)
        {
            if (!held.TryGetValue(ReadingPoint.RoomOf(day.Key), out var point) || !point.IsProvenBy(day.Key, secret)) continue;
            if (!Days.TryParse(day.On, out var on) || on > today || day.Sessions is < 0 or > Most || day.Lookups is < 0 or > Most) continue;
            // The totals of a key go on where its process has been; those of the next key begin anew.
            proven.Add(new Proven(rooms.Find(point.RoomId)!, on, new CountedDay(on.Day, $"{instance}.{point.Generation}", day.Sessions, day.Lookups)));
        }

        return proven;
    }

    /// <summary>Stores month by month.</summary>
    /// <returns>Those that somebody else was quicker with.</returns>
    private async Task<IReadOnlyList<Proven>> Store(IReadOnlyList<Proven> proven, CancellationToken cancel)
    {
        var months = proven.GroupBy(p => p.MonthId).ToList();
        var existing = await collections.Use.GetMany([.. months.Select(m => m.Key)], cancel);
        var changes = new List<(IEnumerable<Proven> Of, Write<UseMonth> Write)>();
        foreach (var month in months)
        {
            var (first, old) = (month.First(), existing.GetValueOrDefault(month.Key));
            var counted = (old?.Value.Counted ?? []).ToDictionary(c => (c.Day, c.By));
            var changed = false;
            foreach (var day in month.Select(p => p.Counted))
            {
                var known = counted.GetValueOrDefault((day.Day, day.By));
                var larger = known is null ? day : known with { Sessions = Math.Max(known.Sessions, day.Sessions), Lookups = Math.Max(known.Lookups, day.Lookups) };
                changed |= larger != known;
                counted[(day.Day, day.By)] = larger;
            }

            if (!changed) continue;
            var days = counted.Values.GroupBy(c => c.Day).OrderBy(d => d.Key).Select(d => new UseDay(d.Key, new UseCounts(0, d.Sum(c => c.Lookups), 0, d.Sum(c => c.Sessions))));
            var now = new UseMonth(first.Room.Id, first.On.Year, first.On.Month, Source, first.Room.Level, first.Room.DivisionCode, [.. days])
            {
                Counted = [.. counted.Values.OrderBy(c => c.Day).ThenBy(c => c.By, StringComparer.Ordinal)]
            };
            changes.Add((month, new Write<UseMonth>(month.Key, now, old?.Revision ?? 0, [])));
        }

        if (changes.Count == 0) return [];
        var written = await collections.Use.Write([.. changes.Select(c => c.Write)], cancel);
        return [.. changes.Where((_, i) => written[i].Outcome != WriteOutcome.Done).SelectMany(c => c.Of)];
    }

    [LoggerMessage(6002, LogLevel.Warning, "Use of reading points was passed over: its gateway has no proper instance id")]
    private static partial void LogWrongInstance(ILogger log);

    [LoggerMessage(6003, LogLevel.Warning, "Of the use of reading points {Wrong} of {Count} days from gateway {Instance} were passed over: their keys were given out by nobody or hold no more, or their numbers cannot be")]
    private static partial void LogWrongDays(ILogger log, int wrong, int count, string instance);

    [GeneratedRegex(@"^[a-z0-9]{8,32}\z")]
    private static partial Regex InstanceId();
}
