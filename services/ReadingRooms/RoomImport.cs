using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.V1;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.ReadingRooms;

/// <summary>Turns records into rooms, whether they come by call or in a table. The same agency and source id is the same room; the same again changes nothing.</summary>
public sealed class RoomImport(
    Collections collections, Divisions divisions, [FromKeyedServices(ReadingRoomsModule.Name)] AgencyCopies agencyCopies, Clock clock, TimeProvider time)
{
    /// <summary>So many rooms are read and written at once; and so many agencies that are not known here yet are asked for at most.</summary>
    private const int Portion = 1_000;

    /// <summary>A room that others keep changing is tried this often.</summary>
    private const int Attempts = 5;

    private sealed record Candidate(int Index, RoomRecord Record, string Id, RoomContent Content, RoomSpell Spell);

    private sealed record Change(Candidate Of, Write<Room> Write);

    /// <summary>Imports what is not refused; that is durable when this ends.</summary>
    /// <param name="dryRun">Whether nothing is stored, and verdicts say what would become of it.</param>
    /// <param name="wholeOrNothing">Whether an error in one leaves all unstored.</param>
    /// <returns>In the order of the records.</returns>
    /// <exception cref="RefusedException">Others changed a room all the time; or so, in one that was to be stored whole, that it cannot be stored. The same again finds out.</exception>
    internal async Task<IReadOnlyList<RoomVerdict>> Import(IReadOnlyList<RoomRecord> records, Caller caller, bool dryRun, bool wholeOrNothing, CancellationToken cancel)
    {
        var verdicts = new RoomVerdict[records.Count];
        var portions = (await Check(records, verdicts, caller, cancel)).Chunk(Portion).ToList();
        if (dryRun || wholeOrNothing)
        {
            foreach (var portion in portions) await Decide(portion, verdicts, cancel);
            if (dryRun || verdicts.Any(x => x.Fate == RecordFate.Refused)) return verdicts;
        }

        foreach (var portion in portions) await Imports.UntilStored(portion, Attempts, waiting => Store(waiting, verdicts, cancel));

        if (wholeOrNothing && verdicts.Any(x => x.Fate == RecordFate.Refused)) throw Refusals.StaleEtag.Of();
        return verdicts;
    }

    /// <summary>By what each says itself.</summary>
    private async Task<List<Candidate>> Check(IReadOnlyList<RoomRecord> records, RoomVerdict[] verdicts, Caller caller, CancellationToken cancel)
    {
        var agencies = await agencyCopies.ReadWith(records.Select(r => r.AgencyId).Distinct().Take(Portion), cancel);
        var kept = await divisions.Find(records.Select(r => r.Content?.DivisionCode ?? ""), cancel);
        var (ready, seen) = (new List<Candidate>(records.Count), new HashSet<string>(records.Count));
        for (var i = 0; i < records.Count; i++)
        {
            var (record, found, inContent) = (records[i], new Violations(), new Violations("content."));
            var id = Ids.Of("room", record.AgencyId, record.SourceId);
            PublicText.Check("sourceId", record.SourceId, 100, found, required: true);
            agencies.RequireActingFor("agencyId", record.AgencyId, caller, found);
            if (record.SourceId.Length > 0 && !seen.Add(id)) found.Add("sourceId", "REPEATED", "本次导入中重复。", "Stands in this import twice.");
            var content = RoomRules.Check(record.Content ?? new V1.RoomContent(), kept.ContainsKey, inContent);
            found.AddUnder(inContent);
            var spell = CheckSpell(record, found);
            if (found.Any) verdicts[i] = new RoomVerdict(RecordFate.Refused, "", found.Found);
            else ready.Add(new Candidate(i, record, id, content, spell));
        }

        return ready;
    }

    private RoomSpell CheckSpell(RoomRecord record, Violations v)
    {
        v.Required("openedOn", record.OpenedOn);
        var (opened, closed) = (RoomRules.NotInFuture("openedOn", record.OpenedOn, clock.Today, v), RoomRules.NotInFuture("closedOn", record.ClosedOn, clock.Today, v));
        if (closed <= opened) v.Add("closedOn", "NOT_AFTER_OPENED", "须晚于开放之日。", "Must be after the day it was opened.");
        PublicText.Check("closingReason", record.ClosingReason, RoomRules.LongestReason, v, required: record.ClosedOn.Length > 0);
        return new RoomSpell(opened ?? default, closed, record.ClosedOn.Length > 0 ? record.ClosingReason : "");
    }

    /// <summary>By what is stored, at most a portion.</summary>
    private async Task<List<Change>> Decide(IReadOnlyList<Candidate> candidates, RoomVerdict[] verdicts, CancellationToken cancel)
    {
        var existing = await collections.Rooms.GetMany([.. candidates.Select(c => c.Id)], cancel);
        var (changes, now) = (new List<Change>(candidates.Count), time.GetUtcNow());
        foreach (var candidate in candidates)
        {
            var (old, record) = (existing.GetValueOrDefault(candidate.Id), candidate.Record);
            var earlier = old?.Value.Spells.SkipLast(1).ToList() ?? [];
            if (old is null)
            {
                Add(new Room
                {
                    Id = candidate.Id, AgencyId = record.AgencyId, SourceId = record.SourceId, Content = candidate.Content, Spells = [candidate.Spell], CreatedAt = now, UpdatedAt = now
                }, RoomChange.Created);
            }
            else if (old.Value.Latest == candidate.Spell && RoomMap.ToProto(old.Value.Content).Equals(RoomMap.ToProto(candidate.Content)))
            {
                verdicts[candidate.Index] = new RoomVerdict(RecordFate.Unchanged, candidate.Id, []);
            }
            else if (earlier.Count > 0 && candidate.Spell.OpenedOn < earlier[^1].ClosedOn)
            {
                var wrong = new Violations();
                wrong.Add("openedOn", "OVERLAPS", "与此前的开放期间重叠。", "Overlaps an earlier time in which it was there.");
                verdicts[candidate.Index] = new RoomVerdict(RecordFate.Refused, "", wrong.Found);
            }
            else
            {
                Add(old.Value with { Content = candidate.Content, Spells = [.. earlier, candidate.Spell], UpdatedAt = now }, (old.Value.Latest.ClosedOn, candidate.Spell.ClosedOn) switch
                {
                    (null, not null) => RoomChange.Closed,
                    (not null, null) => RoomChange.Reopened,
                    _ => RoomChange.Updated
                });
            }

            void Add(Room room, RoomChange change)
            {
                verdicts[candidate.Index] = new RoomVerdict(old is null ? RecordFate.Created : RecordFate.Updated, candidate.Id, []);
                changes.Add(new Change(candidate, new Write<Room>(room.Id, room, old?.Revision ?? 0, [Topics.Outgoing(RoomMap.Changed(old, room, change), time)])));
            }
        }

        return changes;
    }

    /// <summary>Stores what it can.</summary>
    /// <returns>Those that somebody else was quicker with; they are to be looked at anew.</returns>
    private async Task<IReadOnlyList<Candidate>> Store(IReadOnlyList<Candidate> candidates, RoomVerdict[] verdicts, CancellationToken cancel)
    {
        var changes = await Decide(candidates, verdicts, cancel);
        if (changes.Count == 0) return [];
        var written = await collections.Rooms.Write([.. changes.Select(c => c.Write)], cancel);
        return [.. changes.Where((_, i) => written[i].Outcome != WriteOutcome.Done).Select(c => c.Of)];
    }
}

/// <summary>What became of one record.</summary>
/// <param name="Id">The room's; empty if it was refused.</param>
/// <param name="Found">By the field in the record.</param>
internal sealed record RoomVerdict(RecordFate Fate, string Id, IReadOnlyList<Violation> Found);
