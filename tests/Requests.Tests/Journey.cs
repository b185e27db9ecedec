using Grpc.Core;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Requests.V1;

namespace Sunshine.Requests.Tests;

/// <summary>
/// One application that is taken through random acts, with a bookkeeping of its own: whether each act may be done, and when the answer is
/// due, counted day by day.
/// </summary>
internal sealed class Journey(
    IntakeService.IntakeServiceClient anyone, ApplicationService.ApplicationServiceClient officer, ApplicationService.ApplicationServiceClient head,
    CreateApplicationResponse receipt, Func<DateOnly> today, Random random)
{
    private readonly List<(DateOnly From, DateOnly To)> _pauses = [];
    private DateOnly _start;
    private int _period;
    private int _extra;
    private DateOnly? _pausedByCorrection, _pausedByParties, _pausedByAgencies, _pausedByFee;

    public int Refusals { get; private set; }

    /// <summary>What officers and applicants wrote, as people do, with the applicant's name and number in it.</summary>
    public required string Indiscreet { get; init; }

    public async Task Step(CancellationToken cancel)
    {
        var before = await officer.GetApplicationAsync(new() { Id = receipt.ApplicationId }, cancellationToken: cancel);
        var verb = StateTable.Rules[random.Next(StateTable.Rules.Count)].Verb;
        var allowed = StateTable.Rules.First(r => r.Verb == verb).From.Contains(before.State);
        try
        {
            if (await Do(verb, before, cancel) is not { } after) return;
            Assert.True(allowed, $"{verb} was done from {before.State}.");
            Assert.Contains(after.State, StateTable.Rules.First(r => r.Verb == verb).To);
            Remember(verb, before);
        }
        catch (RpcException e)
        {
            Assert.True(e.StatusCode is StatusCode.FailedPrecondition or StatusCode.InvalidArgument, $"{verb} from {before.State}: {e}");
            var reason = e.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason;
            // An act from a wrong state is refused for that, unless an applicant or a handing over is told of a field first.
            if (!allowed) Assert.True(reason is "WRONG_STATE" or "INVALID_FIELDS", $"{verb} from {before.State}: {reason}");
            else Assert.NotEqual("WRONG_STATE", reason == "WRONG_STATE" && verb == Verb.EndCoAgencyConsultation ? "" : reason);
            Refusals++;
        }
    }

    /// <summary>The due date by walking the calendar; null if something that is open is reached before.</summary>
    public DateOnly? Naive(WorkingDays calendar)
    {
        var (day, counted) = (_start, 0);
        while (counted < _period + _extra)
        {
            day = day.AddDays(1);
            if (new[] { _pausedByCorrection, _pausedByFee, _pausedByParties, _pausedByAgencies }.Any(p => day > p)) return null;
            if (calendar.IsWorkingDay(day) && !_pauses.Exists(p => p.From <= day && day <= p.To)) counted++;
        }

        return day;
    }

    public void Begin(DateOnly received) => (_start, _period) = (received, received < new DateOnly(2019, 5, 15) ? 15 : 20);

    private async Task<V1.Application?> Do(Verb verb, V1.Application a, CancellationToken cancel)
    {
        var (id, act) = (a.Id, new V1.Act { Document = "文书 " + random.Next(1000) });
        var party = a.ThirdParties.FirstOrDefault(p => p.RepliedOn.Length == 0 && p.Opinion == 0)?.Id ?? "t1";
        return verb switch
        {
            Verb.ConfirmReceipt => await officer.ConfirmReceiptAsync(new() { Id = id, Act = act }, cancellationToken: cancel),
            Verb.RequestCorrection => await officer.RequestCorrectionAsync(new() { Id = id, Act = act, Items = Indiscreet, CorrectUntil = Days.Format(today().AddDays(10)) }, cancellationToken: cancel),
            Verb.ReceiveCorrection when random.Next(2) == 0 => await ByApplicant(async () => await anyone.CorrectApplicationAsync(
                new() { ReceiptNumber = receipt.ReceiptNumber, QueryCode = receipt.QueryCode, Wanted = NewWanted() }, cancellationToken: cancel)),
            Verb.ReceiveCorrection => await officer.ReceiveCorrectionAsync(new() { Id = id, Wanted = NewWanted() }, cancellationToken: cancel),
            Verb.Accept => await officer.AcceptApplicationAsync(new() { Id = id }, cancellationToken: cancel),
            Verb.ConsultThirdParties => await officer.ConsultThirdPartiesAsync(new() { Id = id, Act = act, ThirdParties = { new NewThirdParty { Name = Indiscreet, Contact = Indiscreet } } }, cancellationToken: cancel),
            Verb.RecordThirdPartyReply => await officer.RecordThirdPartyReplyAsync(new() { Id = id, Act = act, ThirdPartyId = party, Opinion = Opinion.Agrees, Reason = Indiscreet }, cancellationToken: cancel),
            Verb.EndThirdPartyConsultation => await officer.EndThirdPartyConsultationAsync(new() { Id = id }, cancellationToken: cancel),
            Verb.OverrideObjection => await officer.OverrideObjectionAsync(new() { Id = id, Act = act, ThirdPartyId = party, Reason = Indiscreet }, cancellationToken: cancel),
            Verb.ConsultCoAgencies => await officer.ConsultCoAgenciesAsync(new() { Id = id, Act = act, AgencyIds = { a.CoAgencies.Count == 0 ? "county" : "office" } }, cancellationToken: cancel),
            Verb.RecordCoAgencyReply => await officer.RecordCoAgencyReplyAsync(
                new() { Id = id, Act = act, AgencyId = a.CoAgencies.FirstOrDefault(p => p.Opinion == 0)?.AgencyId ?? "county", Opinion = Opinion.Objects, Reason = Indiscreet }, cancellationToken: cancel),
            Verb.EndCoAgencyConsultation => await officer.EndCoAgencyConsultationAsync(new() { Id = id }, cancellationToken: cancel),
            Verb.Extend => await head.ExtendPeriodAsync(new() { Id = id, Act = act, WorkingDays = _period, Reason = "情况复杂" }, cancellationToken: cancel),
            Verb.RequestReasons => await officer.RequestReasonsAsync(new() { Id = id, Act = act }, cancellationToken: cancel),
            Verb.Delay => await head.DelayAnswerAsync(new() { Id = id, Act = act, WorkingDays = 30, Reason = "数量很大" }, cancellationToken: cancel),
            Verb.NotifyFee => await officer.NotifyFeeAsync(new() { Id = id, Act = act, Scale = FeeScale.ByPage, Quantity = 120 }, cancellationToken: cancel),
            Verb.PayFee => await officer.PayFeeAsync(new() { Id = id, Act = act }, cancellationToken: cancel),
            // Answers and endings are rare, so that journeys are long.
            Verb.ProposeAnswer when random.Next(4) == 0 => await officer.ProposeAnswerAsync(new() { Id = id, Answer = new V1.Answer { Outcome = Outcome.Granted, Text = Indiscreet } }, cancellationToken: cancel),
            Verb.ApproveAnswer => await head.ApproveAnswerAsync(new() { Id = id, Etag = a.Etag, Act = act }, cancellationToken: cancel),
            Verb.ReturnAnswer => await head.ReturnAnswerAsync(new() { Id = id, Reason = "再核" }, cancellationToken: cancel),
            Verb.RecordDelivery => await officer.RecordDeliveryAsync(new() { Id = id, Act = act, Handover = Handover.Post }, cancellationToken: cancel),
            Verb.Abandon => await officer.AbandonApplicationAsync(new() { Id = id }, cancellationToken: cancel),
            Verb.Withdraw when random.Next(10) == 0 => await ByApplicant(async () => await anyone.WithdrawApplicationAsync(new() { ReceiptNumber = receipt.ReceiptNumber, QueryCode = receipt.QueryCode }, cancellationToken: cancel)),
            Verb.Transfer when random.Next(10) == 0 => await officer.TransferApplicationAsync(new() { Id = id, Act = act, AgencyId = "county" }, cancellationToken: cancel),
            Verb.Split when random.Next(4) == 0 => await officer.SplitApplicationAsync(new() { Id = id, Act = act, AgencyId = "county", Part = Indiscreet }, cancellationToken: cancel),
            Verb.Reopen => await officer.ReopenApplicationAsync(new() { Id = id, Act = act }, cancellationToken: cancel),
            Verb.Assign => await officer.AssignApplicationAsync(new() { Id = id, AssignedTo = "officer-2" }, cancellationToken: cancel),
            Verb.AddFile => await officer.AddFileAsync(new() { Id = id, File = new NewFile { FileName = "记录.txt", Content = Google.Protobuf.ByteString.CopyFromUtf8(Indiscreet) } }, cancellationToken: cancel),
            _ => null
        };

        V1.Wanted NewWanted() => new() { Description = Indiscreet, Medium = Medium.Paper, Handover = Handover.Pickup };
        async Task<V1.Application> ByApplicant(Func<Task> call)
        {
            await call();
            return await officer.GetApplicationAsync(new() { Id = id }, cancellationToken: cancel);
        }
    }

    /// <summary>What an act means for the clock, said once more and in other words.</summary>
    private void Remember(Verb verb, V1.Application before)
    {
        var on = today();
        switch (verb)
        {
            case Verb.ConfirmReceipt:
                Begin(on);
                break;
            case Verb.RequestCorrection:
                _pausedByCorrection = on;
                break;
            case Verb.ReceiveCorrection:
                _pausedByCorrection = null;
                (_start, _extra) = (on, 0);
                break;
            case Verb.ConsultThirdParties:
                _pausedByParties = on;
                break;
            case Verb.EndThirdPartyConsultation:
                _pauses.Add((_pausedByParties!.Value.AddDays(1), Ended(before.ThirdParties.Select(p => (p.RepliedOn, p.DueOn)), on)));
                _pausedByParties = null;
                break;
            case Verb.ConsultCoAgencies:
                // Another agency may be asked while the first still has time.
                _pausedByAgencies ??= on;
                break;
            case Verb.EndCoAgencyConsultation:
                _pauses.Add((_pausedByAgencies!.Value.AddDays(1), Ended(before.CoAgencies.Select(p => (p.RepliedOn, p.DueOn)), on)));
                _pausedByAgencies = null;
                break;
            case Verb.Extend:
                _extra += _period;
                break;
            case Verb.Delay:
                _extra += 30;
                break;
            case Verb.NotifyFee:
                _pausedByFee = on;
                break;
            case Verb.PayFee or Verb.Reopen:
                _pausedByFee = null;
                (_start, _extra) = (on, 0);
                break;
        }
    }

    private static DateOnly Ended(IEnumerable<(string RepliedOn, string DueOn)> asked, DateOnly today) =>
        asked.Max(a => Days.Parse(a.RepliedOn) ?? Days.Parse(a.DueOn) ?? today);
}
