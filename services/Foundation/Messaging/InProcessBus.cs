using System.Collections.Concurrent;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Foundation.Storage;

namespace Sunshine.Foundation.Messaging;

/// <summary>Events within one process: standalone. An event is safe when every handler has returned.</summary>
public sealed class InProcessBus(IServiceScopeFactory scopes) : IEventBus
{
    private readonly ConcurrentDictionary<string, List<Func<IServiceProvider, OutgoingEvent, CancellationToken, Task>>> _handlers = new();

    /// <summary>With the relay's pauses more than an hour.</summary>
    public int? MostAttempts => 20;

    public async Task Publish(OutgoingEvent outgoing, CancellationToken cancel)
    {
        if (!_handlers.TryGetValue(outgoing.Topic, out var handlers)) return;
        foreach (var handler in handlers)
        {
            await using var scope = scopes.CreateAsyncScope();
            await handler(scope.ServiceProvider, outgoing, cancel);
        }
    }

    public Task Redeliver(OutgoingEvent e, CancellationToken cancel) =>
        _handlers.ContainsKey(e.Topic) ? Publish(e, cancel) : throw new InvalidOperationException($"Nothing here handles {e.Topic}.");

    public void Subscribe(IEndpointRouteBuilder endpoints, string topic, Func<IServiceProvider, OutgoingEvent, CancellationToken, Task> handler) =>
        _handlers.GetOrAdd(topic, _ => []).Add(handler);
}
