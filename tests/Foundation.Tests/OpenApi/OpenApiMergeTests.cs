using Microsoft.OpenApi;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.OpenApi;

namespace Sunshine.Foundation.Tests.OpenApi;

public sealed class OpenApiMergeTests
{
    private static readonly OpenApiDocument[] Halves =
    [
        OpenApiPart.For("catalogue", CatalogueServiceReflection.Descriptor.Services, Catalogue.RolesOf),
        OpenApiPart.For("agencies", AgencyServiceReflection.Descriptor.Services, Catalogue.RolesOf)
    ];

    [Fact]
    public async Task Parts_that_share_components_become_one_valid_document()
    {
        var whole = await OpenApiMerge.Merge(Halves, "Sunshine", "1.0");
        Assert.Equal("Sunshine", whole.Info.Title);
        Assert.Equal(Halves.Sum(h => h.Paths.Count), whole.Paths.Count);
        Assert.Equal(["CatalogueService", "AgencyService"], whole.Tags!.Select(t => t.Name));
        Assert.Equal(
            Halves.SelectMany(h => h.Components!.Schemas!.Keys).Distinct().Order(StringComparer.Ordinal),
            whole.Components!.Schemas!.Keys.Order(StringComparer.Ordinal));
        Assert.NotNull(OpenApiJson.Read(await OpenApiJson.Write(whole, TestContext.Current.CancellationToken)).Operation(HttpMethod.Get, "items").Parameter("pageSize"));
    }

    [Fact]
    public async Task The_whole_says_the_same_as_a_part_made_in_one()
    {
        var whole = await OpenApiMerge.Merge([Catalogue.Part()], "Sunshine: catalogue", "v1");
        Assert.Equal(await OpenApiJson.Write(Catalogue.Part(), TestContext.Current.CancellationToken), await OpenApiJson.Write(whole, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Parts_that_were_read_from_JSON_can_be_merged()
    {
        var read = OpenApiJson.Read(await OpenApiJson.Write(Halves[0], TestContext.Current.CancellationToken));
        Assert.Equal(Halves[0].Paths.Count + Halves[1].Paths.Count, (await OpenApiMerge.Merge([read, Halves[1]], "Sunshine", "1.0")).Paths.Count);
    }

    [Fact]
    public async Task A_component_with_another_content_is_refused_by_name()
    {
        var other = OpenApiPart.For("agencies", AgencyServiceReflection.Descriptor.Services, Catalogue.RolesOf);
        other.Components!.Schemas!["google.rpc.Status"].Description = "Something else.";
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => OpenApiMerge.Merge([Halves[0], other], "Sunshine", "1.0"));
        Assert.Contains("components/schemas `google.rpc.Status`", refused.Message);
    }

    [Fact]
    public async Task The_same_path_twice_is_refused_by_name()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => OpenApiMerge.Merge([Halves[1], Halves[1]], "Sunshine", "1.0"));
        Assert.Contains("path `/api/v1/catalogue/agencies", refused.Message);
    }

    [Fact]
    public void What_is_not_a_document_is_refused() =>
        Assert.Throws<InvalidDataException>(() => OpenApiJson.Read("""{"openapi":"3.1.0"}"""u8.ToArray()));
}
