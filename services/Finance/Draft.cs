namespace Sunshine.Finance;

/// <summary>A release while it is written. Once it is published, what counts is the release; this stays as it was last.</summary>
public sealed record Draft
{
    public required string Id { get; init; }
    public required DisclosureIdentity Identity { get; init; }

    public required Content Content { get; init; }
    public V1.ReleaseChange Change { get; init; }
    public string ChangeReason { get; init; } = "";
    public string ChangeBasis { get; init; } = "";
    public IReadOnlyList<StatementReference> Statements { get; init; } = [];
    public IReadOnlyList<Waiver> Waivers { get; init; } = [];

    /// <summary>Number of the release that was the latest when it was begun; 0 for none. It follows that one and no other.</summary>
    public int BasedOn { get; init; }

    /// <summary>Subjects of those who wrote it or decided what stands; none of them publishes it.</summary>
    public IReadOnlyList<string> Authors { get; init; } = [];

    public V1.DraftState State { get; init; } = V1.DraftState.Draft;
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }

    public string AgencyId => Identity.AgencyId;
    public int FiscalYear => Identity.FiscalYear;

    public Draft WrittenBy(string subject, DateTimeOffset now) => this with { Authors = Authors.Contains(subject) ? Authors : [.. Authors, subject], UpdatedAt = now };

    /// <summary>With a table in the place of the one of its layout.</summary>
    public Draft With(StatementReference table) =>
        this with { Statements = [.. Statements.Where(s => s.Layout != table.Layout).Append(table).OrderBy(s => s.Layout, StringComparer.Ordinal)] };

    public Draft Without(string layout) => this with { Statements = [.. Statements.Where(s => s.Layout != layout)] };

    public Draft With(Waiver waiver) => this with { Waivers = [.. Waivers.Where(w => w.FindingId != waiver.FindingId), waiver] };

    public Waiver? WaiverOf(FootingFinding finding) => Waivers.FirstOrDefault(w => w.FindingId == finding.Id);
}
