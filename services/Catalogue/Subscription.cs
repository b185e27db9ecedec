namespace Sunshine.Catalogue;

/// <summary>How followers are told: one of two ways.</summary>
public enum FollowerKind
{
    Email,
    Webhook
}

public enum SubscriptionState
{
    /// <summary>Its address was not confirmed yet.</summary>
    Pending,

    Active,

    /// <summary>Its receiver is gone: nothing is sent.</summary>
    Disabled,

    /// <summary>Over: what tells whose it was is erased, and the rest is about to go.</summary>
    Ended
}

/// <summary>
/// A search that somebody follows, and how far he has been told. What tells who it is, and what signs his messages, is sealed
/// (<see cref="Foundation.Storage.SealedData"/>).
/// </summary>
public sealed record Subscription
{
    /// <summary>So long an address is kept that nobody confirms.</summary>
    public static readonly TimeSpan ConfirmWithin = TimeSpan.FromDays(2);

    /// <summary>So long messages are signed with the secret before as well.</summary>
    public static readonly TimeSpan OldSecretFor = TimeSpan.FromDays(1);

    public required string Id { get; init; }

    public FollowerKind Kind { get; init; }

    public SubscriptionState State { get; init; }

    /// <summary>
    /// By which what is created again finds itself: a pseudonym of address and search, or the caller's request id. Unique; empty once it is over.
    /// </summary>
    public string Key { get; init; } = "";

    /// <summary>The filters of a ListItemsRequest in JSON; without order and paging, so that equal searches are equal texts.</summary>
    public required string Search { get; init; }

    /// <summary>The e-mail address or the webhook's, sealed: the latter may carry a password.</summary>
    public string SealedTarget { get; init; } = "";

    /// <summary>Random; the codes in e-mails follow from it.</summary>
    public string Seed { get; init; } = "";

    /// <summary>Subject of the token that created a webhook; empty for e-mail.</summary>
    public string Owner { get; init; } = "";

    public string Title { get; init; } = "";
    public string SealedSecret { get; init; } = "";
    public string SealedOldSecret { get; init; } = "";
    public DateTimeOffset? OldSecretUntil { get; init; }

    /// <summary>The number of the last change (<see cref="Foundation.Storage.IChanges"/>) that it was told of or that was none of its.</summary>
    public long After { get; init; }

    /// <summary>The delivery that was made last; while it waits there is no other.</summary>
    public string Outstanding { get; init; } = "";

    /// <summary>When that was made; null if none ever was.</summary>
    public DateTimeOffset? ToldAt { get; init; }

    /// <summary>The last delivery was full, and the next need not wait.</summary>
    public bool HasMore { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>From now on it is told of what happens after a change.</summary>
    public Subscription Activate(long after, DateTimeOffset now) => this with { State = SubscriptionState.Active, After = after, UpdatedAt = now };

    /// <summary>Without anything that tells whose it was.</summary>
    public Subscription End(DateTimeOffset now) => new()
    {
        Id = Id, Kind = Kind, State = SubscriptionState.Ended, Search = "", CreatedAt = CreatedAt, UpdatedAt = now
    };

    public Subscription Rotate(string sealedSecret, DateTimeOffset now) =>
        this with { SealedSecret = sealedSecret, SealedOldSecret = SealedSecret, OldSecretUntil = now + OldSecretFor, UpdatedAt = now };

    /// <summary>A delivery was made, with everything up to a change.</summary>
    public Subscription Tell(Delivery delivery, bool hasMore, DateTimeOffset now) =>
        this with { After = delivery.Until, Outstanding = delivery.Id, ToldAt = now, HasMore = hasMore };
}

/// <summary>
/// That a follower was told of an item: of its withdrawal he is told too, and nobody else is. <c>{subscription}.{item}</c>.
/// </summary>
public sealed record Told(string SubscriptionId, string ItemId)
{
    public string Id => IdOf(SubscriptionId, ItemId);

    public static string IdOf(string subscriptionId, string itemId) => $"{subscriptionId}.{itemId}";
}
