using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;

namespace Sunshine.KeyAreas;

/// <summary>A record's next state and the event that goes with it, which are one write.</summary>
public sealed class RecordWriting(RecordShapes shapes, LegalCalendar calendar, SealedData sealing, TimeProvider time)
{
    internal Write<Record> Create(string id, string agencyId, string sourceId, RecordContent content, DateOnly publishedOn, string by)
    {
        var now = time.GetUtcNow();
        var record = Say(new Record
        {
            Id = id, TypeId = content.Type.Id, AgencyId = agencyId, SourceId = sourceId, Period = "", CountedIn = "", FormedOn = default, PublishedOn = publishedOn, DueOn = default, By = by, CreatedAt = now, UpdatedAt = now
        }, content);
        return new Write<Record>(id, record, 0, [EventOf(V1.RecordChange.Created, null, record, content.Type)]);
    }

    /// <summary>Says something else, or is there again.</summary>
    internal Write<Record> Correct(Stored<Record> old, RecordContent content, DateOnly publishedOn, string reason, string by)
    {
        var record = Say(Next(old.Value, reason, by) with { PublishedOn = publishedOn, Withdrawn = false }, content);
        return new Write<Record>(record.Id, record, old.Revision, [EventOf(old.Value.Withdrawn ? V1.RecordChange.Restored : V1.RecordChange.Corrected, old.Value, record, content.Type)]);
    }

    internal Write<Record> Withdraw(Stored<Record> old, RecordType type, string reason, string by)
    {
        var record = Next(old.Value, reason, by) with { Data = "", Sealed = "", Filters = [], Subject = "", Withdrawn = true };
        return new Write<Record>(record.Id, record, old.Revision, [EventOf(V1.RecordChange.Withdrawn, old.Value, record, type)]);
    }

    private Record Next(Record old, string reason, string by) => old with { Version = old.Version + 1, Reason = reason, By = by, UpdatedAt = time.GetUtcNow(), Past = [.. old.Past, old.AsPast()] };

    private Record Say(Record record, RecordContent content)
    {
        var (data, hidden) = Masks.Split(content.Data, content.Shape, sealing);
        var counted = content.Period.Within(RecordPeriod.UnitOf(content.Type.Frequency));
        return record with
        {
            Period = content.Period.ToString(), CountedIn = counted.ToString(), FormedOn = content.Period.First, DueOn = DueOn(content), Data = data, Sealed = hidden, Digest = content.Digest,
            Filters = content.Type.Unlisted ? [] : [.. content.Shape.Filters.Select(f => (f.Name, Value: content.Data.TryGetProperty(f.Name, out var value) ? ShapeField.Text(value) : null)).Where(f => f.Value is { Length: > 0 }).Select(f => $"{f.Name}={f.Value}")],
            Subject = RecordContent.SubjectOf(content.Code, sealing), SchemaVersion = content.Shape.Version
        };
    }

    /// <summary>The last day in time, counted from the day that it is formed or that its period ends.</summary>
    private DateOnly DueOn(RecordContent content) => TimeLimits.DueOn(content.Type.Limit, content.Period.Last, calendar.WorkingDays);

    private OutgoingEvent EventOf(V1.RecordChange change, Record? before, Record after, RecordType type)
    {
        var changed = new V1.RecordChanged
        {
            RecordId = after.Id, Change = change, TypeId = after.TypeId, Version = after.Version, OccurredAt = Timestamp.FromDateTimeOffset(after.UpdatedAt),
            AreaId = type.AreaId, Digest = after.Withdrawn ? "" : after.Digest,
            After = Contribution.Of(after, shapes.Of(type, after.SchemaVersion))
        };
        if (before is not null) changed.Before = Contribution.Of(before, shapes.Of(type, before.SchemaVersion));
        return Topics.Outgoing(changed, time);
    }
}
