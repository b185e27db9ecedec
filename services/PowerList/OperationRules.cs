using Sunshine.Foundation.Hosting;

namespace Sunshine.Powers;

/// <summary>Which fields an operation has, by its kind.</summary>
public static class OperationRules
{
    /// <summary>Of the contract's PowerContent: all of them may be changed.</summary>
    public static readonly string[] Changeable = [.. V1.PowerContent.Descriptor.Fields.InDeclarationOrder().Select(f => f.Name)];

    private sealed record Shape(int Codes, int MostCodes, int Powers, int MostPowers, bool Mask = false, bool To = false, bool Source = false, bool Reason = false);

    private static readonly Dictionary<V1.OperationKind, Shape> Shapes = new()
    {
        [V1.OperationKind.Add] = new(0, 0, 1, 1),
        [V1.OperationKind.Cancel] = new(1, 1, 0, 0, Reason: true),
        [V1.OperationKind.Delegate] = new(1, 1, 0, 0, To: true, Reason: true),
        [V1.OperationKind.TakeOver] = new(0, 0, 1, 1, Source: true),
        [V1.OperationKind.Merge] = new(2, 50, 1, 1),
        [V1.OperationKind.Split] = new(1, 1, 2, 50),
        [V1.OperationKind.Rename] = new(1, 1, 1, 1),
        [V1.OperationKind.Change] = new(1, 1, 1, 1, Mask: true)
    };

    /// <summary>Everything that is missing in an operation or must not be there.</summary>
    public static void Check(V1.Operation operation, Violations v)
    {
        v.Enum("kind", operation.Kind, required: true);
        if (!Shapes.TryGetValue(operation.Kind, out var shape)) return;
        v.Count("codes", operation.Codes.Count, shape.Codes, shape.MostCodes);
        for (var i = 0; i < operation.Codes.Count; i++)
        {
            v.Required($"codes[{i}]", operation.Codes[i]);
            v.Text($"codes[{i}]", operation.Codes[i], 50);
        }

        v.Count("powers", operation.Powers.Count, shape.Powers, shape.MostPowers);
        if (operation.Kind == V1.OperationKind.Rename && operation.Powers.Count == 1)
        {
            PowerRules.CheckName("powers[0].name", operation.Powers[0].Name, v);
            if (!operation.Powers[0].Equals(new V1.PowerContent { Name = operation.Powers[0].Name })) NotHere("powers[0]", v);
        }

        if (shape.Mask) FieldMasks.Apply(operation.UpdateMask, new V1.PowerContent(), new V1.PowerContent(), v, Changeable);
        else if (operation.UpdateMask is { Paths.Count: > 0 }) NotHere("updateMask", v);
        v.Enum("toLevel", operation.ToLevel, required: shape.To);
        if (!shape.To && operation.ToLevel != 0) NotHere("toLevel", v);
        v.Count("toAgencyIds", operation.ToAgencyIds.Count, shape.To ? 1 : 0, shape.To ? 200 : 0);
        foreach (var (field, value) in new[] { ("sourceListId", operation.SourceListId), ("sourceCode", operation.SourceCode) })
        {
            if (shape.Source) v.Required(field, value);
            else if (value.Length > 0) NotHere(field, v);
            v.Text(field, value, 200);
        }

        if (shape.Reason) v.Required("reason", operation.Reason);
        v.Text("reason", operation.Reason, 1_000);
        if (operation.CalculateSize() > LargestOperation) v.Add("", "TOO_LONG", $"一项调整最多 {LargestOperation} 字节。", $"An operation has at most {LargestOperation} bytes.");
    }

    /// <summary>In bytes. A power with thirty long steps is some tens of thousands.</summary>
    private const int LargestOperation = 1024 * 1024;

    private static void NotHere(string field, Violations v) => v.Add(field, "NOT_OF_THIS_KIND", "这种调整方式没有这一项。", "An operation of this kind does not have it.");
}
