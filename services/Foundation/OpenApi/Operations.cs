using System.Text.RegularExpressions;
using Google.Api;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Microsoft.OpenApi;

namespace Sunshine.Foundation.OpenApi;

/// <summary>One operation for each HTTP rule of an rpc.</summary>
internal sealed partial class Operations(OpenApiDocument document, Schemas schemas)
{
    /// <summary>The name of the security scheme.</summary>
    public const string Bearer = "bearer";

    /// <param name="variables">The names of the path's variables, in order.</param>
    /// <param name="roles">Who may call; null for anyone.</param>
    public OpenApiOperation Of(MethodDescriptor method, HttpRule rule, PathTemplate path, IReadOnlyList<string> variables, IReadOnlyList<string>? roles)
    {
        var comment = ProtoComments.Of(method);
        var request = method.InputType;
        return new OpenApiOperation
        {
            OperationId = $"{method.Service.Name}_{method.Name}",
            Summary = FirstSentence().Match(comment).Value.TrimEnd('.', '。'),
            Description = $"{comment}\n\n{Callers(roles)}",
            Deprecated = method.GetOptions()?.Deprecated == true,
            Tags = new HashSet<OpenApiTagReference> { new(method.Service.Name, document) },
            Parameters = [.. PathParameters(request, path, variables), .. QueryParameters(request, rule, path)],
            RequestBody = Body(request, rule, path),
            Responses = Responses(method, rule, path, comment, roles),
            Security = Security(roles)
        };
    }

    /// <summary>The operation of an endpoint that is no rpc.</summary>
    public OpenApiOperation Of(MappedOperation mapped)
    {
        var (operation, path, verb, roles) = mapped;
        var parameters = new List<IOpenApiParameter>();
        foreach (Match variable in Variable().Matches(path))
        {
            parameters.Add(new OpenApiParameter
            {
                Name = variable.Groups[1].Value, In = ParameterLocation.Path, Required = true, Description = "Of the resource that is meant.", Schema = new OpenApiSchema { Type = JsonSchemaType.String }
            });
        }

        if (operation.Query is { } query) AddQuery(query, [], true, [.. parameters.Select(p => p.Name!)], parameters);
        var responses = new OpenApiResponses();
        if (operation.Answer is { } answer)
        {
            responses["200"] = new OpenApiResponse { Description = ProtoComments.Of(answer), Content = Content(schemas.Of(answer)) };
        }
        else
        {
            responses["200"] = new OpenApiResponse { Description = "The bytes themselves.", Content = Content(new OpenApiSchema(), "*/*") };
            responses["206"] = new OpenApiResponse { Description = "The bytes of the `Range` that was asked for.", Content = Content(new OpenApiSchema(), "*/*") };
            responses["304"] = new OpenApiResponse { Description = "The caller has them already: `If-None-Match` names their ETag." };
            responses["416"] = new OpenApiResponse { Description = "There are no bytes in the `Range` that was asked for." };
        }

        foreach (var (status, response) in ErrorResponses.Of(document, status => status is not ("401" or "403") || roles is not null)) responses[status] = response;
        return new OpenApiOperation
        {
            OperationId = $"{operation.Service.Name}_{operation.Name}",
            Summary = FirstSentence().Match(operation.Description).Value.TrimEnd('.', '。'),
            Description = $"{operation.Description}\n\n{Callers(roles)}",
            Tags = new HashSet<OpenApiTagReference> { new(operation.Service.Name, document) },
            Parameters = parameters,
            RequestBody = operation.Body is { } body
                ? new OpenApiRequestBody { Required = true, Description = body, Content = Content(new OpenApiSchema(), "application/octet-stream") }
                : null,
            Responses = responses,
            Security = Security(roles)
        };
    }

    private List<OpenApiSecurityRequirement>? Security(IReadOnlyList<string>? roles) =>
        roles is null ? null : [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];

    private static string Callers(IReadOnlyList<string>? roles) => roles switch
    {
        null => "Anyone may call this.",
        [] => "Nobody may call this.",
        _ => $"Roles: {string.Join(", ", roles)}."
    };

    private static IEnumerable<IOpenApiParameter> PathParameters(MessageDescriptor request, PathTemplate path, IReadOnlyList<string> variables)
    {
        foreach (var (field, name) in path.Fields.Zip(variables))
        {
            var bound = PathTemplate.Chain(request, field)[^1];
            yield return new OpenApiParameter
            {
                Name = name, In = ParameterLocation.Path, Required = true, Description = ProtoComments.Of(bound), Schema = Schemas.Parameter(bound)
            };
        }
    }

    private static List<IOpenApiParameter> QueryParameters(MessageDescriptor request, HttpRule rule, PathTemplate path)
    {
        var found = new List<IOpenApiParameter>();
        if (rule.Body != "*") AddQuery(request, [], true, [.. path.Fields, rule.Body], found);
        return found;
    }

    /// <summary>Flattens a message's fields; what the path or the body binds, and what cannot stand in a query, is left out.</summary>
    private static void AddQuery(MessageDescriptor message, IReadOnlyList<FieldDescriptor> above, bool required, IReadOnlyList<string> bound, List<IOpenApiParameter> found)
    {
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            FieldDescriptor[] chain = [.. above, field];
            if (bound.Contains(string.Join('.', chain.Select(f => f.Name))) || field.IsMap || Schemas.Is(field, FieldBehavior.OutputOnly)) continue;
            var must = required && Schemas.Is(field, FieldBehavior.Required);
            if (field.FieldType != FieldType.Message || Schemas.IsOneValue(field.MessageType))
            {
                found.Add(new OpenApiParameter
                {
                    Name = string.Join('.', chain.Select(f => f.JsonName)), In = ParameterLocation.Query, Required = must,
                    Description = ProtoComments.Of(field), Schema = Schemas.Parameter(field), Deprecated = field.GetOptions()?.Deprecated == true
                });
            }
            else if (!field.IsRepeated && !Schemas.HasOwnForm(field.MessageType) && above.All(f => f.ContainingType != field.MessageType) && field.MessageType != message)
            {
                AddQuery(field.MessageType, chain, must, bound, found);
            }
        }
    }

    private OpenApiRequestBody? Body(MessageDescriptor request, HttpRule rule, PathTemplate path)
    {
        if (rule.Body.Length == 0) return null;
        var field = rule.Body == "*" ? null : request.FindFieldByName(rule.Body);
        return new OpenApiRequestBody
        {
            Required = true,
            Description = field is null ? ProtoComments.Of(request) : ProtoComments.Of(field),
            Content = Content(field is null ? BodySchema(request, "", request, path) : BodySchema(field, request, path))
        };
    }

    private IOpenApiSchema BodySchema(FieldDescriptor field, MessageDescriptor request, PathTemplate path) =>
        field.IsRepeated || field.FieldType != FieldType.Message ? schemas.Of(field) : BodySchema(field.MessageType, field.Name + ".", request, path);

    /// <summary>Without what the path says already. An update takes any of the fields, those that its mask names.</summary>
    private IOpenApiSchema BodySchema(MessageDescriptor message, string prefix, MessageDescriptor request, PathTemplate path)
    {
        var masked = prefix.Length > 0 && request.Fields.InDeclarationOrder().Any(f => f.FieldType == FieldType.Message && f.MessageType == FieldMask.Descriptor);
        return masked || path.Fields.Any(f => f.StartsWith(prefix, StringComparison.Ordinal))
            ? schemas.Part(message, f => !path.Fields.Contains(prefix + f.Name), masked)
            : schemas.Of(message);
    }

    private OpenApiResponses Responses(MethodDescriptor method, HttpRule rule, PathTemplate path, string comment, IReadOnlyList<string>? roles)
    {
        var responses = new OpenApiResponses { ["200"] = Success(method, rule) };
        foreach (var (status, response) in ErrorResponses.Of(document, Answers)) responses[status] = response;
        return responses;

        bool Answers(string status) => status switch
        {
            "401" or "403" => roles is not null,
            "404" => path.Fields.Count > 0 || comment.Contains("NOT_FOUND", StringComparison.Ordinal),
            "409" => path.Verb != HttpMethod.Get || comment.Contains("ABORTED", StringComparison.Ordinal),
            "413" => rule.Body.Length > 0,
            _ => true
        };
    }

    private OpenApiResponse Success(MethodDescriptor method, HttpRule rule)
    {
        var message = method.OutputType;
        if (message == HttpBody.Descriptor)
            return new OpenApiResponse { Description = "The content itself.", Content = Content(new OpenApiSchema(), "*/*") };

        var schema = rule.ResponseBody.Length > 0 ? schemas.Of(message.FindFieldByName(rule.ResponseBody)) : schemas.Of(message);
        var description = ProtoComments.Of(message);
        // The transcoder writes lines of JSON but calls them application/json, and the status is sent before a stream can break.
        if (method.IsServerStreaming)
        {
            description = $"A stream: not one JSON document but one JSON object a line, each as the schema says, separated by line feeds. " +
                          $"If it breaks off, its last line is a `{Google.Rpc.Status.Descriptor.FullName}` instead. {description}";
        }

        return new OpenApiResponse { Description = description.Length > 0 ? description : "Done.", Content = Content(schema) };
    }

    private static Dictionary<string, IOpenApiMediaType> Content(IOpenApiSchema schema, string type = "application/json") =>
        new() { [type] = new OpenApiMediaType { Schema = schema } };

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Variable();

    // Up to a full stop that no further word of an abbreviation follows, or to the paragraph's end.
    [GeneratedRegex(@"\A[^\n]*?((?<!\b(e\.g|i\.e|art))\.(?=\s|\z)|。|(?=\n|\z))")]
    private static partial Regex FirstSentence();
}
