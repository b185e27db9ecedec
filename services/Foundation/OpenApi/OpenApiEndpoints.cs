using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Sunshine.Foundation.OpenApi;

public static class OpenApiEndpoints
{
    /// <summary>
    /// Serves a service's part at <c>/openapi/parts/{service}.json</c> to anyone. It is made at the first request, when every
    /// rpc has been mapped, and says who may call each by what its endpoint declares.
    /// </summary>
    public static IEndpointConventionBuilder MapOpenApiPart(this IEndpointRouteBuilder endpoints, string service)
    {
        var part = new Lazy<Task<byte[]>>(() => Write(endpoints.ServiceProvider.GetRequiredService<EndpointDataSource>(), service));
        return endpoints.MapGet($"/openapi/parts/{service}.json", async context =>
        {
            var bytes = await part.Value;
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = bytes.Length;
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }).AllowAnonymous();
    }

    private static Task<byte[]> Write(EndpointDataSource mapped, string service)
    {
        var roles = new Dictionary<MethodDescriptor, IReadOnlyList<string>?>();
        foreach (var endpoint in mapped.Endpoints)
        {
            if (endpoint.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>()?.MethodDescriptor is { } method && method.File.Package == PackageOf(service))
                roles[method] = RolesOf(endpoint);
        }

        if (roles.Count == 0) throw new InvalidOperationException($"No rpc of {PackageOf(service)} with an HTTP rule is mapped.");
        return OpenApiJson.Write(OpenApiPart.For(service, roles.Keys.Select(m => m.Service).Distinct(), method => roles[method], Plain(mapped, service)));
    }

    private static IEnumerable<MappedOperation> Plain(EndpointDataSource mapped, string service) =>
        from endpoint in mapped.Endpoints.OfType<RouteEndpoint>()
        let operation = endpoint.Metadata.GetMetadata<PlainOperation>()
        where operation?.Service.File.Package == PackageOf(service)
        // A GET that can also be asked for its headers alone is one operation.
        from verb in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Where(m => !HttpMethods.IsHead(m))
        select new MappedOperation(operation, endpoint.RoutePattern.RawText!, new HttpMethod(verb), RolesOf(endpoint));

    private static string PackageOf(string service) => $"sunshine.{service.Replace('-', '_')}.v1";

    private static List<string>? RolesOf(Endpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null) return null;
        return [.. endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().SelectMany(a => a.Roles?.Split(',', StringSplitOptions.TrimEntries) ?? [])];
    }
}
