using Grpc.Core;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Requests.V1;

namespace Sunshine.Requests;

/// <summary>The answer, and the other ways in which an application ends.</summary>
public sealed partial class ApplicationRpcs
{
    [Allow(Roles.RequestOfficer)]
    public override Task<V1.Application> ProposeAnswer(ProposeAnswerRequest request, ServerCallContext context)
    {
        var answer = request.Answer ?? new V1.Answer();
        return Do(request.Id, request.Etag, null, Verb.ProposeAnswer, context, (v, _, a) => AnswerRules.Check(answer, a, law.Require(a.Entry.ReceivedOn), v), (a, act) =>
            a.ProposeAnswer(Map.ToAnswer(answer, act.By, Outcomes.BasisOf(answer.Outcome, law.Require(a.Entry.ReceivedOn))), act, law));
    }

    [Allow(Roles.Reviewer)]
    public override async Task<V1.Application> ApproveAnswer(ApproveAnswerRequest request, ServerCallContext context)
    {
        var (found, agencies) = await Own(request.Id, context);
        var application = register.Open(found.Value);
        var v = new Violations();
        v.Required("etag", request.Etag);
        var expected = Etags.Revision(request.Etag, "etag", v);
        var act = Act.Of(request.Act, Caller.Of(context), found.Value, Verb.ApproveAnswer, law.Today, v);
        if (act.On != law.Today) v.Add("act.on", "NOT_TODAY", "答复于批准之日作出，须为今天。", "The answer is given as it is approved: it must be today.");
        v.ThrowIfAny();
        if (expected != found.Revision) throw Etags.Stale(found.Revision);
        application.RequireApprovable(act.By);

        var remedies = Remedies.Of(application.Papers.Answer!.Outcome, law.Today, law.Regulations);
        var bytes = document.Write(application, agencies.NameOf(found.Value.AgencyId), act, remedies, law);
        var kept = await files.Keep(AnswerDocument.FileName, AnswerDocument.MediaType, bytes, fromApplicant: false, context.CancellationToken);
        return await files.Referring([kept], () => Save(found, application.ApproveAnswer(act, remedies, kept, law), request.Etag, agencies, context));
    }

    [Allow(Roles.Reviewer)]
    public override Task<V1.Application> ReturnAnswer(ReturnAnswerRequest request, ServerCallContext context) =>
        Do(request.Id, request.Etag, new V1.Act { Note = request.Reason }, Verb.ReturnAnswer, context, (v, _, _) => CheckReason(request.Reason, v), (a, act) => a.ReturnAnswer(act, law));

    [Allow(Roles.RequestOfficer)]
    public override Task<V1.Application> RecordDelivery(RecordDeliveryRequest request, ServerCallContext context) =>
        Do(request.Id, request.Etag, request.Act, Verb.RecordDelivery, context, (v, _, _) => v.Enum("handover", request.Handover, required: true), (a, act) =>
            a.RecordDelivery(act, $"{Days.Format(act.On)} {request.Handover.Name()} {act.Document}", law));

    [Allow(Roles.RequestOfficer)]
    public override Task<V1.Application> RecordWithdrawal(RecordWithdrawalRequest request, ServerCallContext context) =>
        Do(request.Id, request.Etag, request.Act, Verb.Withdraw, context, null, (a, act) => a.Withdraw(act, law));

    [Allow(Roles.RequestOfficer)]
    public override Task<V1.Application> AbandonApplication(AbandonApplicationRequest request, ServerCallContext context) =>
        Do(request.Id, request.Etag, request.Act, Verb.Abandon, context, null, (a, act) => a.Abandon(act, law));

    [Allow(Roles.RequestOfficer)]
    public override async Task<V1.Application> ReopenApplication(ReopenApplicationRequest request, ServerCallContext context) =>
        await Do(request.Id, request.Etag, request.Act, Verb.Reopen, context, null, (a, act) => a.Reopen(act, law));

    [Allow(Roles.RequestOfficer)]
    public override async Task<V1.Application> TransferApplication(TransferApplicationRequest request, ServerCallContext context) =>
        await Hand(request.Id, request.Etag, request.Act, Verb.Transfer, request.AgencyId, null, context, (a, act, there) => a.Transfer(act, there, law));

    [Allow(Roles.RequestOfficer)]
    public override async Task<V1.Application> SplitApplication(SplitApplicationRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Required("part", request.Part);
        v.Text("part", request.Part, 4_000);
        v.ThrowIfAny();
        return await Hand(request.Id, request.Etag, request.Act, Verb.Split, request.AgencyId, request.Part, context, (a, act, there) => a.Split(act, there, law));
    }

    [Allow(Roles.RequestOfficer)]
    public override async Task<V1.Application> MergeApplication(MergeApplicationRequest request, ServerCallContext context)
    {
        var (found, agencies) = await Own(request.Id, context);
        var v = new Violations();
        var act = Act.Of(request.Act, Caller.Of(context), found.Value, Verb.Merge, law.Today, v);
        v.Required("intoId", request.IntoId);
        if (request.IntoId == request.Id) v.Add("intoId", "SAME", "须为另一份申请。", "It must be another application.");
        v.ThrowIfAny();
        var (into, _) = await Own(request.IntoId, context);
        if (into.Value.AgencyId != found.Value.AgencyId || into.Value.ApplicantKey != found.Value.ApplicantKey || found.Value.ApplicantKey.Length == 0)
            throw RequestsRefusals.OtherApplicant.Of();
        if (!into.Value.IsOpen) throw RequestsRefusals.WrongState.Of(into.Value.State.Name()).With("application", request.IntoId);
        var merged = register.Open(found.Value).MergeInto(act, into.Value, law);
        // That one first: killed in between, it names one that is still open here, and the same call again ends it.
        await register.Save(into, register.Open(into.Value).TakeIn(found.Value, law.Now), null, context.CancellationToken);
        return await Save(found, merged, request.Etag, agencies, context);
    }

    /// <summary>
    /// Hands an application, or a part of it, to another agency. What it goes on as there is stored first, under an id that follows from
    /// this one: killed in between, the same call again finds it and goes on.
    /// </summary>
    private async Task<V1.Application> Hand(
        string id, string etag, V1.Act? given, Verb verb, string agencyId, string? part, ServerCallContext context, Func<Application, Act, Entry, Application> change)
    {
        var cancel = context.CancellationToken;
        var (found, _) = await Own(id, context);
        var agencies = await agencyCopies.ReadWith(agencyId, cancel);
        var v = new Violations();
        var expected = Etags.Revision(etag, "etag", v);
        var act = Act.Of(given, Caller.Of(context), found.Value, verb, law.Today, v);
        agencies.RequireKnown("agencyId", agencyId, v);
        v.ThrowIfAny();
        if (agencyId == found.Value.AgencyId) throw RequestsRefusals.SameAgency.Of();
        if (expected is { } named && named != found.Revision) throw Etags.Stale(found.Revision);
        var from = register.Open(found.Value);
        var (entry, papers) = (found.Value, from.Papers);
        var wanted = part is null ? papers.Wanted! : papers.Wanted! with { Description = part, Title = "", DocumentNumber = "" };
        // Nothing is stored before it is known that this one may go.
        StateTable.Require(verb, entry);

        var thereId = Ids.Of("handed", entry.Id, agencyId, part ?? "");
        var there = await ReceiptNumbers.Store(collections, register, number => Application.Register(entry with
        {
            Id = thereId, ReceiptNumber = number, AgencyId = agencyId, Subject = Privacy.SubjectOf(wanted, papers.Applicant), State = ApplicationState.Registered, DueOn = null,
            Extended = false, FinishedOn = null, FeePaid = 0, AssignedTo = "", TopicId = "", Sealed = "", CreatedAt = law.Now, UpdatedAt = law.Now
        }, new Papers
        {
            Applicant = papers.Applicant, Wanted = wanted, Salt = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)),
            Files = [.. papers.Files.Where(f => f.FromApplicant)],
            Links = [new Link(part is null ? LinkKind.TransferredFrom : LinkKind.SplitFrom, entry.Id, entry.ReceiptNumber)]
        }, act, law), agencies.Find(agencyId)!, entry.ArrivedOn.Year, cancel);
        return await Save(found, change(from, act, there.Value), etag, agencies, context);
    }
}
