using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Sunshine.Powers;

/// <summary>
/// What is different in two contents, field by field in the order of their contract. It goes through whatever the contract declares, so
/// that a field that is added later is compared too.
/// </summary>
public static class ContentDifferences
{
    public static IReadOnlyList<V1.GuideDifference> Of(GuideContent before, GuideContent after) => Of(GuideMap.ToProto(before), GuideMap.ToProto(after));

    public static IReadOnlyList<V1.GuideDifference> Of(IMessage before, IMessage after) =>
    [
        .. from field in before.Descriptor.Fields.InDeclarationOrder()
           let texts = (Before: Text(field, before), After: Text(field, after))
           where texts.Before != texts.After
           select new V1.GuideDifference { Field = field.JsonName, Before = texts.Before, After = texts.After }
    ];

    private static string Text(FieldDescriptor field, IMessage message)
    {
        var value = field.Accessor.GetValue(message);
        return field.IsRepeated ? string.Join('\n', ((System.Collections.IEnumerable)value).Cast<object>().Select(v => One(field, v))) : One(field, value);
    }

    private static string One(FieldDescriptor field, object? value) => value switch
    {
        null => "",
        // The parts have their names: two empty ones in a row would look like another one.
        IMessage part => string.Join("；", part.Descriptor.Fields.InDeclarationOrder().Select(f => (f.JsonName, Text: Text(f, part))).Where(p => p.Text.Length > 0).Select(p => $"{p.JsonName}={p.Text.Replace('\n', ' ')}")),
        Enum => (int)value == 0 ? "" : field.EnumType.FindValueByNumber((int)value)?.Name ?? $"{(int)value}",
        bool set => set ? "true" : "",
        int number => number == 0 ? "" : $"{number}",
        _ => $"{value}"
    };
}
