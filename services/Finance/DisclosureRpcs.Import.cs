using Grpc.Core;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.V1;

namespace Sunshine.Finance;

/// <summary>What was disclosed elsewhere, with its days.</summary>
public sealed partial class DisclosureRpcs
{
    /// <summary>A disclosure that others keep changing is tried this often.</summary>
    private const int Attempts = 5;

    [Allow(Roles.System, Roles.Admin)]
    public override async Task<BatchImportDisclosuresResponse> BatchImportDisclosures(BatchImportDisclosuresRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var v = new Violations();
        v.Count("records", request.Records.Count, 1, 200);
        v.ThrowIfAny();
        var agencies = await agencyCopies.ReadWith(request.Records.Select(r => r.AgencyId), cancel);

        var response = new BatchImportDisclosuresResponse();
        // One after the other: the releases of a disclosure may come together, and a year is footed with the one before.
        foreach (var record in request.Records)
        {
            var found = new Violations($"records[{response.Results.Count}].");
            var result = await Import(record, agencies, caller, found, cancel);
            if (found.Any)
            {
                (result.Fate, result.Id) = (RecordFate.Refused, "");
                result.Violations.Add(found.Found.Take(FootingChecks.Most).Select(f => f.ToProto(context.Language())));
            }

            response.Results.Add(result);
        }

        return response;
    }

    private async Task<ImportedRecord> Import(DisclosureRecord record, AgencyCopies.Snapshot agencies, Caller caller, Violations v, CancellationToken cancel)
    {
        var result = new ImportedRecord { SourceId = record.SourceId };
        var inner = new Violations();
        var (identity, content, publishedOn) = Check(record, agencies, caller, inner);
        if (inner.Any)
        {
            v.AddUnder(inner);
            return result;
        }

        var tables = record.Statements.Select(Map.ToStatement).OrderBy(s => s.Layout, StringComparer.Ordinal).ToList();
        var digest = ReleaseDigest.Of(content, tables.Select(t => (t.Layout, Statements.DigestOf(t))));
        IReadOnlyList<StatementReference>? stored = null;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var read = await collections.Disclosures.Get(identity.DisclosureId, cancel);
            result.Id = identity.DisclosureId;
            if (read?.Value.Releases.Any(r => r.Digest == digest && r.PublishedOn == publishedOn) == true)
            {
                result.Fate = RecordFate.Unchanged;
                return result;
            }

            CheckOrder(record, read?.Value, content, publishedOn, digest, v);
            if (v.Any) return result;
            // Of one without tables only that it was disclosed is known.
            var findings = tables.Count == 0 ? [] : await footing.Find(identity, content, tables, publication: false, cancel);
            foreach (var finding in findings.Where(f => f is { Severity: FindingSeverity.Error, Waivable: false }).Select(FootingChecks.ToViolation)) v.Add(finding.Field, finding.Reason, finding.Chinese, finding.English);
            if (v.Any) return result;

            stored ??= await statements.Store(tables, cancel);
            var next = new NextRelease(
                identity, record.SourceId, content, record.Change, record.ChangeReason, record.ChangeBasis, stored, tables,
                [.. findings.Take(FootingChecks.Most).Select(f => new StandingFinding(f, null))], publishedOn, caller.Subject, "");
            if (await releasing.Write(read, next, cancel) is null) continue;
            result.Fate = read is null ? RecordFate.Created : RecordFate.Updated;
            return result;
        }

        throw Refusals.StaleEtag.Of();
    }

    private (DisclosureIdentity, Content, DateOnly) Check(DisclosureRecord record, AgencyCopies.Snapshot agencies, Caller caller, Violations v)
    {
        v.Required("sourceId", record.SourceId);
        v.Text("sourceId", record.SourceId, 100);
        agencies.RequireActingFor("agencyId", record.AgencyId, caller, v);
        var identity = IdentityRules.Check(record.AgencyId, record.FiscalYear, record.Kind, record.Level, record.Subject, v);
        v.Required("publishedOn", record.PublishedOn);
        var publishedOn = v.Day("publishedOn", record.PublishedOn);
        if (publishedOn > clock.Today) v.Add("publishedOn", "IN_FUTURE", "不能晚于今天。", "Must not be in the future.");
        if (publishedOn?.Year < IdentityRules.FirstYear) v.Add("publishedOn", "OUT_OF_RANGE", $"不能早于 {IdentityRules.FirstYear} 年。", $"Must not be before {IdentityRules.FirstYear}.");
        var inner = new Violations("content.");
        var content = ContentRules.Check(record.Content ?? new V1.DisclosureContent(), record.Kind, publishedOn ?? clock.Today, inner);
        v.AddUnder(inner);
        ContentRules.CheckChange(record.Change, record.ChangeReason, record.ChangeBasis, complete: true, v);
        v.Count("statements", record.Statements.Count, 0, StatementSize.MostStatements);
        var layouts = new HashSet<string>();
        for (var i = 0; i < record.Statements.Count && i < StatementSize.MostStatements; i++)
        {
            var shape = new Violations($"statements[{i}].");
            StatementRules.Check(record.Statements[i], "", record.FiscalYear, record.Kind, record.Level, shape);
            StatementSize.Check(record.Statements[i], shape);
            v.AddUnder(shape);
            if (!layouts.Add(record.Statements[i].Layout)) v.Add($"statements[{i}].layout", "REPEATED", "该表重复。", "Stands in the record twice.");
        }

        return (identity, content, publishedOn ?? DateOnly.MinValue);
    }

    /// <summary>Whether a record can be the next release of what is there.</summary>
    private static void CheckOrder(DisclosureRecord record, Disclosure? disclosure, Content content, DateOnly publishedOn, string digest, Violations v)
    {
        var latest = disclosure?.Latest;
        if (disclosure?.Withdrawn == true) Add("sourceId", FinanceRefusals.Withdrawn);
        if (latest?.Digest == digest)
        {
            v.Add("publishedOn", "DAY_DIFFERS", $"同样的内容已于 {Days.Format(latest.PublishedOn)} 公开。", $"The same was disclosed on {Days.Format(latest.PublishedOn)} already.");
            return;
        }

        if (latest is not null && publishedOn < latest.PublishedOn)
            v.Add("publishedOn", "BEFORE_LAST_RELEASE", $"不能早于上一版（{Days.Format(latest.PublishedOn)}）。", $"Must not be before the release before, on {Days.Format(latest.PublishedOn)}.");
        if (ReleaseOrder.Find(latest, content.Phase, record.Change) is { } refusal) Add(refusal == FinanceRefusals.OutOfPhase ? "content.phase" : "change", refusal);
        else if (!ReleaseOrder.IsApprovedAnew(latest, content, record.Change)) ReleaseOrder.AddNotApprovedAnew("content.approval.on", v);

        void Add(string field, Refusal why) => v.Add(field, why.Reason, why.Chinese, why.English);
    }
}
