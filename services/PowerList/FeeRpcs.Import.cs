using Grpc.Core;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.V1;
using Sunshine.Powers.V1;

namespace Sunshine.Powers;

/// <summary>Fee catalogues of other systems.</summary>
public sealed partial class FeeRpcs
{
    /// <summary>An item that others keep changing is tried this often.</summary>
    private const int Attempts = 5;

    [Allow(Roles.System, Roles.Publisher, Roles.Admin)]
    public override async Task<BatchImportFeeItemsResponse> BatchImportFeeItems(BatchImportFeeItemsRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var v = new Violations();
        v.Count("records", request.Records.Count, 1, 1_000);
        v.ThrowIfAny();
        var (agencies, laws) = (await agencyCopies.ReadWith(request.Records.Select(r => r.AgencyId), cancel), await lawBook.Read(cancel));

        var response = new BatchImportFeeItemsResponse();
        var ready = new List<(ImportedRecord Result, FeeRecord Record, FeeContent Content)>();
        var seen = new HashSet<(string, string)>();
        foreach (var record in request.Records)
        {
            var found = new Violations($"records[{response.Results.Count}].");
            RecordRules.Check(record.AgencyId, record.SourceId, seen, agencies, caller, found);
            var content = new Violations($"records[{response.Results.Count}].content.");
            var read = FeeRules.Check(record.Content ?? new V1.FeeContent(), laws, content);
            found.Add(content);
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
    private async Task<IReadOnlyList<(ImportedRecord, FeeRecord, FeeContent)>> Store(IReadOnlyList<(ImportedRecord Result, FeeRecord Record, FeeContent Content)> ready, string subject, Language language, CancellationToken cancel)
    {
        var existing = await collections.Fees.GetMany([.. ready.Select(r => FeeItem.IdOf(r.Record.AgencyId, r.Record.SourceId))], cancel);
        var changes = new List<((ImportedRecord Result, FeeRecord Record, FeeContent Content) Of, Stored<FeeItem>? Old, FeeItem Item)>();
        foreach (var candidate in ready)
        {
            var (result, record, content) = candidate;
            var id = FeeItem.IdOf(record.AgencyId, record.SourceId);
            var old = existing.GetValueOrDefault(id);
            if (old is null)
            {
                changes.Add((candidate, null, FeeItem.New(id, "", record.AgencyId, record.SourceId, content, subject, clock.Today, time.GetUtcNow())));
            }
            else if (FeeContent.DigestOf(old.Value.Live().Content) == FeeContent.DigestOf(content))
            {
                (result.Fate, result.Id) = (RecordFate.Unchanged, id);
            }
            else if (old.Value.Versions.Count >= FeeItem.MostVersions)
            {
                var full = new Violations();
                full.Add("sourceId", "TOO_MANY_VERSIONS", "该收费项目的变更次数已达上限。", "The item was changed too often.");
                result.Refuse(full, language);
            }
            else
            {
                changes.Add((candidate, old, old.Value.Change(content, clock.Today, record.ChangeNote, subject, time.GetUtcNow())));
            }
        }

        var again = new List<(ImportedRecord, FeeRecord, FeeContent)>();
        if (changes.Count == 0) return again;
        var written = await collections.Fees.Write([.. changes.Select(c => new Write<FeeItem>(c.Item.Id, c.Item, c.Old?.Revision ?? 0, [EventOf(c.Old?.Value, c.Item)]))], cancel);
        for (var i = 0; i < changes.Count; i++)
        {
            if (written[i].Outcome != WriteOutcome.Done) again.Add(changes[i].Of);
            else (changes[i].Of.Result.Fate, changes[i].Of.Result.Id) = (changes[i].Old is null ? RecordFate.Created : RecordFate.Updated, changes[i].Item.Id);
        }

        return again;
    }
}
