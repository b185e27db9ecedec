using Google.Api;
using Google.Protobuf.Reflection;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.OpenApi;

namespace Sunshine.Foundation.Tests.OpenApi;

public sealed class PathTemplateTests
{
    [Fact]
    public void A_variable_is_named_by_the_last_part_of_its_field() =>
        Assert.Equal("/agencies/{id}:close", Named("/agencies/{agency.id}:close"));

    [Fact]
    public void Of_two_variables_with_the_same_last_part_each_has_its_whole_name() =>
        Assert.Equal("/agencies/{agencyId}/items/{id}", Named("/agencies/{agency.id}/items/{id}", Item.Descriptor));

    [Fact]
    public void Paths_that_differ_by_names_alone_have_one_shape() =>
        Assert.Equal(Of("/agencies/{id}").Shape, Of("/agencies/{agency.id=*}").Shape);

    [Fact]
    public void A_variable_of_several_segments_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => Of("/x/{name=agencies/*}"));

    [Fact]
    public void A_variable_that_the_request_lacks_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => Named("/x/{agency.nothing}"));

    private static PathTemplate Of(string path) => PathTemplate.Of(new HttpRule { Get = path });

    private static string Named(string path, MessageDescriptor? request = null)
    {
        var template = Of(path);
        return template.With(template.Names(request ?? UpdateAgencyRequest.Descriptor));
    }
}
