using Grpc.Core;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.Requests.V1;

namespace Sunshine.Requests;

/// <summary>The rpcs of <c>sunshine.requests.v1.CaseService</c>. The import: the other part.</summary>
public sealed partial class CaseRpcs(
    Collections collections, Register register, [FromKeyedServices(RequestsModule.Name)] AgencyCopies agencyCopies, Law law, TimeProvider time) : CaseService.CaseServiceBase
{
    [Allow(Roles.RequestOfficer)]
    public override async Task<V1.Case> CreateCase(CreateCaseRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var caller = Caller.Of(context);
        var agencies = await agencyCopies.Read(cancel);
        var v = new Violations();
        v.RequestId(request.RequestId);
        CheckKind(request.Kind, request.Route, v);
        v.Text("applicationId", request.ApplicationId, 64);
        var about = request.ApplicationId.Length is > 0 and <= 64 ? (await collections.Entries.Get(request.ApplicationId, cancel))?.Value : null;
        if (about is not null && !agencies.MayActFor(caller, about.AgencyId)) about = null;
        if (request.ApplicationId.Length > 0 && about is null) v.Add("applicationId", "NO_SUCH_APPLICATION", "没有这份申请。", "There is no such application.");
        if (request.ApplicationId.Length == 0) agencies.RequireKnown("agencyId", request.AgencyId, v);
        else if (about is not null && request.AgencyId.Length > 0 && request.AgencyId != about.AgencyId)
            v.Add("agencyId", "OTHER_AGENCY", "须为处理该申请的机关，或不填。", "Must be the agency of the application, or empty.");
        CheckTexts(v, ("subject", request.Subject, 500), ("authority", request.Authority, 200), ("documentNumber", request.DocumentNumber, 100));
        v.Enum("ground", request.Ground, required: false);
        v.Required("receivedOn", request.ReceivedOn);
        var received = CheckReceived(request.ReceivedOn, v);
        if (received < about?.ReceivedOn) v.Add("receivedOn", "BEFORE_RECEIPT", "不能早于收到申请之日。", "Must not be before the application was received.");
        v.ThrowIfAny();

        var agency = about?.AgencyId ?? request.AgencyId;
        agencies.RequireActingFor(caller, agency);
        var made = new Case
        {
            Id = Ids.Of("case", caller.Subject, request.RequestId), Kind = request.Kind, Route = request.Route, AgencyId = agency, ApplicationId = about?.Id ?? "",
            ReceiptNumber = about?.ReceiptNumber ?? "", Subject = request.Subject, Authority = request.Authority, DocumentNumber = request.DocumentNumber, ReceivedOn = received!.Value,
            Ground = about is null or { Outcome: 0 } ? request.Ground : about.Outcome, CreatedAt = law.Now, UpdatedAt = law.Now
        }.Settle(law);
        var written = (await collections.Cases.Write([Write.Create(made.Id, made, EventOf(null, made, 1))], cancel))[0];
        var stored = written.Outcome == WriteOutcome.Done ? new Stored<Case>(made, written.Revision) : (await collections.Cases.Get(made.Id, cancel))!;
        return CaseMap.ToProto(stored, agencies, law);
    }

    [Allow(Roles.RequestOfficer, Roles.Reviewer, Roles.Supervisor, Roles.Auditor, Roles.Admin)]
    public override async Task<V1.Case> GetCase(GetCaseRequest request, ServerCallContext context)
    {
        var (found, agencies) = await Own(request.Id, context);
        return CaseMap.ToProto(found, agencies, law);
    }

    [Allow(Roles.RequestOfficer, Roles.Reviewer, Roles.Supervisor, Roles.Auditor, Roles.Admin)]
    public override async Task<ListCasesResponse> ListCases(ListCasesRequest request, ServerCallContext context)
    {
        var agencies = await agencyCopies.Read(context.CancellationToken);
        var page = await collections.Cases.Search(CaseSearch.Of(request, agencies, Caller.Of(context)), context.CancellationToken);
        var response = new ListCasesResponse { NextPageToken = PageTokens.Of(page.Next, request), TotalSize = page.Total };
        response.Cases.Add(page.Documents.Select(d => CaseMap.ToProto(d, agencies, law)));
        return response;
    }

    [Allow(Roles.RequestOfficer)]
    public override async Task<V1.Case> AcceptCase(AcceptCaseRequest request, ServerCallContext context)
    {
        var (found, agencies) = await Own(request.Id, context);
        var v = new Violations();
        CheckTexts(v, ("documentNumber", request.DocumentNumber, 100));
        var on = CheckOn(request.On, found.Value, v);
        v.ThrowIfAny();
        return await Save(found, found.Value.Accept(on, request.SummaryProcedure, request.DocumentNumber, law), request.Etag, agencies, context);
    }

    [Allow(Roles.RequestOfficer)]
    public override async Task<V1.Case> ExtendCase(ExtendCaseRequest request, ServerCallContext context)
    {
        var (found, agencies) = await Own(request.Id, context);
        var v = new Violations();
        var on = CheckOn(request.On, found.Value, v);
        v.ThrowIfAny();
        return await Save(found, found.Value.Extend(on, request.Length, law), request.Etag, agencies, context);
    }

    [Allow(Roles.RequestOfficer)]
    public override async Task<V1.Case> CloseCase(CloseCaseRequest request, ServerCallContext context)
    {
        var (found, agencies) = await Own(request.Id, context);
        var v = new Violations();
        v.Enum("result", request.Result, required: true);
        v.Required("document", request.Document);
        CheckTexts(v, ("document", request.Document, 100));
        var on = CheckOn(request.On, found.Value, v);
        if (found.Value is { Status: CaseStatus.Received, Kind: not CaseKind.Complaint } && request.Result != CaseResult.Other)
            v.Add("result", "NOT_ACCEPTED", "未经受理的案件只能以其他结果结案。", "A case that was never accepted ends with OTHER.");
        v.ThrowIfAny();
        return await Save(found, found.Value.Close(request.Result, on, request.Document, law), request.Etag, agencies, context);
    }

    [Allow(Roles.RequestOfficer, Roles.Reviewer, Roles.Supervisor, Roles.Auditor, Roles.Admin)]
    public override async Task<ListSameGroundResponse> ListSameGround(ListSameGroundRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var v = new Violations();
        var size = PageTokens.Size(request.PageSize, v);
        var after = PageTokens.Place(request.PageToken, request, v);
        v.ThrowIfAny();
        var (found, agencies) = await Own(request.Id, context);
        var corrected = found.Value;
        if (corrected.Result != CaseResult.Corrected) throw RequestsRefusals.CaseNotCorrected.Of();
        if (corrected.Ground == Outcome.Unspecified) throw RequestsRefusals.NoGround.Of();
        var within = EntryCollection.Agency.In(agencies.SelfAndBelow(corrected.AgencyId));
        var answered = await collections.Entries.Search(new SearchQuery<Entry>
        {
            Filters = [within, EntryCollection.State.In(ApplicationState.Answered.Name()), EntryCollection.Outcome.In(corrected.Ground.Name())], Size = size, After = after
        }, cancel);
        var response = new ListSameGroundResponse { Ground = corrected.Ground, NextPageToken = PageTokens.Of(answered.Next, request), TotalSize = answered.Total };
        response.Answered.Add(answered.Documents.Select(d => Map.ToSummary(d.Value, agencies, law)));
        if (after is not null) return response;
        // What is proposed is sealed until it is answered; few wait at a time.
        var waiting = await collections.Entries.Search(new SearchQuery<Entry>
        {
            Filters = [within, EntryCollection.State.In(ApplicationState.AwaitingApproval.Name())], Size = PageTokens.LargestSize
        }, cancel);
        response.Open.Add(waiting.Documents.Where(d => register.Open(d.Value).Papers.Answer?.Outcome == corrected.Ground).Select(d => Map.ToSummary(d.Value, agencies, law)));
        return response;
    }

    /// <summary>A case against an agency that the caller may act for. Of any other's the caller does not even learn that it is there.</summary>
    private async Task<(Stored<Case>, AgencyCopies.Snapshot)> Own(string id, ServerCallContext context)
    {
        var v = new Violations();
        v.Required("id", id);
        v.Text("id", id, 200);
        v.ThrowIfAny();
        var agencies = await agencyCopies.Read(context.CancellationToken);
        var found = await collections.Cases.Get(id, context.CancellationToken);
        return found is not null && agencies.MayActFor(Caller.Of(context), found.Value.AgencyId) ? (found, agencies) : throw RequestsRefusals.NoSuchCase.Of();
    }

    private async Task<V1.Case> Save(Stored<Case> read, Case changed, string etag, AgencyCopies.Snapshot agencies, ServerCallContext context)
    {
        var v = new Violations();
        var expected = Etags.Revision(etag, "etag", v);
        v.ThrowIfAny();
        var saved = await collections.Cases.Replace(changed.Id, read, changed, expected, null, context.CancellationToken, EventOf(read.Value, changed, read.Revision + 1));
        return CaseMap.ToProto(saved, agencies, law);
    }

    private OutgoingEvent EventOf(Case? before, Case changed, long revision) => Topics.Outgoing(CaseMap.ToEvent(before, changed, revision), time);

    private static void CheckKind(CaseKind kind, SuitRoute route, Violations v)
    {
        v.Enum("kind", kind, required: true);
        v.Enum("route", route, required: kind == CaseKind.Suit);
        if (kind != CaseKind.Suit && route != 0) v.Add("route", "NOT_A_SUIT", "只有行政诉讼才区分是否经过复议。", "Only a suit has a route.");
    }

    private static void CheckTexts(Violations v, params ReadOnlySpan<(string Field, string Value, int Longest)> texts)
    {
        foreach (var (field, value, longest) in texts)
        {
            v.Text(field, value, longest);
            v.NoPersonalData(field, value);
        }
    }

    private DateOnly? CheckReceived(string receivedOn, Violations v)
    {
        var received = v.Day("receivedOn", receivedOn);
        if (received > law.Today) v.Add("receivedOn", "IN_FUTURE", "不能晚于今天。", "Must not be in the future.");
        if (received is { } day && law.Regulations.Find(day) is null) v.Add("receivedOn", "BEFORE_THE_LAW", "该日尚无政府信息公开条例。", "No regulation on disclosure was in force on that day.");
        return received;
    }

    /// <summary>The day of an act on a case that is there; today if none is given.</summary>
    private DateOnly CheckOn(string given, Case read, Violations v)
    {
        var on = v.Day("on", given) ?? law.Today;
        if (on > law.Today) v.Add("on", "IN_FUTURE", "不能晚于今天。", "Must not be in the future.");
        if (on < (read.AcceptedOn ?? read.ReceivedOn)) v.Add("on", "BEFORE_RECEIPT", "不能早于收到或受理之日。", "Must not be before it was received or accepted.");
        return on;
    }
}
