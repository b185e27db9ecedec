using Google.Protobuf.Reflection;
using Sunshine.Foundation.V1;

namespace Sunshine.Foundation.Tests.Contracts;

internal static class EventRules
{
    /// <summary>In an events file, every message that is not a part of another is an event.</summary>
    public static IEnumerable<string> HaveTopics(Contract contract) =>
        from file in contract.Files
        where IsEvents(file)
        let parts = file.MessageTypes.SelectMany(m => m.Fields.InDeclarationOrder()).Where(f => f.FieldType == FieldType.Message).Select(f => f.MessageType).ToHashSet()
        from message in file.MessageTypes
        where !parts.Contains(message) && Topic(message).Length == 0
        select $"{message.FullName}: no topic";

    public static IEnumerable<string> TopicsAreTheServices(Contract contract) =>
        from message in contract.Messages
        let topic = Topic(message)
        where topic.Length > 0 && (!IsEvents(message.File) || !topic.StartsWith(Contract.ServiceOf(message.File) + ".", StringComparison.Ordinal))
        select $"{message.FullName}: topic {topic} in {message.File.Name}";

    public static IEnumerable<string> TopicsAreDistinct(Contract contract) =>
        from message in contract.Messages
        where Topic(message).Length > 0
        group message.FullName by Topic(message) into same
        where same.Count() > 1
        select $"{same.Key}: {string.Join(", ", same)}";

    private static bool IsEvents(FileDescriptor file) => file.Name.EndsWith("_events.proto", StringComparison.Ordinal);

    private static string Topic(MessageDescriptor message) => message.GetOptions()?.GetExtension(OptionsExtensions.Topic) ?? "";
}
