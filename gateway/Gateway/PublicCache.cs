using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.IO.Hashing;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Sunshine.Gateway;

/// <summary>
/// Keeps answers to anonymous reads, with an ETag, until an event of the service says they are stale or their time is over. A call with
/// a token is never answered from here and never kept. (deploy/decisions/0003 says why this is not ASP.NET's output cache.)
/// </summary>
public sealed class PublicCache : IDisposable
{
    private const string Prefix = "/api/v1/";

    private readonly MemoryCache _answers;
    private readonly ConcurrentDictionary<Key, Task<Answer?>> _inTheMaking = new();
    private readonly FrozenDictionary<string, StrongBox> _generations;
    private readonly GatewayOptions _options;
    private readonly GatewayMeter _meter;
    private readonly TimeProvider _time;

    public PublicCache(IOptions<GatewayOptions> options, GatewayMeter meter, TimeProvider time)
    {
        (_options, _meter, _time) = (options.Value, meter, time);
        _answers = new MemoryCache(new MemoryCacheOptions { SizeLimit = _options.CacheSize, TrackStatistics = true });
        _generations = _options.Services.ToFrozenDictionary(s => s, _ => new StrongBox());
        meter.Meter.CreateObservableGauge("sunshine.gateway.cache.size", () => _answers.GetCurrentStatistics()?.CurrentEstimatedSize ?? 0, "By", "Size of the answers that are cached.");
    }

    /// <summary>Everything that is cached of a service is stale from now on, and so is what is being computed at this moment.</summary>
    public void Evict(string service)
    {
        if (_generations.TryGetValue(service, out var generation)) Interlocked.Increment(ref generation.Value);
    }

    public void Dispose() => _answers.Dispose();

    /// <summary>Answers from the cache, or passes on and keeps the answer. One of many equal calls computes, the others wait for it.</summary>
    public Task Serve(HttpContext http, RequestDelegate next)
    {
        if (!Covers(http.Request)) return next(http);
        var key = new Key(http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, Compression(http.Request.Headers.AcceptEncoding.ToString()));
        if (_answers.TryGetValue(key, out Answer? answer) && IsFresh(answer!))
        {
            _meter.Answered("hit");
            return Send(http, answer!);
        }

        // What is made up leaves no trace here: every name of a service that was ever asked for would stay in memory.
        return _generations.ContainsKey(Service(http.Request.Path.Value!)) ? Make(http, next, key) : next(http);
    }

    private bool Covers(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Authorization.Count == 0 && _options.CacheFor > TimeSpan.Zero
        && request.Path.Value is { } path && path.StartsWith(Prefix, StringComparison.Ordinal) && !path.Contains(':', StringComparison.Ordinal)
        // A part is another answer than the whole under the same address; and nobody waits until another has his file.
        && request.Headers.Range.Count == 0 && !_options.IsFile(request.Path);

    private bool IsFresh(Answer answer) =>
        Interlocked.Read(ref answer.Current.Value) == answer.Generation && _time.GetElapsedTime(answer.MadeAt) < _options.CacheFor;

    private async Task Make(HttpContext http, RequestDelegate next, Key key)
    {
        var mine = new TaskCompletionSource<Answer?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var making = _inTheMaking.GetOrAdd(key, mine.Task);
        if (making != mine.Task)
        {
            if (await making.WaitAsync(http.RequestAborted) is { } made && IsFresh(made))
            {
                _meter.Answered("shared");
                await Send(http, made);
            }
            else
            {
                _meter.Answered("miss");
                await next(http);
            }

            return;
        }

        _meter.Answered("miss");
        Answer? answer = null;
        try
        {
            answer = await Compute(http, next, key);
        }
        finally
        {
            _inTheMaking.TryRemove(key, out _);
            mine.SetResult(answer);
        }
    }

    private async Task<Answer?> Compute(HttpContext http, RequestDelegate next, Key key)
    {
        var current = _generations[Service(http.Request.Path.Value!)];
        // Read before the answer is computed: what changes meanwhile makes it stale at birth.
        var generation = Interlocked.Read(ref current.Value);

        http.Request.Headers.AcceptEncoding = key.Compression;
        var original = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        await using var body = new CapturedStream(original.Stream, _options.LargestCached);
        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body, original));
        try
        {
            await next(http);
            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        }
        finally
        {
            http.Features.Set(original);
        }

        if (body.Captured is not { } bytes) return null;
        var headers = http.Response.Headers;
        if (http.Response.StatusCode != StatusCodes.Status200OK || headers.SetCookie.Count > 0 || headers.CacheControl.ToString().Contains("no-store", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.ContentLength = http.Response.StatusCode == StatusCodes.Status304NotModified ? null : bytes.Length;
            await original.Stream.WriteAsync(bytes, http.RequestAborted);
            return null;
        }

        var answer = new Answer(
            bytes.ToArray(), headers.ContentType.ToString(), headers.ContentEncoding.ToString(), headers.Vary.ToString(),
            headers.ContentSecurityPolicy, headers.ContentDisposition, $"\"{XxHash3.HashToUInt64(bytes.Span):x16}\"", current, generation, _time.GetTimestamp());
        using (var entry = _answers.CreateEntry(key))
        {
            entry.Size = bytes.Length + 512;
            entry.AbsoluteExpirationRelativeToNow = _options.CacheFor;
            entry.Value = answer;
        }

        await Send(http, answer);
        return answer;
    }

    private static Task Send(HttpContext http, Answer answer)
    {
        var response = http.Response;
        response.Headers.ETag = answer.ETag;
        response.Headers.CacheControl = "public, no-cache";
        // Also where this one was not compressed: a cache on the way must not hand it to those who want another.
        response.Headers.Vary = answer.Vary.Length > 0 ? answer.Vary : HeaderNames.AcceptEncoding;
        if (http.Request.Headers.IfNoneMatch is { Count: > 0 } known && known.ToString().Contains(answer.ETag, StringComparison.Ordinal))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            response.ContentLength = null;
            response.Headers.Remove("Content-Type");
            response.Headers.Remove("Content-Encoding");
            return Task.CompletedTask;
        }

        response.ContentType = answer.ContentType;
        // A page's own: under that of data its style sheet would be refused.
        response.Headers.ContentSecurityPolicy = answer.Policy;
        response.Headers.ContentDisposition = answer.Disposition;
        if (answer.ContentEncoding.Length > 0) response.Headers.ContentEncoding = answer.ContentEncoding;
        response.ContentLength = answer.Body.Length;
        return response.Body.WriteAsync(answer.Body, http.RequestAborted).AsTask();
    }

    /// <summary>The many ways to ask for compression mean three.</summary>
    private static string Compression(string accepted)
    {
        if (accepted.Length == 0 || !StringWithQualityHeaderValue.TryParseList([accepted], out var encodings)) return "";
        var wanted = encodings.Where(e => e.Quality is not 0).Select(e => e.Value.ToString()).ToList();
        return wanted.Contains("br") ? "br" : wanted.Contains("gzip") ? "gzip" : "";
    }

    private static string Service(string path)
    {
        var end = path.IndexOf('/', Prefix.Length);
        return end < 0 ? path[Prefix.Length..] : path[Prefix.Length..end];
    }

    private readonly record struct Key(string Target, string Compression);

    private sealed class StrongBox
    {
        public long Value;
    }

    private sealed record Answer(
        byte[] Body, string ContentType, string ContentEncoding, string Vary, StringValues Policy, StringValues Disposition, string ETag, StrongBox Current, long Generation, long MadeAt);
}
