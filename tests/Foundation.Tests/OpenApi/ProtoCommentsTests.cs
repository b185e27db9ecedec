using Sunshine.Catalogue.V1;
using Sunshine.Foundation.OpenApi;

namespace Sunshine.Foundation.Tests.OpenApi;

public sealed class ProtoCommentsTests
{
    [Fact]
    public void Messages_fields_and_values_have_their_comments()
    {
        Assert.Equal("One page of items.", ProtoComments.Of(ListItemsResponse.Descriptor));
        Assert.Equal("Empty on the last page.", ProtoComments.Of(ListItemsResponse.Descriptor.FindFieldByName("next_page_token")));
        Assert.Equal("Government gazette (政府公报).", ProtoComments.Of(ItemReflection.Descriptor.EnumTypes[0].FindValueByName("CHANNEL_GAZETTE")));
    }

    [Theory]
    [InlineData(" One line.\n", "One line.")]
    [InlineData(" One\n paragraph.\n\n Another.\n", "One paragraph.\n\nAnother.")]
    [InlineData(" A list:\n - one\n - two\n   and more\n", "A list:\n- one\n- two\n  and more")]
    [InlineData(" Code:\n\n     {\n       \"a\": 1\n     }\n\n After.", "Code:\n\n    {\n      \"a\": 1\n    }\n\nAfter.")]
    public void Lines_are_joined_to_paragraphs_and_lists_are_kept(string comment, string text) => Assert.Equal(text, ProtoComments.Unwrap(comment));
}
