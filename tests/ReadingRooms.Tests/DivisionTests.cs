using Sunshine.Foundation.Identity;
using Sunshine.Foundation.V1;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.ReadingRooms.Tests;

public sealed class DivisionTests : RoomsTest
{
    [Fact]
    public async Task Names_are_those_of_the_day()
    {
        Assert.Equal([RecordFate.Created, RecordFate.Created], await Import(("210381106", "某乡", "", "2015-12-31"), ("210381107", "邻镇", "2010-01-01", "")));
        Assert.Equal([RecordFate.Updated], await Import(("210381106", "某镇", "2016-01-01", "")));
        Assert.Equal([RecordFate.Unchanged], await Import(("210381106", "某镇", "2016-01-01", "")));

        Assert.Equal(["西柳镇", "某乡", "邻镇"], await Names("2015-12-31"));
        Assert.Equal(["西柳镇", "某镇", "邻镇"], await Names(""));
        Assert.Equal(["西柳镇", "某乡"], await Names("2009-01-01"));
    }

    [Fact]
    public async Task What_does_not_fit_the_tree_is_refused_and_leaves_the_rest_alone()
    {
        await Import(("210381106", "某乡", "2000-01-01", "2015-12-31"));
        var answer = await Admin.BatchImportDivisionsAsync(new()
        {
            Records =
            {
                new DivisionRecord { Code = "210399001", Name = "x" }, new DivisionRecord { Code = "210000", Name = "辽宁省" }, new DivisionRecord { Code = "210381000", Name = "x" }, new DivisionRecord { Code = "210321", Name = "台安县" },
                new DivisionRecord { Code = "210321101", Name = "西佛镇" }, new DivisionRecord { Code = "210381106", Name = "某镇", ValidFrom = "2015-12-31" }, new DivisionRecord { Code = "210321102", ValidFrom = "2016-01-02", ValidTo = "2016-01-01" }
            }
        }, cancellationToken: Cancel);

        Assert.Equal(
            [
                "records[0].code NO_SUCH_PARENT", "records[1].code NOT_A_DIVISION_CODE", "records[2].code NOT_A_DIVISION_CODE", "", "", "records[5].validFrom OVERLAPS",
                "records[6].name REQUIRED, records[6].validTo BEFORE_VALID_FROM"
            ],
            answer.Results.Select(r => string.Join(", ", r.Violations.Select(f => $"{f.Field} {f.Reason}"))));
        Assert.Equal(["210302", "210321", "210381"], (await Anybody.ListDivisionsAsync(new() { ParentCode = "210300" }, cancellationToken: Cancel)).Divisions.Select(d => d.Code));
        Assert.Equal(("210300", DivisionLevel.City, ""), Assert.Single((await Anybody.ListDivisionsAsync(new(), cancellationToken: Cancel)).Divisions) is var city ? (city.Code, city.Level, city.ParentCode) : default);
    }

    [Theory]
    [InlineData("210381105201", "210381105", true), InlineData("210381105201", "210381", true), InlineData("210381105201", "210300", true), InlineData("210381105201", "210302", false)]
    [InlineData("210381", "210381105", false), InlineData("210381", "210381", true), InlineData("210400", "210300", false)]
    public void What_is_below_a_division_follows_from_its_code(string code, string ancestor, bool within) => Assert.Equal(within, DivisionCode.IsWithin(code, ancestor));

    private RoomService.RoomServiceClient Admin => new(As("admin", Roles.Admin, ""));

    private async Task<IEnumerable<RecordFate>> Import(params (string Code, string Name, string From, string To)[] records) =>
        (await Admin.BatchImportDivisionsAsync(new() { Records = { records.Select(r => new DivisionRecord { Code = r.Code, Name = r.Name, ValidFrom = r.From, ValidTo = r.To }) } }, cancellationToken: Cancel)).Results.Select(r => r.Fate);

    private async Task<IEnumerable<string>> Names(string day) =>
        (await Anybody.ListDivisionsAsync(new() { ParentCode = "210381", AsOf = day }, cancellationToken: Cancel)).Divisions.Select(d => d.Name);
}
