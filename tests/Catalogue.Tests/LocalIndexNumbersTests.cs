using Sunshine.Catalogue.V1;

namespace Sunshine.Catalogue.Tests;

/// <summary>A scheme of the city's own, by configuration.</summary>
public sealed class LocalIndexNumbersTests : CatalogueTest
{
    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Catalogue:IndexNumber"] = "{catalogue}-{year}-{serial:3}" };

    [Fact]
    public async Task A_local_scheme_forms_and_tells_its_own_numbers()
    {
        await AddAgencies();
        var results = await Import(
            Record("1"), Record("2", "county-1"), new ImportRecord(Record("3")) { IndexNumber = "CITY-2016-077" }, new ImportRecord(Record("4")) { IndexNumber = $"{Taizhou}/2016-00001" });

        Assert.Equal(["CITY-2016-001", "COUNTY1-2016-001", "CITY-2016-077", ""], results.Select(r => r.IndexNumber));
        Assert.Equal([("indexNumber", "MALFORMED")], results[3].Violations.Fields());
    }

    [Fact]
    public async Task A_year_without_numbers_left_refuses_and_the_next_year_goes_on()
    {
        await AddAgencies();
        var first = await Import(Enumerable.Range(0, 998).Select(i => Record($"{i}")));
        Assert.Equal("CITY-2016-998", first[^1].IndexNumber);

        var last = await Import(Record("a"), Record("b"), Record("c", on: "2017-01-01"));

        Assert.Equal([ImportOutcome.Created, ImportOutcome.Refused, ImportOutcome.Created], last.Select(r => r.Outcome));
        Assert.Equal([("indexNumber", "EXHAUSTED")], last[1].Violations.Fields());
        Assert.Equal(["CITY-2016-999", "", "CITY-2017-001"], last.Select(r => r.IndexNumber));
    }
}
