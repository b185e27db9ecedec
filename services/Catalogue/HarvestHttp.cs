using System.Net;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>Upstream is not as it must be. The sentence is for people.</summary>
public sealed class UpstreamException(string reason, string message, Exception? cause = null) : Exception(message, cause)
{
    public string Reason { get; } = reason;
}

/// <summary>Asks an upstream: only where we may, with an end to patience, and again if that may help.</summary>
public sealed class HarvestHttp(IHttpClientFactory clients, SealedData seals, IOptions<CatalogueOptions> options, TimeProvider time)
{
    public const string ClientName = "harvest";

    private const int Retries = 3;

    /// <summary>Until an answer begins.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Between two parts of an answer.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    /// <summary>Who wants us to wait longer is asked again by the next harvest.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private readonly ResiliencePipeline<HttpResponseMessage> _again = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = Retries, Delay = TimeSpan.FromSeconds(1), BackoffType = DelayBackoffType.Exponential, UseJitter = true,
            ShouldHandle = outcome => ValueTask.FromResult(MayHelp(outcome.Outcome, time)),
            DelayGenerator = outcome => ValueTask.FromResult(outcome.Outcome.Result is { } answer ? Wait(answer, time) : null),
            OnRetry = outcome =>
            {
                outcome.Outcome.Result?.Dispose();
                return default;
            }
        })
        .AddTimeout(Patience)
        .Build();

    /// <summary>An answer of 200, or of 304 if a state was named; its body is not read yet.</summary>
    /// <exception cref="UpstreamException">Another answer, or none.</exception>
    public async Task<HttpResponseMessage> Get(HarvestSource source, Uri address, HarvestState? known, CancellationToken cancel)
    {
        var client = clients.CreateClient(ClientName);
        try
        {
            var answer = await _again.ExecuteAsync(async token =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "Accept-Encoding", "gzip" } } };
                if (source.SecretHeader.Length > 0) request.Headers.TryAddWithoutValidation(source.SecretHeader, seals.Unseal(source.SealedSecret));
                if (known is { ETag.Length: > 0 }) request.Headers.TryAddWithoutValidation("If-None-Match", known.ETag);
                if (known is { LastModified.Length: > 0 }) request.Headers.TryAddWithoutValidation("If-Modified-Since", known.LastModified);
                return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
            }, cancel);
            if (answer.StatusCode == HttpStatusCode.OK || (answer.StatusCode == HttpStatusCode.NotModified && known is not null)) return answer;
            using (answer) throw new UpstreamException("UPSTREAM_STATUS", $"{address.GetLeftPart(UriPartial.Path)} answered {(int)answer.StatusCode}.");
        }
        catch (HttpRequestException e) when (e.InnerException is OutboundRefusedException refused)
        {
            throw new UpstreamException("ADDRESS_NOT_ALLOWED", refused.Message, e);
        }
        catch (Exception e) when (e is HttpRequestException or Polly.Timeout.TimeoutRejectedException)
        {
            throw new UpstreamException("UPSTREAM_UNREACHABLE", $"{address.GetLeftPart(UriPartial.Path)} did not answer: {e.Message}", e);
        }
    }

    /// <summary>The body, unpacked, up to the largest one that is read.</summary>
    /// <exception cref="UpstreamException">It is packed in a way that was not asked for.</exception>
    public async Task<Stream> Body(HttpResponseMessage answer, CancellationToken cancel)
    {
        var body = await answer.Content.ReadAsStreamAsync(cancel);
        return string.Join(',', answer.Content.Headers.ContentEncoding).ToLowerInvariant() switch
        {
            "" or "identity" => HarvestBody.Plain(body, options.Value.LargestHarvest, Silence, time),
            "gzip" or "x-gzip" => HarvestBody.Gzip(body, options.Value.LargestHarvest, Silence, time),
            var other => throw new UpstreamException("MALFORMED", $"The answer is packed as {other}, which was not asked for.")
        };
    }

    /// <summary>Why a body that was being read broke off; null for a mistake of ours.</summary>
    public static UpstreamException? Broken(Exception e) => e switch
    {
        UpstreamException upstream => upstream,
        InvalidDataException or HttpRequestException or IOException => new UpstreamException("INCOMPLETE", $"The answer broke off: {e.Message}", e),
        _ => null
    };

    private static bool MayHelp(Outcome<HttpResponseMessage> outcome, TimeProvider time) => outcome switch
    {
        { Exception: HttpRequestException { InnerException: OutboundRefusedException } } => false,
        { Exception: HttpRequestException or Polly.Timeout.TimeoutRejectedException } => true,
        { Result: { } answer } => answer.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError
            && !(Wait(answer, time) > LongestWait),
        _ => false
    };

    private static TimeSpan? Wait(HttpResponseMessage answer, TimeProvider time) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null
    };
}
