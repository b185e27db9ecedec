using System.IO.Hashing;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Sunshine.Gateway;

/// <summary>
/// Keeps answers to anonymous reads, with an ETag, until an event of the service says they are stale or their time is over. A call with
/// a token is never answered from here and never kept.
/// </summary>
public sealed class PublicCache(IOptions<GatewayOptions> options) : IOutputCachePolicy
{
    private const string Prefix = "/api/v1/";

    /// <summary>The tag of everything that is cached of a service.</summary>
    public static string Tag(string service) => "service:" + service;

    /// <summary>Whether a request's answer may be cached at all.</summary>
    public bool Covers(HttpRequest request) =>
        options.Value.CacheFor > TimeSpan.Zero && HttpMethods.IsGet(request.Method) && request.Headers.Authorization.Count == 0
        && request.Path.StartsWithSegments("/api/v1", out _) && !request.Path.Value!.Contains(':', StringComparison.Ordinal);

    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var covers = Covers(context.HttpContext.Request);
        context.EnableOutputCaching = covers;
        context.AllowCacheLookup = covers;
        context.AllowCacheStorage = covers;
        context.AllowLocking = covers;
        if (!covers) return ValueTask.CompletedTask;
        context.CacheVaryByRules.QueryKeys = "*";
        // The language decides only the sentences of refusals, which are not cached.
        context.CacheVaryByRules.HeaderNames = HeaderNames.AcceptEncoding;
        context.CacheVaryByRules.VaryByHost = false;
        context.ResponseExpirationTimeSpan = options.Value.CacheFor;
        var path = context.HttpContext.Request.Path.Value.AsSpan(Prefix.Length);
        var end = path.IndexOf('/');
        context.Tags.Add(Tag((end < 0 ? path : path[..end]).ToString()));
        return ValueTask.CompletedTask;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var response = context.HttpContext.Response;
        if (response.StatusCode != StatusCodes.Status200OK || response.Headers.SetCookie.Count > 0) context.AllowCacheStorage = false;
        return ValueTask.CompletedTask;
    }

    /// <summary>Computes the ETag of what is about to be cached. Stands between the cache and everything that makes answers.</summary>
    public async Task AddETag(HttpContext http, RequestDelegate next)
    {
        if (!Covers(http.Request))
        {
            await next(http);
            return;
        }

        var original = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        await using var body = new MemoryStream();
        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
        try
        {
            await next(http);
            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        }
        finally
        {
            http.Features.Set(original);
        }

        var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        if (http.Response.StatusCode == StatusCodes.Status200OK)
        {
            http.Response.Headers.ETag = $"\"{XxHash3.HashToUInt64(bytes.Span):x16}\"";
            http.Response.Headers.CacheControl = "public, no-cache";
        }

        http.Response.ContentLength = bytes.Length;
        await original.Writer.WriteAsync(bytes, http.RequestAborted);
    }
}
