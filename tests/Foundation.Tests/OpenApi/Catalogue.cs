using Google.Protobuf.Reflection;
using Microsoft.OpenApi;
using Sunshine.Foundation.OpenApi;

namespace Sunshine.Foundation.Tests.OpenApi;

/// <summary>The catalogue's part as a client reads it, made from the descriptors alone.</summary>
internal static class Catalogue
{
    public static readonly ServiceDescriptor[] Services = [.. Testing.Contracts.Services.Where(s => s.File.Package == "sunshine.catalogue.v1")];

    /// <summary>As the service allows it: reading for anyone.</summary>
    public static IReadOnlyList<string>? RolesOf(MethodDescriptor rpc) =>
        rpc.Name.StartsWith("Get", StringComparison.Ordinal) || rpc.Name.StartsWith("List", StringComparison.Ordinal) || rpc.IsServerStreaming && !rpc.IsClientStreaming
            ? null
            : ["system", "publisher", "admin"];

    public static OpenApiDocument Part() => OpenApiPart.For("catalogue", Services, RolesOf);

    public static async Task<OpenApiDocument> Read() => OpenApiJson.Read(await OpenApiJson.Write(Part(), TestContext.Current.CancellationToken));

    public static OpenApiOperation Operation(this OpenApiDocument document, HttpMethod verb, string path) => document.Paths["/api/v1/catalogue/" + path].Operations![verb];

    public static IOpenApiParameter Parameter(this OpenApiOperation operation, string name) => operation.Parameters!.Single(p => p.Name == name);

    public static IOpenApiSchema Schema(this IDictionary<string, IOpenApiMediaType>? content) => Assert.Single(content!, c => c.Key == "application/json").Value.Schema!;

    /// <summary>The component that a schema refers to.</summary>
    public static string? Refers(this IOpenApiSchema? schema) => (schema as OpenApiSchemaReference)?.Reference.Id;
}
