using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Sunshine.Foundation.Hosting;

/// <summary>Partial updates.</summary>
public static class FieldMasks
{
    /// <summary>Copies the fields that a mask names from one message to another. An unknown or immutable one is refused.</summary>
    /// <param name="allowed">The proto names of the fields that may be changed; of a message, also each of its own, as in <c>content.title</c>.</param>
    public static void Apply<T>(FieldMask? mask, T from, T to, Violations violations, params IReadOnlyCollection<string> allowed) where T : IMessage<T>
    {
        if (mask is null || mask.Paths.Count == 0)
        {
            violations.Add("updateMask", "REQUIRED", "必填：要修改哪些字段。", "Required: which fields to change.");
            return;
        }

        foreach (var path in mask.Paths)
        {
            if (Fields(from.Descriptor, path) is { } fields && allowed.Contains(fields[0].Name)) Copy(fields, from, to);
            else violations.Add("updateMask", "UNKNOWN_FIELD", $"不能修改的字段：{path}。", $"Not a field that can be changed: {path}.");
        }
    }

    /// <summary>The fields along a path; null if there are none such.</summary>
    private static List<FieldDescriptor>? Fields(MessageDescriptor message, string path)
    {
        var fields = new List<FieldDescriptor>();
        foreach (var name in path.Split('.'))
        {
            if (fields.Count > 0)
            {
                if (fields[^1] is not { FieldType: FieldType.Message, IsRepeated: false }) return null;
                message = fields[^1].MessageType;
            }

            // REST hands a mask over as it stands in the address, in the names that JSON has.
            if ((message.FindFieldByName(name) ?? message.Fields.InDeclarationOrder().FirstOrDefault(f => f.JsonName == name)) is not { } field) return null;
            fields.Add(field);
        }

        return fields;
    }

    private static void Copy(List<FieldDescriptor> fields, IMessage from, IMessage to)
    {
        foreach (var field in fields.SkipLast(1))
        {
            if (field.Accessor.GetValue(to) is null) field.Accessor.SetValue(to, Activator.CreateInstance(field.MessageType.ClrType)!);
            from = field.Accessor.GetValue(from) as IMessage ?? (IMessage)Activator.CreateInstance(field.MessageType.ClrType)!;
            to = (IMessage)field.Accessor.GetValue(to);
        }

        var last = fields[^1];
        if (!last.IsRepeated && last.FieldType == FieldType.Message && last.Accessor.GetValue(from) is null)
        {
            last.Accessor.Clear(to);
            return;
        }

        if (last.IsRepeated)
        {
            last.Accessor.Clear(to);
            var target = (System.Collections.IList)last.Accessor.GetValue(to);
            foreach (var value in (System.Collections.IList)last.Accessor.GetValue(from)) target.Add(value);
            return;
        }

        last.Accessor.SetValue(to, last.Accessor.GetValue(from));
    }
}
