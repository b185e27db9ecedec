using System.Text.Json.Serialization;

namespace Sunshine.Requests;

/// <summary>
/// An application on the register, as it is stored: what it is found and counted by, in the clear, and everything that somebody wrote,
/// sealed as a whole. Nothing in the clear tells who applied.
/// </summary>
public sealed record Entry
{
    public required string Id { get; init; }

    /// <summary>登记编号. Unique.</summary>
    public required string ReceiptNumber { get; init; }

    public required string AgencyId { get; init; }
    public required V1.IntakeChannel Channel { get; init; }
    public bool PlainMail { get; init; }
    public required V1.ApplicantKind ApplicantKind { get; init; }
    public required DateOnly ArrivedOn { get; init; }

    /// <summary>Day 0 of the answer's period; null until the receipt is confirmed.</summary>
    public DateOnly? ReceivedOn { get; init; }

    /// <summary>The same for all applications of one applicant, telling nothing of them; empty once it is anonymous.</summary>
    public string ApplicantKey { get; init; } = "";

    /// <summary>What is wanted, without numbers and without the applicant (<see cref="Privacy"/>): what officers search.</summary>
    public string Subject { get; init; } = "";

    public required V1.ApplicationState State { get; init; }
    public V1.Closing Closing { get; init; }
    public V1.Outcome Outcome { get; init; }

    /// <summary>The last day in time, by the calendar of <see cref="CalendarEdition"/>; null while it is not known.</summary>
    public DateOnly? DueOn { get; init; }

    public string CalendarEdition { get; init; } = "";

    /// <summary>Whether an extension counts.</summary>
    public bool Extended { get; init; }

    /// <summary>The day it was answered or closed.</summary>
    public DateOnly? FinishedOn { get; init; }

    /// <summary>In yuan, what was paid.</summary>
    public decimal FeePaid { get; init; }

    public string AssignedTo { get; init; } = "";
    public string TopicId { get; init; } = "";

    /// <summary>Whether its data is kept beyond its time.</summary>
    public bool Held { get; init; }

    /// <summary>The <see cref="Papers"/>; empty for what was imported without any.</summary>
    public string Sealed { get; init; } = "";

    public DateTimeOffset? AnonymisedAt { get; init; }

    /// <summary>Whether, when it became anonymous, no other application of its applicant was left on its topic, which counts them by it from then on.</summary>
    public bool CountsApplicant { get; init; }

    /// <summary>What the store knows the bytes by that are still to be deleted since it is anonymous.</summary>
    public IReadOnlyList<string> FilesToDelete { get; init; } = [];

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    [JsonIgnore]
    public bool IsOpen => State is not (V1.ApplicationState.Answered or V1.ApplicationState.Closed);

    /// <summary>Derived, never stored: while it is open, whether the last day is over; afterwards, whether it was kept.</summary>
    public bool IsOverdueOn(DateOnly day) => DueOn < (FinishedOn ?? day);
}
