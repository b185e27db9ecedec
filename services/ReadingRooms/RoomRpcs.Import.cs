using Grpc.Core;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.ReadingRooms;

/// <summary>Rooms of other systems.</summary>
public sealed partial class RoomRpcs
{
    /// <summary>A room that others keep changing is tried this often.</summary>
    private const int Attempts = 5;

    private sealed record RoomCandidate(int Index, ImportedRecord Result, RoomRecord Record, string Id, RoomContent Content, RoomSpell Spell);

    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<BatchImportRoomsResponse> BatchImportRooms(BatchImportRoomsRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var v = new Violations();
        v.Count("records", request.Records.Count, 1, 1_000);
        v.ThrowIfAny();
        var agencies = await agencyCopies.ReadWith(request.Records.Select(r => r.AgencyId), cancel);
        var kept = await divisions.Find(request.Records.Select(r => r.Content?.DivisionCode ?? ""), cancel);

        var response = new BatchImportRoomsResponse();
        var ready = new List<RoomCandidate>();
        var seen = new HashSet<string>();
        foreach (var record in request.Records)
        {
            var index = response.Results.Count;
            var (found, inContent) = (new Violations($"records[{index}]."), new Violations("content."));
            var id = Ids.Of("room", record.AgencyId, record.SourceId);
            PublicText.Check("sourceId", record.SourceId, 100, found, required: true);
            agencies.RequireActingFor("agencyId", record.AgencyId, caller, found);
            if (!seen.Add(id)) found.Add("sourceId", "REPEATED", "本次导入中重复。", "Stands in this call twice.");
            var content = RoomRules.Check(record.Content ?? new V1.RoomContent(), kept.ContainsKey, inContent);
            found.AddUnder(inContent);
            var spell = CheckSpell(record, found);
            var result = new ImportedRecord { SourceId = record.SourceId };
            response.Results.Add(result);
            if (found.Any) Refuse(result, found, context.Language());
            else ready.Add(new RoomCandidate(index, result, record, id, content, spell));
        }

        for (var attempt = 0; ready.Count > 0; attempt++)
        {
            if (attempt == Attempts) throw Refusals.StaleEtag.Of();
            ready = await Store(ready, context.Language(), cancel);
        }

        return response;
    }

    private RoomSpell CheckSpell(RoomRecord record, Violations v)
    {
        v.Required("openedOn", record.OpenedOn);
        var (opened, closed) = (NotInFuture("openedOn", record.OpenedOn, v), NotInFuture("closedOn", record.ClosedOn, v));
        if (closed <= opened) v.Add("closedOn", "NOT_AFTER_OPENED", "须晚于开放之日。", "Must be after the day it was opened.");
        PublicText.Check("closingReason", record.ClosingReason, RoomRules.LongestReason, v, required: record.ClosedOn.Length > 0);
        return new RoomSpell(opened ?? default, closed, record.ClosedOn.Length > 0 ? record.ClosingReason : "");
    }

    /// <summary>Stores what it can.</summary>
    /// <returns>Those that somebody else was quicker with; they are to be looked at anew.</returns>
    private async Task<List<RoomCandidate>> Store(List<RoomCandidate> ready, Language language, CancellationToken cancel)
    {
        var existing = await collections.Rooms.GetMany([.. ready.Select(r => r.Id)], cancel);
        var changes = new List<(RoomCandidate Of, Stored<Room>? Old, Room Room, RoomChange Change)>();
        var now = time.GetUtcNow();
        foreach (var candidate in ready)
        {
            var (result, old) = (candidate.Result, existing.GetValueOrDefault(candidate.Id));
            var earlier = old?.Value.Spells.SkipLast(1).ToList() ?? [];
            if (old is null)
            {
                changes.Add((candidate, null, new Room
                {
                    Id = candidate.Id, AgencyId = candidate.Record.AgencyId, SourceId = candidate.Record.SourceId, Content = candidate.Content, Spells = [candidate.Spell], CreatedAt = now, UpdatedAt = now
                }, RoomChange.Created));
            }
            else if (old.Value.Latest == candidate.Spell && RoomMap.ToProto(old.Value.Content).Equals(RoomMap.ToProto(candidate.Content)))
            {
                (result.Fate, result.Id) = (RecordFate.Unchanged, candidate.Id);
            }
            else if (earlier.Count > 0 && candidate.Spell.OpenedOn < earlier[^1].ClosedOn)
            {
                var wrong = new Violations($"records[{candidate.Index}].");
                wrong.Add("openedOn", "OVERLAPS", "与此前的开放期间重叠。", "Overlaps an earlier time in which it was there.");
                Refuse(result, wrong, language);
            }
            else
            {
                var change = (old.Value.Latest.ClosedOn, candidate.Spell.ClosedOn) switch
                {
                    (null, not null) => RoomChange.Closed,
                    (not null, null) => RoomChange.Reopened,
                    _ => RoomChange.Updated
                };
                changes.Add((candidate, old, old.Value with { Content = candidate.Content, Spells = [.. earlier, candidate.Spell], UpdatedAt = now }, change));
            }
        }

        var again = new List<RoomCandidate>();
        if (changes.Count == 0) return again;
        var written = await collections.Rooms.Write([.. changes.Select(c => new Write<Room>(c.Room.Id, c.Room, c.Old?.Revision ?? 0, [EventOf(c.Old, c.Room, c.Change)]))], cancel);
        for (var i = 0; i < changes.Count; i++)
        {
            var result = changes[i].Of.Result;
            if (written[i].Outcome != WriteOutcome.Done) again.Add(changes[i].Of);
            else (result.Fate, result.Id) = (changes[i].Old is null ? RecordFate.Created : RecordFate.Updated, changes[i].Room.Id);
        }

        return again;
    }

    internal static void Refuse(ImportedRecord result, Violations found, Language language)
    {
        (result.Fate, result.Id) = (RecordFate.Refused, "");
        result.Violations.Add(found.Found.Select(f => f.ToProto(language)));
    }
}
