namespace Sunshine.Catalogue;

/// <summary>Brings messages to followers. Two ways: <see cref="WebhookChannel"/> and <see cref="EmailChannel"/>.</summary>
public interface IDeliveryChannel
{
    FollowerKind Kind { get; }

    /// <summary>Sends one message once. What goes wrong outside is an answer, not an exception.</summary>
    /// <exception cref="OperationCanceledException">The process stops; whether it was sent is not known.</exception>
    Task<SendResult> Send(Subscription to, Delivery delivery, Digest digest, CancellationToken cancel);
}

public enum SendOutcome
{
    Delivered,

    /// <summary>Later it may go better.</summary>
    Failed,

    /// <summary>It will go no better, but another message may.</summary>
    Refused,

    /// <summary>The receiver wants nothing any more, or is not there.</summary>
    Gone
}

/// <summary>What became of an attempt.</summary>
/// <param name="Status">HTTP or SMTP status; 0 if there was no answer.</param>
/// <param name="Error">A word; empty if it went well. Never what the other side said: it may name the receiver.</param>
/// <param name="RetryAfter">What the receiver asked for; null for nothing.</param>
public sealed record SendResult(SendOutcome Outcome, int Status, string Error, TimeSpan? RetryAfter = null)
{
    /// <summary>The process ended before the answer came.</summary>
    public const string Unknown = "UNKNOWN";

    public static SendResult Failed(string error, int status = 0, TimeSpan? retryAfter = null) => new(SendOutcome.Failed, status, error, retryAfter);
}
