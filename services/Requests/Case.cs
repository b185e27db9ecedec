using System.Text.Json.Serialization;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Requests;

/// <summary>A review, a suit or a complaint, as it is stored. It names nobody.</summary>
public sealed record Case
{
    public required string Id { get; init; }
    public required V1.CaseKind Kind { get; init; }
    public V1.SuitRoute Route { get; init; }

    /// <summary>Whom it is directed against.</summary>
    public required string AgencyId { get; init; }

    public string ApplicationId { get; init; } = "";
    public string ReceiptNumber { get; init; } = "";
    public string Subject { get; init; } = "";
    public string Authority { get; init; } = "";
    public string DocumentNumber { get; init; } = "";
    public required DateOnly ReceivedOn { get; init; }
    public DateOnly? AcceptedOn { get; init; }

    /// <summary>简易程序.</summary>
    public bool Summary { get; init; }

    /// <summary>In the unit of its period.</summary>
    public int ExtendedBy { get; init; }

    public DateOnly? ExtendedOn { get; init; }
    public V1.CaseResult Result { get; init; }
    public DateOnly? ClosedOn { get; init; }
    public string ResultDocument { get; init; } = "";

    /// <summary>The last day for what comes next (<see cref="CaseDeadline"/>); null if the law sets none.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>What the contested answer rests on; unspecified if that is not known.</summary>
    public V1.Outcome Ground { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    [JsonIgnore]
    public bool IsOpen => ClosedOn is null;

    [JsonIgnore]
    public V1.CaseStatus Status => this switch
    {
        { ClosedOn: not null } => V1.CaseStatus.Closed,
        { AcceptedOn: not null } => V1.CaseStatus.Accepted,
        _ => V1.CaseStatus.Received
    };

    /// <exception cref="RefusedException">It was accepted, or has ended; or no law in force has such a summary procedure.</exception>
    public Case Accept(DateOnly on, bool summary, string documentNumber, Law law)
    {
        Require(V1.CaseStatus.Received);
        var accepted = this with { AcceptedOn = on, Summary = summary, DocumentNumber = documentNumber.Length > 0 ? documentNumber : DocumentNumber };
        if (summary && CaseDeadline.Of(accepted, law) is null) throw RequestsRefusals.NoCaseDeadline.Of();
        return accepted.Settle(law);
    }

    /// <summary>A review is put off once and by at most what the law allows; the decision on a suit as the higher court approved.</summary>
    /// <exception cref="RefusedException">It may not; a wrong length is a violation of <c>length</c>.</exception>
    public Case Extend(DateOnly on, int length, Law law)
    {
        Require(V1.CaseStatus.Accepted);
        if (CaseDeadline.Of(this, law) is not { } due) throw RequestsRefusals.NoCaseDeadline.Of();
        if (ExtendedOn is { } before) throw RequestsRefusals.CaseExtendedBefore.Of(Days.Format(before));
        var most = CaseDeadline.LongestExtension(this, law);
        var v = new Violations();
        if (length < 1 || length > most) v.Add("length", "OUT_OF_RANGE", $"应为 1 至 {due.Period.Units(most)}。", $"Must be from 1 to {most}.");
        v.ThrowIfAny();
        return (this with { ExtendedBy = length, ExtendedOn = on }).Settle(law);
    }

    /// <exception cref="RefusedException">It has ended.</exception>
    public Case Close(V1.CaseResult result, DateOnly on, string document, Law law)
    {
        if (!IsOpen) throw WrongState();
        return (this with { Result = result, ClosedOn = on, ResultDocument = document }).Settle(law);
    }

    /// <summary>With the last day for what comes next.</summary>
    public Case Settle(Law law) => this with { DueOn = IsOpen ? CaseDeadline.Of(this, law)?.Day : null, UpdatedAt = law.Now };

    private void Require(V1.CaseStatus status)
    {
        if (Status != status) throw WrongState();
    }

    private RefusedException WrongState() => RequestsRefusals.WrongCaseState.Of(Status.Name()).With("status", Status.Name());
}
