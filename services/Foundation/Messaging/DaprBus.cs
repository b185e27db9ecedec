using System.Text.Json;
using Dapr;
using Dapr.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Foundation.Messaging;

/// <summary>
/// Events through the sidecar's pub/sub component <c>pubsub</c>, as CloudEvents of our own making, so that an event keeps its id however
/// often it is published.
/// </summary>
public sealed partial class DaprBus(DaprClient dapr, SidecarOptions sidecar, IServiceScopeFactory scopes, TimeProvider time, ILogger<DaprBus> log) : IEventBus
{
    /// <summary>The component's name in every environment.</summary>
    public const string Component = "pubsub";

    /// <summary>How the names end of topics for what a subscriber could not handle, <c>{topic}.{app-id}.dead</c>: each has its own, and keeps what comes there as <see cref="DeadLetters"/>.</summary>
    public const string Dead = ".dead";

    /// <summary>A sidecar that takes longer to accept one event is given up for now; the event comes again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, Func<IServiceProvider, OutgoingEvent, CancellationToken, Task>> _handlers = [];

    public async Task Publish(OutgoingEvent outgoing, CancellationToken cancel)
    {
        var envelope = new MemoryStream();
        await using (var json = new Utf8JsonWriter(envelope))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", outgoing.Id);
            json.WriteString("source", sidecar.AppId);
            json.WriteString("type", outgoing.Topic);
            json.WriteString("time", time.GetUtcNow().ToString("O"));
            json.WriteString("datacontenttype", "application/json");
            json.WritePropertyName("data");
            json.WriteRawValue(outgoing.Data);
            json.WriteEndObject();
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        try
        {
            await dapr.PublishByteEventAsync(Component, outgoing.Topic, envelope.ToArray(), "application/cloudevents+json", cancellationToken: either.Token);
        }
        catch (DaprException) when (cancel.IsCancellationRequested)
        {
            // The client reports our own stopping as a failure of the sidecar.
            throw new OperationCanceledException(cancel);
        }
    }

    public int? MostAttempts => null;

    public void Subscribe(IEndpointRouteBuilder endpoints, string topic, Func<IServiceProvider, OutgoingEvent, CancellationToken, Task> handler)
    {
        var dead = $"{topic}.{sidecar.AppId}{Dead}";
        _handlers[topic] = handler;
        endpoints.MapPost("/events/" + topic, async (HttpContext http) =>
        {
            OutgoingEvent? received = null;
            try
            {
                using var envelope = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
                if (envelope.RootElement is not { ValueKind: JsonValueKind.Object } root || root.GetProperty("id") is not { ValueKind: JsonValueKind.String } id) throw new JsonException("Not a CloudEvent.");
                received = new OutgoingEvent(id.GetString()!, topic, root.GetProperty("data").GetRawText());
                await handler(http.RequestServices, received, http.RequestAborted);
                return Results.Ok();
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or Google.Protobuf.InvalidProtocolBufferException or Google.Protobuf.InvalidJsonException)
            {
                // It will never be readable: off to the dead letters instead of coming back for ever.
                LogUnreadable(log, e, topic, received?.Id ?? "?");
                return Results.Json(new Dictionary<string, string> { ["status"] = "DROP" });
            }
        }).WithTopic(new TopicOptions { PubsubName = Component, Name = topic, DeadLetterTopic = dead }).RequireSidecar(sidecar);

        // Who keeps nothing has nowhere to put them: the gateway, whose cache forgets by itself.
        if (endpoints.ServiceProvider.GetKeyedService<DeadLetters>(sidecar.AppId) is { } letters)
            endpoints.MapPost("/events/" + dead, (HttpContext http) => Keep(http, topic, letters)).WithTopic(new TopicOptions { PubsubName = Component, Name = dead }).RequireSidecar(sidecar);
    }

    public async Task Redeliver(OutgoingEvent e, CancellationToken cancel)
    {
        if (!_handlers.TryGetValue(e.Topic, out var handler)) throw new InvalidOperationException($"Nothing here handles {e.Topic}.");
        await using var scope = scopes.CreateAsyncScope();
        await handler(scope.ServiceProvider, e, cancel);
    }

    private static async Task Keep(HttpContext http, string topic, DeadLetters letters)
    {
        using var body = new StreamReader(http.Request.Body);
        var text = await body.ReadToEndAsync(http.RequestAborted);
        await letters.Add(Read(text, topic), "The sidecar gave it up; the log of this service says why.", http.RequestAborted);
    }

    /// <summary>The event in an envelope; of one that cannot be read all of it, under a name that the same text always has.</summary>
    private static OutgoingEvent Read(string envelope, string topic)
    {
        try
        {
            using var json = JsonDocument.Parse(envelope);
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String
                && json.RootElement.TryGetProperty("data", out var data))
                return new OutgoingEvent(id.GetString()!, topic, data.GetRawText());
        }
        catch (JsonException)
        {
            // Kept as it is.
        }

        return new OutgoingEvent(Ids.Of(envelope), topic, envelope);
    }

    [LoggerMessage(1101, LogLevel.Error, "Event {Id} on {Topic} cannot be read and is dropped to the dead letters")]
    private static partial void LogUnreadable(ILogger log, Exception e, string topic, string id);
}
