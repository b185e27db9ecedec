using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;

namespace Sunshine.KeyAreas;

/// <summary>Records as a caller may see them.</summary>
public sealed class RecordReading(Collections collections, SealedData sealing)
{
    /// <summary>A record and its type, whichever way it is kept.</summary>
    public async Task<(Stored<Record> Record, RecordType Type)> Find(string id, CancellationToken cancel)
    {
        var v = new Violations();
        v.Required("id", id);
        v.Text("id", id, 64);
        v.ThrowIfAny();
        var record = await collections.Listed.Get(id, cancel) ?? await collections.Unlisted.Get(id, cancel) ?? throw KeyAreasRefusals.NoSuchRecord.Of();
        return (record, (await collections.Types.Get(record.Value.TypeId, cancel))!.Value);
    }

    /// <summary>The staff of the agency that discloses it, and of those above it.</summary>
    public static bool IsStaff(Record record, Caller caller, AgencyCopies.Snapshot agencies) => !caller.IsAnonymous && agencies.MayActFor(caller, record.AgencyId);

    /// <param name="whole">Whether also what is masked for others.</param>
    public V1.Record Shown(Stored<Record> stored, AgencyCopies.Snapshot agencies, bool whole)
    {
        var r = stored.Value;
        return new V1.Record
        {
            Id = r.Id, TypeId = r.TypeId, AgencyId = r.AgencyId, AgencyName = agencies.NameOf(r.AgencyId), SourceId = r.SourceId, Period = r.Period, FormedOn = Days.Format(r.FormedOn),
            PublishedOn = Days.Format(r.PublishedOn), DueOn = Days.Format(r.DueOn), Data = Data(r.Data, r.Sealed, whole), SchemaVersion = r.SchemaVersion, Version = r.Version, Reason = r.Reason,
            Withdrawn = r.Withdrawn, Masked = r.Sealed.Length > 0 && !whole, Etag = Etags.Of(stored.Revision), CreateTime = Timestamp.FromDateTimeOffset(r.CreatedAt), UpdateTime = Timestamp.FromDateTimeOffset(r.UpdatedAt)
        };
    }

    /// <summary>Newest first. What was withdrawn is not found again among the states before.</summary>
    public IReadOnlyList<V1.RecordVersion> Versions(Record record, bool whole) =>
    [
        .. record.Past.Append(record.AsPast()).Reverse().Select(p => new V1.RecordVersion
        {
            Version = p.Version, SchemaVersion = p.SchemaVersion, Data = record.Withdrawn && !whole ? null : Data(p.Data, p.Sealed, whole), Reason = p.Reason, Withdrawn = p.Withdrawn,
            RecordedAt = Timestamp.FromDateTimeOffset(p.At)
        })
    ];

    private Struct? Data(string data, string hidden, bool whole) => data.Length == 0 ? null : whole ? Masks.Whole(data, hidden, sealing) : StructJson.Read(data);
}
