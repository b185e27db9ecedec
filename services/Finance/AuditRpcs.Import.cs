using Grpc.Core;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.V1;

namespace Sunshine.Finance;

/// <summary>Findings of other systems. A machine stands for all who decided there, so it need not go step by step nor with four eyes.</summary>
public sealed partial class AuditRpcs
{
    /// <summary>A finding that others keep changing is tried this often.</summary>
    private const int Attempts = 5;

    private sealed record FindingCandidate(ImportedRecord Result, AuditFindingImport Import, Disclosure Report);

    [Allow(Roles.System, Roles.Admin)]
    public override async Task<BatchImportAuditFindingsResponse> BatchImportAuditFindings(BatchImportAuditFindingsRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var v = new Violations();
        v.Count("records", request.Records.Count, 1, 200);
        v.ThrowIfAny();
        var agencies = await agencyCopies.Read(cancel);
        foreach (var record in request.Records) agencies = await KnownAgencies(record.Content, cancel);
        var reports = await collections.Disclosures.GetMany([.. request.Records.Select(r => r.DisclosureId).Where(id => id.Length is > 0 and <= 64).Distinct()], cancel);

        var response = new BatchImportAuditFindingsResponse();
        var ready = new List<FindingCandidate>();
        var (seen, numbers) = (new HashSet<(string, string)>(), new HashSet<(string, string)>());
        foreach (var record in request.Records)
        {
            var found = new Violations($"records[{response.Results.Count}].");
            var report = reports.GetValueOrDefault(record.DisclosureId)?.Value;
            CheckKeys(record, report, caller, agencies, found);
            if (!seen.Add((record.DisclosureId, record.SourceId))) found.Add("sourceId", "REPEATED", "本次导入中重复。", "Stands in this call twice.");
            if (!numbers.Add((record.DisclosureId, record.Number))) found.Add("number", "REPEATED", "本次导入中重复。", "Stands in this call twice.");
            var import = AuditFindingImport.Check(record, $"records[{response.Results.Count}].", agencies, clock.Today, found);
            var result = new ImportedRecord { SourceId = record.SourceId };
            response.Results.Add(result);
            if (found.Any) result.Refuse(found, context.Language());
            else ready.Add(new FindingCandidate(result, import, report!));
        }

        await Imports.UntilStored(ready, Attempts, waiting => Store(waiting, caller, context.Language(), cancel));

        return response;
    }

    private static void CheckKeys(AuditFindingRecord record, Disclosure? report, Caller caller, AgencyCopies.Snapshot agencies, Violations v)
    {
        v.Required("disclosureId", record.DisclosureId);
        v.Text("disclosureId", record.DisclosureId, 64);
        CheckReport("disclosureId", record.DisclosureId, report, v);
        if (report is not null && !agencies.MayActFor(caller, report.Identity.AgencyId)) v.Add("disclosureId", "OTHER_AGENCY", "您不能操作该机构的信息。", "You may not act for this agency.");
        v.Required("sourceId", record.SourceId);
        v.Text("sourceId", record.SourceId, 100);
        AuditRules.CheckNumber("number", record.Number, v);
    }

    /// <summary>Stores what it can.</summary>
    /// <returns>Those that somebody else was quicker with; they are to be looked at anew.</returns>
    private async Task<IReadOnlyList<FindingCandidate>> Store(IReadOnlyList<FindingCandidate> ready, Caller caller, Language language, CancellationToken cancel)
    {
        var existing = await audits.Findings.GetMany([.. ready.Select(r => r.Import.Id)], cancel);
        var changes = new List<(FindingCandidate Of, Stored<AuditFinding>? Old, AuditFinding Finding)>();
        foreach (var candidate in ready)
        {
            var (import, result, old) = (candidate.Import, candidate.Result, existing.GetValueOrDefault(candidate.Import.Id));
            var v = new Violations(import.Prefix);
            var recorded = Step(FindingAct.Recorded, caller, candidate.Report.Identity.AgencyId, "") with
            {
                Number = 1, State = FindingState.Open, Content = import.Content, On = import.StateOn ?? clock.Today, Imported = true
            };
            var begun = old?.Value ?? New(import.Id, candidate.Report, import.Number, recorded) with { SourceId = import.SourceId };
            var finding = import.Apply(begun, act => Step(act, caller, Rectification.IsOfResponsible(act) ? import.Content.ResponsibleAgencyId : begun.AuditingAgencyId, "") with { Imported = true }, v);
            if (v.Any) result.Refuse(v, language);
            else if (ReferenceEquals(finding, old?.Value)) (result.Fate, result.Id) = (RecordFate.Unchanged, import.Id);
            else changes.Add((candidate, old, finding));
        }

        var again = new List<FindingCandidate>();
        if (changes.Count == 0) return again;
        var written = await audits.Findings.Write(
            [.. changes.Select(c => new Write<AuditFinding>(c.Finding.Id, c.Finding, c.Old?.Revision ?? 0, [.. c.Finding.Steps.Skip(c.Old?.Value.Steps.Count ?? 0).Select(s => EventOf(c.Finding, s))]))], cancel);
        for (var i = 0; i < changes.Count; i++)
        {
            var (result, import) = (changes[i].Of.Result, changes[i].Of.Import);
            switch (written[i].Outcome)
            {
                case WriteOutcome.Done:
                    (result.Fate, result.Id) = (changes[i].Old is null ? RecordFate.Created : RecordFate.Updated, import.Id);
                    break;
                case WriteOutcome.Taken when await audits.Findings.Get(import.Id, cancel) is null:
                    var taken = new Violations(import.Prefix);
                    taken.Add("number", "FINDING_EXISTS", "该审计报告已有这个编号的问题。", "The report has a finding of this number already.");
                    result.Refuse(taken, language);
                    break;
                default:
                    again.Add(changes[i].Of);
                    break;
            }
        }

        return again;
    }
}
