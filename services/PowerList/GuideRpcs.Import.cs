using Grpc.Core;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.V1;
using Sunshine.Powers.V1;

namespace Sunshine.Powers;

/// <summary>Guides that another system has published.</summary>
public sealed partial class GuideRpcs
{
    /// <summary>A guide that others keep changing is tried this often.</summary>
    private const int Attempts = 5;

    [Allow(Roles.System, Roles.Publisher, Roles.Admin)]
    public override async Task<BatchImportGuidesResponse> BatchImportGuides(BatchImportGuidesRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var v = new Violations();
        v.Count("records", request.Records.Count, 1, 200);
        v.ThrowIfAny();
        var agencies = await agencyCopies.ReadWith(request.Records.Select(r => r.AgencyId), cancel);
        var references = await GuideReferences.Of([.. request.Records.Select(r => r.Content ?? new V1.GuideContent())], lawBook, collections, powers, cancel);

        var response = new BatchImportGuidesResponse();
        var ready = new List<(ImportedRecord Result, GuideRecord Record, GuideContent Content)>();
        var seen = new HashSet<(string, string)>();
        foreach (var record in request.Records)
        {
            var found = new Violations($"records[{response.Results.Count}].");
            RecordRules.Check(record.AgencyId, record.SourceId, seen, agencies, caller, found);
            var content = new Violations($"records[{response.Results.Count}].content.");
            var read = GuideRules.Check(record.Content ?? new V1.GuideContent(), references, content);
            found.Add(content);
            if (found.Day("publishedOn", record.PublishedOn) > clock.Today) found.Add("publishedOn", "IN_FUTURE", "不能晚于今天。", "Must not be in the future.");
            PublicText.Check("changeNote", record.ChangeNote, LongestNote, found);
            var result = new ImportedRecord { SourceId = record.SourceId };
            response.Results.Add(result);
            if (found.Any) result.Refuse(found, context.Language());
            else ready.Add((result, record, read));
        }

        await Imports.UntilStored(ready, Attempts, waiting => Store(waiting, caller.Subject, context.Language(), cancel));

        return response;
    }

    /// <summary>Stores what it can.</summary>
    /// <returns>Those that somebody else was quicker with; they are to be looked at anew.</returns>
    private async Task<IReadOnlyList<(ImportedRecord, GuideRecord, GuideContent)>> Store(IReadOnlyList<(ImportedRecord Result, GuideRecord Record, GuideContent Content)> ready, string subject, Language language, CancellationToken cancel)
    {
        var existing = await collections.Guides.GetMany([.. ready.Select(r => Guide.IdOf(r.Record.AgencyId, r.Record.SourceId))], cancel);
        var changes = new List<((ImportedRecord Result, GuideRecord Record, GuideContent Content) Of, GuideWrite Write)>();
        foreach (var candidate in ready)
        {
            var (result, record, content) = candidate;
            var id = Guide.IdOf(record.AgencyId, record.SourceId);
            var old = existing.GetValueOrDefault(id);
            var digest = GuideContent.DigestOf(content);
            if (old?.Value.Live.Digest == digest)
            {
                (result.Fate, result.Id) = (RecordFate.Unchanged, id);
                continue;
            }

            if (old?.Value.WithdrawalNow() is not null)
            {
                var withdrawn = new Violations();
                withdrawn.Add("sourceId", "GUIDE_WITHDRAWN", "该指南已撤回，须先恢复。", "The guide has been taken back; restore it first.");
                result.Refuse(withdrawn, language);
                continue;
            }

            changes.Add((candidate, new GuideWrite(old, Imported(id, record, content, digest, old?.Value, subject))));
        }

        var again = new List<(ImportedRecord, GuideRecord, GuideContent)>();
        if (changes.Count == 0) return again;
        var written = await writes.Write([.. changes.Select(c => c.Write)], cancel);
        for (var i = 0; i < changes.Count; i++)
        {
            if (written[i].Outcome != WriteOutcome.Done) again.Add(changes[i].Of);
            else (changes[i].Of.Result.Fate, changes[i].Of.Result.Id) = (changes[i].Write.Old is null ? RecordFate.Created : RecordFate.Updated, changes[i].Write.Guide.Id);
        }

        return again;
    }

    private Guide Imported(string id, GuideRecord record, GuideContent content, string digest, Guide? old, string subject)
    {
        var (now, today) = (time.GetUtcNow(), clock.Today);
        // Acts follow each other: what comes later here was not done before what is there already.
        var on = Days.Parse(record.PublishedOn) is { } said && (old is null || said > old.Acts[^1].On) ? said : today;
        var edition = new GuideEdition
        {
            Number = 1, Content = content, ChangeNote = old is null ? "" : record.ChangeNote, PublishedAt = on < today ? Clock.BeginningOf(on) : now, PublishedBy = subject,
            Digest = digest, BasesSince = on
        };
        return old is null ? Guide.Publish(id, record.AgencyId, record.SourceId, edition, on, now) : old.Amend(edition, on, now);
    }
}
