using System.Text.RegularExpressions;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.V1;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.ReadingRooms;

/// <summary>The rpcs of <c>sunshine.reading_rooms.v1.UseService</c>.</summary>
public sealed partial class UseRpcs(
    Collections collections, RoomBook book, Divisions divisions, ReadingPoints points, [FromKeyedServices(ReadingRoomsModule.Name)] AgencyCopies agencyCopies, SealedData secret, Clock clock) : UseService.UseServiceBase
{
    private const string Desk = "desk";
    private const long Most = 1_000_000;
    private const int Portion = 1_000;

    /// <summary>A month that others keep changing is tried this often.</summary>
    private const int Attempts = 50;

    private sealed record Candidate(ImportedRecord Result, RoomEntry Room, DateOnly On, string Source, UseCounts Counts)
    {
        public string MonthId => UseMonth.IdOf(Room.Id, On.Year, On.Month, Source);
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<BatchRecordUseResponse> BatchRecordUse(BatchRecordUseRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var v = new Violations();
        v.Count("records", request.Records.Count, 1, 1_000);
        v.ThrowIfAny();
        var (agencies, rooms) = (await agencyCopies.Read(cancel), await book.Read(cancel));
        var response = new BatchRecordUseResponse();
        var (ready, seen) = (new List<Candidate>(), new HashSet<(string, DateOnly, string)>());
        foreach (var record in request.Records)
        {
            var found = new Violations($"records[{response.Results.Count}].");
            var source = record.Source.Length == 0 ? Desk : record.Source;
            var room = rooms.Find(record.RoomId);
            if (room is null) found.Add("roomId", "NO_SUCH_ROOM", "没有这个查阅场所。", "There is no such reading room.");
            else if (!agencies.MayActFor(caller, room.AgencyId)) found.Add("roomId", "OTHER_AGENCY", "您不能操作该机构的信息。", "You may not act for this agency.");
            found.Required("on", record.On);
            var on = found.Day("on", record.On);
            if (on > clock.Today) found.Add("on", "IN_FUTURE", "不能晚于今天。", "Must not be in the future.");
            found.Pattern("source", source, SourceName(), "须为 1 至 30 个小写字母、数字或连字符。", "Must be 1-30 lower-case letters, digits or hyphens.");
            if (source.StartsWith(GatewayUse.Reserved, StringComparison.Ordinal))
                found.Add("source", "RESERVED", $"以 {GatewayUse.Reserved} 开头的来源由平台自行统计，请另取名称。", $"Sources that begin with {GatewayUse.Reserved} are the platform's own counts; take another name.");
            var counts = Check(record.Counts ?? new V1.UseCounts(), found);
            if (room is not null && on is { } day && !seen.Add((room.Id, day, source))) found.Add("on", "REPEATED", "本次重复。", "Stands in this call twice.");
            var result = new ImportedRecord { SourceId = record.RoomId };
            response.Results.Add(result);
            if (found.Any) result.Refuse(found, context.Language());
            else ready.Add(new Candidate(result, room!, on!.Value, source, counts));
        }

        await Imports.UntilStored(ready, Attempts, waiting => Store(waiting, cancel));

        return response;
    }

    [AllowAnonymous]
    public override async Task<UseStatistics> GetUseStatistics(GetUseStatisticsRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var v = new Violations();
        if (request.Year is < 1949 or > 2100) v.Add("year", "OUT_OF_RANGE", "须在 1949 至 2100 之间。", "Must be from 1949 to 2100.");
        var division = RoomRules.CheckAsked("divisionCode", request.DivisionCode, v);
        v.ThrowIfAny();
        var tally = new UseTally(request.Year);
        string? after = null;
        do
        {
            var page = await collections.Use.List(new ListQuery<UseMonth> { Where = [UseCollection.Year.Is(request.Year)], Size = Portion, After = after }, cancel);
            foreach (var month in page.Documents.Where(m => division is null || DivisionCode.IsWithin(m.Value.DivisionCode, division))) tally.Count(month.Value);
            after = page.Next;
        }
        while (after is not null);
        var statistics = tally.ToProto();
        var names = await divisions.Names(statistics.ByDivision.Select(d => d.DivisionCode), clock.Today, cancel);
        foreach (var county in statistics.ByDivision) county.DivisionName = names(county.DivisionCode);
        return statistics;
    }

    /// <summary>Stores month by month.</summary>
    /// <returns>Those that somebody else was quicker with.</returns>
    private async Task<IReadOnlyList<Candidate>> Store(IReadOnlyList<Candidate> ready, CancellationToken cancel)
    {
        var months = ready.GroupBy(r => r.MonthId).ToList();
        var existing = await collections.Use.GetMany([.. months.Select(m => m.Key)], cancel);
        var changes = new List<(IReadOnlyList<Candidate> Of, Write<UseMonth> Write)>();
        foreach (var month in months)
        {
            var (first, old) = (month.First(), existing.GetValueOrDefault(month.Key));
            var days = new SortedDictionary<int, UseCounts>(old?.Value.Days.ToDictionary(d => d.Day, d => d.Counts) ?? []);
            foreach (var candidate in month)
            {
                var known = days.GetValueOrDefault(candidate.On.Day);
                (candidate.Result.Fate, candidate.Result.Id) = (known is null ? RecordFate.Created : known == candidate.Counts ? RecordFate.Unchanged : RecordFate.Updated, month.Key);
                days[candidate.On.Day] = candidate.Counts;
            }

            if (month.All(c => c.Result.Fate == RecordFate.Unchanged)) continue;
            var changed = new UseMonth(first.Room.Id, first.On.Year, first.On.Month, first.Source, first.Room.Level, first.Room.DivisionCode, [.. days.Select(d => new UseDay(d.Key, d.Value))]);
            changes.Add(([.. month], new Write<UseMonth>(month.Key, changed, old?.Revision ?? 0, [])));
        }

        if (changes.Count == 0) return [];
        var written = await collections.Use.Write([.. changes.Select(c => c.Write)], cancel);
        return [.. changes.Where((_, i) => written[i].Outcome != WriteOutcome.Done).SelectMany(c => c.Of)];
    }

    private static UseCounts Check(V1.UseCounts counts, Violations v)
    {
        foreach (var (field, count) in new[] { ("visits", counts.Visits), ("lookups", counts.Lookups), ("copies", counts.Copies), ("terminalSessions", counts.TerminalSessions) })
        {
            if (count is < 0 or > Most) v.Add($"counts.{field}", "OUT_OF_RANGE", $"须在 0 至 {Most} 之间。", $"Must be from 0 to {Most}.");
        }

        return new UseCounts(counts.Visits, counts.Lookups, counts.Copies, counts.TerminalSessions);
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,29}\z")]
    private static partial Regex SourceName();
}
