namespace Sunshine.Powers;

/// <summary>What one batch says of one power. It never changes, and counts only if its list names its key (<see cref="Adopted.Key"/>).</summary>
public sealed record PowerVersion
{
    public string Id => IdOf(Key, PowerId);

    public long Key { get; init; }
    public required string PowerId { get; init; }
    public required string ListId { get; init; }

    /// <summary>What was done.</summary>
    public V1.OperationKind Kind { get; init; }

    /// <summary>Whether the list has the power since.</summary>
    public bool Held { get; init; }

    /// <summary>What the list says of it since; of one that went, what it said last.</summary>
    public required PowerContent Content { get; init; }

    /// <summary>Of its content (<see cref="PowerContent.DigestOf"/>).</summary>
    public string Digest { get; init; } = "";

    /// <summary>Since when its bases are stated as they are.</summary>
    public DateOnly BasedOn { get; init; }

    /// <summary>The powers it came from: merged or split ones of this list, or the one that another list delegated.</summary>
    public IReadOnlyList<string> Predecessors { get; init; } = [];

    /// <summary>The powers of this list that it went on as.</summary>
    public IReadOnlyList<string> Successors { get; init; } = [];

    /// <summary>Of one that was taken over: the list that delegated it.</summary>
    public string SourceListId { get; init; } = "";

    public V1.PowerLevel ToLevel { get; init; }
    public IReadOnlyList<string> ToAgencyIds { get; init; } = [];
    public string Reason { get; init; } = "";

    /// <summary>By key first, so that one batch's versions lie together.</summary>
    public static string IdOf(long key, string powerId) => $"{key:D12}.{powerId}";
}

/// <summary>That somebody began to store a batch's versions under a key: what a process that died left behind is found by it.</summary>
public sealed record Attempt(long Key, string ListId)
{
    public string Id => $"{Key:D12}";
}
