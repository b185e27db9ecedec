using Google.Api;
using Google.Protobuf.Reflection;
using Microsoft.OpenApi;

namespace Sunshine.Foundation.OpenApi;

/// <summary>The OpenAPI document of one service, made from its contract alone.</summary>
public static class OpenApiPart
{
    /// <param name="service">The service's name as it stands in paths, e.g. <c>catalogue</c>.</param>
    /// <param name="services">The gRPC services of its package.</param>
    /// <param name="rolesOf">Which roles may call an rpc; null for anyone, an empty list for nobody.</param>
    /// <param name="plain">What the service answers beside its rpcs.</param>
    /// <exception cref="InvalidOperationException">Two rpcs have the same path and verb, or a path binds what the request does not have.</exception>
    public static OpenApiDocument For(string service, IEnumerable<ServiceDescriptor> services, Func<MethodDescriptor, IReadOnlyList<string>?> rolesOf, IEnumerable<MappedOperation>? plain = null)
    {
        var all = services.OrderBy(s => s.FullName, StringComparer.Ordinal).ToList();
        var document = new OpenApiDocument
        {
            Info = new OpenApiInfo { Title = $"Sunshine: {service}", Version = "v1" },
            Paths = [],
            Components = new OpenApiComponents(),
            Tags = new HashSet<OpenApiTag>(all.Select(s => new OpenApiTag { Name = s.Name, Description = Description(s) }))
        };
        document.AddComponent(Operations.Bearer, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = "An access token of the platform's OpenID Connect authority."
        });
        var schemas = new Schemas(document);
        ErrorResponses.AddTo(document, schemas);
        var operations = new Operations(document, schemas);
        AddPaths(document, operations, all.SelectMany(s => s.Methods), rolesOf);
        foreach (var mapped in (plain ?? []).OrderBy(p => p.Path, StringComparer.Ordinal)) Add(document.Paths, mapped.Path, mapped.Verb, operations.Of(mapped));
        return document;
    }

    internal static HttpRule? RuleOf(MethodDescriptor method) => method.GetOptions()?.GetExtension(AnnotationsExtensions.Http);

    private static void AddPaths(OpenApiDocument document, Operations operations, IEnumerable<MethodDescriptor> methods, Func<MethodDescriptor, IReadOnlyList<string>?> rolesOf)
    {
        // The first rpc of a path names its variables; for OpenAPI another's path with other names would be the same path twice.
        var names = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var method in methods)
        {
            if (RuleOf(method) is not { } rule) continue;
            var number = 1;
            foreach (var binding in rule.AdditionalBindings.Prepend(rule))
            {
                var path = PathTemplate.Of(binding);
                var variables = names.TryGetValue(path.Shape, out var known) ? known : names[path.Shape] = path.Names(method.InputType);
                var operation = operations.Of(method, binding, path, variables, rolesOf(method));
                if (number > 1) operation.OperationId += $"_{number}";
                number++;
                Add(document.Paths, path.With(variables), path.Verb, operation);
            }
        }
    }

    private static void Add(OpenApiPaths paths, string path, HttpMethod verb, OpenApiOperation operation)
    {
        if (!paths.TryGetValue(path, out var item)) paths[path] = item = new OpenApiPathItem { Operations = [] };
        if (!item.Operations!.TryAdd(verb, operation))
            throw new InvalidOperationException($"{operation.OperationId}: another rpc has {verb} {path} already.");
    }

    private static string Description(ServiceDescriptor service)
    {
        var text = ProtoComments.Of(service);
        var others = service.Methods.Where(m => RuleOf(m) is null).Select(m => $"- `{m.Name}`: {ProtoComments.Of(m)}").ToList();
        return others.Count == 0 ? text : $"{text}\n\nOver gRPC only:\n{string.Join('\n', others)}";
    }
}
