using Google.Protobuf;
using Google.Protobuf.Reflection;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.V1;

namespace Sunshine.Foundation.Messaging;

/// <summary>The topic of each event message, as its contract states it.</summary>
public static class Topics
{
    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    /// <summary>An event of a newer version is read as far as it is known.</summary>
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public static string Of<TEvent>() where TEvent : IMessage<TEvent>, new() => Of(new TEvent().Descriptor);

    /// <summary>An event ready to be stored with the document that causes it.</summary>
    public static OutgoingEvent Outgoing(IMessage message, TimeProvider time) => new(Ids.New(time), Of(message.Descriptor), Json.Format(message));

    /// <summary>The opposite of <see cref="Outgoing"/>.</summary>
    /// <exception cref="InvalidProtocolBufferException">Not such an event.</exception>
    public static TEvent Read<TEvent>(OutgoingEvent outgoing) where TEvent : IMessage<TEvent>, new() => Parser.Parse<TEvent>(outgoing.Data);

    private static string Of(MessageDescriptor message)
    {
        var topic = message.GetOptions()?.GetExtension(OptionsExtensions.Topic);
        return string.IsNullOrEmpty(topic) ? throw new InvalidOperationException($"{message.FullName} declares no topic; it is not an event.") : topic;
    }
}
