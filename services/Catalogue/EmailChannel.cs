using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>
/// Hands messages for people to a mail server. Each says how to end it with one click (RFC 8058); its Message-ID is that of the delivery, by
/// which mail programs drop a repetition.
/// </summary>
public sealed class EmailChannel(SealedData sealing, FollowerLinks links, IOptions<FollowingOptions> options, TimeProvider time) : IDeliveryChannel
{
    public FollowerKind Kind => FollowerKind.Email;

    public async Task<SendResult> Send(Subscription to, Delivery delivery, Digest digest, CancellationToken cancel)
    {
        // Set when the address was taken, and gone since.
        if (options.Value.MissingForEmail.Any()) return SendResult.Failed("NOT_CONFIGURED");
        // Of what was taken back before anybody was told, nobody is told.
        var items = digest.Items.Where(i => !(i.IsWithdrawn && i.Entry.IsPublication)).ToList();
        if (!delivery.IsConfirmation && items.Count == 0) return new SendResult(SendOutcome.Delivered, 0, "");

        using var message = Compose(to, delivery, digest, items);
        using var smtp = new SmtpClient { Timeout = (int)options.Value.Timeout.TotalMilliseconds };
        try
        {
            await smtp.ConnectAsync(options.Value.SmtpServer, options.Value.SmtpPort, options.Value.SmtpSecurity, cancel);
            if (options.Value.SmtpUser.Length > 0) await smtp.AuthenticateAsync(options.Value.SmtpUser, options.Value.SmtpPassword, cancel);
            await smtp.SendAsync(message, cancel);
        }
        catch (SmtpCommandException e)
        {
            // 5xx is for ever: of the recipient, there is none; of the message, this one is not wanted.
            var status = (int)e.StatusCode;
            if (status < 500) return SendResult.Failed("STATUS", status);
            return new SendResult(e.ErrorCode == SmtpErrorCode.RecipientNotAccepted ? SendOutcome.Gone : SendOutcome.Refused, status, "STATUS");
        }
        catch (Exception e) when (e is IOException or SocketException or ProtocolException or AuthenticationException or SslHandshakeException or TimeoutException
            or NotSupportedException or ServiceNotAuthenticatedException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return SendResult.Failed(e switch
            {
                AuthenticationException or ServiceNotAuthenticatedException => "NOT_AUTHENTICATED",
                SslHandshakeException or NotSupportedException => "TLS_FAILED",
                TimeoutException or OperationCanceledException => "TIMEOUT",
                _ => "NOT_CONNECTED"
            });
        }

        await Leave(smtp, cancel);
        return new SendResult(SendOutcome.Delivered, (int)SmtpStatusCode.Ok, "");
    }

    private MimeMessage Compose(Subscription to, Delivery delivery, Digest digest, List<DigestItem> items)
    {
        var sender = MailboxAddress.Parse(options.Value.Sender);
        var text = delivery.IsConfirmation
            ? EmailText.Confirmation(digest, links.Confirm(to))
            : EmailText.News(digest, items, Math.Max(items.Count, delivery.Total - (digest.Items.Count - items.Count)), links.Search(digest.Search), links.Cancel(to), links.Item);
        var message = new MimeMessage { Subject = text.Subject, Date = time.GetUtcNow(), MessageId = $"{delivery.Id}@{sender.Domain}" };
        message.From.Add(sender);
        message.To.Add(new MailboxAddress("", sealing.Unseal(to.SealedTarget)));
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        if (!delivery.IsConfirmation)
        {
            message.Headers.Add(HeaderId.ListUnsubscribe, $"<{links.Cancel(to)}>");
            message.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        }

        message.Body = new BodyBuilder { TextBody = text.Plain, HtmlBody = text.Html }.ToMessageBody();
        message.Prepare(EncodingConstraint.SevenBit);
        return message;
    }

    /// <summary>The message was taken already: how the conversation ends does not matter.</summary>
    private static async Task Leave(SmtpClient smtp, CancellationToken cancel)
    {
        try
        {
            await smtp.DisconnectAsync(true, cancel);
        }
        catch (Exception e) when (e is IOException or SocketException or ProtocolException or SmtpCommandException or OperationCanceledException)
        {
        }
    }
}
