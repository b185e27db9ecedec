using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;

namespace Sunshine.KeyAreas;

/// <summary>
/// Turns entries into records. The same type, agency and source id is the same record; the same content again changes nothing. An entry that is
/// refused leaves the others alone.
/// </summary>
public sealed class RecordImport(
    Collections collections, RecordShapes shapes, RecordWriting writing, [FromKeyedServices(KeyAreasModule.Name)] AgencyCopies agencyCopies, SealedData sealing, Clock clock)
{
    /// <summary>A record that others keep changing is tried this often.</summary>
    private const int Attempts = 10;

    private const int LongestReason = 500;

    internal sealed record Candidate(RecordContent Content, V1.RecordEntry Entry, string Id, string SourceId, DateOnly? PublishedOn, V1.EntryResult Result);

    /// <summary>Entries that were checked and wait to be stored.</summary>
    /// <param name="Rounds">What is stored after one another: the same record again in one message counts after the earlier one.</param>
    internal sealed record Prepared(V1.EntryResult[] Results, IReadOnlyList<List<Candidate>> Rounds);

    /// <summary>Imports entries in order; what is not refused is durable when this ends.</summary>
    /// <param name="first">The position of the first one.</param>
    public async Task<IReadOnlyList<V1.EntryResult>> Import(IReadOnlyList<V1.RecordEntry> entries, long first, Caller caller, Language language, CancellationToken cancel) =>
        await Store(await Prepare(entries, first, caller, language, cancel), caller, language, cancel);

    /// <summary>Checks entries. Nothing is written, so that several messages may be checked at once.</summary>
    internal async Task<Prepared> Prepare(IReadOnlyList<V1.RecordEntry> entries, long first, Caller caller, Language language, CancellationToken cancel)
    {
        var agencies = await agencyCopies.ReadWith(entries.Select(e => e.AgencyId), cancel);
        var typeIds = entries.Select(e => e.TypeId).Where(id => id.Length is > 0 and <= 64).Distinct().ToList();
        var types = typeIds.Count == 0 ? new Dictionary<string, Stored<RecordType>>() : await collections.Types.GetMany(typeIds, cancel);
        var results = new V1.EntryResult[entries.Count];
        var rounds = new List<List<Candidate>> { new(entries.Count) };
        var taken = new HashSet<string>();
        for (var i = 0; i < entries.Count; i++)
        {
            results[i] = new V1.EntryResult { Position = first + i, SourceId = entries[i].SourceId };
            var v = new Violations($"records[{i}].");
            var candidate = Check(entries[i], results[i], types.GetValueOrDefault(entries[i].TypeId)?.Value, agencies, caller, v);
            if (candidate is null)
            {
                Refuse(results[i], v, language);
                continue;
            }

            if (!taken.Add(candidate.Id))
            {
                rounds.Add([]);
                taken = [candidate.Id];
            }

            rounds[^1].Add(candidate);
        }

        return new Prepared(results, rounds);
    }

    internal async Task<IReadOnlyList<V1.EntryResult>> Store(Prepared prepared, Caller caller, Language language, CancellationToken cancel)
    {
        foreach (var round in prepared.Rounds) await Store(round, caller.Subject, language, cancel);
        return prepared.Results;
    }

    private Candidate? Check(V1.RecordEntry entry, V1.EntryResult result, RecordType? type, AgencyCopies.Snapshot agencies, Caller caller, Violations v)
    {
        agencies.RequireActingFor("agencyId", entry.AgencyId, caller, v);
        var (formedOn, publishedOn) = (v.Day("formedOn", entry.FormedOn), v.Day("publishedOn", entry.PublishedOn));
        if (publishedOn > clock.Today) v.Add("publishedOn", "IN_FUTURE", "不能晚于今天。", "Must not be in the future.");
        if (publishedOn is { Year: < 1949 }) v.Add("publishedOn", "OUT_OF_RANGE", "不能早于 1949 年。", "Must not be before 1949.");
        PublicText.Check("reason", entry.Reason, LongestReason, v);
        v.Required("typeId", entry.TypeId);
        if (type is null)
        {
            if (entry.TypeId.Length > 0) v.Add("typeId", "NO_SUCH_RECORD_TYPE", "没有这个档案类型。", "There is no such record type.");
            return null;
        }

        var (found, shape) = (new Violations(), shapes.Latest(type));
        var content = RecordContent.Of(type, shape, entry.Data, formedOn, sealing, found);
        v.AddUnder(found);
        var sourceId = entry.SourceId.Length > 0 ? entry.SourceId : content?.SourceId ?? RecordContent.KeyOf(shape, entry.Data);
        result.SourceId = sourceId;
        if (content is not null && sourceId.All(c => c == '|')) v.Add("sourceId", "REQUIRED", "必填：数据中没有可作主键的字段。", "Required: no field of the data makes a key.");
        PublicText.Check("sourceId", sourceId, 200, v);
        return v.Any ? null : new Candidate(content!, entry, Record.IdOf(type.Id, entry.AgencyId, sourceId), sourceId, publishedOn, result);
    }

    private async Task Store(List<Candidate> candidates, string by, Language language, CancellationToken cancel) => await Imports.UntilStored(candidates, Attempts, async waiting =>
    {
        var again = new List<Candidate>();
        foreach (var same in waiting.GroupBy(c => c.Content.Type.Unlisted)) again.AddRange(await StoreOnce([.. same], by, language, cancel));
        return again;
    });

    /// <summary>Stores what it can.</summary>
    /// <returns>Those that somebody else was quicker with; they are to be looked at anew.</returns>
    private async Task<IReadOnlyList<Candidate>> StoreOnce(List<Candidate> candidates, string by, Language language, CancellationToken cancel)
    {
        var records = collections.Of(candidates[0].Content.Type);
        var existing = await records.GetMany([.. candidates.Select(c => c.Id)], cancel);
        var writes = new List<(Candidate Of, Write<Record> Write)>(candidates.Count);
        foreach (var candidate in candidates)
        {
            var (entry, result, old) = (candidate.Entry, candidate.Result, existing.GetValueOrDefault(candidate.Id));
            if (old is null)
            {
                writes.Add((candidate, writing.Create(candidate.Id, entry.AgencyId, candidate.SourceId, candidate.Content, candidate.PublishedOn ?? clock.Today, by)));
            }
            else if (!old.Value.Withdrawn && old.Value.Digest == candidate.Content.Digest && (candidate.PublishedOn ?? old.Value.PublishedOn) == old.Value.PublishedOn)
            {
                (result.Outcome, result.Id) = (V1.EntryOutcome.Unchanged, candidate.Id);
            }
            else if (WrongChange(old.Value, entry) is { Any: true } wrong)
            {
                Refuse(result, wrong, language);
            }
            else
            {
                writes.Add((candidate, writing.Correct(old, candidate.Content, candidate.PublishedOn ?? old.Value.PublishedOn, entry.Reason, by)));
            }
        }

        if (writes.Count == 0) return [];
        var written = await records.Write([.. writes.Select(w => w.Write)], cancel);
        var again = new List<Candidate>();
        for (var i = 0; i < written.Count; i++)
        {
            var result = writes[i].Of.Result;
            if (written[i].Outcome != WriteOutcome.Done) again.Add(writes[i].Of);
            else (result.Outcome, result.Id) = (writes[i].Write.Expected == 0 ? V1.EntryOutcome.Created : V1.EntryOutcome.Corrected, writes[i].Of.Id);
        }

        return again;
    }

    private static Violations WrongChange(Record old, V1.RecordEntry entry)
    {
        var v = new Violations();
        if (old.Withdrawn && !entry.PutBack) v.Add("putBack", "RECORD_WITHDRAWN", $"这条记录已撤销：{old.Reason}", $"The record was withdrawn: {old.Reason}");
        if (old.Version >= Record.MostVersions) v.Add("data", "TOO_MANY_VERSIONS", $"更改次数已达上限：{Record.MostVersions}。", $"It was changed too often: at most {Record.MostVersions} versions.");
        return v;
    }

    private static void Refuse(V1.EntryResult result, Violations v, Language language)
    {
        (result.Outcome, result.Id) = (V1.EntryOutcome.Refused, "");
        result.Violations.Add(v.Found.Select(f => f.ToProto(language)));
    }
}
