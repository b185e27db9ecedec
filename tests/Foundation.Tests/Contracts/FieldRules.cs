using Google.Api;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.OpenApi;

namespace Sunshine.Foundation.Tests.Contracts;

internal static class FieldRules
{
    private static readonly (FieldBehavior Behavior, string Word)[] Words =
        [(FieldBehavior.Required, "required"), (FieldBehavior.Optional, "optional"), (FieldBehavior.OutputOnly, "output only"), (FieldBehavior.Immutable, "immutable")];

    public static IEnumerable<string> NoFloats(Contract contract) =>
        from field in contract.Fields
        where field.FieldType is FieldType.Double or FieldType.Float
        select $"{field.FullName}: {field.FieldType}";

    public static IEnumerable<string> Days(Contract contract) =>
        from field in contract.Fields
        where field.Name == "on" || Ends(field, "_on", "_from", "_to")
        where field.FieldType != FieldType.String
        select $"{field.FullName}: {field.FieldType}";

    public static IEnumerable<string> Times(Contract contract) =>
        from field in contract.Fields
        where Ends(field, "_time", "_at") != (field.FieldType == FieldType.Message && field.MessageType.FullName == Timestamp.Descriptor.FullName)
        select $"{field.FullName}: {field.FieldType}";

    /// <summary>A request's fields say whether they are needed: nothing else tells a caller.</summary>
    public static IEnumerable<string> RequestFields(Contract contract) =>
        from request in contract.Rpcs.Select(r => r.InputType).Distinct()
        from field in request.Fields.InDeclarationOrder()
        where !Schemas.Is(field, FieldBehavior.Required) && !Schemas.Is(field, FieldBehavior.Optional)
        select $"{field.FullName}: neither REQUIRED nor OPTIONAL";

    /// <summary>The comment begins with what the options say, and says none of it without the option.</summary>
    public static IEnumerable<string> BehaviourWords(Contract contract) =>
        from field in contract.Fields
        let comment = contract.Comment(field)
        let expected = Expected(field)
        where expected.Length > 0 ? !comment.StartsWith(expected, StringComparison.Ordinal) : Words.Any(w => comment.StartsWith(w.Word, StringComparison.OrdinalIgnoreCase))
        select $"{field.FullName}: should begin with '{expected}': {comment}";

    private static string Expected(FieldDescriptor field)
    {
        var words = string.Join(", ", Words.Where(w => Schemas.Is(field, w.Behavior)).Select(w => w.Word));
        return words.Length == 0 ? "" : char.ToUpperInvariant(words[0]) + words[1..] + ".";
    }

    private static bool Ends(FieldDescriptor field, params string[] ends) => ends.Any(e => field.Name.EndsWith(e, StringComparison.Ordinal));
}
