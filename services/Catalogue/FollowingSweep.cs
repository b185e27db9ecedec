using Microsoft.Extensions.Options;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>
/// Finds out whom to tell of what. Once in an interval, and for all who are due at once: however many follow, the changes are read one time,
/// and each item once for each different search. Nothing is written but what is to be sent, so that a million imported items are a message
/// for each follower.
/// <para>
/// Any number of replicas may do it, and die anywhere. The delivery is stored first; its id follows from the subscription and its place, so
/// that there is one for each place, whoever makes it. Then the subscription is moved on to where that delivery ends.
/// </para>
/// </summary>
public sealed class FollowingSweep(
    [FromKeyedServices(CatalogueModule.Name)] IStore store, FollowingCollections kept, PublicItems items, AgencyTree tree, IOptions<FollowingOptions> options, TimeProvider time)
{
    private const int Portion = 500;

    /// <summary>A subscription that nothing was found for is moved on after this many changes; until then where it stands is only remembered.</summary>
    private const int Forgettable = 10_000;

    private static readonly string Topic = Topics.Of<V1.ItemChanged>();

    private readonly Dictionary<FollowerKind, Sweeping> _sweeping = Enum.GetValues<FollowerKind>().ToDictionary(k => k, _ => new Sweeping());
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    /// <summary>Does what is due. One call at a time.</summary>
    public async Task RunOnce(CancellationToken cancel)
    {
        foreach (var (kind, state) in _sweeping)
        {
            var slot = Slot(kind, time.GetUtcNow());
            // In the time in which a process starts, the one before it may have told already.
            if (slot == (state.Slot ?? Slot(kind, _startedAt)) && !state.HasMore) continue;
            await Sweep(kind, slot, state, cancel);
            state.Slot = slot;
        }
    }

    private async Task Sweep(FollowerKind kind, long slot, Sweeping state, CancellationToken cancel)
    {
        var last = await store.Changes.Last(cancel);
        state.HasMore = false;
        var due = new List<Follower>();
        await foreach (var page in Active(kind, cancel))
        {
            var outstanding = await kept.Deliveries.GetMany([.. page.Select(s => s.Value.Outstanding).Where(o => o.Length > 0)], cancel);
            foreach (var stored in page)
            {
                var subscription = stored.Value;
                var from = Math.Max(subscription.After, state.Seen.GetValueOrDefault(subscription.Id));
                if (from >= last) continue;
                var waiting = outstanding.GetValueOrDefault(subscription.Outstanding) is { Value: { State: V1.DeliveryState.Waiting } delivery } ? delivery : null;
                if (waiting is null && (subscription.HasMore || subscription.ToldAt is not { } told || Slot(kind, told) < slot))
                {
                    due.Add(new Follower(stored, from, kind == FollowerKind.Email ? options.Value.EmailItems : options.Value.WebhookItems));
                    continue;
                }

                // The next message is made when this one is delivered; where it fails, the next interval is early enough.
                state.HasMore |= subscription.HasMore && waiting is { Tries: <= 1 };
            }
        }

        if (due.Count == 0) return;
        await Read(due, cancel);
        foreach (var portion in due.Chunk(Portion)) await Tell(portion, state, cancel);
    }

    /// <summary>Goes through the changes that any of them has not seen.</summary>
    private async Task Read(List<Follower> due, CancellationToken cancel)
    {
        var agencies = await tree.Read(cancel);
        var searches = due.GroupBy(f => f.Stored.Value.Search).Select(g => KeptSearch.Of(Digest.SearchOf(g.First().Stored.Value), agencies, [.. g])).ToList();
        var byId = due.ToDictionary(f => f.Stored.Value.Id);
        for (var number = due.Min(f => f.From); due.Exists(f => !f.IsFull);)
        {
            var changes = await store.Changes.After(number, Portion, cancel);
            if (changes.Count == 0) return;
            var changed = changes.Where(c => c.Event.Topic == Topic).Select(c => (c.Number, Event: Topics.Read<V1.ItemChanged>(c.Event))).ToList();
            var current = await items.FindMany([.. changed.Select(c => c.Event.ItemId).Distinct()], cancel);
            var searched = current.ToDictionary(c => c.Key, c => PublicItems.AsSearched(c.Value));
            var finders = new Dictionary<string, List<KeptSearch>>();
            foreach (var (at, change) in changed)
            {
                var entry = new DeliveryEntry(change.ItemId, change.Change, change.OccurredAt.ToDateTimeOffset(), at);
                if (entry.IsPublication) Publish(entry);
                else if (change.Change is V1.Change.Withdrawn or V1.Change.ValidityEnded) await Withdraw(entry, byId, cancel);
            }

            number = changes[^1].Number;
            foreach (var follower in due) follower.See(number);

            void Publish(DeliveryEntry entry)
            {
                // What is not listed now is told to nobody, whatever it was then.
                if (searched.GetValueOrDefault(entry.ItemId) is not { } item) return;
                if (!finders.TryGetValue(entry.ItemId, out var finding)) finders[entry.ItemId] = finding = searches.FindAll(s => s.Finds(item));
                foreach (var follower in finding.SelectMany(s => s.Followers).Where(f => f.Wants(entry.Number))) follower.Add(entry);
            }
        }
    }

    /// <summary>Tells those who were told of the item; who was about to be is not told of it at all.</summary>
    private async Task Withdraw(DeliveryEntry entry, Dictionary<string, Follower> byId, CancellationToken cancel)
    {
        if (entry.Change == V1.Change.Withdrawn)
        {
            foreach (var follower in byId.Values.Where(f => f.Wants(entry.Number))) follower.Forget(entry.ItemId);
        }

        for (string? after = null; ;)
        {
            var told = await kept.Told.List(new ListQuery<Told> { Where = [ToldCollection.Item.Is(entry.ItemId)], Size = Portion, After = after }, cancel);
            foreach (var one in told.Documents)
            {
                if (byId.TryGetValue(one.Value.SubscriptionId, out var follower) && follower.Wants(entry.Number)) follower.Add(entry);
            }

            if ((after = told.Next) is null) return;
        }
    }

    private async Task Tell(IReadOnlyList<Follower> followers, Sweeping state, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var moves = new List<Write<Subscription>>();
        var deliveries = new Dictionary<string, Delivery>();
        foreach (var follower in followers.Where(f => f.Entries.Count > 0))
        {
            var made = new Delivery
            {
                Id = Ids.Of("delivery", follower.Stored.Value.Id, $"{follower.Stored.Value.After}"), SubscriptionId = follower.Stored.Value.Id, Until = follower.Through, Total = follower.Total,
                Entries = follower.Entries, NextAt = now, CreatedAt = now
            };
            // Another may have made it before, up to another change: that one counts.
            deliveries[follower.Stored.Value.Id] = (await kept.Deliveries.CreateOnce(made.Id, made, null, cancel)).Value;
        }

        var told = deliveries.Values.SelectMany(d => d.Entries.Where(e => e.IsPublication).Select(e => new Told(d.SubscriptionId, e.ItemId))).DistinctBy(t => t.Id);
        foreach (var portion in told.Chunk(1_000)) await kept.Told.Write([.. portion.Select(t => Write.Put(t.Id, t))], cancel);

        foreach (var follower in followers)
        {
            var (subscription, revision) = (follower.Stored.Value, follower.Stored.Revision);
            if (deliveries.TryGetValue(subscription.Id, out var delivery))
            {
                var more = follower.IsFull || delivery.Until < follower.Through;
                state.HasMore |= more;
                moves.Add(Write.Replace(subscription.Id, subscription.Tell(delivery, more, now), revision));
                state.Seen.Remove(subscription.Id);
            }
            else if (subscription.HasMore || follower.Through - subscription.After >= Forgettable)
            {
                moves.Add(Write.Replace(subscription.Id, subscription with { After = follower.Through, HasMore = false }, revision));
                state.Seen.Remove(subscription.Id);
            }
            else
            {
                state.Seen[subscription.Id] = follower.Through;
            }
        }

        // One that somebody was quicker with stands where it stood, and finds its delivery the next time.
        await kept.Subscriptions.Write(moves, cancel);
    }

    private async IAsyncEnumerable<IReadOnlyList<Stored<Subscription>>> Active(FollowerKind kind, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        for (string? after = null; ;)
        {
            var page = await kept.Subscriptions.List(new ListQuery<Subscription>
            {
                Where = [SubscriptionCollection.State.Is(SubscriptionState.Active), SubscriptionCollection.Kind.Is(kind)], Size = Portion, After = after
            }, cancel);
            yield return page.Documents;
            if ((after = page.Next) is null) yield break;
        }
    }

    /// <summary>Times are divided alike for all, so that all who are due are due at once.</summary>
    private long Slot(FollowerKind kind, DateTimeOffset at) => at.UtcTicks / (kind == FollowerKind.Email ? options.Value.EmailInterval : options.Value.WebhookInterval).Ticks;

    private sealed class Sweeping
    {
        /// <summary>The last one; null if there was none yet.</summary>
        public long? Slot { get; set; }

        /// <summary>Some need not wait for the next interval.</summary>
        public bool HasMore { get; set; }

        /// <summary>The number of the last change that was looked at for a subscription and not found.</summary>
        public Dictionary<string, long> Seen { get; } = [];
    }
}
