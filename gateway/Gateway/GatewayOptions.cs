using System.ComponentModel.DataAnnotations;

namespace Sunshine.Gateway;

/// <summary>Section <c>Gateway</c>.</summary>
public sealed class GatewayOptions
{
    /// <summary>The services behind this gateway, by app id. Their parts make up the API description.</summary>
    [MinLength(1)]
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>Topics that make cached answers stale; an event on <c>service.what</c> drops what is cached of that service.</summary>
    public IReadOnlyList<string> EvictOn { get; init; } = [];

    /// <summary>How long an anonymous answer is kept at most. Default: 60 s. 0 turns the cache off.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan CacheFor { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Size of the cache in bytes. Default: 128 MiB.</summary>
    [Range(1, long.MaxValue)]
    public long CacheSize { get; init; } = 128 * 1024 * 1024;

    /// <summary>Answers larger than this many bytes are not cached. Default: 1 MiB.</summary>
    [Range(1, int.MaxValue)]
    public int LargestCached { get; init; } = 1024 * 1024;

    /// <summary>
    /// Paths below which files are, e.g. <c>/api/v1/catalogue/attachments</c>: their answers pass as they are, neither kept, held back nor
    /// compressed. Default: none.
    /// </summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Calls an anonymous client (by address) may make each second, cached answers not counted. Default: 50.</summary>
    [Range(1, 1_000_000)]
    public int AnonymousRate { get; init; } = 50;

    /// <summary>Calls a client with a token (by subject) may make each second. Default: 500.</summary>
    [Range(1, 1_000_000)]
    public int ClientRate { get; init; } = 500;

    /// <summary>A REST call whose answer has not begun after this long is given up. Default: 30 s. gRPC calls carry their own deadline.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>So long a read over REST waits for a service that has gone, counted from when it went; shorter than <see cref="Timeout"/>. Default: 10 s. 0 refuses at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan ReadsWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Origins whose pages may call with a token. Anonymous reading is open to all. Default: none.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>Whether a path is below one of <see cref="Files"/>.</summary>
    internal bool IsFile(PathString path)
    {
        foreach (var files in Files)
        {
            if (path.StartsWithSegments(files, StringComparison.Ordinal)) return true;
        }

        return false;
    }
}
