using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Http;

namespace Sunshine.Foundation.Hosting;

/// <summary>Reads the query of a plain endpoint that takes the parameters of an rpc, as the transcoder reads them.</summary>
public static class QueryParameters
{
    /// <summary>Only for messages of single strings, numbers and enum values.</summary>
    /// <exception cref="RefusedException">A parameter is unknown, stands twice or is not of its type.</exception>
    public static T Read<T>(IQueryCollection query) where T : IMessage<T>, new()
    {
        var message = new T();
        var v = new Violations();
        foreach (var (name, values) in query)
        {
            var field = message.Descriptor.Fields.InDeclarationOrder().FirstOrDefault(f => f.JsonName == name || f.Name == name);
            if (field is null || field.IsRepeated || values is not [{ } text]) v.Add(name, "UNKNOWN_FIELD", "没有这个参数，或重复出现。", "No such parameter, or it stands twice.");
            else if (Value(field, text) is { } value) field.Accessor.SetValue(message, value);
            else v.Add(name, "MALFORMED", "参数值的格式不对。", "Not a value of this parameter.");
        }

        v.ThrowIfAny();
        return message;
    }

    private static object? Value(FieldDescriptor field, string text) => field.FieldType switch
    {
        FieldType.String => text,
        FieldType.Int32 => int.TryParse(text, out var number) ? number : null,
        FieldType.Int64 => long.TryParse(text, out var number) ? number : null,
        FieldType.Bool => bool.TryParse(text, out var flag) ? flag : null,
        FieldType.Enum when field.EnumType.FindValueByName(text) is { } known => System.Enum.ToObject(field.EnumType.ClrType, known.Number),
        _ => null
    };
}
