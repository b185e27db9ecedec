using System.Text.RegularExpressions;

namespace Sunshine.Foundation.Tests.Contracts;

internal static partial class PackageRules
{
    public static IEnumerable<string> PathAndVersion(Contract contract) =>
        from file in contract.Files
        let match = Path().Match(file.Name)
        where !match.Success || file.Package != $"sunshine.{match.Groups["service"]}.{match.Groups["version"]}"
        select $"{file.Name}: the package is {file.Package}";

    public static IEnumerable<string> Namespace(Contract contract) =>
        from file in contract.Files
        let name = file.GetOptions()?.CsharpNamespace ?? ""
        where !name.Equals(file.Package.Replace("_", ""), StringComparison.OrdinalIgnoreCase) || name.Split('.').Any(part => !char.IsUpper(part[0]))
        select $"{file.Name}: the C# namespace is {name}";

    [GeneratedRegex(@"^sunshine/(?<service>[a-z]+(_[a-z]+)*)/(?<version>v[1-9][0-9]*)/[a-z0-9_]+\.proto$")]
    private static partial Regex Path();
}
