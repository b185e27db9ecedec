using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>Posts messages to systems, signed as Standard Webhooks 1.0.0 has it. Any 2xx is an acknowledgement, 410 the end.</summary>
public sealed class WebhookChannel : IDeliveryChannel, IDisposable
{
    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    private readonly SealedData _sealing;
    private readonly FollowerLinks _links;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly HttpClient _http;

    public WebhookChannel(OutboundAddresses addresses, SealedData sealing, FollowerLinks links, IOptions<FollowingOptions> options, TimeProvider time)
    {
        (_sealing, _links, _time, _timeout) = (sealing, links, time, options.Value.Timeout);
        var handler = addresses.Handler();
        // No traces: an address may carry a password, and the receiver is no part of us.
        (handler.ActivityHeadersPropagator, handler.MaxResponseHeadersLength, handler.ConnectTimeout) = (null, 16, _timeout);
        _http = new HttpClient(handler) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
    }

    public FollowerKind Kind => FollowerKind.Webhook;

    public async Task<SendResult> Send(Subscription to, Delivery delivery, Digest digest, CancellationToken cancel)
    {
        var now = _time.GetUtcNow();
        var body = Encoding.UTF8.GetBytes(Json.Format(Payload(to, delivery, digest)));
        using var request = new HttpRequestMessage(HttpMethod.Post, _sealing.Unseal(to.SealedTarget)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.Add("webhook-id", delivery.Id);
        request.Headers.Add("webhook-timestamp", $"{now.ToUnixTimeSeconds()}");
        request.Headers.Add("webhook-signature", WebhookSecret.Sign(delivery.Id, now.ToUnixTimeSeconds(), body, Secrets(to, now)));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Sunshine-Webhooks", "1.0"));

        // The receiver's time is real, whatever the platform's clock says.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(_timeout);
        try
        {
            // What it says is not read: its status is the answer.
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return Result(response, now);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return SendResult.Failed("TIMEOUT");
        }
        catch (HttpRequestException e)
        {
            return SendResult.Failed(e switch
            {
                { InnerException: OutboundRefusedException } => "ADDRESS_NOT_ALLOWED",
                { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } } => "NOT_RESOLVED",
                { HttpRequestError: HttpRequestError.SecureConnectionError } => "TLS_FAILED",
                _ => "NOT_CONNECTED"
            });
        }
    }

    public void Dispose() => _http.Dispose();

    private static SendResult Result(HttpResponseMessage response, DateTimeOffset now)
    {
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode) return new SendResult(SendOutcome.Delivered, status, "");
        if (response.StatusCode == HttpStatusCode.Gone) return new SendResult(SendOutcome.Gone, status, "STATUS");
        return SendResult.Failed("STATUS", status, response.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - now : null);
    }

    private IEnumerable<string> Secrets(Subscription to, DateTimeOffset now)
    {
        yield return _sealing.Unseal(to.SealedSecret);
        if (to.OldSecretUntil > now) yield return _sealing.Unseal(to.SealedOldSecret);
    }

    private V1.WebhookPayload Payload(Subscription to, Delivery delivery, Digest digest)
    {
        var items = new V1.FollowedItems { WebhookId = to.Id };
        items.Items.Add(digest.Items.Select(i => new V1.FollowedItem
        {
            Change = i.Change, OccurredAt = i.Entry.At.ToTimestamp(), ItemId = i.Item.Item.Id, IndexNumber = i.Item.Item.IndexNumber, Title = i.Content.Title,
            DocumentNumber = i.Content.DocumentNumber, Agency = new V1.AgencyReference { Id = i.Item.Item.AgencyId, Name = digest.Agencies.NameOf(i.Item.Item.AgencyId) },
            PublishedOn = Days.Format(i.Item.Item.PublishedOn), Edition = i.Item.Edition.Number, Link = _links.Item(i.Item.Item.Id), Cursor = $"{i.Entry.Number}",
            Reason = i.Item.Withdrawal?.Reason ?? ""
        }));
        return new V1.WebhookPayload { Type = "catalogue.items", Timestamp = delivery.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"), Data = items };
    }
}
