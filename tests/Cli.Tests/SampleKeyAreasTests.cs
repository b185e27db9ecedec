using Sunshine.Cli.Samples;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.Cli.Tests;

/// <summary>What the sample has of key areas, credit and reading rooms, beside the published report.</summary>
public sealed class SampleKeyAreasTests
{
    [Fact]
    public void Rooms_are_as_many_as_the_report_counts_each_in_a_division_that_there_is()
    {
        var (rooms, divisions) = (SampleRooms.Records(), SampleRooms.Divisions().Select(d => d.Code).ToHashSet());
        Assert.Equal([(DivisionLevel.City, 3), (DivisionLevel.County, 21), (DivisionLevel.Town, 96), (DivisionLevel.Village, 1_163)], rooms.GroupBy(r => r.Content.Level).Select(g => (g.Key, g.Count())).Order());
        Assert.Equal(1_283, rooms.Select(r => r.SourceId).Distinct().Count());
        Assert.Equal(1_283, rooms.Select(r => (r.Content.Coordinates.Lat, r.Content.Coordinates.Lng)).Distinct().Count());
        Assert.All(rooms, r => Assert.Contains(r.Content.DivisionCode, divisions));
        var agencies = Anshan2016.Agencies.Select(a => a.Id).ToHashSet();
        Assert.All(rooms, r => Assert.Contains(r.AgencyId, agencies));
    }

    [Fact]
    public void Credit_records_are_as_many_of_each_kind_as_the_report_says_and_no_two_are_one()
    {
        Assert.Equal(960_553, SampleCredit.Count);
        var (kinds, seen) = (new Dictionary<string, int>(), new HashSet<(string, string, string)>());
        for (var i = 0; i < SampleCredit.Count; i++)
        {
            var data = SampleCredit.Record(i).Data.Fields;
            var kind = data["信用类别"].StringValue;
            kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
            Assert.True(seen.Add((kind, data["主体代码"].StringValue, data["所属期"].StringValue)), $"{i}");
        }

        Assert.Equal([23_509, 54_661, 82_307, 82_307, 82_308, 196_605, 207_864, 230_992], kinds.Values.Order());
    }
}
