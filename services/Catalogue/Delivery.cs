namespace Sunshine.Catalogue;

/// <summary>
/// A message on its way to a follower. It holds what happened to which items and not what they say: that is read from
/// <see cref="PublicItems"/> at each attempt, so that what was taken back meanwhile is not sent.
/// </summary>
public sealed record Delivery
{
    /// <summary>A dead letter is kept for so long.</summary>
    private static readonly TimeSpan DeadFor = TimeSpan.FromDays(30);

    /// <summary>What was delivered is kept for so long.</summary>
    private static readonly TimeSpan DeliveredFor = TimeSpan.FromDays(7);

    private const int MostAttempts = 20;

    /// <summary>Follows from the subscription and its place in the changes: made twice, it is the same. The receiver knows repetitions by it.</summary>
    public required string Id { get; init; }

    public required string SubscriptionId { get; init; }

    /// <summary>It asks an e-mail's owner whether he wants to follow, and has no entries.</summary>
    public bool IsConfirmation { get; init; }

    /// <summary>The number of the last change that it covers.</summary>
    public long Until { get; init; }

    /// <summary>How many publications and withdrawals there were, also those that are not among the entries.</summary>
    public int Total { get; init; }

    public IReadOnlyList<DeliveryEntry> Entries { get; init; } = [];
    public V1.DeliveryState State { get; init; } = V1.DeliveryState.Waiting;

    /// <summary>When it is to be looked at next: tried while it waits, else removed.</summary>
    public required DateTimeOffset NextAt { get; init; }

    /// <summary>Attempts since it was made or replayed.</summary>
    public int Tries { get; init; }

    /// <summary>Oldest first; the last ones.</summary>
    public IReadOnlyList<Attempt> Attempts { get; init; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>An attempt begins: until it ends, or is given up for lost at a time, nobody else tries.</summary>
    public Delivery Begin(DateTimeOffset now, DateTimeOffset lost) => this with
    {
        Tries = Tries + 1, NextAt = lost, Attempts = [.. Attempts.TakeLast(MostAttempts - 1), new Attempt(now, 0, SendResult.Unknown)]
    };

    /// <summary>The attempt that began has ended.</summary>
    public Delivery End(SendResult result) => this with { Attempts = [.. Attempts.SkipLast(1), Attempts[^1] with { Status = result.Status, Error = result.Error }] };

    public Delivery Deliver(DateTimeOffset now) => this with { State = V1.DeliveryState.Delivered, NextAt = now + DeliveredFor };

    public Delivery Die(DateTimeOffset now) => this with { State = V1.DeliveryState.Dead, NextAt = now + DeadFor };

    public Delivery Replay(DateTimeOffset now) => this with { State = V1.DeliveryState.Waiting, NextAt = now, Tries = 0 };
}

/// <summary>Something that happened to an item.</summary>
/// <param name="Number">Of the change.</param>
public sealed record DeliveryEntry(string ItemId, V1.Change Change, DateTimeOffset At, long Number)
{
    public bool IsPublication => IsPublicationOf(Change);

    /// <summary>An edition became public: it is new, or was taken back before. Another placement of the same edition is none.</summary>
    public static bool IsPublicationOf(V1.Change change) => change is V1.Change.Created or V1.Change.Amended or V1.Change.Restored;
}

/// <param name="Status">HTTP or SMTP status; 0 if there was no answer.</param>
/// <param name="Error">Empty if it went well.</param>
public sealed record Attempt(DateTimeOffset At, int Status, string Error);
