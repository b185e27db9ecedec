using System.Text.Json;
using Sunshine.Foundation.Hosting;

namespace Sunshine.KeyAreas.Tests;

/// <summary>The areas and schemas of the release.</summary>
public sealed class ShippedAreasTests : KeyAreasTest
{
    public static TheoryData<string> Types => [.. ShippedAreas.Load().Types.Select(t => t.Id)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Each_schema_fulfils_the_rules_that_others_must_fulfil(string type)
    {
        var v = new Violations();
        SchemaRules.Check(ShippedAreas.Schema(type), v);
        Assert.Empty(v.Found);
        var shape = RecordShape.Of(1, ShippedAreas.Schema(type));
        Assert.NotNull(shape.Day);
        Assert.True(shape.Key.Count > 0 || shape.Personal.Count > 0, "Neither a key nor personal data, for whose sake a source id must be given.");
    }

    [Fact]
    public async Task Every_area_that_the_city_names_is_there_with_a_type_and_claims_no_more()
    {
        var areas = (await Areas.ListAreasAsync(new() { PageSize = 200 }, cancellationToken: Cancel)).Areas;
        Assert.Equal(Enumerable.Range(1, 28).Select(i => $"{i:00}"), areas.Select(a => a.Id));
        var types = (await Areas.ListRecordTypesAsync(new() { PageSize = 200 }, cancellationToken: Cancel)).RecordTypes;
        Assert.Equal(areas.Select(a => a.Id), types.Select(t => t.AreaId).Distinct().Order());
        Assert.All(types, t => Assert.Equal(1, t.SchemaVersion));
        Assert.All(areas.SelectMany(a => a.Reported), r => Assert.Equal(2016, r.Year));
        var credit = areas.Single(a => a.Id == "25").Reported.Where(r => r.Quote.Contains("信息", StringComparison.Ordinal) || r.Quote.Contains("记录", StringComparison.Ordinal)).Sum(r => int.Parse(r.Value));
        // The report's own total is 184 more than what it adds up: both stand there as it states them.
        Assert.Equal((960_553, "960737"), (credit, areas.Single(a => a.Id == "25").Reported.Single(r => r.Quote.StartsWith("合计", StringComparison.Ordinal)).Value));
    }

    [Fact]
    public void No_name_of_another_site_came_along_with_the_report() => Assert.DoesNotContain("365-", JsonSerializer.Serialize(ShippedAreas.Load(), KeyAreasJson.Default.ShippedDocument), StringComparison.Ordinal);
}
