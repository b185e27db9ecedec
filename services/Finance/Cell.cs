namespace Sunshine.Finance;

/// <summary>A kind of disclosure that a unit must make, or one table of it, and what became of it until the end of a day.</summary>
public sealed record Cell
{
    public required string AgencyId { get; init; }
    public required V1.DisclosureKind Kind { get; init; }

    /// <summary>What must be disclosed is of this year.</summary>
    public required int FiscalYear { get; init; }

    /// <summary>Empty of the disclosure as a whole.</summary>
    public string Layout { get; init; } = "";

    public required V1.CellState State { get; init; }

    /// <summary>What fulfils it, or did until it was taken back; empty if there is none.</summary>
    public string DisclosureId { get; init; } = "";

    public DateOnly? PublishedOn { get; init; }

    /// <summary>Null where no public record has the day from which the time of the law runs.</summary>
    public DateOnly? DueOn { get; init; }

    public V1.DueState DueState { get; init; }
    public int DaysLate { get; init; }

    /// <summary>Of a table: whether it has no lines.</summary>
    public bool Empty { get; init; }

    public string Reason { get; init; } = "";
    public string LegalBasis { get; init; } = "";

    public bool Exempt => State == V1.CellState.Exempt;
    public bool There => State is V1.CellState.Disclosed or V1.CellState.Late;

    /// <summary>Never there, or not any more.</summary>
    public bool Missing => State is V1.CellState.Missing or V1.CellState.Withdrawn;
}
