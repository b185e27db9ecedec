using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Catalogue.V1;

namespace Sunshine.Catalogue;

/// <summary>The rpcs of <c>sunshine.catalogue.v1.FollowingService</c>; the contract says what each does. Deliveries: the other part.</summary>
public sealed partial class FollowingRpcs(
    [FromKeyedServices(CatalogueModule.Name)] IStore store, FollowingCollections kept, EmailFollowers emails, WebhookTargets targets, AgencyTree tree, SealedData sealing, ClientAddress client,
    TimeProvider time) : FollowingService.FollowingServiceBase
{
    private const int MostWebhooks = 100;

    private const int LongestTitle = 100;

    private static readonly string[] Changeable = ["title", "url", "search"];

    [AllowAnonymous]
    public override async Task<FollowByEmailResponse> FollowByEmail(FollowByEmailRequest request, ServerCallContext context)
    {
        var v = new Violations();
        EmailFollowers.CheckAddress(v, request.Email);
        await CheckSearch(request.Search, "search", v, context);
        v.ThrowIfAny();
        await emails.Ask(request.Email, request.Search, client.Of(context), context.CancellationToken);
        return new FollowByEmailResponse { MaskedEmail = EmailFollowers.Mask(request.Email), ExpireTime = (time.GetUtcNow() + Subscription.ConfirmWithin).ToTimestamp() };
    }

    [AllowAnonymous]
    public override async Task<ConfirmEmailSubscriptionResponse> ConfirmEmailSubscription(ConfirmEmailSubscriptionRequest request, ServerCallContext context) =>
        await emails.Confirm(Named(request.Id), request.Code, context.CancellationToken) ? new() : throw CatalogueRefusals.NoSuchSubscription.Of();

    [AllowAnonymous]
    public override async Task<CancelEmailSubscriptionResponse> CancelEmailSubscription(CancelEmailSubscriptionRequest request, ServerCallContext context) =>
        await emails.Cancel(Named(request.Id), request.Code, context.CancellationToken) ? new() : throw CatalogueRefusals.NoSuchSubscription.Of();

    [Allow(Roles.System, Roles.Admin)]
    public override async Task<CreateWebhookResponse> CreateWebhook(CreateWebhookRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var given = request.Webhook ?? new Webhook();
        var v = new Violations();
        v.RequestId(request.RequestId);
        await Check(given, v, context);
        v.ThrowIfAny();

        var key = Ids.Of("create-webhook", caller.Subject, request.RequestId);
        if (await Find(key, cancel) is { } before) return new CreateWebhookResponse { Webhook = FollowingMap.ToProto(before, sealing, time) };
        if (await kept.Subscriptions.Count([SubscriptionCollection.Owner.Is(caller.Subject)], cancel) >= MostWebhooks) throw CatalogueRefusals.TooManyWebhooks.Of($"{MostWebhooks}");
        var (secret, now) = (WebhookSecret.New(), time.GetUtcNow());
        var created = new Subscription
        {
            Id = Ids.New(time), Kind = FollowerKind.Webhook, Key = key, Owner = caller.Subject, Title = given.Title, Search = Digest.Canonical(given.Search), SealedTarget = sealing.Seal(given.Url),
            SealedSecret = sealing.Seal(secret), CreatedAt = now, UpdatedAt = now
        }.Activate(await store.Changes.Last(cancel), now);
        var written = (await kept.Subscriptions.Write([Write.Create(created.Id, created)], cancel))[0];
        // The same call was carried out at this moment: its answer has the secret.
        if (written.Outcome != WriteOutcome.Done) return new CreateWebhookResponse { Webhook = FollowingMap.ToProto((await Find(key, cancel))!, sealing, time) };
        return new CreateWebhookResponse { Webhook = FollowingMap.ToProto(new Stored<Subscription>(created, written.Revision), sealing, time), Secret = secret };
    }

    [Allow(Roles.System, Roles.Admin)]
    public override async Task<Webhook> GetWebhook(GetWebhookRequest request, ServerCallContext context) => FollowingMap.ToProto(await Own(request.Id, "id", context), sealing, time);

    [Allow(Roles.System, Roles.Admin)]
    public override async Task<ListWebhooksResponse> ListWebhooks(ListWebhooksRequest request, ServerCallContext context)
    {
        var v = new Violations();
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var page = await kept.Subscriptions.List(new ListQuery<Subscription>
        {
            Where = [SubscriptionCollection.Owner.Is(Caller.Of(context).Subject)], OrderBy = SubscriptionCollection.CreatedAt, Descending = true, Size = size, After = after
        }, context.CancellationToken);
        var response = new ListWebhooksResponse { NextPageToken = PageTokens.Of(page.Next, request) };
        response.Webhooks.Add(page.Documents.Select(s => FollowingMap.ToProto(s, sealing, time)));
        return response;
    }

    [Allow(Roles.System, Roles.Admin)]
    public override async Task<Webhook> UpdateWebhook(UpdateWebhookRequest request, ServerCallContext context)
    {
        var given = request.Webhook ?? new Webhook();
        var existing = await Own(given.Id, "webhook.id", context);
        var v = new Violations();
        var expected = Etags.Revision(given.Etag, "webhook.etag", v);
        var changed = FollowingMap.ToProto(existing, sealing, time);
        FieldMasks.Apply(request.UpdateMask, given, changed, v, Changeable);
        v.ThrowIfAny();
        await Check(changed, v, context);
        v.ThrowIfAny();

        var search = Digest.Canonical(changed.Search);
        var updated = existing.Value with { Title = changed.Title, SealedTarget = sealing.Seal(changed.Url), Search = search, UpdatedAt = time.GetUtcNow() };
        // What happened before it was searched for was not searched for.
        if (search != existing.Value.Search) updated = updated with { After = await store.Changes.Last(context.CancellationToken) };
        return await Save(existing, updated, expected, context);
    }

    [Allow(Roles.System, Roles.Admin)]
    public override async Task<DeleteWebhookResponse> DeleteWebhook(DeleteWebhookRequest request, ServerCallContext context)
    {
        await Change(request.Id, context, s => s.End(time.GetUtcNow()));
        return new DeleteWebhookResponse();
    }

    [Allow(Roles.System, Roles.Admin)]
    public override async Task<RotateWebhookSecretResponse> RotateWebhookSecret(RotateWebhookSecretRequest request, ServerCallContext context)
    {
        var secret = WebhookSecret.New();
        var rotated = await Change(request.Id, context, s => s.Rotate(sealing.Seal(secret), time.GetUtcNow()));
        return new RotateWebhookSecretResponse { Webhook = FollowingMap.ToProto(rotated, sealing, time), Secret = secret };
    }

    [Allow(Roles.System, Roles.Admin)]
    public override async Task<Webhook> ResumeWebhook(ResumeWebhookRequest request, ServerCallContext context) =>
        FollowingMap.ToProto(await Change(request.Id, context, s => s with { State = SubscriptionState.Active, UpdatedAt = time.GetUtcNow() }), sealing, time);

    private async Task Check(Webhook webhook, Violations v, ServerCallContext context)
    {
        var found = new Violations("webhook.");
        found.Text("title", webhook.Title, LongestTitle);
        found.NoPersonalData("title", webhook.Title);
        await targets.Check("url", webhook.Url, found, context.CancellationToken);
        v.Add(found);
        await CheckSearch(webhook.Search, "webhook.search", v, context);
    }

    private async Task CheckSearch(ListItemsRequest? search, string field, Violations v, ServerCallContext context)
    {
        if (search is null)
        {
            v.Add(field, "REQUIRED", "必填。", "Required.");
            return;
        }

        // Order and paging are nothing that could be followed.
        var bare = new ListItemsRequest(search) { Order = 0, PageSize = 0, PageToken = "" };
        ItemSearch.Check(bare, await tree.Read(context.CancellationToken), v, field + ".");
    }

    private async Task<Stored<Subscription>?> Find(string key, CancellationToken cancel) =>
        (await kept.Subscriptions.List(new ListQuery<Subscription> { Where = [SubscriptionCollection.Key.Is(key)], Size = 1 }, cancel)).Documents is [var found] ? found : null;

    /// <summary>A webhook of the caller; that there are others is nobody's business.</summary>
    private async Task<Stored<Subscription>> Own(string id, string field, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var stored = await kept.Subscriptions.Get(Named(id, field), context.CancellationToken);
        return stored is { Value: { Kind: FollowerKind.Webhook, State: not SubscriptionState.Ended } } && (stored.Value.Owner == caller.Subject || caller.IsUnbounded)
            ? stored : throw CatalogueRefusals.NoSuchWebhook.Of(id);
    }

    private async Task<Webhook> Save(Stored<Subscription> existing, Subscription changed, long? expected, ServerCallContext context) =>
        FollowingMap.ToProto(await kept.Subscriptions.Replace(changed.Id, existing, changed, expected, null, context.CancellationToken), sealing, time);

    /// <summary>What the owner asks for does not depend on how far deliveries have come, which change the document all the time.</summary>
    private async Task<Stored<Subscription>> Change(string id, ServerCallContext context, Func<Subscription, Subscription> change)
    {
        while (true)
        {
            var existing = await Own(id, "id", context);
            var changed = change(existing.Value);
            var written = (await kept.Subscriptions.Write([Write.Replace(id, changed, existing.Revision)], context.CancellationToken))[0];
            if (written.Outcome == WriteOutcome.Done) return new Stored<Subscription>(changed, written.Revision);
        }
    }

    private static string Named(string id, string field = "id")
    {
        var v = new Violations();
        v.Required(field, id);
        v.ThrowIfAny();
        return id;
    }
}
