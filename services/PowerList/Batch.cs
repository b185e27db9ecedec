namespace Sunshine.Powers;

/// <summary>
/// An adjustment while it is written (调整批次). Once its list names it, what counts is what the list says (<see cref="Adopted"/>); this
/// stays as it was last.
/// </summary>
public sealed record Batch
{
    public required string Id { get; init; }
    public required string ListId { get; init; }
    public required Decree Decree { get; init; }
    public DateOnly EffectiveOn { get; init; }
    public string Note { get; init; } = "";
    public Declared? Declared { get; init; }
    public IReadOnlyList<SheetReference> Sheets { get; init; } = [];

    /// <summary>Subjects of those who wrote it; none of them makes it current.</summary>
    public IReadOnlyList<string> Authors { get; init; } = [];

    public bool Discarded { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }

    public int OperationCount => Sheets.Sum(s => s.Count);

    public Batch WrittenBy(string subject, DateTimeOffset at) => this with { Authors = Authors.Contains(subject) ? Authors : [.. Authors, subject], UpdatedAt = at };
}

public sealed record Decree(string Title, string DocumentNumber, DateOnly DecidedOn, string ItemId);

/// <summary>What a decree says of itself.</summary>
public sealed record Declared(int Opening, int Added, int Cancelled, int Delegated, int Closing);
