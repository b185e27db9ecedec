using System.Globalization;
using Grpc.Core;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Requests.V1;

namespace Sunshine.Requests;

/// <summary>The acts from the receipt to the answer. Each reads: look at what was sent, let the application do it, store it.</summary>
public sealed partial class ApplicationRpcs
{
    [Allow(Roles.RequestOfficer)]
    public override Task<V1.Application> ConfirmReceipt(ConfirmReceiptRequest request, ServerCallContext context) =>
        Do(request.Id, request.Etag, request.Act, Verb.ConfirmReceipt, context, null, (a, act) => a.ConfirmReceipt(act, law));

    [Allow(Roles.RequestOfficer)]
    public override Task<V1.Application> AcceptApplication(AcceptApplicationRequest request, ServerCallContext context) =>
        Do(request.Id, request.Etag, request.Act, Verb.Accept, context, null, (a, act) => a.Accept(act, law));

    [Allow(Roles.RequestOfficer)]
    public override Task<V1.Application> RequestCorrection(RequestCorrectionRequest request, ServerCallContext context) =>
        Do(request.Id, request.Etag, request.Act, Verb.RequestCorrection, context, (v, act, _) =>
        {
            v.Required("items", request.Items);
            v.Text("items", request.Items, 2_000);
            v.Required("correctUntil", request.CorrectUntil);
            var until = v.Day("correctUntil", request.CorrectUntil);
            if (until <= act.On || until > act.On.AddYears(1))
                v.Add("correctUntil", "OUT_OF_RANGE", "须在告知之后、一年之内。", "Must be after the notice and within a year.");
        }, (a, act) => a.RequestCorrection(act, request.Items, Days.Parse(request.CorrectUntil)!.Value, law));

    [Allow(Roles.RequestOfficer)]
    public override async Task<V1.Application> ReceiveCorrection(ReceiveCorrectionRequest request, ServerCallContext context)
    {
        var v = new Violations();
        var wanted = request.Wanted ?? new V1.Wanted();
        ApplicantRules.Check(wanted, "wanted.", v);
        await ApplicationFiles.Check(request.Files, v, context.CancellationToken);
        v.ThrowIfAny();
        var (found, _) = await Own(request.Id, context);
        StateTable.Require(Verb.ReceiveCorrection, found.Value);
        var kept = await files.Keep(request.Files, fromApplicant: true, context.CancellationToken);
        return await files.Referring(kept, () =>
            Do(request.Id, request.Etag, request.Act, Verb.ReceiveCorrection, context, null, (a, act) => a.ReceiveCorrection(act, Map.ToWanted(wanted), kept, law)));
    }

    [Allow(Roles.RequestOfficer)]
    public override Task<V1.Application> ConsultThirdParties(ConsultThirdPartiesRequest request, ServerCallContext context) =>
        Do(request.Id, request.Etag, request.Act, Verb.ConsultThirdParties, context, (v, _, a) =>
        {
            v.Count("thirdParties", request.ThirdParties.Count, 1, 100);
            for (var i = 0; i < request.ThirdParties.Count; i++)
            {
                v.Required($"thirdParties[{i}].name", request.ThirdParties[i].Name);
                v.Text($"thirdParties[{i}].name", request.ThirdParties[i].Name, 100);
                v.Text($"thirdParties[{i}].contact", request.ThirdParties[i].Contact, 200);
            }
        }, (a, act) => a.ConsultThirdParties(act, [.. request.ThirdParties.Select(p => (p.Name, p.Contact))], law));

    [Allow(Roles.RequestOfficer)]
    public override Task<V1.Application> RecordThirdPartyReply(RecordThirdPartyReplyRequest request, ServerCallContext context) =>
        Do(request.Id, request.Etag, request.Act, Verb.RecordThirdPartyReply, context, (v, act, a) =>
        {
            CheckOpinion(request.Opinion, request.Reason, v);
            if (RequireThirdParty(request.ThirdPartyId, a, v) is { } party && act.On < party.AskedOn)
                v.Add("act.on", "BEFORE_ASKED", "不能早于征求意见之日。", "Must not be before it was asked.");
        }, (a, act) => a.RecordThirdPartyReply(act, request.ThirdPartyId, request.Opinion, request.Reason, law));

    [Allow(Roles.RequestOfficer)]
    public override Task<V1.Application> EndThirdPartyConsultation(EndThirdPartyConsultationRequest request, ServerCallContext context) =>
        Do(request.Id, request.Etag, request.Act, Verb.EndThirdPartyConsultation, context, null, (a, act) => a.EndThirdPartyConsultation(act, law));

    [Allow(Roles.RequestOfficer)]
    public override Task<V1.Application> OverrideObjection(OverrideObjectionRequest request, ServerCallContext context) =>
        Do(request.Id, request.Etag, request.Act, Verb.OverrideObjection, context, (v, _, a) =>
        {
            v.Required("reason", request.Reason);
            v.Text("reason", request.Reason, 1_000);
            RequireThirdParty(request.ThirdPartyId, a, v);
        }, (a, act) => a.OverrideObjection(act, request.ThirdPartyId, request.Reason, law));

    [Allow(Roles.RequestOfficer)]
    public override async Task<V1.Application> ConsultCoAgencies(ConsultCoAgenciesRequest request, ServerCallContext context)
    {
        var agencies = await agencyCopies.Read(context.CancellationToken);
        return await Do(request.Id, request.Etag, request.Act, Verb.ConsultCoAgencies, context, (v, _, a) =>
        {
            v.Count("agencyIds", request.AgencyIds.Count, 1, 20);
            for (var i = 0; i < request.AgencyIds.Count; i++)
            {
                var id = request.AgencyIds[i];
                agencies.RequireKnown($"agencyIds[{i}]", id, v);
                if (id == a.Entry.AgencyId) v.Add($"agencyIds[{i}]", "SAME_AGENCY", "须为另一个机关。", "It must be another agency.");
                if (request.AgencyIds.Take(i).Contains(id) || a.Papers.CoAgencies.Any(p => p.AgencyId == id)) v.Add($"agencyIds[{i}]", "REPEATED", "重复。", "Asked already.");
            }
        }, (a, act) => a.ConsultCoAgencies(act, request.AgencyIds, law));
    }

    [Allow(Roles.RequestOfficer)]
    public override Task<V1.Application> RecordCoAgencyReply(RecordCoAgencyReplyRequest request, ServerCallContext context) =>
        Do(request.Id, request.Etag, request.Act, Verb.RecordCoAgencyReply, context, (v, act, a) =>
        {
            CheckOpinion(request.Opinion, request.Reason, v);
            v.Required("agencyId", request.AgencyId);
            var asked = a.Papers.CoAgencies.FirstOrDefault(p => p.AgencyId == request.AgencyId);
            if (request.AgencyId.Length > 0 && asked is null) v.Add("agencyId", "NOT_ASKED", "未征求过该机关的意见。", "This agency was not asked.");
            if (act.On < asked?.AskedOn) v.Add("act.on", "BEFORE_ASKED", "不能早于征求意见之日。", "Must not be before it was asked.");
        }, (a, act) => a.RecordCoAgencyReply(act, request.AgencyId, request.Opinion, request.Reason, law));

    [Allow(Roles.RequestOfficer)]
    public override Task<V1.Application> EndCoAgencyConsultation(EndCoAgencyConsultationRequest request, ServerCallContext context) =>
        Do(request.Id, request.Etag, request.Act, Verb.EndCoAgencyConsultation, context, null, (a, act) => a.EndCoAgencyConsultation(act, law));

    [Allow(Roles.Reviewer)]
    public override Task<V1.Application> ExtendPeriod(ExtendPeriodRequest request, ServerCallContext context) =>
        Do(request.Id, request.Etag, request.Act, Verb.Extend, context, (v, _, _) => CheckReason(request.Reason, v), (a, act) => a.Extend(act, request.WorkingDays, request.Reason, law));

    [Allow(Roles.RequestOfficer)]
    public override Task<V1.Application> RequestReasons(RequestReasonsRequest request, ServerCallContext context) =>
        Do(request.Id, request.Etag, request.Act, Verb.RequestReasons, context, null, (a, act) => a.RequestReasons(act, law));

    [Allow(Roles.Reviewer)]
    public override Task<V1.Application> DelayAnswer(DelayAnswerRequest request, ServerCallContext context) =>
        Do(request.Id, request.Etag, request.Act, Verb.Delay, context, (v, _, _) =>
        {
            CheckReason(request.Reason, v);
            if (request.WorkingDays is < 1 or > 250) v.Add("workingDays", "OUT_OF_RANGE", "应为 1 至 250 个工作日。", "Must be from 1 to 250 working days.");
        }, (a, act) => a.Delay(act, request.WorkingDays, request.Reason, law));

    [Allow(Roles.RequestOfficer)]
    public override async Task<V1.Application> NotifyFee(NotifyFeeRequest request, ServerCallContext context)
    {
        var (found, _) = await Own(request.Id, context);
        StateTable.Require(Verb.NotifyFee, found.Value);
        var byCost = request.Scale == FeeScale.Cost;
        var most = request.Scale == FeeScale.ByApplication ? 10_000 : 1_000_000;
        var v = new Violations();
        v.Enum("scale", request.Scale, required: true);
        if (byCost ? request.Quantity != 0 : request.Quantity < 1 || request.Quantity > most)
            v.Add("quantity", "OUT_OF_RANGE", byCost ? "按成本收费不填数量。" : $"应为 1 至 {most}。", byCost ? "Costs have none." : $"Must be from 1 to {most}.");
        var amount = 0m;
        if (byCost && !(decimal.TryParse(request.Amount, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out amount) && amount > 0 && amount < 1_000_000 && decimal.Round(amount, 2) == amount))
            v.Add("amount", "MALFORMED", "应为正数金额,最多两位小数。", "Must be an amount above 0 with at most two decimals.");
        if (!byCost && request.Amount.Length > 0) v.Add("amount", "NOT_ALLOWED", "金额按标准计算,不必填写。", "It is worked out by the scale.");
        v.ThrowIfAny();
        var received = found.Value.ReceivedOn ?? throw RequestsRefusals.NotReceived.Of();
        var tiers = FeeScales.Of(request.Scale, request.Quantity, received);
        var deducted = 0m;
        if (request.Scale == FeeScale.ByApplication)
        {
            var month = await OfSameApplicant(found.Value, new DateOnly(found.Value.ArrivedOn.Year, found.Value.ArrivedOn.Month, 1), context.CancellationToken);
            deducted = month.Where(e => e.AgencyId == found.Value.AgencyId && IsSameMonth(e, found.Value)).Select(e => register.Open(e).Papers.Fee).OfType<Fee>()
                .Where(f => f.Scale == FeeScale.ByApplication).Sum(f => f.Amount);
        }

        var total = byCost ? amount : tiers.Sum(t => t.Amount);
        var fee = new Fee(request.Scale, request.Quantity, Math.Max(0, total - deducted), deducted, tiers, received, received, null);
        return await Do(request.Id, request.Etag, request.Act, Verb.NotifyFee, context, null, (a, act) => a.NotifyFee(act, fee, law));
    }

    [Allow(Roles.RequestOfficer)]
    public override Task<V1.Application> PayFee(PayFeeRequest request, ServerCallContext context) =>
        Do(request.Id, request.Etag, request.Act, Verb.PayFee, context, null, (a, act) => a.PayFee(act, law));

    private static void CheckOpinion(Opinion opinion, string reason, Violations v)
    {
        if (opinion is not (Opinion.Agrees or Opinion.Objects)) v.Add("opinion", "NOT_AN_OPINION", "须为同意或不同意公开。", "Must be AGREES or OBJECTS.");
        if (opinion == Opinion.Objects) v.Required("reason", reason);
        v.Text("reason", reason, 1_000);
    }

    private static void CheckReason(string reason, Violations v)
    {
        v.Required("reason", reason);
        v.Text("reason", reason, 500);
        v.NoPersonalData("reason", reason);
    }

    private static ThirdParty? RequireThirdParty(string id, Application application, Violations v)
    {
        v.Required("thirdPartyId", id);
        var party = application.Papers.ThirdParties.FirstOrDefault(p => p.Id == id);
        if (id.Length > 0 && party is null) v.Add("thirdPartyId", "NO_SUCH_THIRD_PARTY", "本申请没有这个第三方。", "The application has no such third party.");
        return party;
    }

    /// <summary>One act: read, check everything that was sent, do it, store it.</summary>
    private async Task<V1.Application> Do(
        string id, string etag, V1.Act? given, Verb verb, ServerCallContext context, Action<Violations, Act, Application>? check, Func<Application, Act, Application> change)
    {
        var (found, agencies) = await Own(id, context);
        // Before what was sent: of an act that is not possible at all nobody wants to hear which field is missing.
        StateTable.Require(verb, found.Value);
        var application = register.Open(found.Value);
        var v = new Violations();
        var act = Act.Of(given, Caller.Of(context), found.Value, verb, law.Today, v);
        check?.Invoke(v, act, application);
        v.ThrowIfAny();
        return await Save(found, change(application, act), etag, agencies, context);
    }
}
