using Grpc.Core;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Catalogue.V1;

namespace Sunshine.Catalogue;

public sealed partial class FollowingRpcs
{
    private const int Portion = 200;

    [Allow(Roles.System, Roles.Admin)]
    public override async Task<ListDeliveriesResponse> ListDeliveries(ListDeliveriesRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Required("webhookId", request.WebhookId);
        v.Enum("state", request.State, required: false);
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        await Own(request.WebhookId, "webhookId", context);
        var page = await ListOf(request.WebhookId, request.State, size, after, context);
        var response = new ListDeliveriesResponse { NextPageToken = PageTokens.Of(page.Next, request) };
        response.Deliveries.Add(page.Documents.Select(FollowingMap.ToProto));
        return response;
    }

    [Allow(Roles.System, Roles.Admin)]
    public override async Task<V1.Delivery> ReplayDelivery(ReplayDeliveryRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Required("webhookId", request.WebhookId);
        v.Required("id", request.Id);
        v.ThrowIfAny();
        await Active(request.WebhookId, context);
        var delivery = await kept.Deliveries.Get(request.Id, context.CancellationToken);
        if (delivery?.Value.SubscriptionId != request.WebhookId) throw CatalogueRefusals.NoSuchDelivery.Of(request.Id);
        // One that waits is replayed anyway.
        if (delivery.Value.State == DeliveryState.Waiting) return FollowingMap.ToProto(delivery);
        return FollowingMap.ToProto(await kept.Deliveries.Replace(request.Id, delivery, delivery.Value.Replay(time.GetUtcNow()), null, null, context.CancellationToken));
    }

    [Allow(Roles.System, Roles.Admin)]
    public override async Task<ReplayDeadLettersResponse> ReplayDeadLetters(ReplayDeadLettersRequest request, ServerCallContext context)
    {
        await Active(request.WebhookId, context);
        var response = new ReplayDeadLettersResponse();
        while (true)
        {
            // Those that are replayed are dead no more: the first page is always the next one.
            var dead = await ListOf(request.WebhookId, DeliveryState.Dead, Portion, null, context);
            var now = time.GetUtcNow();
            var written = await kept.Deliveries.Write([.. dead.Documents.Select(d => Write.Replace(d.Value.Id, d.Value.Replay(now), d.Revision))], context.CancellationToken);
            response.Count += written.Count(w => w.Outcome == WriteOutcome.Done);
            if (dead.Next is null) return response;
        }
    }

    private async Task Active(string id, ServerCallContext context)
    {
        if ((await Own(id, "webhookId", context)).Value.State != SubscriptionState.Active) throw CatalogueRefusals.WebhookDisabled.Of(id);
    }

    private Task<Slice<Delivery>> ListOf(string webhookId, DeliveryState state, int size, string? after, ServerCallContext context) =>
        kept.Deliveries.List(new ListQuery<Delivery>
        {
            Where =
            [
                DeliveryCollection.Subscription.Is(webhookId),
                .. state != 0 ? [DeliveryCollection.State.Is(state)] : Array.Empty<Criterion<Delivery>>()
            ],
            OrderBy = DeliveryCollection.CreatedAt, Descending = true, Size = size, After = after
        }, context.CancellationToken);
}
