using Sunshine.Portal.Rest;
using Sunshine.Requests.V1;

namespace Sunshine.Portal.Components.Desk;

/// <summary>An act as an officer fills it in; each act has some of the fields.</summary>
public sealed class RequestActForm
{
    public string? Verb { get; set; }

    /// <summary>Of the application as the officer saw it.</summary>
    public string? Etag { get; set; }

    public string? On { get; set; }

    public string? Document { get; set; }

    public string? Note { get; set; }

    /// <summary>What is to be said at some length: what to correct, why, which part.</summary>
    public string? Text { get; set; }

    public string? Until { get; set; }

    public int? Days { get; set; }

    /// <summary>An agency's, a third party's or an application's id.</summary>
    public string? Whom { get; set; }

    public List<string> Agencies { get; set => field = value ?? []; } = [];

    public string? Opinion { get; set; }

    public string? Scale { get; set; }

    public int? Quantity { get; set; }

    public string? Amount { get; set; }

    public string? Outcome { get; set; }

    public string? LegalBasis { get; set; }

    /// <summary>Ids or addresses of items, one a line.</summary>
    public string? Items { get; set; }

    public List<GivenFileForm> Files { get; set => field = value ?? []; } = [];

    public string? Medium { get; set; }

    public string? Handover { get; set; }

    private Act Act => new() { On = Said(On), Document = Said(Document), Note = Said(Note) };

    private static IEnumerable<string> Lines(string? text) => Said(text).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Does it.</summary>
    public async Task<Application> Do(Api api, string id, CancellationToken cancel)
    {
        var (rpc, etag, text, whom) = (api.Application, Etag ?? "", Said(Text), Said(Whom));
        return await (Values.Of<Verb>(Verb) switch
        {
            Requests.V1.Verb.ConfirmReceipt => rpc.ConfirmReceiptAsync(new ConfirmReceiptRequest { Id = id, Etag = etag, Act = Act }, cancellationToken: cancel),
            Requests.V1.Verb.Accept => rpc.AcceptApplicationAsync(new AcceptApplicationRequest { Id = id, Etag = etag, Act = Act }, cancellationToken: cancel),
            Requests.V1.Verb.RequestCorrection => rpc.RequestCorrectionAsync(new RequestCorrectionRequest { Id = id, Etag = etag, Act = Act, Items = text, CorrectUntil = Said(Until) }, cancellationToken: cancel),
            Requests.V1.Verb.ReceiveCorrection => rpc.ReceiveCorrectionAsync(new ReceiveCorrectionRequest
            {
                Id = id, Etag = etag, Act = Act, Wanted = new Wanted { Description = text, Medium = Values.Of<Medium>(Medium), Handover = Values.Of<Handover>(Handover) }
            }, cancellationToken: cancel),
            Requests.V1.Verb.ProposeAnswer => rpc.ProposeAnswerAsync(new ProposeAnswerRequest { Id = id, Etag = etag, Answer = Answer }, cancellationToken: cancel),
            Requests.V1.Verb.ApproveAnswer => rpc.ApproveAnswerAsync(new ApproveAnswerRequest { Id = id, Etag = etag, Act = Act }, cancellationToken: cancel),
            Requests.V1.Verb.ReturnAnswer => rpc.ReturnAnswerAsync(new ReturnAnswerRequest { Id = id, Etag = etag, Reason = text }, cancellationToken: cancel),
            Requests.V1.Verb.Extend => rpc.ExtendPeriodAsync(new ExtendPeriodRequest { Id = id, Etag = etag, Act = Act, WorkingDays = Days ?? 0, Reason = text }, cancellationToken: cancel),
            Requests.V1.Verb.ConsultThirdParties => rpc.ConsultThirdPartiesAsync(new ConsultThirdPartiesRequest { Id = id, Etag = etag, Act = Act, ThirdParties = { Lines(Text).Select(Party) } }, cancellationToken: cancel),
            Requests.V1.Verb.RecordThirdPartyReply => rpc.RecordThirdPartyReplyAsync(new RecordThirdPartyReplyRequest { Id = id, Etag = etag, Act = Act, ThirdPartyId = whom, Opinion = Values.Of<Opinion>(Opinion), Reason = text }, cancellationToken: cancel),
            Requests.V1.Verb.EndThirdPartyConsultation => rpc.EndThirdPartyConsultationAsync(new EndThirdPartyConsultationRequest { Id = id, Etag = etag, Act = Act }, cancellationToken: cancel),
            Requests.V1.Verb.OverrideObjection => rpc.OverrideObjectionAsync(new OverrideObjectionRequest { Id = id, Etag = etag, Act = Act, ThirdPartyId = whom, Reason = text }, cancellationToken: cancel),
            Requests.V1.Verb.ConsultCoAgencies => rpc.ConsultCoAgenciesAsync(new ConsultCoAgenciesRequest { Id = id, Etag = etag, Act = Act, AgencyIds = { Agencies } }, cancellationToken: cancel),
            Requests.V1.Verb.RecordCoAgencyReply => rpc.RecordCoAgencyReplyAsync(new RecordCoAgencyReplyRequest { Id = id, Etag = etag, Act = Act, AgencyId = whom, Opinion = Values.Of<Opinion>(Opinion), Reason = text }, cancellationToken: cancel),
            Requests.V1.Verb.EndCoAgencyConsultation => rpc.EndCoAgencyConsultationAsync(new EndCoAgencyConsultationRequest { Id = id, Etag = etag, Act = Act }, cancellationToken: cancel),
            Requests.V1.Verb.NotifyFee => rpc.NotifyFeeAsync(new NotifyFeeRequest { Id = id, Etag = etag, Act = Act, Scale = Values.Of<FeeScale>(Scale), Quantity = Quantity ?? 0, Amount = Said(Amount) }, cancellationToken: cancel),
            Requests.V1.Verb.PayFee => rpc.PayFeeAsync(new PayFeeRequest { Id = id, Etag = etag, Act = Act }, cancellationToken: cancel),
            Requests.V1.Verb.RequestReasons => rpc.RequestReasonsAsync(new RequestReasonsRequest { Id = id, Etag = etag, Act = Act }, cancellationToken: cancel),
            Requests.V1.Verb.Delay => rpc.DelayAnswerAsync(new DelayAnswerRequest { Id = id, Etag = etag, Act = Act, WorkingDays = Days ?? 0, Reason = text }, cancellationToken: cancel),
            Requests.V1.Verb.RecordDelivery => rpc.RecordDeliveryAsync(new RecordDeliveryRequest { Id = id, Etag = etag, Act = Act, Handover = Values.Of<Handover>(Handover) }, cancellationToken: cancel),
            Requests.V1.Verb.Transfer => rpc.TransferApplicationAsync(new TransferApplicationRequest { Id = id, Etag = etag, Act = Act, AgencyId = whom }, cancellationToken: cancel),
            Requests.V1.Verb.Split => rpc.SplitApplicationAsync(new SplitApplicationRequest { Id = id, Etag = etag, Act = Act, AgencyId = whom, Part = text }, cancellationToken: cancel),
            Requests.V1.Verb.Merge => rpc.MergeApplicationAsync(new MergeApplicationRequest { Id = id, Etag = etag, Act = Act, IntoId = whom }, cancellationToken: cancel),
            Requests.V1.Verb.Withdraw => rpc.RecordWithdrawalAsync(new RecordWithdrawalRequest { Id = id, Etag = etag, Act = Act }, cancellationToken: cancel),
            Requests.V1.Verb.Abandon => rpc.AbandonApplicationAsync(new AbandonApplicationRequest { Id = id, Etag = etag, Act = Act }, cancellationToken: cancel),
            Requests.V1.Verb.Reopen => rpc.ReopenApplicationAsync(new ReopenApplicationRequest { Id = id, Etag = etag, Act = Act }, cancellationToken: cancel),
            Requests.V1.Verb.Assign => rpc.AssignApplicationAsync(new AssignApplicationRequest { Id = id, Etag = etag, AssignedTo = whom }, cancellationToken: cancel),
            _ => throw new Grpc.Core.RpcException(new Grpc.Core.Status(Grpc.Core.StatusCode.InvalidArgument, Verb ?? ""))
        });
    }

    /// <summary>What is said of the answer.</summary>
    private Answer Answer => new()
    {
        Outcome = Values.Of<Outcome>(Outcome), LegalBasis = Said(LegalBasis), Text = Said(Text), Files = { Files.Where(f => f.Given).Select(f => f.ToProto()) },
        // Somebody who has the item's page open copies its address.
        ItemIds = { Lines(Items).Select(Desk.ItemIds.Of) }
    };

    /// <summary>A line: the name, and after a comma how to reach them.</summary>
    private static NewThirdParty Party(string line)
    {
        var parts = line.Split([',', '，'], 2, StringSplitOptions.TrimEntries);
        return new NewThirdParty { Name = parts[0], Contact = parts.Length > 1 ? parts[1] : "" };
    }

    internal static string Said(string? text) => text?.ReplaceLineEndings("\n").Trim() ?? "";
}

/// <summary>A file of the application that is given or not, and what was left out of it (区分处理).</summary>
public sealed class GivenFileForm
{
    public string? Id { get; set; }

    public bool Given { get; set; }

    public string? Original { get; set; }

    public string? Place { get; set; }

    public string? Ground { get; set; }

    public string? Reason { get; set; }

    public GivenFile ToProto()
    {
        var given = new GivenFile { FileId = Id ?? "", OriginalId = Original ?? "" };
        if ((Place, Ground, Reason) is not (null or "", null or "", null or ""))
            given.Redactions.Add(new Redaction { Place = RequestActForm.Said(Place), Ground = Values.Of<Outcome>(Ground), Reason = RequestActForm.Said(Reason) });
        return given;
    }
}
