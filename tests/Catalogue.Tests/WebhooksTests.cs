using System.Net;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Testing.Hosts;

namespace Sunshine.Catalogue.Tests;

/// <summary>Messages to systems: signed, tried again, given up, replayed.</summary>
public sealed class WebhooksTests : FollowingTest
{
    [Fact]
    public async Task A_message_is_signed_with_the_secret_that_was_shown_once()
    {
        var created = await Follow();
        Assert.StartsWith("whsec_", created.Secret, StringComparison.Ordinal);
        Assert.Equal(32, Convert.FromBase64String(created.Secret["whsec_".Length..]).Length);
        var again = await Follow();
        Assert.Equal((created.Webhook, ""), (again.Webhook, again.Secret));

        await ImportOne(Record("1"));
        await Tick();

        var post = Assert.Single(Receiver.Posts);
        Assert.True(post.IsSignedWith(created.Secret));
        Assert.False(post.IsSignedWith("whsec_" + Convert.ToBase64String(new byte[32])));
        Assert.Equal($"{Host.Clock.GetUtcNow().ToUnixTimeSeconds()}", post.Timestamp);
    }

    [Fact]
    public void The_signature_is_that_of_the_specification() =>
        // The worked example of Standard Webhooks 1.0.0.
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", WebhookSecret.Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}"""u8, ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]));

    [Fact]
    public async Task For_a_day_after_a_rotation_both_secrets_sign()
    {
        var created = await Follow();
        var rotated = await Owner.RotateWebhookSecretAsync(new() { Id = created.Webhook.Id }, cancellationToken: Cancel);
        Assert.Equal(Host.Clock.GetUtcNow().AddDays(1), rotated.Webhook.OldSecretExpireTime.ToDateTimeOffset());
        await ImportOne(Record("1"));
        await Tick();
        await ImportOne(Record("2"));
        await Tick(TimeSpan.FromDays(1));

        Assert.Equal([(true, true), (false, true)], Receiver.Posts.Select(p => (p.IsSignedWith(created.Secret), p.IsSignedWith(rotated.Secret))));
        Assert.Null((await Owner.GetWebhookAsync(new() { Id = created.Webhook.Id }, cancellationToken: Cancel)).OldSecretExpireTime);
    }

    [Fact]
    public async Task A_message_that_fails_is_tried_ever_more_rarely_and_then_a_dead_letter()
    {
        using var measured = Measured.In(Host);
        var id = (await Follow()).Webhook.Id;
        Receiver.AnswerWith(HttpStatusCode.InternalServerError);
        await ImportOne(Record("1"));
        await Tick();
        var pauses = new List<double>();
        for (var delivery = Assert.Single(await Deliveries(id)); delivery.State == DeliveryState.Waiting; delivery = Assert.Single(await Deliveries(id)))
        {
            var next = delivery.NextAttemptTime.ToDateTimeOffset();
            pauses.Add((next - Host.Clock.GetUtcNow()).TotalSeconds);
            Host.Clock.SetUtcNow(next.AddMilliseconds(-2));
            await Send();
            Assert.Equal(pauses.Count, Receiver.Posts.Count);
            Host.Clock.Advance(TimeSpan.FromMilliseconds(3));
            await Send();
        }

        Assert.Equal((9.0, 1.0, null), (measured["sunshine.catalogue.messages", "channel=webhook", "outcome=failed"], measured["sunshine.catalogue.messages", "channel=webhook", "outcome=dead"],
            measured["sunshine.catalogue.messages", "channel=webhook", "outcome=delivered"]));
        double[] expected = [5, 20, 80, 320, 1_280, 5_120, 20_480, 43_200, 43_200];
        Assert.Equal(expected.Length, pauses.Count);
        Assert.All(pauses.Zip(expected), p => Assert.InRange(p.First, p.Second - 0.01, p.Second * 1.2));
        Assert.Equal((10, 1), (Receiver.Posts.Count, Receiver.Posts.DistinctBy(p => p.Id).Count()));
        var dead = Assert.Single(await Deliveries(id, DeliveryState.Dead));
        Assert.Equal((10, 1, null), (dead.Attempts.Count, dead.ItemCount, dead.NextAttemptTime));
        Assert.All(dead.Attempts, a => Assert.Equal((500, "STATUS"), (a.Status, a.Error)));
        // What comes after it goes on.
        Receiver.AnswerWith(HttpStatusCode.NoContent);
        await ImportOne(Record("2"));
        await Tick();
        Assert.Equal(DeliveryState.Delivered, (await Deliveries(id))[0].State);
    }

    [Fact]
    public async Task While_a_message_waits_the_next_is_not_made_and_nothing_is_lost()
    {
        var id = (await Follow()).Webhook.Id;
        Receiver.AnswerWith(HttpStatusCode.ServiceUnavailable);
        var items = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            items.Add(await ImportedId(Record($"{i}")));
            await Tick();
        }

        Assert.Single(await Deliveries(id));
        Receiver.AnswerWith(HttpStatusCode.OK);
        await Tick(TimeSpan.FromMinutes(10));
        await Tick();

        Assert.Equal(items.Select(i => (Change.Created, i)), Receiver.Told);
        Assert.Equal(2, (await Deliveries(id, DeliveryState.Delivered)).Count);
    }

    [Fact]
    public async Task Dead_letters_are_replayed_one_or_all()
    {
        var id = (await Follow()).Webhook.Id;
        Receiver.AnswerWith(HttpStatusCode.InternalServerError);
        for (var i = 0; i < 3; i++)
        {
            await ImportOne(Record($"{i}"));
            for (var j = 0; j < 12; j++) await Tick(TimeSpan.FromHours(15));
        }

        var dead = await Deliveries(id, DeliveryState.Dead);
        Assert.Equal(3, dead.Count);
        Receiver.AnswerWith(HttpStatusCode.OK);
        var before = Receiver.Posts.Count;
        Assert.Equal(DeliveryState.Waiting, (await Owner.ReplayDeliveryAsync(new() { WebhookId = id, Id = dead[1].Id }, cancellationToken: Cancel)).State);
        await Send();
        Assert.Equal([dead[1].Id], Receiver.Posts.Skip(before).Select(p => p.Id));

        Assert.Equal(2, (await Owner.ReplayDeadLettersAsync(new() { WebhookId = id }, cancellationToken: Cancel)).Count);
        await Send();
        Assert.Equal(dead.Select(d => d.Id).Order(), Receiver.Posts.Skip(before).Select(p => p.Id).Order());
        Assert.Empty(await Deliveries(id, DeliveryState.Dead));
        Assert.Equal(0, (await Owner.ReplayDeadLettersAsync(new() { WebhookId = id }, cancellationToken: Cancel)).Count);
    }

    [Fact]
    public async Task A_receiver_that_is_gone_gets_nothing_until_its_owner_resumes_it()
    {
        var id = (await Follow()).Webhook.Id;
        Receiver.AnswerWith(HttpStatusCode.Gone);
        var first = await ImportedId(Record("1"));
        await Tick();
        Assert.Equal(WebhookState.Disabled, (await Owner.GetWebhookAsync(new() { Id = id }, cancellationToken: Cancel)).State);
        Receiver.AnswerWith(HttpStatusCode.OK);
        var second = await ImportedId(Record("2"));
        await Tick(TimeSpan.FromDays(1));
        Assert.Single(Receiver.Posts);
        Assert.Equal("WEBHOOK_DISABLED", await ReasonOf(StatusCode.FailedPrecondition, async () => await Owner.ReplayDeadLettersAsync(new() { WebhookId = id }, cancellationToken: Cancel)));

        Assert.Equal(WebhookState.Active, (await Owner.ResumeWebhookAsync(new() { Id = id }, cancellationToken: Cancel)).State);
        await Owner.ReplayDeadLettersAsync(new() { WebhookId = id }, cancellationToken: Cancel);
        await Tick();
        // The next message is made once this one is delivered.
        await Tick();

        Assert.Equal([(Change.Created, first), (Change.Created, second)], Receiver.Told);
    }

    [Fact]
    public async Task What_a_process_leaves_between_sending_and_writing_it_down_is_sent_again_under_the_same_id()
    {
        var id = (await Follow()).Webhook.Id;
        await ImportOne(Record("1"));
        Host.Clock.Advance(TimeSpan.FromSeconds(10));
        await Sweep();
        using var killed = new CancellationTokenSource();
        Receiver.Answer = async _ => await killed.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ActivatorUtilities.CreateInstance<DeliveryQueue>(Host.Services).RunOnce(killed.Token));
        Receiver.Answer = _ => Task.CompletedTask;

        await Send();
        Assert.Single(Receiver.Posts);
        Assert.Equal("UNKNOWN", Assert.Single(Assert.Single(await Deliveries(id)).Attempts).Error);
        Host.Clock.Advance(TimeSpan.FromMinutes(4));
        await Send();

        Assert.Equal(2, Receiver.Posts.Count);
        Assert.Single(Receiver.Posts.DistinctBy(p => p.Id));
        Assert.Equal([("UNKNOWN", 0), ("", 200)], Assert.Single(await Deliveries(id, DeliveryState.Delivered)).Attempts.Select(a => (a.Error, a.Status)));
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_what_the_receiver_asks_for_is_given()
    {
        var id = (await Follow()).Webhook.Id;
        Receiver.Answer = http =>
        {
            http.Response.Redirect(Receiver.Address + "/elsewhere");
            return Task.CompletedTask;
        };
        await ImportOne(Record("1"));
        await Tick();
        Assert.Equal("/hook", Assert.Single(Receiver.Posts).Path);
        Assert.Equal(302, Assert.Single(Assert.Single(await Deliveries(id)).Attempts).Status);

        Receiver.Answer = http =>
        {
            (http.Response.StatusCode, http.Response.Headers.RetryAfter) = (429, "3600");
            return Task.CompletedTask;
        };
        await Tick(TimeSpan.FromSeconds(7));
        Assert.InRange(Assert.Single(await Deliveries(id)).NextAttemptTime.ToDateTimeOffset() - Host.Clock.GetUtcNow(), TimeSpan.FromHours(1), TimeSpan.FromHours(1.2));
    }

    [Fact]
    public async Task A_receiver_that_is_not_there_is_said_not_to_be_there()
    {
        var id = (await Follow()).Webhook.Id;
        await Receiver.DisposeAsync();
        await ImportOne(Record("1"));
        Host.Clock.Advance(TimeSpan.FromSeconds(10));
        await Sweep();
        await Send();

        Assert.Equal((0, "NOT_CONNECTED"), Assert.Single(await Deliveries(id)).Attempts.Select(a => (a.Status, a.Error)).Single());
    }

    [Fact]
    public async Task A_host_that_has_become_internal_is_not_connected_to()
    {
        await Follow();
        await ImportOne(Record("1"));
        Host.Clock.Advance(TimeSpan.FromSeconds(10));
        await Sweep();
        // Looked at again when the connection is made: with the rules of a platform that allows nothing internal.
        var strict = new Foundation.Hosting.OutboundAddresses(Options.Create(new Foundation.Hosting.OutboundOptions()));
        using var channel = ActivatorUtilities.CreateInstance<WebhookChannel>(Host.Services, strict);
        var queue = ActivatorUtilities.CreateInstance<DeliveryQueue>(Host.Services, (IEnumerable<IDeliveryChannel>)[channel]);

        await queue.RunOnce(Cancel);

        Assert.Empty(Receiver.Posts);
        var id = (await Owner.ListWebhooksAsync(new(), cancellationToken: Cancel)).Webhooks.Single().Id;
        Assert.Equal("ADDRESS_NOT_ALLOWED", Assert.Single(Assert.Single(await Deliveries(id)).Attempts).Error);
    }

    [Fact]
    public async Task A_webhook_is_its_owners_business_alone()
    {
        var id = (await Follow()).Webhook.Id;
        var other = new FollowingService.FollowingServiceClient(Host.Invoker(Host.Issuer.Token([Roles.System], "county-1", subject: "other-system")));
        Assert.Equal("NO_SUCH_WEBHOOK", await ReasonOf(StatusCode.NotFound, async () => await other.GetWebhookAsync(new() { Id = id }, cancellationToken: Cancel)));
        Assert.Equal("NO_SUCH_WEBHOOK", await ReasonOf(StatusCode.NotFound, async () => await other.RotateWebhookSecretAsync(new() { Id = id }, cancellationToken: Cancel)));
        Assert.Equal("NO_SUCH_WEBHOOK", await ReasonOf(StatusCode.NotFound, async () => await other.ListDeliveriesAsync(new() { WebhookId = id }, cancellationToken: Cancel)));
        Assert.Empty((await other.ListWebhooksAsync(new(), cancellationToken: Cancel)).Webhooks);
        var admin = new FollowingService.FollowingServiceClient(Host.As(Roles.Admin));
        Assert.Equal(id, (await admin.GetWebhookAsync(new() { Id = id }, cancellationToken: Cancel)).Id);

        await Owner.DeleteWebhookAsync(new() { Id = id }, cancellationToken: Cancel);
        Assert.Equal("NO_SUCH_WEBHOOK", await ReasonOf(StatusCode.NotFound, async () => await Owner.GetWebhookAsync(new() { Id = id }, cancellationToken: Cancel)));
        Assert.NotEqual(id, (await Follow()).Webhook.Id);
    }

    [Fact]
    public async Task Another_search_is_followed_from_when_it_was_set()
    {
        var created = (await Follow(new() { Query = "预算" })).Webhook;
        await ImportOne(Record("1", title: "决算"));
        var updated = await Owner.UpdateWebhookAsync(new() { Webhook = new() { Id = created.Id, Etag = created.Etag, Title = "新", Search = new() { Query = "决算", PageSize = 5 } }, UpdateMask = Mask("title", "search") }, cancellationToken: Cancel);
        Assert.Equal(("新", "决算", 0), (updated.Title, updated.Search.Query, updated.Search.PageSize));
        var found = await ImportedId(Record("2", title: "决算"));
        await Tick();

        Assert.Equal([(Change.Created, found)], Receiver.Told);
        await Refused(StatusCode.Aborted, async () => await Owner.UpdateWebhookAsync(new() { Webhook = new() { Id = created.Id, Etag = created.Etag }, UpdateMask = Mask("title") }, cancellationToken: Cancel));
    }

    [Fact]
    public async Task Pages_of_webhooks_and_deliveries_bring_each_once_newest_first()
    {
        var made = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            made.Insert(0, (await Follow(requestId: $"w{i}")).Webhook.Id);
            Host.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var listed = new List<string>();
        var request = new ListWebhooksRequest { PageSize = 2 };
        do
        {
            var page = await Owner.ListWebhooksAsync(request, cancellationToken: Cancel);
            listed.AddRange(page.Webhooks.Select(w => w.Id));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        Assert.Equal(made, listed);

        for (var i = 0; i < 5; i++)
        {
            await ImportOne(Record($"{i}"));
            await Tick();
        }

        var all = new List<V1.Delivery>();
        var deliveries = new ListDeliveriesRequest { WebhookId = made[0], PageSize = 2 };
        do
        {
            var page = await Owner.ListDeliveriesAsync(deliveries, cancellationToken: Cancel);
            all.AddRange(page.Deliveries);
            deliveries.PageToken = page.NextPageToken;
        }
        while (deliveries.PageToken.Length > 0);
        Assert.Equal(5, all.DistinctBy(d => d.Id).Count());
        Assert.Equal(all.Select(d => d.CreateTime.ToDateTimeOffset()).OrderDescending(), all.Select(d => d.CreateTime.ToDateTimeOffset()));
        // After a week nobody asks for what was delivered.
        await Tick(TimeSpan.FromDays(8));
        await Host.Services.GetRequiredService<FollowingUpkeep>().RunOnce(Cancel);
        Assert.Empty(await Deliveries(made[0]));
    }

    [Fact]
    public async Task Everything_wrong_with_a_webhook_is_named_at_once()
    {
        var refused = await Refused(StatusCode.InvalidArgument, async () => await Owner.CreateWebhookAsync(
            new() { Webhook = new() { Title = new string('长', 101), Url = "ftp://a.cn/", Search = new() { AgencyId = "nobody", Genre = "x", PublishedFrom = "2016-02-30" } } }, cancellationToken: Cancel));

        Assert.Equal([
            ("requestId", "REQUIRED"), ("webhook.title", "TOO_LONG"), ("webhook.url", "MALFORMED"), ("webhook.search.publishedFrom", "NOT_A_DAY"), ("webhook.search.agencyId", "NO_SUCH_AGENCY"),
            ("webhook.search.genre", "UNKNOWN_CODE")
        ], refused.Fields());
    }
}
