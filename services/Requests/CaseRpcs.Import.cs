using Grpc.Core;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Requests.V1;

namespace Sunshine.Requests;

/// <summary>Cases of older registers.</summary>
public sealed partial class CaseRpcs
{
    [Allow(Roles.System, Roles.Admin)]
    public override async Task<BatchImportCasesResponse> BatchImportCases(BatchImportCasesRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Count("records", request.Records.Count, 1, 1_000);
        v.ThrowIfAny();
        var agencies = await agencyCopies.ReadWith(request.Records.Select(r => r.AgencyId), context.CancellationToken);
        var caller = Caller.Of(context);
        var response = new BatchImportCasesResponse();
        // Of the same source twice in one call, the first counts.
        var made = new Dictionary<string, (ImportedCase Result, Case Case)>();
        foreach (var record in request.Records)
        {
            var result = new ImportedCase { SourceId = record.SourceId };
            response.Results.Add(result);
            var found = new Violations($"records[{response.Results.Count - 1}].");
            CheckRecord(record, agencies, caller, found);
            result.Errors.Add(found.Found.Select(f => $"{f.Field}: {f.Chinese}"));
            if (found.Any) continue;
            var imported = Imported(record);
            result.CaseId = imported.Id;
            made.TryAdd(imported.Id, (result, imported));
        }

        if (made.Count == 0) return response;
        var all = made.Values.ToList();
        var written = await collections.Cases.Write([.. all.Select(m => Write.Create(m.Case.Id, m.Case, EventOf(null, m.Case, 1)))], context.CancellationToken);
        for (var i = 0; i < all.Count; i++) all[i].Result.Created = written[i].Outcome == WriteOutcome.Done;
        return response;
    }

    private void CheckRecord(CaseRecord record, AgencyCopies.Snapshot agencies, Caller caller, Violations v)
    {
        v.Required("sourceId", record.SourceId);
        v.Text("sourceId", record.SourceId, 100);
        agencies.RequireActingFor("agencyId", record.AgencyId, caller, v);
        CheckKind(record.Kind, record.Route, v);
        v.Required("receivedOn", record.ReceivedOn);
        var received = CheckReceived(record.ReceivedOn, v);
        var accepted = v.Day("acceptedOn", record.AcceptedOn);
        var closed = v.Day("closedOn", record.ClosedOn);
        if (accepted < received) v.Add("acceptedOn", "BEFORE_RECEIPT", "不能早于收到之日。", "Must not be before it was received.");
        if (closed < (accepted ?? received)) v.Add("closedOn", "BEFORE_RECEIPT", "不能早于收到或受理之日。", "Must not be before it was received or accepted.");
        if (accepted > law.Today) v.Add("acceptedOn", "IN_FUTURE", "不能晚于今天。", "Must not be in the future.");
        if (closed > law.Today) v.Add("closedOn", "IN_FUTURE", "不能晚于今天。", "Must not be in the future.");
        v.Enum("result", record.Result, required: record.ClosedOn.Length > 0);
        if (record.ClosedOn.Length == 0 && record.Result != 0) v.Add("result", "NOT_CLOSED", "尚未审结的案件没有结果。", "A case that has not ended has no result.");
        v.Enum("ground", record.Ground, required: false);
        CheckTexts(v, ("subject", record.Subject, 500));
    }

    private Case Imported(CaseRecord record) => new Case
    {
        Id = Ids.Of("import-case", record.AgencyId, record.SourceId), Kind = record.Kind, Route = record.Route, AgencyId = record.AgencyId, Subject = record.Subject,
        ReceivedOn = Days.Parse(record.ReceivedOn)!.Value, AcceptedOn = Days.Parse(record.AcceptedOn), ClosedOn = Days.Parse(record.ClosedOn), Result = record.Result,
        Ground = record.Ground, CreatedAt = law.Now, UpdatedAt = law.Now
    }.Settle(law);
}
