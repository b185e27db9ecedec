using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using static Sunshine.Requests.V1.ApplicationState;

namespace Sunshine.Requests;

/// <summary>
/// Which act is done from which state, by whom, with which paper, and where it may lead. The table in README.md is this one; a test
/// compares them.
/// </summary>
public static class StateTable
{
    private static readonly V1.ApplicationState[] Working = [Accepted, Extended];

    private static readonly V1.ApplicationState[] Open =
        [Registered, CorrectionRequested, Accepted, ThirdPartyConsultation, CoAgencyConsultation, Extended, FeeNotified, AwaitingApproval];

    /// <summary>Where an application goes on from once what held it up is over.</summary>
    private static readonly V1.ApplicationState[] Onward = [Accepted, Extended, ThirdPartyConsultation, CoAgencyConsultation];

    private static readonly string[] Officer = [Roles.RequestOfficer];
    private static readonly string[] Head = [Roles.Reviewer];

    public static IReadOnlyList<Rule> Rules { get; } =
    [
        new(V1.Verb.ConfirmReceipt, [Registered], [Registered], Officer),
        new(V1.Verb.RequestCorrection, [Registered, Accepted], [CorrectionRequested], Officer) { NeedsDocument = true },
        new(V1.Verb.ReceiveCorrection, [CorrectionRequested], [Registered, Accepted, Extended], Officer) { ByApplicant = true },
        new(V1.Verb.Accept, [Registered], [Accepted], Officer),
        new(V1.Verb.ConsultThirdParties, [.. Working, CoAgencyConsultation], [ThirdPartyConsultation], Officer) { NeedsDocument = true },
        new(V1.Verb.RecordThirdPartyReply, [ThirdPartyConsultation], [ThirdPartyConsultation], Officer) { NeedsDocument = true },
        new(V1.Verb.EndThirdPartyConsultation, [ThirdPartyConsultation], [.. Working, CoAgencyConsultation], Officer),
        new(V1.Verb.OverrideObjection, [.. Working, CoAgencyConsultation], [.. Working, CoAgencyConsultation], Officer) { NeedsDocument = true },
        new(V1.Verb.ConsultCoAgencies, [.. Working, ThirdPartyConsultation], [CoAgencyConsultation, ThirdPartyConsultation], Officer) { NeedsDocument = true },
        new(V1.Verb.RecordCoAgencyReply, [CoAgencyConsultation, ThirdPartyConsultation], [CoAgencyConsultation, ThirdPartyConsultation], Officer) { NeedsDocument = true },
        new(V1.Verb.EndCoAgencyConsultation, [CoAgencyConsultation, ThirdPartyConsultation], Onward, Officer),
        new(V1.Verb.Extend, [Accepted, ThirdPartyConsultation, CoAgencyConsultation], [Extended, ThirdPartyConsultation, CoAgencyConsultation], Head) { NeedsDocument = true },
        new(V1.Verb.RequestReasons, Working, Working, Officer) { NeedsDocument = true },
        new(V1.Verb.Delay, Working, [Extended], Head) { NeedsDocument = true },
        new(V1.Verb.NotifyFee, Working, [FeeNotified], Officer) { NeedsDocument = true },
        new(V1.Verb.PayFee, [FeeNotified], Working, Officer) { NeedsDocument = true },
        new(V1.Verb.ProposeAnswer, Working, [AwaitingApproval], Officer),
        new(V1.Verb.ApproveAnswer, [AwaitingApproval], [Answered], Head) { NeedsDocument = true },
        new(V1.Verb.ReturnAnswer, [AwaitingApproval], Working, Head),
        new(V1.Verb.RecordDelivery, [Answered], [Answered], Officer) { NeedsDocument = true },
        new(V1.Verb.Withdraw, Open, [Closed], Officer) { NeedsDocument = true, ByApplicant = true },
        new(V1.Verb.Abandon, [CorrectionRequested, FeeNotified], [Closed], Officer),
        new(V1.Verb.Transfer, [Registered, Accepted], [Closed], Officer) { NeedsDocument = true },
        new(V1.Verb.Split, [Registered, .. Working], [Registered, .. Working], Officer) { NeedsDocument = true },
        new(V1.Verb.Merge, [Registered, .. Working], [Closed], Officer) { NeedsDocument = true },
        new(V1.Verb.Reopen, [Answered], [Accepted], Officer) { NeedsDocument = true },
        new(V1.Verb.Assign, Open, Open, [Roles.RequestOfficer, Roles.Reviewer]),
        new(V1.Verb.AddFile, [.. Open, Answered], [.. Open, Answered], Officer)
    ];

    private static readonly Dictionary<V1.Verb, Rule> ByVerb = Rules.ToDictionary(r => r.Verb);

    /// <exception cref="RefusedException">The application has not come so far, or is further.</exception>
    public static Rule Require(V1.Verb verb, Entry entry)
    {
        var rule = ByVerb[verb];
        if (rule.From.Contains(entry.State)) return rule;
        throw RequestsRefusals.WrongState.Of(entry.State.Name()).With("state", entry.State.Name()).With("allowed_in", string.Join(',', rule.From.Select(s => s.Name())));
    }

    /// <param name="From">The states it is allowed in.</param>
    /// <param name="To">The states it can lead to.</param>
    /// <param name="Roles">Which officers do it.</param>
    public sealed record Rule(V1.Verb Verb, IReadOnlyList<V1.ApplicationState> From, IReadOnlyList<V1.ApplicationState> To, IReadOnlyList<string> Roles)
    {
        /// <summary>Whether an officer must name the paper that proves it (文书).</summary>
        public bool NeedsDocument { get; init; }

        /// <summary>Whether the applicant does it too, by receipt number and query code.</summary>
        public bool ByApplicant { get; init; }
    }
}
