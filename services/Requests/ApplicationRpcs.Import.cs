using System.Globalization;
using Grpc.Core;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Requests.V1;

namespace Sunshine.Requests;

/// <summary>Finished applications of older registers.</summary>
public sealed partial class ApplicationRpcs
{
    [Allow(Roles.System, Roles.Admin)]
    public override async Task<BatchImportApplicationsResponse> BatchImportApplications(BatchImportApplicationsRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Count("records", request.Records.Count, 1, 1_000);
        v.ThrowIfAny();
        // An import follows on the heels of the agencies it names, whose events may still be on their way.
        var agencies = await agencyCopies.ReadWith(request.Records.Select(r => r.AgencyId), context.CancellationToken);
        var caller = Caller.Of(context);
        var results = new ImportedApplication[request.Records.Count];
        var made = new List<(int At, Entry Entry)>();
        for (var i = 0; i < results.Length; i++)
        {
            var record = request.Records[i];
            results[i] = new ImportedApplication { SourceId = record.SourceId };
            var found = new Violations($"records[{i}].");
            CheckRecord(record, agencies, caller, found);
            if (found.Any) results[i].Errors.Add(found.Found.Select(f => $"{f.Field}: {f.Chinese}"));
            else made.Add((i, Imported(record)));
        }

        // The same source twice in one call is one application.
        foreach (var (at, entry) in made.Where((m, n) => made.FindIndex(o => o.Entry.Id == m.Entry.Id) < n).ToList())
        {
            results[at].ApplicationId = entry.Id;
            made.RemoveAll(m => m.At == at);
        }

        if (made.Count > 0)
        {
            var written = await collections.Entries.Write([.. made.Select(m => Write.Create(m.Entry.Id, m.Entry, register.ImportOf(m.Entry)))], context.CancellationToken);
            for (var i = 0; i < written.Count; i++)
            {
                results[made[i].At].ApplicationId = made[i].Entry.Id;
                results[made[i].At].Created = written[i].Outcome == WriteOutcome.Done;
            }
        }

        var response = new BatchImportApplicationsResponse();
        response.Results.Add(results);
        return response;
    }

    private void CheckRecord(ApplicationRecord record, AgencyCopies.Snapshot agencies, Caller caller, Violations v)
    {
        v.Required("sourceId", record.SourceId);
        v.Text("sourceId", record.SourceId, 100);
        agencies.RequireActingFor("agencyId", record.AgencyId, caller, v);
        v.Enum("channel", record.Channel, required: true);
        v.Enum("applicantKind", record.ApplicantKind, required: true);
        v.Enum("outcome", record.Outcome, required: true);
        v.Required("receivedOn", record.ReceivedOn);
        v.Required("finishedOn", record.FinishedOn);
        var (received, finished) = (v.Day("receivedOn", record.ReceivedOn), v.Day("finishedOn", record.FinishedOn));
        if (received is { } day && law.Regulations.Find(day) is null) v.Add("receivedOn", "BEFORE_THE_LAW", "该日尚无政府信息公开条例。", "No regulation on disclosure was in force on that day.");
        if (finished < received) v.Add("finishedOn", "BEFORE_RECEIPT", "不能早于收到之日。", "Must not be before it was received.");
        if (finished > law.Today) v.Add("finishedOn", "IN_FUTURE", "不能晚于今天。", "Must not be in the future.");
        v.Required("subject", record.Subject);
        v.Text("subject", record.Subject, 500);
        v.NoPersonalData("subject", record.Subject);
        if (record.ExtendedBy is < 0 or > 250) v.Add("extendedBy", "OUT_OF_RANGE", "应为 0 至 250。", "Must be from 0 to 250.");
        if (record.Fee.Length > 0 && ParseFee(record.Fee) is null) v.Add("fee", "MALFORMED", "应为金额,最多两位小数。", "Must be an amount with at most two decimals.");
    }

    private static decimal? ParseFee(string fee) =>
        decimal.TryParse(fee, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount < 1_000_000 && decimal.Round(amount, 2) == amount ? amount : null;

    /// <summary>As it stands on the register. There are no papers, and so nothing is sealed.</summary>
    private Entry Imported(ApplicationRecord record)
    {
        var (received, finished) = (Days.Parse(record.ReceivedOn)!.Value, Days.Parse(record.FinishedOn)!.Value);
        var clock = new List<ClockEntry> { new Started(received, new Cause("收到申请")) };
        if (record.ExtendedBy > 0) clock.Add(new Extended(received, record.ExtendedBy, new Cause("延期答复")));
        var ended = Outcomes.Of(record.Outcome).IsAnswer;
        return new Entry
        {
            Id = Ids.Of("import-application", record.AgencyId, record.SourceId), ReceiptNumber = $"{record.AgencyId}/{record.SourceId}", AgencyId = record.AgencyId,
            Channel = record.Channel, ApplicantKind = record.ApplicantKind, ArrivedOn = received, ReceivedOn = received, Subject = record.Subject,
            State = ended ? ApplicationState.Answered : ApplicationState.Closed, Closing = ended ? 0 : ClosingOf(record.Outcome), Outcome = record.Outcome, FinishedOn = finished,
            DueOn = law.Due(received, clock)?.Day, CalendarEdition = law.Edition, Extended = record.ExtendedBy > 0, FeePaid = ParseFee(record.Fee) ?? 0,
            CreatedAt = law.Now, UpdatedAt = law.Now
        };
    }

    private static Closing ClosingOf(Outcome outcome) => outcome switch
    {
        Outcome.NotCorrected => Closing.NotCorrected,
        Outcome.FeeNotPaid => Closing.FeeNotPaid,
        _ => Closing.Withdrawn
    };
}
