using System.Collections;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Sunshine.Foundation.Hosting;

/// <summary>Partial updates.</summary>
public static class FieldMasks
{
    /// <summary>Copies the fields that a mask names from one message to another. An unknown or immutable one is refused.</summary>
    /// <param name="allowed">The proto names of the fields that may be changed.</param>
    public static void Apply<T>(FieldMask? mask, T from, T to, Violations violations, params IReadOnlyCollection<string> allowed) where T : IMessage<T>
    {
        if (mask is null || mask.Paths.Count == 0)
        {
            violations.Add("updateMask", "REQUIRED", "必填：要修改哪些字段。", "Required: which fields to change.");
            return;
        }

        foreach (var path in mask.Paths)
        {
            // REST hands a mask over as it stands in the address, in the names that JSON has.
            var field = from.Descriptor.FindFieldByName(path) ?? from.Descriptor.Fields.InDeclarationOrder().FirstOrDefault(f => f.JsonName == path);
            if (field is null || !allowed.Contains(field.Name))
            {
                violations.Add("updateMask", "UNKNOWN_FIELD", $"不能修改的字段：{path}。", $"Not a field that can be changed: {path}.");
                continue;
            }

            if (field.IsRepeated) Replace((IList)field.Accessor.GetValue(to), (IList)field.Accessor.GetValue(from));
            else field.Accessor.SetValue(to, field.Accessor.GetValue(from));
        }
    }

    /// <summary>A list is replaced as a whole; it has no setter.</summary>
    private static void Replace(IList list, IList by)
    {
        list.Clear();
        foreach (var element in by) list.Add(element);
    }
}
