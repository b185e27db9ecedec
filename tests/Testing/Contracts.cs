using System.Reflection;
using Google.Protobuf.Reflection;
using Sunshine.Foundation.V1;

namespace Sunshine.Testing;

/// <summary>The platform's contracts as they are compiled, so that a test over all of them sees a new one by itself.</summary>
public static class Contracts
{
    public static IReadOnlyList<FileDescriptor> Files { get; } = [.. typeof(OptionsExtensions).Assembly.GetTypes()
        .Where(t => t.Name.EndsWith("Reflection", StringComparison.Ordinal))
        .Select(t => t.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
        .OfType<FileDescriptor>().OrderBy(f => f.Name, StringComparer.Ordinal)];

    public static IEnumerable<ServiceDescriptor> Services => Files.SelectMany(f => f.Services);

    public static IEnumerable<MethodDescriptor> Rpcs => Services.SelectMany(s => s.Methods);
}
