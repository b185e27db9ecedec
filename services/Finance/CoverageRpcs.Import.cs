using Grpc.Core;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.V1;

namespace Sunshine.Finance;

/// <summary>Lists of other systems.</summary>
public sealed partial class CoverageRpcs
{
    /// <summary>A unit that others keep changing is tried this often.</summary>
    private const int Attempts = 5;

    private sealed record UnitCandidate(int Index, ImportedRecord Result, FundedUnitRecord Record, FundedUnitIdentity Identity, FundedUnitContent Content);

    [Allow(Roles.System, Roles.Publisher, Roles.Admin)]
    public override async Task<BatchImportFundedUnitsResponse> BatchImportFundedUnits(BatchImportFundedUnitsRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var v = new Violations();
        v.Count("records", request.Records.Count, 1, 1_000);
        v.ThrowIfAny();
        var agencies = await agencyCopies.ReadWith(request.Records.Select(r => r.AgencyId), cancel);

        var response = new BatchImportFundedUnitsResponse();
        var ready = new List<UnitCandidate>();
        var seen = new HashSet<FundedUnitIdentity>();
        foreach (var record in request.Records)
        {
            var index = response.Results.Count;
            var (found, inContent) = (new Violations($"records[{index}]."), new Violations($"records[{index}].content."));
            var identity = new FundedUnitIdentity(record.AgencyId, record.FiscalYear, record.Level == 0 ? FinanceLevel.Department : record.Level);
            agencies.RequireActingFor("agencyId", record.AgencyId, caller, found);
            if (FundedUnitRules.IsOwn(caller, record.AgencyId, agencies)) found.Add("agencyId", "OWN_UNIT", "单位不能自行决定是否列入名单。", "A unit does not decide itself whether it is counted.");
            IdentityRules.CheckYear("fiscalYear", record.FiscalYear, found);
            found.Enum("level", record.Level, required: false);
            if (!seen.Add(identity)) found.Add("agencyId", "REPEATED", "本次导入中重复。", "Stands in this call twice.");
            if (found.Day("effectiveOn", record.EffectiveOn) > clock.Today) found.Add("effectiveOn", "IN_FUTURE", "不能晚于今天。", "Must not be in the future.");
            PublicText.Check("reason", record.Reason, FundedUnitRules.LongestReason, found);
            var content = rules.Check(record.Content ?? new V1.FundedUnitContent(), identity.Level, record.FiscalYear, inContent);
            found.Add(inContent);
            var result = new ImportedRecord { SourceId = record.AgencyId };
            response.Results.Add(result);
            if (found.Any) result.Refuse(found, context.Language());
            else ready.Add(new UnitCandidate(index, result, record, identity, content));
        }

        await Imports.UntilStored(ready, Attempts, waiting => Store(waiting, caller.Subject, context.Language(), cancel));

        return response;
    }

    /// <summary>Stores what it can.</summary>
    /// <returns>Those that somebody else was quicker with; they are to be looked at anew.</returns>
    private async Task<IReadOnlyList<UnitCandidate>> Store(IReadOnlyList<UnitCandidate> ready, string subject, Language language, CancellationToken cancel)
    {
        var existing = await collections.Units.GetMany([.. ready.Select(r => r.Identity.UnitId)], cancel);
        var changes = new List<(UnitCandidate Of, Stored<FundedUnit>? Old, FundedUnit Unit)>();
        foreach (var candidate in ready)
        {
            var (record, result, old) = (candidate.Record, candidate.Result, existing.GetValueOrDefault(candidate.Identity.UnitId));
            var on = Days.Parse(record.EffectiveOn) ?? clock.Today;
            if (old is null)
            {
                changes.Add((candidate, null, FundedUnit.New(candidate.Identity, candidate.Content, on, record.Reason, subject, time.GetUtcNow())));
            }
            else if (old.Value.Latest.Content is { } said && CoverageMap.ToProto(said).Equals(CoverageMap.ToProto(candidate.Content)))
            {
                (result.Fate, result.Id) = (RecordFate.Unchanged, old.Value.Id);
            }
            else if (WrongChange(old.Value, record, on, candidate.Index) is { Any: true } wrong)
            {
                result.Refuse(wrong, language);
            }
            else
            {
                changes.Add((candidate, old, old.Value.Change(candidate.Content, on, record.Reason, subject, time.GetUtcNow())));
            }
        }

        var again = new List<UnitCandidate>();
        if (changes.Count == 0) return again;
        var written = await collections.Units.Write([.. changes.Select(c => new Write<FundedUnit>(c.Unit.Id, c.Unit, c.Old?.Revision ?? 0, [EventOf(c.Unit)]))], cancel);
        for (var i = 0; i < changes.Count; i++)
        {
            var result = changes[i].Of.Result;
            if (written[i].Outcome != WriteOutcome.Done) again.Add(changes[i].Of);
            else (result.Fate, result.Id) = (changes[i].Old is null ? RecordFate.Created : RecordFate.Updated, changes[i].Unit.Id);
        }

        return again;
    }

    /// <summary>What was taken off here an import does not bring back by itself; and the past is not written anew.</summary>
    private static Violations WrongChange(FundedUnit unit, FundedUnitRecord record, DateOnly on, int index)
    {
        var v = new Violations($"records[{index}].");
        var last = unit.Latest;
        if (last.Content is null && !record.PutBack) v.Add("putBack", "UNIT_REMOVED", $"该单位已于 {Days.Format(last.EffectiveOn)} 移出名单：{last.Reason}", $"The unit was taken off the list on {Days.Format(last.EffectiveOn)}: {last.Reason}");
        if (on < last.EffectiveOn) v.Add("effectiveOn", "BEFORE_LAST_CHANGE", $"不能早于上一次变更（{Days.Format(last.EffectiveOn)}）。", $"Must not be before the last change, on {Days.Format(last.EffectiveOn)}.");
        v.Required("reason", record.Reason);
        if (unit.Versions.Count >= FundedUnit.MostVersions) v.Add("agencyId", "TOO_MANY_VERSIONS", "该单位的变更次数已达上限。", "The unit was changed too often.");
        return v;
    }
}
