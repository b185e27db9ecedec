using Sunshine.Foundation.Identity;
using Sunshine.Requests.V1;
using static Sunshine.Requests.V1.ApplicationState;

namespace Sunshine.Portal.Components.Desk;

/// <summary>
/// Which acts the desk offers for an application. The service decides; this is its table once more, so that nobody is offered what would be refused. A test compares them.
/// </summary>
public static class RequestActs
{
    private static readonly ApplicationState[] Working = [Accepted, Extended];
    private static readonly ApplicationState[] Asking = [CoAgencyConsultation, ThirdPartyConsultation];
    private static readonly ApplicationState[] Open = [Registered, CorrectionRequested, Accepted, ThirdPartyConsultation, CoAgencyConsultation, Extended, FeeNotified, AwaitingApproval];
    private static readonly string[] Officer = [Roles.RequestOfficer];
    private static readonly string[] Head = [Roles.Reviewer];

    /// <summary>What is most likely next comes first.</summary>
    public static IReadOnlyList<Offer> All { get; } =
    [
        new(Verb.ConfirmReceipt, [Registered], Officer) { If = a => a.ReceivedOn.Length == 0 },
        new(Verb.Accept, [Registered], Officer) { If = a => a.ReceivedOn.Length > 0 },
        new(Verb.ProposeAnswer, Working, Officer),
        new(Verb.RequestCorrection, [Registered, Accepted], Officer) { NeedsDocument = true, If = a => a.ReceivedOn.Length > 0 && a.Correction is null },
        new(Verb.ReceiveCorrection, [CorrectionRequested], Officer),
        new(Verb.ApproveAnswer, [AwaitingApproval], Head) { NeedsDocument = true },
        new(Verb.ReturnAnswer, [AwaitingApproval], Head),
        new(Verb.Extend, [Accepted, ThirdPartyConsultation, CoAgencyConsultation], Head) { NeedsDocument = true },
        new(Verb.ConsultThirdParties, [.. Working, CoAgencyConsultation], Officer) { NeedsDocument = true },
        new(Verb.RecordThirdPartyReply, [ThirdPartyConsultation], Officer) { NeedsDocument = true, If = a => a.ThirdParties.Any(p => p.Opinion == Opinion.Unspecified) },
        new(Verb.EndThirdPartyConsultation, [ThirdPartyConsultation], Officer),
        new(Verb.OverrideObjection, [.. Working, CoAgencyConsultation], Officer) { NeedsDocument = true, If = a => a.ThirdParties.Any(Objecting) },
        new(Verb.ConsultCoAgencies, [.. Working, ThirdPartyConsultation], Officer) { NeedsDocument = true },
        new(Verb.RecordCoAgencyReply, Asking, Officer) { NeedsDocument = true, If = a => a.CoAgencies.Any(c => c.Opinion == Opinion.Unspecified) },
        new(Verb.EndCoAgencyConsultation, Asking, Officer) { If = a => a.CoAgencies.Count > 0 },
        new(Verb.NotifyFee, Working, Officer) { NeedsDocument = true, If = a => a.Fee is null },
        new(Verb.PayFee, [FeeNotified], Officer) { NeedsDocument = true },
        new(Verb.RequestReasons, Working, Officer) { NeedsDocument = true },
        new(Verb.Delay, Working, Head) { NeedsDocument = true, If = a => a.Steps.Any(s => s.Verb == Verb.RequestReasons) },
        new(Verb.RecordDelivery, [Answered], Officer) { NeedsDocument = true, If = a => a.Answer is not null },
        new(Verb.Transfer, [Registered, Accepted], Officer) { NeedsDocument = true, If = a => a.ReceivedOn.Length > 0 },
        new(Verb.Split, [Registered, .. Working], Officer) { NeedsDocument = true, If = a => a.ReceivedOn.Length > 0 },
        new(Verb.Merge, [Registered, .. Working], Officer) { NeedsDocument = true },
        new(Verb.Withdraw, Open, Officer) { NeedsDocument = true },
        new(Verb.Abandon, [CorrectionRequested, FeeNotified], Officer),
        new(Verb.Reopen, [Answered], Officer) { NeedsDocument = true, If = a => a.Answer is not null },
        new(Verb.Assign, Open, [Roles.RequestOfficer, Roles.Reviewer]),
        new(Verb.AddFile, [.. Open, Answered], Officer)
    ];

    /// <summary>Acts of an application's state, whoever may do them. What came from an older register is finished, and its papers are there.</summary>
    public static IEnumerable<Offer> Of(Application application) =>
        application.Steps.Any(s => s.Verb == Verb.Import) ? [] : All.Where(o => o.From.Contains(application.State) && o.If(application));

    /// <summary>A third party that must not be passed over.</summary>
    public static bool Objecting(ThirdParty party) => party.Opinion == Opinion.Objects && party.OverrideReason.Length == 0;

    /// <param name="From">The states in which it is done.</param>
    /// <param name="By">The roles that do it.</param>
    public sealed record Offer(Verb Verb, IReadOnlyList<ApplicationState> From, IReadOnlyList<string> By)
    {
        /// <summary>Whether the paper must be named that proves it (文书).</summary>
        public bool NeedsDocument { get; init; }

        /// <summary>What else must be so.</summary>
        public Func<Application, bool> If { get; init; } = _ => true;
    }
}
