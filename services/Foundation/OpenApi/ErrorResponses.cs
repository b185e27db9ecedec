using Google.Protobuf.Reflection;
using Google.Rpc;
using Microsoft.OpenApi;

namespace Sunshine.Foundation.OpenApi;

/// <summary>What a refused call answers with: <c>google.rpc.Status</c>, the same for every service.</summary>
internal static class ErrorResponses
{
    private static readonly MessageDescriptor[] Details =
        [ErrorInfo.Descriptor, LocalizedMessage.Descriptor, BadRequest.Descriptor, RequestInfo.Descriptor, RetryInfo.Descriptor];

    private static readonly (string Status, string Name, string Description)[] Known =
    [
        ("400", "InvalidRequest", "Not acceptable (`INVALID_ARGUMENT`), or not in this state (`FAILED_PRECONDITION`). `BadRequest` names every field that is wrong."),
        ("401", "Unauthenticated", "There is no access token, or it is not valid (`UNAUTHENTICATED`)."),
        ("403", "Forbidden", "The caller's role or agency does not allow this (`PERMISSION_DENIED`)."),
        ("404", "NotFound", "There is no such resource (`NOT_FOUND`)."),
        ("409", "Conflict", "The etag is stale (`ABORTED`), or the resource exists already (`ALREADY_EXISTS`)."),
        ("413", "TooLarge", "The request is too large (`RESOURCE_EXHAUSTED`)."),
        ("429", "TooManyRequests", "Too many requests (`RESOURCE_EXHAUSTED`); try again later."),
        ("503", "Unavailable", "The service is not available (`UNAVAILABLE`); try again later."),
        ("default", "Error", "Any other refusal or error. `ErrorInfo.reason` is stable; programs decide by it.")
    ];

    /// <summary>Adds the responses and their schemas to the components.</summary>
    public static void AddTo(OpenApiDocument document, Schemas schemas)
    {
        var details = Details.Select(d => Detail(document, schemas, d)).ToList();
        document.AddComponent(Google.Rpc.Status.Descriptor.FullName, new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "Why a call was refused.",
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["code"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "The gRPC status code." },
                ["message"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "A sentence for people, in the language of Accept-Language." },
                ["details"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Description = "The parts for programs, told apart by `@type`.",
                    Items = new OpenApiSchema
                    {
                        OneOf = [.. details],
                        Discriminator = new OpenApiDiscriminator
                        {
                            PropertyName = "@type",
                            Mapping = Details.Zip(details).ToDictionary(p => TypeUrl(p.First), p => p.Second)
                        }
                    }
                }
            }
        });
        foreach (var (_, name, description) in Known)
        {
            document.AddComponent(name, new OpenApiResponse
            {
                Description = description,
                Content = new Dictionary<string, IOpenApiMediaType>
                {
                    ["application/json"] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(Google.Rpc.Status.Descriptor.FullName, document) }
                }
            });
        }
    }

    /// <summary>The responses with these statuses, as references to the components.</summary>
    public static IEnumerable<(string Status, IOpenApiResponse Response)> Of(OpenApiDocument document, Func<string, bool> has) =>
        Known.Where(k => has(k.Status)).Select(k => (k.Status, (IOpenApiResponse)new OpenApiResponseReference(k.Name, document)));

    private static OpenApiSchemaReference Detail(OpenApiDocument document, Schemas schemas, MessageDescriptor message)
    {
        var schema = schemas.Part(message, _ => true, partial: true);
        schema.Properties!["@type"] = new OpenApiSchema { Type = JsonSchemaType.String, Const = TypeUrl(message) };
        schema.Required = new HashSet<string> { "@type" };
        // Not under the message's own name: where the message is a plain field, as in FieldViolation, it has no @type.
        document.AddComponent(message.FullName + ".Detail", schema);
        return new OpenApiSchemaReference(message.FullName + ".Detail", document);
    }

    private static string TypeUrl(MessageDescriptor message) => "type.googleapis.com/" + message.FullName;
}
