using Google.Api;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Microsoft.OpenApi;
using Sunshine.Foundation.OpenApi;

namespace Sunshine.Foundation.Tests.OpenApi;

/// <summary>JSON forms that the platform's own contracts do not all use, on messages of Google's that do.</summary>
public sealed class SchemasTests
{
    private readonly OpenApiDocument _document = new() { Components = new OpenApiComponents() };

    [Fact]
    public void A_map_is_an_object_of_its_values()
    {
        var metadata = Component(ErrorInfo.Descriptor).Properties!["metadata"];
        Assert.Equal(JsonSchemaType.Object, metadata.Type);
        Assert.Equal(JsonSchemaType.String, metadata.AdditionalProperties!.Type);
    }

    [Fact]
    public void A_struct_is_any_object()
    {
        var labels = Component(MonitoredResourceMetadata.Descriptor).Properties!["systemLabels"];
        Assert.Equal(JsonSchemaType.Object, labels.Type);
        Assert.Null(labels.AdditionalProperties!.Type);
    }

    [Fact]
    public void An_Any_names_its_type()
    {
        var details = Component(Google.Rpc.Status.Descriptor).Properties!["details"];
        Assert.Equal(JsonSchemaType.Array, details.Type);
        Assert.Equal(["@type"], details.Items!.Required!);
    }

    [Fact]
    public void A_duration_is_a_number_of_seconds_with_its_unit() =>
        Assert.Matches(Component(RetryInfo.Descriptor).Properties!["retryDelay"].Pattern!, "1.5s");

    [Fact]
    public void A_message_that_contains_itself_refers_to_itself() =>
        Assert.Equal("google.api.HttpRule", Component(HttpRule.Descriptor).Properties!["additionalBindings"].Items.Refers());

    [Fact]
    public void A_choice_of_fields_is_said_in_words() =>
        Assert.Contains("At most one of `get`, `put`, `post`, `delete`, `patch`, `custom`.", Component(HttpRule.Descriptor).Description);

    [Fact]
    public void Bytes_are_base64() => Assert.Equal("byte", Component(HttpBody.Descriptor).Properties!["data"].Format);

    private IOpenApiSchema Component(MessageDescriptor message)
    {
        Assert.Equal(message.FullName, new Schemas(_document).Of(message).Refers());
        return _document.Components!.Schemas![message.FullName];
    }
}
