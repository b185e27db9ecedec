using Sunshine.Catalogue.V1;

namespace Sunshine.Catalogue.Tests;

public sealed class IndexNumbersTests : CatalogueTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await AddAgencies();
    }

    [Fact]
    public async Task Serials_are_counted_for_each_agency_and_year_of_publication()
    {
        var results = await Import(
            Record("1"), Record("2"), Record("3", on: "2015-12-31"), Record("4", on: "2016-01-01"), Record("5", "county-1"), Record("6", on: "2015-01-01"));

        Assert.Equal(
            [$"{Taizhou}/2016-00001", $"{Taizhou}/2016-00002", $"{Taizhou}/2015-00001", $"{Taizhou}/2016-00003", $"{Luzhou}/2016-00001", $"{Taizhou}/2015-00002"],
            results.Select(r => r.IndexNumber));
        Assert.All(results, r => Assert.Equal(20, r.IndexNumber.Length));
    }

    [Fact]
    public async Task A_number_stays_when_the_item_moves_to_another_year()
    {
        var first = await ImportOne(Record("1"));
        var moved = await ImportOne(Record("1", on: "2015-05-05"));

        Assert.Equal(ImportOutcome.Updated, moved.Outcome);
        Assert.Equal(first.IndexNumber, moved.IndexNumber);
    }

    [Fact]
    public async Task A_number_that_the_publisher_gave_is_kept()
    {
        var given = await ImportOne(With(Record("1"), $"{Luzhou}/2015-00018"));
        var repeated = await ImportOne(With(Record("1", title: "新的标题"), $"{Luzhou}/2015-00018"));
        var left = await ImportOne(Record("1", title: "又一标题"));

        Assert.Equal((ImportOutcome.Created, $"{Luzhou}/2015-00018"), (given.Outcome, given.IndexNumber));
        Assert.Equal((ImportOutcome.Updated, $"{Luzhou}/2015-00018"), (repeated.Outcome, repeated.IndexNumber));
        Assert.Equal((ImportOutcome.Updated, $"{Luzhou}/2015-00018"), (left.Outcome, left.IndexNumber));
        Assert.Empty(given.Warnings);
    }

    [Fact]
    public async Task A_number_that_another_item_has_is_refused_in_one_message_and_in_two()
    {
        var number = $"{Taizhou}/2018-04736";
        var together = await Import(With(Record("1"), number), With(Record("2"), number));
        var later = await ImportOne(With(Record("3"), number));

        Assert.Equal([ImportOutcome.Created, ImportOutcome.Refused], together.Select(r => r.Outcome));
        Assert.Equal([("indexNumber", "TAKEN")], together[1].Violations.Fields());
        Assert.Equal([("indexNumber", "TAKEN")], later.Violations.Fields());
        Assert.Equal(("", ""), (later.Id, later.IndexNumber));
    }

    [Theory]
    [InlineData("0142768-8/2022-00185")]
    [InlineData("014416330/2018-4736")]
    [InlineData("014416330/1818-04736")]
    [InlineData("014416330/2018-04736\n")]
    [InlineData("014416330/2018-０4736")]
    [InlineData("nonsense")]
    public async Task A_number_that_is_not_of_the_scheme_is_refused(string number)
    {
        var result = await ImportOne(With(Record("1"), number));

        Assert.Equal([("indexNumber", "MALFORMED")], result.Violations.Fields());
    }

    [Fact]
    public async Task A_number_never_changes()
    {
        var first = await ImportOne(Record("1"));
        var changed = await ImportOne(With(Record("1"), $"{Taizhou}/2016-00099"));

        Assert.Equal([("indexNumber", "IMMUTABLE")], changed.Violations.Fields());
        Assert.Equal(first.IndexNumber, (await Public.GetItemAsync(new() { Id = first.Id }, cancellationToken: Cancel)).IndexNumber);
    }

    [Fact]
    public async Task A_wrong_check_character_in_a_given_number_is_a_warning()
    {
        var result = await ImportOne(With(Record("1"), $"{WrongCheck}/2025-00016"));

        Assert.Equal(ImportOutcome.Created, result.Outcome);
        Assert.Equal([("indexNumber", "WRONG_CHECK_CHARACTER")], result.Warnings.Fields());
    }

    [Fact]
    public async Task Numbers_that_publishers_gave_are_stepped_over()
    {
        await Import(Enumerable.Range(1, 60).Select(i => With(Record($"given {i}"), $"{Taizhou}/2016-{i:00000}")));
        await Import(With(Record("given 62"), $"{Taizhou}/2016-00062"));

        var single = await ImportOne(Record("1"));
        var next = await Import(Record("2"), Record("3"));

        Assert.Equal($"{Taizhou}/2016-00061", single.IndexNumber);
        Assert.Equal([$"{Taizhou}/2016-00063", $"{Taizhou}/2016-00064"], next.Select(r => r.IndexNumber).Order());
    }

    [Fact]
    public async Task An_agency_without_a_code_needs_given_numbers()
    {
        await Agencies.BatchImportAgenciesAsync(new() { Agencies = { NewAgency("codeless") } }, cancellationToken: Cancel);
        var results = await Import(Record("1", "codeless"), With(Record("2", "codeless"), $"{Taizhou}/2016-00500"));

        Assert.Equal([("agencyId", "AGENCY_HAS_NO_CODE")], results[0].Violations.Fields());
        Assert.Equal(ImportOutcome.Created, results[1].Outcome);
    }

    private static ImportRecord With(ImportRecord record, string number) => new(record) { IndexNumber = number };
}
