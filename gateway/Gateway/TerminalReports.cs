using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;

namespace Sunshine.Gateway;

/// <summary>
/// Tells every minute, and at the end, how terminals were used. An event has the totals of this process, so that one that did not get through is made up for by the next. It is
/// written by hand: the gateway knows no contract (sunshine.reading_rooms.v1.ReadingPointsUsed).
/// </summary>
public sealed partial class TerminalReports(TerminalUse use, IEventBus bus, TimeProvider time, ILogger<TerminalReports> log) : BackgroundService
{
    public const string Topic = "reading-rooms.reading-points";

    /// <summary>Days of keys in one event.</summary>
    private const int Portion = 1_000;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Another one after every start: totals begin at nothing then.</summary>
    private readonly string _instance = RandomNumberGenerator.GetHexString(16, lowercase: true);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryReport(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested) return;
            await TryReport(stoppingToken);
            use.Forget();
        }
    }

    private async Task TryReport(CancellationToken cancel)
    {
        try
        {
            while (use.Unreported(Portion) is { Count: > 0 } days)
            {
                await bus.Publish(new OutgoingEvent(Ids.New(time), Topic, Write(days)), cancel);
                use.Reported(days);
            }
        }
        catch (Exception e)
        {
            if (!cancel.IsCancellationRequested) LogFailed(log, e);
        }
    }

    private string Write(IReadOnlyList<(string Key, DateOnly On, TerminalCounts Counts)> days)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("instanceId", _instance);
        json.WriteStartArray("days");
        foreach (var (key, on, counts) in days)
        {
            json.WriteStartObject();
            json.WriteString("key", key);
            json.WriteString("on", Days.Format(on));
            json.WriteString("sessions", $"{counts.Sessions}");
            json.WriteString("lookups", $"{counts.Lookups}");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("occurredAt", time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"));
        json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    [LoggerMessage(7002, LogLevel.Warning, "The use of reading points could not be told; it is told again in a minute")]
    private static partial void LogFailed(ILogger log, Exception e);
}
