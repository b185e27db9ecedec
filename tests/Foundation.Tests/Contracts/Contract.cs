using Google.Api;
using Google.Protobuf.Reflection;
using Sunshine.Foundation.OpenApi;

namespace Sunshine.Foundation.Tests.Contracts;

/// <summary>A set of proto files that the rules look at.</summary>
internal sealed record Contract(IReadOnlyList<FileDescriptor> Files, Func<IDescriptor, string> Comment)
{
    /// <summary>Every contract of the platform.</summary>
    public static readonly Contract Own = new(Testing.Contracts.Files, ProtoComments.Of);

    public IEnumerable<MessageDescriptor> Messages => Files.SelectMany(f => f.MessageTypes).SelectMany(WithNested);

    public IEnumerable<FieldDescriptor> Fields => Messages.SelectMany(m => m.Fields.InDeclarationOrder());

    public IEnumerable<EnumDescriptor> Enums => Files.SelectMany(f => f.EnumTypes).Concat(Messages.SelectMany(m => m.EnumTypes));

    public IEnumerable<ServiceDescriptor> Services => Files.SelectMany(f => f.Services);

    public IEnumerable<MethodDescriptor> Rpcs => Services.SelectMany(s => s.Methods);

    /// <summary>The HTTP rules of an rpc.</summary>
    public static IEnumerable<HttpRule> Rules(MethodDescriptor rpc) =>
        rpc.GetOptions()?.GetExtension(AnnotationsExtensions.Http) is { } rule ? rule.AdditionalBindings.Prepend(rule) : [];

    /// <summary><c>catalogue</c> of <c>sunshine.catalogue.v1</c>, <c>key-areas</c> of <c>sunshine.key_areas.v1</c>: as addresses, topics and apps are called.</summary>
    public static string ServiceOf(FileDescriptor file) => file.Package.Split('.') is [_, var service, ..] ? service.Replace('_', '-') : "";

    private static IEnumerable<MessageDescriptor> WithNested(MessageDescriptor message) =>
        message.NestedTypes.Where(n => n.GetOptions()?.MapEntry != true).SelectMany(WithNested).Prepend(message);
}
