namespace Sunshine.Cli.Importing;

/// <summary>How records are sent. The defaults keep memory flat at some tens of megabytes for any number of records.</summary>
public sealed record ImportOptions
{
    /// <summary>Records in one message, 1-1,000. Default: 100. A message is also closed when it reaches 1 MiB.</summary>
    public int Batch { get; init; } = 100;

    /// <summary>Records sent and not yet answered, at least <see cref="Batch"/>. Default: 2,000. Also bounded by 16 MiB.</summary>
    public int Window { get; init; } = 2_000;

    /// <summary>Reconnects in a row without a single answer before giving up. Default: 8, which wait about two minutes in all.</summary>
    public int MaxReconnects { get; init; } = 8;

    /// <summary>Reconnects before giving up where no answer has come yet.</summary>
    internal const int MaxFirstReconnects = 2;

    /// <summary>The wait before the first reconnect; it doubles each time up to 30 seconds. Default: half a second.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(500);
}
