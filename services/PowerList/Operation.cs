namespace Sunshine.Powers;

/// <summary>One operation of a batch, as it was written. Which fields it has follows from its kind (<see cref="OperationRules"/>).</summary>
public sealed record Operation
{
    public V1.OperationKind Kind { get; init; }
    public IReadOnlyList<string> Codes { get; init; } = [];
    public IReadOnlyList<PowerContent> Powers { get; init; } = [];

    /// <summary>Of a change: names of fields of the contract's PowerContent.</summary>
    public IReadOnlyList<string> Mask { get; init; } = [];

    public V1.PowerLevel ToLevel { get; init; }
    public IReadOnlyList<string> ToAgencyIds { get; init; } = [];
    public string SourceListId { get; init; } = "";
    public string SourceCode { get; init; } = "";
    public string Reason { get; init; } = "";

    /// <summary>In the file it came from; 0 if it came from none.</summary>
    public int Line { get; init; }
}

/// <summary>
/// Some operations of a batch, in order. A sheet never changes: who changes operations stores other sheets and then has the batch name
/// them, so that a batch that is being made current cannot change under the hands of whoever does it.
/// </summary>
public sealed record Sheet(string Id, string BatchId, IReadOnlyList<Operation> Operations);

/// <param name="Count">How many operations it has.</param>
public sealed record SheetReference(string Id, int Count);
