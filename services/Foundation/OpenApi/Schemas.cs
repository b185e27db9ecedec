using System.Text.Json.Nodes;
using Google.Api;
using Google.Protobuf.Reflection;
using Microsoft.OpenApi;

namespace Sunshine.Foundation.OpenApi;

/// <summary>The schemas of messages and enums as proto3 JSON has them. Each becomes a component under its full name.</summary>
internal sealed class Schemas(OpenApiDocument document)
{
    public static bool Is(FieldDescriptor field, FieldBehavior behavior) =>
        field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior)?.Contains(behavior) == true;

    /// <summary>A field of a message, with its comment.</summary>
    public IOpenApiSchema Of(FieldDescriptor field)
    {
        var schema = Plain(field);
        var readOnly = Is(field, FieldBehavior.OutputOnly);
        var deprecated = field.GetOptions()?.Deprecated == true;
        if (schema is OpenApiSchemaReference reference)
        {
            reference.Description = ProtoComments.Of(field);
            if (readOnly) reference.ReadOnly = true;
            if (deprecated) reference.Deprecated = true;
        }
        else if (schema is OpenApiSchema own)
        {
            own.Description = ProtoComments.Of(field);
            own.ReadOnly = readOnly;
            own.Deprecated = deprecated;
        }

        return schema;
    }

    /// <summary>A message; a reference to its component unless its JSON has a form of its own.</summary>
    public IOpenApiSchema Of(MessageDescriptor message)
    {
        if (WellKnown(message) is { } special) return special;
        if (document.Components!.Schemas?.ContainsKey(message.FullName) != true)
        {
            // Registered before its fields are looked at, because messages may contain themselves.
            var schema = new OpenApiSchema();
            document.AddComponent(message.FullName, schema);
            Fill(schema, message, _ => true, partial: false);
        }

        return new OpenApiSchemaReference(message.FullName, document);
    }

    /// <summary>A message with only some of its fields.</summary>
    /// <param name="partial">Whether a mask says which fields count; then none is required by itself.</param>
    public OpenApiSchema Part(MessageDescriptor message, Func<FieldDescriptor, bool> has, bool partial)
    {
        var schema = new OpenApiSchema();
        Fill(schema, message, has, partial);
        return schema;
    }

    /// <summary>A field's type as a query or path parameter. An enum's zero value is left out: it is the same as no parameter.</summary>
    public static IOpenApiSchema Parameter(FieldDescriptor field)
    {
        var one = field.FieldType switch
        {
            FieldType.Enum => Enum(field.EnumType, field.EnumType.Values.Where(v => v.Number != 0)),
            FieldType.Message => WellKnown(field.MessageType)!,
            _ => Scalar(field.FieldType)
        };
        return field.IsRepeated ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = one } : one;
    }

    /// <summary>Whether a message's JSON is something else than the object of its fields.</summary>
    public static bool HasOwnForm(MessageDescriptor message) => WellKnown(message) is not null;

    /// <summary>Whether a field of this type can stand in a query as one value.</summary>
    public static bool IsOneValue(MessageDescriptor message) => WellKnown(message) is { Type: { } type } && (type & (JsonSchemaType.Object | JsonSchemaType.Array)) == 0;

    private void Fill(OpenApiSchema schema, MessageDescriptor message, Func<FieldDescriptor, bool> has, bool partial)
    {
        schema.Type = JsonSchemaType.Object;
        schema.Description = Description(message);
        schema.Properties = new Dictionary<string, IOpenApiSchema>();
        foreach (var field in message.Fields.InDeclarationOrder().Where(has))
        {
            var property = Of(field);
            // The one field that the server writes and an update may send back, to refuse a lost write.
            if (partial && field.Name == "etag" && property is OpenApiSchema etag) etag.ReadOnly = false;
            schema.Properties[field.JsonName] = property;
            if (Is(field, FieldBehavior.Required) && !partial) (schema.Required ??= new SortedSet<string>(StringComparer.Ordinal)).Add(field.JsonName);
        }
    }

    private static string Description(MessageDescriptor message)
    {
        var choices = message.Oneofs.Where(o => !o.IsSynthetic).Select(o => $"At most one of {string.Join(", ", o.Fields.Select(f => $"`{f.JsonName}`"))}.");
        return string.Join("\n\n", new[] { ProtoComments.Of(message) }.Concat(choices).Where(t => t.Length > 0));
    }

    private IOpenApiSchema Plain(FieldDescriptor field)
    {
        if (field.IsMap)
            return new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = One(field.MessageType.FindFieldByNumber(2)) };
        return field.IsRepeated ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = One(field) } : One(field);
    }

    private IOpenApiSchema One(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message or FieldType.Group => Of(field.MessageType),
        FieldType.Enum => Of(field.EnumType),
        _ => Scalar(field.FieldType)
    };

    private IOpenApiSchema Of(EnumDescriptor type)
    {
        if (type.FullName == "google.protobuf.NullValue") return new OpenApiSchema { Type = JsonSchemaType.Null };
        if (document.Components!.Schemas?.ContainsKey(type.FullName) != true) document.AddComponent(type.FullName, Enum(type, type.Values));
        return new OpenApiSchemaReference(type.FullName, document);
    }

    private static OpenApiSchema Enum(EnumDescriptor type, IEnumerable<EnumValueDescriptor> values)
    {
        var listed = values.ToList();
        var words = listed.Select(v => $"- `{v.Name}`: {ProtoComments.Of(v)}");
        return new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Description = $"{ProtoComments.Of(type)}\n\n{string.Join('\n', words)}",
            Enum = [.. listed.Select(v => (JsonNode)v.Name)]
        };
    }

    private static OpenApiSchema Scalar(FieldType type) => type switch
    {
        FieldType.Bool => new() { Type = JsonSchemaType.Boolean },
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => new() { Type = JsonSchemaType.Integer, Format = "int32" },
        FieldType.UInt32 or FieldType.Fixed32 => new() { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0" },
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => new() { Type = JsonSchemaType.String, Format = "int64" },
        FieldType.UInt64 or FieldType.Fixed64 => new() { Type = JsonSchemaType.String, Format = "uint64" },
        FieldType.Float => new() { Type = JsonSchemaType.Number, Format = "float" },
        FieldType.Double => new() { Type = JsonSchemaType.Number, Format = "double" },
        FieldType.Bytes => new() { Type = JsonSchemaType.String, Format = "byte" },
        _ => new() { Type = JsonSchemaType.String }
    };

    private static OpenApiSchema? WellKnown(MessageDescriptor message) => message.FullName switch
    {
        "google.protobuf.Timestamp" => new() { Type = JsonSchemaType.String, Format = "date-time" },
        "google.protobuf.Duration" => new() { Type = JsonSchemaType.String, Pattern = @"^-?[0-9]+(\.[0-9]{1,9})?s$" },
        "google.protobuf.FieldMask" => new() { Type = JsonSchemaType.String, Format = "field-mask" },
        "google.protobuf.Struct" => new() { Type = JsonSchemaType.Object, AdditionalProperties = new OpenApiSchema() },
        "google.protobuf.Value" => new(),
        "google.protobuf.ListValue" => new() { Type = JsonSchemaType.Array, Items = new OpenApiSchema() },
        "google.protobuf.Any" => new()
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema> { ["@type"] = new OpenApiSchema { Type = JsonSchemaType.String } },
            Required = new HashSet<string> { "@type" },
            AdditionalProperties = new OpenApiSchema()
        },
        _ when message.File.Name == "google/protobuf/wrappers.proto" => Nullable(Scalar(message.FindFieldByNumber(1).FieldType)),
        _ => null
    };

    private static OpenApiSchema Nullable(OpenApiSchema schema)
    {
        schema.Type |= JsonSchemaType.Null;
        return schema;
    }
}
