using System.Text.RegularExpressions;

namespace Sunshine.Foundation.Tests.Contracts;

internal static partial class EnumRules
{
    public static IEnumerable<string> Zero(Contract contract) =>
        from type in contract.Enums
        let zero = type.FindValueByNumber(0)?.Name
        where zero != Prefix(type.Name) + "UNSPECIFIED"
        select $"{type.FullName}: the zero value is {zero}";

    public static IEnumerable<string> Prefixes(Contract contract) =>
        from type in contract.Enums
        from value in type.Values
        where !value.Name.StartsWith(Prefix(type.Name), StringComparison.Ordinal)
        select $"{value.FullName}: no prefix {Prefix(type.Name)}";

    private static string Prefix(string name) => WordStart().Replace(name, "_").ToUpperInvariant() + "_";

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")]
    private static partial Regex WordStart();
}
