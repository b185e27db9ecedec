using Microsoft.AspNetCore.Routing;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.OpenApi;

namespace Sunshine.Ledger;

/// <summary>The log as static files, for whoever reads transparency logs (C2SP tlog-tiles).</summary>
public static class LogFiles
{
    private const string Prefix = "/api/v1/ledger/log";

    /// <summary>A file that is there never changes.</summary>
    private const string ForEver = "public, max-age=604800, immutable";

    public static void MapLogFiles(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Prefix + "/checkpoint", Checkpoint).AllowAnonymous().AnswersRefusals()
            .WithMetadata(new PlainOperation(V1.LedgerService.Descriptor, "LogCheckpoint", "The latest checkpoint as a signed note (C2SP tlog-checkpoint), with the cosignatures of witnesses that have come for it."));
        endpoints.MapGet(Prefix + "/key", (HttpContext http, LogKey key) => Send(http, "text/plain; charset=utf-8", "public, max-age=3600", System.Text.Encoding.UTF8.GetBytes(key.VerifierKey + "\n")))
            .AllowAnonymous().AnswersRefusals().WithMetadata(new PlainOperation(V1.LedgerService.Descriptor, "LogKey", "The key that checks the log's signatures. Take it once, and from elsewhere than the log if you can."));
        endpoints.MapGet(Prefix + "/tile/{**path}", Tile).AllowAnonymous().AnswersRefusals()
            .WithMetadata(new PlainOperation(V1.LedgerService.Descriptor, "LogTile", "A tile of hashes or a bundle of entries by its path (C2SP tlog-tiles). NOT_FOUND for one that the log does not have yet."));
    }

    private static async Task Checkpoint(HttpContext http, Collections collections, LogKey key)
    {
        var latest = await collections.Latest(http.RequestAborted) ?? key.Empty();
        await Send(http, "text/plain; charset=utf-8", "no-store", System.Text.Encoding.UTF8.GetBytes(latest.Cosigned));
    }

    private static async Task Tile(HttpContext http, string path, Collections collections, LogReading log)
    {
        if (!TransparencyLog.Tile.TryParse("tile/" + path, out var tile)) throw LedgerRefusals.NoSuchTile.Of();
        var size = (await collections.Latest(http.RequestAborted))?.Size ?? 0;
        // What is there beyond the latest checkpoint is not promised yet.
        if (tile.Level > 7 || (tile.Index * TransparencyLog.Tile.Full + tile.Width) > size >> (8 * Math.Max(0, tile.Level))) throw LedgerRefusals.NoSuchTile.Of();
        await Send(http, "application/octet-stream", ForEver, await log.File(tile, http.RequestAborted) ?? throw LedgerRefusals.NoSuchTile.Of());
    }

    private static async Task Send(HttpContext http, string type, string caching, ReadOnlyMemory<byte> bytes)
    {
        http.Response.ContentType = type;
        http.Response.ContentLength = bytes.Length;
        http.Response.Headers.CacheControl = caching;
        await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
    }
}
