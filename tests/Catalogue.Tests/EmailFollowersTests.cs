using System.Text;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using SmtpServer.Protocol;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue.Tests;

/// <summary>People follow by e-mail: asked for, confirmed, ended, and forgotten.</summary>
public sealed class EmailFollowersTests : FollowingTest
{
    [Fact]
    public async Task Nothing_but_a_confirmation_is_sent_until_it_is_confirmed()
    {
        var asked = await Ask(search: new() { Query = "预算" });
        Assert.Equal(("r***@example.com", Host.Clock.GetUtcNow().AddDays(2)), (asked.MaskedEmail, asked.ExpireTime.ToDateTimeOffset()));
        await ImportOne(Record("before", title: "预算公开"));
        await Tick(TimeSpan.FromHours(1));
        var confirmation = Assert.Single(Mail.Messages);
        Assert.Equal("请确认订阅：预算", confirmation.Subject);
        Assert.Null(confirmation.Headers[HeaderId.ListUnsubscribe]);

        // Programs that open every link change nothing.
        var link = LinkIn(confirmation, "confirm");
        using (var http = Host.Http())
        {
            var page = await http.GetStringAsync(new Uri(link).PathAndQuery, Cancel);
            Assert.Contains("<form method=\"post\">", page, StringComparison.Ordinal);
        }

        await ImportOne(Record("1", title: "预算公开"));
        await Tick(TimeSpan.FromHours(1));
        Assert.Single(Mail.Messages);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, await Use(link[..^1] + (link[^1] == '0' ? '1' : '0')));
        Assert.Equal(System.Net.HttpStatusCode.OK, await Use(link));
        Assert.Equal(System.Net.HttpStatusCode.OK, await Use(link));
        await ImportOne(Record("2", title: "预算公开"));
        await Tick(TimeSpan.FromHours(1));

        Assert.Equal("预算：1 条新动态", Mail.Messages[1].Subject);
        Assert.Equal(2, Mail.Messages.Count);
    }

    [Fact]
    public async Task A_message_says_what_is_new_in_Chinese_and_how_to_end_it()
    {
        await FollowByEmail(new() { Query = "<预算> & 公开", AgencyId = "county-1" });
        var id = await ImportedId(Record("1", "county-1", "关于<预算>公开的通知"));
        await Tick(TimeSpan.FromHours(1));

        var message = Mail.Messages[1];
        Assert.Equal((Reader, "政务公开", "noreply@example.gov.cn"), (message.To.Mailboxes.Single().Address, message.From.Mailboxes.Single().Name, message.From.Mailboxes.Single().Address));
        Assert.EndsWith("@example.gov.cn", message.MessageId, StringComparison.Ordinal);
        Assert.Equal("auto-generated", message.Headers[HeaderId.AutoSubmitted]);
        var cancel = LinkIn(message, "cancel");
        Assert.Equal(($"<{cancel}>", "List-Unsubscribe=One-Click"), (message.Headers[HeaderId.ListUnsubscribe], message.Headers[HeaderId.ListUnsubscribePost]));
        Assert.Contains("【发布】关于<预算>公开的通知", message.TextBody!, StringComparison.Ordinal);
        Assert.Contains($"https://www.example.gov.cn/api/v1/catalogue/items/{id}", message.TextBody!, StringComparison.Ordinal);
        Assert.Contains("?query=%3C%E9%A2%84%E7%AE%97%3E%20%26%20%E5%85%AC%E5%BC%80&agencyId=county-1", message.TextBody!, StringComparison.Ordinal);
        Assert.Contains("【发布】关于&lt;预算&gt;公开的通知", message.HtmlBody!, StringComparison.Ordinal);
        Assert.Contains("机构 county-1", message.HtmlBody!, StringComparison.Ordinal);
        Assert.All(message.BodyParts.OfType<TextPart>(), p => Assert.Equal("utf-8", p.ContentType.Charset));
        // Any mail server takes it.
        Assert.All(Mail.Sources, s => Assert.DoesNotContain(s, b => b > 127));
    }

    [Fact]
    public async Task One_click_ends_it_and_the_address_is_forgotten()
    {
        await FollowByEmail();
        await ImportOne(Record("1"));
        await Tick(TimeSpan.FromHours(1));
        Assert.Equal(System.Net.HttpStatusCode.OK, await Use(LinkIn(Mail.Messages[1], "cancel")));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, await Use(LinkIn(Mail.Messages[1], "cancel")));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, await Use(LinkIn(Mail.Messages[0], "confirm")));
        await ImportOne(Record("2"));
        await Tick(TimeSpan.FromHours(1));
        Assert.Equal(2, Mail.Messages.Count);

        await Upkeep();
        var kept = Host.Services.GetRequiredService<FollowingCollections>();
        Assert.Equal((0, 0, 0), (await Count(kept.Subscriptions), await Count(kept.Deliveries), await Count(kept.Told)));
        // Whoever wants it again begins anew.
        await FollowByEmail();
        await ImportOne(Record("3"));
        await Tick(TimeSpan.FromHours(1));
        Assert.Equal(4, Mail.Messages.Count);
    }

    [Fact]
    public async Task Programs_confirm_and_cancel_by_code()
    {
        await Ask();
        await Send();
        var (id, code) = Parts(LinkIn(Mail.Messages[0], "confirm"));
        foreach (var (wrongId, wrongCode) in new[] { (id, "x"), (id, ""), ("x", code) })
            Assert.Equal("NO_SUCH_SUBSCRIPTION", await ReasonOf(StatusCode.NotFound, async () => await Anyone.ConfirmEmailSubscriptionAsync(new() { Id = wrongId, Code = wrongCode }, cancellationToken: Cancel)));
        await Anyone.ConfirmEmailSubscriptionAsync(new() { Id = id, Code = code }, cancellationToken: Cancel);
        await ImportOne(Record("1"));
        await Tick(TimeSpan.FromHours(1));
        // One code does not do for the other.
        await Refused(StatusCode.NotFound, async () => await Anyone.CancelEmailSubscriptionAsync(new() { Id = id, Code = code }, cancellationToken: Cancel));
        await Anyone.CancelEmailSubscriptionAsync(new() { Id = id, Code = Parts(LinkIn(Mail.Messages[1], "cancel")).Code }, cancellationToken: Cancel);

        static (string Id, string Code) Parts(string link) => (link.Split('/')[^2], link.Split("code=")[1]);
    }

    [Fact]
    public async Task Asking_again_does_not_tell_whether_it_is_followed_already()
    {
        await FollowByEmail();
        var first = await Ask(from: "203.0.113.8");
        await Send();
        Assert.Single(Mail.Messages);
        Assert.Equal(first, await Ask("R***".Replace("***", "", StringComparison.Ordinal).ToLowerInvariant() + Reader[1..], new() { Query = "新" }, from: "203.0.113.9"));
        // Not confirmed yet, it is asked for again, with the same code.
        await Ask("other@example.com", from: "203.0.113.9");
        await Ask("Other@Example.com", from: "203.0.113.9");
        await Send();
        var others = Mail.Messages.Where(m => m.To.Mailboxes.Single().Address == "other@example.com").ToList();
        Assert.Equal(2, others.Count);
        Assert.Equal(LinkIn(others[0], "confirm"), LinkIn(others[1], "confirm"));
    }

    [Fact]
    public async Task An_address_that_nobody_confirms_is_forgotten_after_two_days()
    {
        await Ask();
        await Send();
        var link = LinkIn(Mail.Messages[0], "confirm");
        Host.Clock.Advance(TimeSpan.FromDays(2) + TimeSpan.FromSeconds(1));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, await Use(link));
        await Upkeep();
        Assert.Equal(0, await Count(Host.Services.GetRequiredService<FollowingCollections>().Subscriptions));
    }

    [Fact]
    public async Task Sign_ups_are_limited_by_client_and_by_address()
    {
        for (var i = 0; i < 5; i++) await Ask($"reader{i}@example.com");
        var refused = await Refused(StatusCode.ResourceExhausted, () => Ask("reader5@example.com"));
        Assert.Equal(("TOO_MANY_SIGN_UPS", "5"), (refused.Reason(), refused.Info().Metadata["subject"]));
        for (var i = 0; i < 5; i++) await Ask(search: new() { Query = $"{i}" }, from: $"198.51.100.{i}");
        await Refused(StatusCode.ResourceExhausted, () => Ask(search: new() { Query = "5" }, from: "198.51.100.5"));
        Host.Clock.Advance(TimeSpan.FromHours(1));
        await Ask("reader5@example.com");
        await Refused(StatusCode.ResourceExhausted, () => Ask());
        Host.Clock.Advance(TimeSpan.FromDays(1));
        await Ask();
    }

    [Theory]
    [InlineData("")]
    [InlineData("reader")]
    [InlineData("reader@localhost")]
    [InlineData("a@example.com,b@example.com")]
    [InlineData("a@example.com\r\nBcc: b@example.com")]
    [InlineData("Reader <a@example.com>")]
    [InlineData("读者@example.com")]
    public async Task An_address_that_is_none_is_refused(string email) =>
        Assert.Contains("email", (await Refused(StatusCode.InvalidArgument, () => Ask(email))).Fields().Select(f => f.Field));

    [Fact]
    public async Task A_confirmation_carries_no_link_of_who_asks_for_it()
    {
        await Ask(search: new() { Query = "中奖 http://evil.example/x?y\r\nBcc: b@example.com" });
        await Send();

        var message = Assert.Single(Mail.Messages);
        Assert.DoesNotContain("evil.example", message.Subject + message.TextBody + message.HtmlBody, StringComparison.Ordinal);
        Assert.Single(message.GetRecipients());
    }

    [Fact]
    public async Task A_mail_server_that_cannot_now_is_asked_again_and_one_that_knows_no_such_recipient_is_not()
    {
        await FollowByEmail();
        Mail.Refusal = new SmtpResponse(SmtpReplyCode.InsufficientStorage, "later");
        await ImportOne(Record("1"));
        await Tick(TimeSpan.FromHours(1));
        Assert.Single(Mail.Messages);
        Mail.Refusal = null;
        await Tick(TimeSpan.FromSeconds(7));
        Assert.Equal(2, Mail.Messages.Count);

        Mail.KnowsRecipients = false;
        await ImportOne(Record("2"));
        await Tick(TimeSpan.FromHours(1));
        await Upkeep();
        Assert.Equal(0, await Count(Host.Services.GetRequiredService<FollowingCollections>().Subscriptions));
    }

    [Fact]
    public async Task Addresses_and_secrets_are_nowhere_in_clear()
    {
        await FollowByEmail();
        var webhook = await Follow(path: "/hook?key=password-in-address");
        var rotated = await Owner.RotateWebhookSecretAsync(new() { Id = webhook.Webhook.Id }, cancellationToken: Cancel);
        await ImportOne(Record("1"));
        await Tick(TimeSpan.FromHours(1));
        Receiver.AnswerWith(System.Net.HttpStatusCode.InternalServerError);
        Mail.Refusal = new SmtpResponse(SmtpReplyCode.TransactionFailed, "no such user reader@example.com");
        await ImportOne(Record("2"));
        for (var i = 0; i < 12; i++) await Tick(TimeSpan.FromHours(15));

        var listed = (await Owner.ListWebhooksAsync(new(), cancellationToken: Cancel)).ToString();
        foreach (var secret in new[] { Reader, "password-in-address", webhook.Secret, webhook.Secret["whsec_".Length..], rotated.Secret, rotated.Secret["whsec_".Length..], "203.0.113.7" })
        {
            if (secret != "password-in-address") Assert.DoesNotContain(secret, listed, StringComparison.Ordinal);
            Assert.DoesNotContain(Host.Log.Lines, l => l.ToString().Contains(secret, StringComparison.Ordinal));
            Assert.False(Files().Any(f => f.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0), $"{secret} is in a file.");
        }
    }

    private Task Upkeep() => Upkeep(Host.Services.GetRequiredService<FollowingUpkeep>());

    private async Task Upkeep(FollowingUpkeep upkeep)
    {
        for (var i = 0; i < 4; i++)
        {
            Host.Clock.Advance(TimeSpan.FromMinutes(1));
            await upkeep.RunOnce(Cancel);
        }
    }

    private static async Task<int> Count<T>(IDocuments<T> documents) where T : class
    {
        var count = 0;
        await foreach (var _ in documents.All(Cancel)) count++;
        return count;
    }

    /// <summary>Everything on disk: the store with its journal, and the keys.</summary>
    private IEnumerable<byte[]> Files()
    {
        var folder = Host.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<StorageOptions>>().Value.Path;
        foreach (var path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(p => !p.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            yield return bytes;
        }
    }
}
