using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sunshine.Testing.Sidecar;

/// <summary>Asks the app once what it wants to hear, and brings it that, at least once.</summary>
internal sealed partial class Subscriptions(
    SidecarSettings settings, Resources resources, Broker broker, Wire wire, LiveFaults faults, TimeProvider time, ILogger<Subscriptions> log) : BackgroundService
{
    private const int Workers = 10;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan Knock = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest that an event waits where their order is mixed up.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(2);

    /// <summary>Entries that somebody took and did not acknowledge come again without anything being written.</summary>
    private static readonly TimeSpan Unwritten = TimeSpan.FromSeconds(1);

    private long _written = -1;
    private volatile bool _ready = settings.AppPort == 0;
    private volatile IReadOnlyList<Subscription> _all = [];

    /// <summary>Whether the app is there and its subscriptions run.</summary>
    public bool Ready => _ready;

    public IReadOnlyList<Subscription> All => _all;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.AppPort == 0) return;
        while (!await AppListens(stoppingToken)) await Task.Delay(Knock, time, stoppingToken);
        (await Ask("/dapr/config", stoppingToken))?.Dispose();
        if (resources.PubSubs.Count > 0) _all = await Discover(stoppingToken);
        _ready = true;
        await Task.WhenAll(_all.Select(s => Listen(s, stoppingToken)).Prepend(Watch(stoppingToken)));
    }

    /// <summary>One looks whether anything was written at all; dozens of subscriptions in a dozen sidecars that all look for themselves keep a machine busy.</summary>
    private async Task Watch(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            Volatile.Write(ref _written, broker.Version);
            await Task.Delay(Look, time, cancel);
        }
    }

    private async Task<bool> AppListens(CancellationToken cancel)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, settings.AppPort, cancel);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task<IReadOnlyList<Subscription>> Discover(CancellationToken cancel)
    {
        for (var attempt = 0; attempt < 4; attempt++)
        {
            if (attempt > 0) await Task.Delay(TimeSpan.FromMilliseconds(500 << attempt), time, cancel);
            if (await Ask("/dapr/subscribe", cancel) is not { } response) continue;
            using (response)
            {
                // Any answer is the answer; it is never asked for again.
                LogDiscovery(log, settings.AppId, (int)response.StatusCode);
                return response.StatusCode == HttpStatusCode.OK ? Read(await response.Content.ReadAsStringAsync(cancel)) : [];
            }
        }

        return [];
    }

    private static List<Subscription> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var found = new List<Subscription>();
        foreach (var item in document.RootElement.EnumerateArray())
        {
            var fields = item.EnumerateObject().ToDictionary(p => p.Name, p => p.Value, StringComparer.OrdinalIgnoreCase);
            var route = fields.TryGetValue("routes", out var routes) && routes.ValueKind == JsonValueKind.Object && routes.TryGetProperty("default", out var standard)
                ? standard.GetString()
                : fields.GetValueOrDefault("route") is { ValueKind: JsonValueKind.String } single ? single.GetString() : null;
            if (route is null) continue;
            var dead = fields.GetValueOrDefault("deadLetterTopic") is { ValueKind: JsonValueKind.String } name ? name.GetString() : null;
            found.Add(new Subscription(fields["pubsubname"].GetString()!, fields["topic"].GetString()!, "/" + route.TrimStart('/'), dead is { Length: > 0 } ? dead : null));
        }

        return found;
    }

    private async Task<HttpResponseMessage?> Ask(string path, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(wire.App, path));
        request.Headers.Add("dapr-app-id", settings.AppId);
        if (settings.AppToken is { } token) request.Headers.Add("dapr-api-token", token);
        try
        {
            return await wire.Send(request, cancel);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private async Task Listen(Subscription subscription, CancellationToken cancel)
    {
        if (!resources.PubSubs.TryGetValue(subscription.PubSub, out var policy)) return;
        using var workers = new SemaphoreSlim(Workers);
        var (seen, looked) = (-2L, 0L);
        while (!cancel.IsCancellationRequested)
        {
            var written = Volatile.Read(ref _written);
            if (written == seen && time.GetElapsedTime(looked) < Unwritten)
            {
                await Task.Delay(Look, time, cancel);
                continue;
            }

            (seen, looked) = (written, time.GetTimestamp());
            var found = faults.Has(LiveFaults.BrokerAway) ? [] : broker.Take(subscription.Topic, settings.AppId, Workers);
            foreach (var (number, body) in found)
            {
                await workers.WaitAsync(cancel);
                _ = Work(number, body);
            }

            // There may be more than were taken at once.
            if (found.Count > 0) seen = -2;
        }

        async Task Work(long number, byte[] body)
        {
            try
            {
                if (faults.Has(LiveFaults.Shuffled)) await Task.Delay(Random.Shared.NextDouble() * Late, time, cancel);
                await Bring(subscription, policy, body, cancel);
                broker.Acknowledge(subscription.Topic, settings.AppId, number);
            }
            catch (OperationCanceledException)
            {
                // The process ends; the entry was not acknowledged and comes again.
            }
            finally
            {
                workers.Release();
            }
        }
    }

    private async Task Bring(Subscription subscription, RetryPolicy policy, byte[] body, CancellationToken cancel)
    {
        for (var attempt = 0; ; attempt++)
        {
            var outcome = await Deliver(subscription, body, cancel);
            if (outcome == Outcome.Handled && (settings.Faults.DeliverTwice || faults.Has(LiveFaults.Twice))) outcome = await Deliver(subscription, body, cancel);
            if (outcome == Outcome.Handled) return;
            if (outcome == Outcome.Dropped || attempt >= policy.Most) break;
            await Task.Delay(policy.Pause(attempt), time, cancel);
        }

        LogLost(log, subscription.Topic, settings.AppId, subscription.Dead ?? "nowhere");
        if (subscription.Dead is { } dead) broker.Append(dead, body);
    }

    private async Task<Outcome> Deliver(Subscription subscription, byte[] body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(wire.App, subscription.Route)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents+json");
        request.Headers.Add("pubsubname", subscription.PubSub);
        if (settings.AppToken is { } token) request.Headers.Add("dapr-api-token", token);
        try
        {
            using var response = await wire.Send(request, cancel);
            if (response.StatusCode == HttpStatusCode.NotFound) return Outcome.Dropped;
            if (!response.IsSuccessStatusCode) return Outcome.Failed;
            return StatusOf(await response.Content.ReadAsByteArrayAsync(cancel)) switch
            {
                null or "" or "SUCCESS" => Outcome.Handled,
                "DROP" => Outcome.Dropped,
                _ => Outcome.Failed
            };
        }
        catch (Exception e) when (e is HttpRequestException or IOException && !cancel.IsCancellationRequested)
        {
            return Outcome.Failed;
        }
    }

    private static string? StatusOf(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object) return null;
            return json.RootElement.EnumerateObject().Where(p => p.Name.Equals("status", StringComparison.OrdinalIgnoreCase)).Select(p => p.Value.ToString()).FirstOrDefault();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [LoggerMessage(9001, LogLevel.Information, "{App} answered the question for its subscriptions with {Status}")]
    private static partial void LogDiscovery(ILogger log, string app, int status);

    [LoggerMessage(9002, LogLevel.Warning, "An event on {Topic} was not handled by {App}; it goes to {Dead}")]
    private static partial void LogLost(ILogger log, string topic, string app, string dead);

    private enum Outcome { Handled, Dropped, Failed }
}

internal sealed record Subscription(string PubSub, string Topic, string Route, string? Dead);
