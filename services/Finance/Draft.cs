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

    /// <summary>Subjects of those who wrote it; none of them publishes it.</summary>
    public IReadOnlyList<string> Authors { get; init; } = [];

    public V1.DraftState State { get; init; } = V1.DraftState.Draft;
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }

    public string AgencyId => Identity.AgencyId;
    public int FiscalYear => Identity.FiscalYear;
}
