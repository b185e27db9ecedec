using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Foundation.Storage;

namespace Sunshine.Foundation.Messaging;

/// <summary>Brings events to those who asked for them, at least once. Two ways: within the process, and through Dapr.</summary>
public interface IEventBus
{
    /// <summary>Ends when the event is safe: delivered, or with the broker. Throws if it is not.</summary>
    Task Publish(OutgoingEvent outgoing, CancellationToken cancel);

    /// <summary>Registers a handler before the host starts.</summary>
    void Subscribe(IEndpointRouteBuilder endpoints, string topic, Func<IServiceProvider, OutgoingEvent, CancellationToken, Task> handler);

    /// <summary>Hands an event to the handlers of this process alone. Throws if one of them does.</summary>
    /// <exception cref="InvalidOperationException">None of them handles its topic.</exception>
    Task Redeliver(OutgoingEvent e, CancellationToken cancel);

    /// <summary>
    /// After so many failures an event is a dead letter of who sent it. Null if failing tells only of the way: then it is tried for ever, and who cannot handle it keeps the dead letter.
    /// </summary>
    int? MostAttempts { get; }
}

/// <summary>An event as a handler gets it.</summary>
/// <param name="Id">The same at every delivery: a handler that acts twice on one id is wrong.</param>
public sealed record Received<TEvent>(string Id, TEvent Event);

public static class EventHandling
{
    /// <summary>
    /// Handles a topic. Delivery is at least once and in no certain order; a handler that throws is called again later.
    /// </summary>
    public static void MapTopic<TEvent>(this IEndpointRouteBuilder endpoints, Func<IServiceProvider, Received<TEvent>, CancellationToken, Task> handler)
        where TEvent : IMessage<TEvent>, new() =>
        endpoints.ServiceProvider.GetRequiredService<IEventBus>().Subscribe(endpoints, Topics.Of<TEvent>(),
            (services, e, cancel) => handler(services, new Received<TEvent>(e.Id, Topics.Read<TEvent>(e)), cancel));
}
