using Google.Protobuf;
using Sunshine.Foundation.Storage;
using Sunshine.Ledger.V1;

namespace Sunshine.Foundation.Messaging;

/// <summary>Which events are acts, each by itself: by topic, from the event alone and never from documents, which may have moved on.</summary>
public sealed class ActTable
{
    private readonly Dictionary<string, Func<NumberedEvent, Act?>> _byTopic = new(StringComparer.Ordinal);

    /// <param name="act">Gives null for an event that is none.</param>
    public ActTable On<TEvent>(Func<NumberedEvent, TEvent, Act?> act) where TEvent : IMessage<TEvent>, new()
    {
        _byTopic.Add(Topics.Of<TEvent>(), change => act(change, Topics.Read<TEvent>(change.Event)));
        return this;
    }

    /// <summary>As an <see cref="ActsOf"/>.</summary>
    public IReadOnlyList<Act> Of(IReadOnlyList<NumberedEvent> changes) => [.. changes.Select(c => _byTopic.GetValueOrDefault(c.Event.Topic)?.Invoke(c)).OfType<Act>()];
}
