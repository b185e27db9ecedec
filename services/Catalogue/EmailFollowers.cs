using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>Subscriptions by e-mail: asked for by anybody, confirmed by who reads the mail, ended by a code. For rpcs and pages alike.</summary>
public sealed partial class EmailFollowers(
    [FromKeyedServices(CatalogueModule.Name)] IStore store, FollowingCollections kept, [FromKeyedServices(CatalogueModule.Name)] CallLimit limit, SealedData sealing, FollowerLinks links, IOptions<FollowingOptions> options, TimeProvider time)
{
    private const int LongestAddress = 254;

    /// <summary>So many confirmations go to one address within a day.</summary>
    private const int PerAddress = 5;

    public static void CheckAddress(Violations v, string email)
    {
        v.Required("email", email);
        v.Text("email", email, LongestAddress);
        v.Pattern("email", email, Address(), "不是有效的电子邮箱地址。", "Not an e-mail address.");
    }

    /// <summary>Sends a confirmation, unless the address follows the search already; whoever asks is not told which.</summary>
    /// <param name="client">Whence it is asked.</param>
    public async Task Ask(string email, V1.ListItemsRequest search, string client, CancellationToken cancel)
    {
        if (options.Value.MissingForEmail.FirstOrDefault() is { } missing) throw CatalogueRefusals.EmailNotConfigured.Of(missing);
        var address = email.ToLowerInvariant();
        var canonical = Digest.Canonical(search);
        var now = time.GetUtcNow();
        // Each takes a slot, for each may send a message.
        var taker = Ids.New(time);
        await limit.Take(["sign-ups", client], taker, options.Value.SignUpsPerHour, TimeSpan.FromHours(1), CatalogueRefusals.TooManySignUps, cancel);
        await limit.Take(["sign-ups of", address], taker, PerAddress, TimeSpan.FromDays(1), CatalogueRefusals.TooManySignUps, cancel);

        var asked = new Subscription
        {
            Id = Ids.New(time), Kind = FollowerKind.Email, Key = sealing.Pseudonym("follower", address, canonical), Search = canonical, SealedTarget = sealing.Seal(email),
            Seed = Ids.Of(Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32))), CreatedAt = now, UpdatedAt = now
        };
        while ((await kept.Subscriptions.Write([Write.Create(asked.Id, asked)], cancel))[0].Outcome != WriteOutcome.Done)
        {
            var found = (await kept.Subscriptions.List(new ListQuery<Subscription> { Where = [SubscriptionCollection.Key.Is(asked.Key)], Size = 1 }, cancel)).Documents;
            if (found is not [var before]) continue;
            if (before.Value.State != SubscriptionState.Pending) return;
            // The two days begin anew, with the same code: the message before may still come.
            var renewed = before.Value with { CreatedAt = now };
            if ((await kept.Subscriptions.Write([Write.Replace(renewed.Id, renewed, before.Revision)], cancel))[0].Outcome != WriteOutcome.Done) continue;
            asked = renewed;
            break;
        }

        // If the process dies here there is no message, and whoever waits for it asks again.
        var confirmation = new Delivery { Id = Ids.Of("confirmation", asked.Id, taker), SubscriptionId = asked.Id, IsConfirmation = true, NextAt = now, CreatedAt = now };
        await kept.Deliveries.CreateOnce(confirmation.Id, confirmation, null, cancel);
    }

    /// <summary>From now on the address is told of what is found.</summary>
    /// <returns>Whether this was the code.</returns>
    public Task<bool> Confirm(string id, string code, CancellationToken cancel) => Change(id, async subscription =>
    {
        if (!links.Confirms(subscription, code)) return null;
        if (subscription.State == SubscriptionState.Active) return subscription;
        // It may not have been removed yet.
        if (time.GetUtcNow() - subscription.CreatedAt > Subscription.ConfirmWithin) return null;
        return subscription.Activate(await store.Changes.Last(cancel), time.GetUtcNow());
    }, cancel);

    /// <summary>The address is forgotten.</summary>
    /// <returns>Whether this was the code.</returns>
    public Task<bool> Cancel(string id, string code, CancellationToken cancel) =>
        Change(id, subscription => Task.FromResult(links.Cancels(subscription, code) ? subscription.End(time.GetUtcNow()) : null), cancel);

    /// <summary>An address that shows enough to be known again by who typed it.</summary>
    public static string Mask(string email) => $"{email[0]}***{email[email.LastIndexOf('@')..]}";

    private async Task<bool> Change(string id, Func<Subscription, Task<Subscription?>> change, CancellationToken cancel)
    {
        while (await kept.Subscriptions.Get(id, cancel) is { Value.Kind: FollowerKind.Email } stored)
        {
            if (await change(stored.Value) is not { } changed) return false;
            if (changed == stored.Value || (await kept.Subscriptions.Write([Write.Replace(id, changed, stored.Revision)], cancel))[0].Outcome == WriteOutcome.Done) return true;
        }

        return false;
    }

    /// <summary>What can be written in ASCII without quotes; what else the standard allows is hardly in use.</summary>
    [GeneratedRegex(@"\A[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}\z")]
    private static partial Regex Address();
}
