using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>Webhooks and their deliveries as their owners see them; secrets never.</summary>
internal static class FollowingMap
{
    public static V1.Webhook ToProto(Stored<Subscription> stored, SealedData sealing, TimeProvider time)
    {
        var webhook = stored.Value;
        return new V1.Webhook
        {
            Id = webhook.Id, Etag = Etags.Of(stored.Revision), CreateTime = webhook.CreatedAt.ToTimestamp(), UpdateTime = webhook.UpdatedAt.ToTimestamp(), Title = webhook.Title,
            Url = sealing.Unseal(webhook.SealedTarget), Search = Digest.SearchOf(webhook),
            State = webhook.State == SubscriptionState.Active ? V1.WebhookState.Active : V1.WebhookState.Disabled,
            OldSecretExpireTime = webhook.OldSecretUntil > time.GetUtcNow() ? webhook.OldSecretUntil?.ToTimestamp() : null
        };
    }

    public static V1.Delivery ToProto(Stored<Delivery> stored)
    {
        var delivery = stored.Value;
        var proto = new V1.Delivery
        {
            Id = delivery.Id, Etag = Etags.Of(stored.Revision), CreateTime = delivery.CreatedAt.ToTimestamp(), State = delivery.State, ItemCount = delivery.Entries.Count,
            NextAttemptTime = delivery.State == V1.DeliveryState.Waiting ? delivery.NextAt.ToTimestamp() : null
        };
        proto.Attempts.Add(delivery.Attempts.Select(a => new V1.DeliveryAttempt { AttemptTime = a.At.ToTimestamp(), Status = a.Status, Error = a.Error }));
        return proto;
    }
}
