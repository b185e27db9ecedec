using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Testing.Sidecar;

internal enum Published { Done, NoComponent, NoTopic, NoBroker }

/// <summary>Puts events into CloudEvents envelopes, or completes those they have, and hands them to the broker.</summary>
internal sealed class Publisher(SidecarSettings settings, Resources resources, Broker broker, LiveFaults faults, TimeProvider time)
{
    public Published Publish(string pubsub, string topic, byte[] data, string contentType, string? traceParent)
    {
        if (!resources.PubSubs.ContainsKey(pubsub)) return Published.NoComponent;
        if (topic.Length == 0) return Published.NoTopic;
        if (faults.Has(LiveFaults.BrokerAway)) return Published.NoBroker;
        var envelope = contentType.StartsWith("application/cloudevents+json", StringComparison.Ordinal)
            ? JsonNode.Parse(data)!.AsObject()
            : new JsonObject { ["id"] = Ids.New(time), ["datacontenttype"] = contentType.Length == 0 ? "text/plain" : contentType, ["data"] = Data(data, contentType) };
        envelope["topic"] = topic;
        envelope["pubsubname"] = pubsub;
        // What the envelope has already stays.
        envelope.TryAdd("source", "Dapr");
        envelope.TryAdd("type", "com.dapr.event.sent");
        envelope.TryAdd("specversion", "1.0");
        envelope.TryAdd("time", time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ"));
        envelope.TryAdd("traceparent", traceParent ?? "");
        envelope.TryAdd("traceid", traceParent ?? "");
        envelope.TryAdd("tracestate", "");
        if (!contentType.StartsWith("application/cloudevents+json", StringComparison.Ordinal)) envelope["source"] = settings.AppId;
        broker.Append(topic, Encoding.UTF8.GetBytes(envelope.ToJsonString()));
        return Published.Done;
    }

    private static JsonNode? Data(byte[] data, string contentType)
    {
        if (contentType.Contains("json", StringComparison.Ordinal))
        {
            try
            {
                return JsonNode.Parse(data);
            }
            catch (JsonException)
            {
                // Sent as the text that it is.
            }
        }

        return Encoding.UTF8.GetString(data);
    }
}
