using System.Collections.Frozen;
using System.Reflection;
using Google.Api;
using Google.Protobuf.Reflection;
using Sunshine.Foundation.OpenApi;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Sunshine.Portal.Rest;

/// <summary>By which HTTP call each rpc of the contracts is made.</summary>
internal static class HttpRules
{
    private static readonly FrozenDictionary<string, Rule> Known = Find();

    /// <param name="rpc">Full name as gRPC writes it: <c>/sunshine.catalogue.v1.CatalogueService/GetItem</c>.</param>
    /// <exception cref="NotSupportedException">It is not part of the REST.</exception>
    public static Rule Of(string rpc) => Known.GetValueOrDefault(rpc) ?? throw new NotSupportedException($"{rpc} has no REST form.");

    private static FrozenDictionary<string, Rule> Find() =>
        typeof(Sunshine.Catalogue.V1.Item).Assembly.GetTypes()
            .Select(t => t.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)).Where(p => p?.PropertyType == typeof(ServiceDescriptor))
            .SelectMany(p => ((ServiceDescriptor)p!.GetValue(null)!).Methods)
            .Where(m => !m.IsClientStreaming && !m.IsServerStreaming && m.GetOptions()?.GetExtension(AnnotationsExtensions.Http) is not null)
            .ToFrozenDictionary(m => $"/{m.Service.FullName}/{m.Name}", m =>
            {
                var rule = m.GetOptions().GetExtension(AnnotationsExtensions.Http);
                return new Rule(PathTemplate.Of(rule), rule.Body);
            });

    /// <param name="Path">Method and path.</param>
    /// <param name="Body">The request's field that is the body; <c>*</c> for the whole request; empty for none.</param>
    public sealed record Rule(PathTemplate Path, string Body);
}
