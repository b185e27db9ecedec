using System.Text.Json;
using Sunshine.Foundation.Hosting;
using Sunshine.Powers.V1;
using Sunshine.Reports.V1;

namespace Sunshine.Reports.Tests;

/// <summary>What the forms of 2019 and 2021 ask of article 20 of the regulation: documents, powers, decisions, charges and procurement, as far as records of the platform tell it.</summary>
public sealed class ArticleTwentyTests : ReportsTest
{
    [Fact]
    public async Task Documents_issued_repealed_and_in_force_follow_from_items_of_the_genre()
    {
        Items("2019-05", "22", 10);
        Items("2021-01", "22", 4);
        Items("2021-12", "21", 1);
        Items("2022-01", "22", 3);
        Items("2021-03", "08", 50);
        Repealed("2020-02", "22", "REPEALED", 2);
        Repealed("2021-07", "22", "REPEALED", 3);
        Repealed("2021-08", "22", "EXPIRED", 1);
        Repealed("2023-01", "22", "EXPIRED", 1);
        Repealed("2021-08", "08", "REPEALED", 9);
        var values = await Values(2021, "city");
        Assert.Equal(("4", "4", "8"), (values["rules.documents.issued"], values["rules.documents.repealed"], values["rules.documents.in-force"]));
        Assert.Equal(("1", "0", "1"), (values["rules.regulations.issued"], values["rules.regulations.repealed"], values["rules.regulations.in-force"]));
        // In force is what was, with the year's changes, as the form demands.
        Assert.Equal("8", (await Values(2020, "city", Form._2021))["rules.documents.in-force"]);
        Assert.Equal("0", (await Values(2021, "county"))["rules.documents.in-force"]);
    }

    [Fact]
    public async Task Documents_made_and_disclosed_are_of_their_own_days()
    {
        Items("2018-05", "22", 10);
        Items("2019-05", "22", 4);
        Made("2018-04", "22", 11);
        Made("2019-05", "22", 3);
        var values = await Values(2019, "city");
        Assert.Equal(("3", "4", "14"), (values["rules.documents.made"], values["rules.documents.disclosed"], values["rules.documents.total-disclosed"]));
    }

    [Fact]
    public async Task Kinds_of_powers_are_those_of_the_lists_and_empty_where_there_is_no_list()
    {
        Held("2016-01", "city", "LICENCE", 130);
        Held("2019-06", "city", "LICENCE", -12);
        Held("2019-06", "city", "PENALTY", 5);
        Held("2020-06", "city", "LICENCE", 1);
        var values = await Values(2019, "city");
        Assert.Equal(("130", "-12"), (values["licensing.permits.previous"], values["licensing.permits.change"]));
        // The first penalties came on the list in the year: how many there were before, it does not tell.
        Assert.Equal(("", ""), (values["enforcement.penalties.previous"], values["enforcement.penalties.change"]));
        // A year without a batch changes nothing.
        Ledger.Count("powers.held", "2016-01", "county", "7", "kind=LICENCE", "level=COUNTY");
        values = await Values(2019, "county");
        Assert.Equal(("7", "0"), (values["licensing.permits.previous"], values["licensing.permits.change"]));
        // An office has no list of its own, and 0 would be said of it that is not so.
        values = await Values(2019, "office");
        Assert.Equal(("", ""), (values["licensing.permits.previous"], values["licensing.permits.change"]));
        Assert.Equal("137", (await Values(2019, ""))["licensing.permits.previous"]);
    }

    [Fact]
    public async Task Administrative_fees_are_those_in_force_in_the_fee_catalogue()
    {
        Fee("2017-01", "ADMINISTRATIVE_FEE", 9);
        Fee("2019-07", "ADMINISTRATIVE_FEE", -2);
        Fee("2017-01", "GOVERNMENT_FUND", 4);
        Ledger.Count("powers.fees-items", "2017-01", "office", "30", "kind=BUSINESS_SERVICE");
        var values = await Values(2019, "office");
        Assert.Equal(("9", "-2"), (values["charges.administrative-fees.previous"], values["charges.administrative-fees.change"]));
        Assert.Equal("", (await Values(2019, "bureau"))["charges.administrative-fees.previous"]);
    }

    [Fact]
    public async Task What_no_record_tells_is_empty_says_why_and_is_the_agencys_to_state()
    {
        Ledger.Count("key-areas.records", "2021-03", "office", "6", "area=01", "type=administrative-penalty");
        var report = await Reports.GetReportAsync(new() { Year = 2021 }, cancellationToken: Cancel);
        var (values, definitions) = (report.Figures.ToDictionary(f => f.Id, f => f.Value), report.Definitions.ToDictionary(d => d.Id));
        Assert.Equal(("6", "", ""), (values["enforcement.penalties"], values["enforcement.coercion"], values["charges.administrative-fees"]));
        // Nobody registers permits here, which does not mean that there are none.
        Assert.Equal("", values["licensing.permits"]);
        Assert.Contains("不记录收取的金额", definitions["charges.administrative-fees"].Definition, StringComparison.Ordinal);
        Assert.Contains("states it", definitions["enforcement.coercion"].DefinitionEnglish, StringComparison.Ordinal);
        Assert.Equal("行政规范性文件,不含内部管理文件。本年废止的件数。按目录中体裁为“规范性文件”的条目统计，废止或者失效之日（不再有效的第一天）在本年的。", definitions["rules.documents.repealed"].Definition);

        var edition = await Published(2021, Stated("enforcement.coercion", "2"), Stated("charges.administrative-fees", "1.50"), Stated("licensing.permits", "52310"));
        Assert.Equal(["2", "1.50", "52310"], edition.Stated.Select(s => s.Value));
    }

    [Fact]
    public async Task What_is_told_of_some_agencies_alone_is_stated_by_the_others()
    {
        Held("2016-01", "city", "LICENCE", 130);
        var report = await Create(2019, stated: [Stated("licensing.permits.previous", "12"), Stated("licensing.permits.change", "1")]);
        Assert.Equal("12", report.Stated[0].Value);
        Ledger.Count("powers.held", "2016-01", "office", "12", "kind=LICENCE", "level=CITY");
        Assert.Equal(["annualReport.stated[0].figureId COUNTED_BY_LEDGER", "annualReport.stated[1].figureId COUNTED_BY_LEDGER"], await Wrong(async () => await Update(report, "stated")));
    }

    /// <summary>No cell of article 20 is left without a word on what is counted, or why nothing is.</summary>
    [Theory]
    [InlineData(Form._2019, 22)]
    [InlineData(Form._2021, 10)]
    public void Every_cell_says_what_is_counted(Form form, int cells)
    {
        var found = Definitions.Of(form).Where(d => d.Id.Split('.')[0] is "rules" or "licensing" or "enforcement" or "charges" or "procurement").ToList();
        Assert.Equal(cells, found.Count);
        Assert.All(found, d => Assert.Equal(d.Terms.Count == 0, d.Proto.DefinitionEnglish.EndsWith("the agency states it.", StringComparison.Ordinal)));
        Assert.All(found.Where(d => !d.AlwaysTold), d => Assert.EndsWith("由机关填报。", d.Proto.Definition, StringComparison.Ordinal));
    }

    /// <summary>Codes of other services that definitions name are codes that there are: a misspelt one would count nothing for ever.</summary>
    [Theory]
    [InlineData(Form._2014)]
    [InlineData(Form._2019)]
    [InlineData(Form._2021)]
    public void Definitions_name_codes_that_there_are(Form form)
    {
        var genres = Codes("genres.json", "codes").ToDictionary(c => c.GetProperty("code").GetString()!, c => c.GetProperty("name").GetString());
        Assert.Equal(("规章", "规范性文件"), (genres["21"], genres["22"]));
        var types = Codes("areas.json", "types").Select(t => t.GetProperty("id").GetString()).ToHashSet();
        foreach (var term in Definitions.Of(form).SelectMany(d => d.Terms))
        {
            foreach (var (name, value) in term.Where.Select(w => w.Split('=', 2)).Select(p => (p[0], p[1])))
            {
                Assert.True((term.What, name) switch
                {
                    (_, "genre") => genres.ContainsKey(value),
                    ("powers.held", "kind") => Enum.GetValues<PowerKind>().Any(k => k.ShortName() == value),
                    ("powers.fees-items", "kind") => Enum.GetValues<FeeKind>().Any(k => k.ShortName() == value),
                    (_, "non-tax-kind") => Enum.GetValues<NonTaxKind>().Any(k => k.ShortName() == value),
                    (_, "type") => types.Contains(value),
                    _ => true
                }, $"{term.What} {name}={value}");
            }
        }
    }

    private static List<JsonElement> Codes(string file, string member)
    {
        using var read = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Codes", file)));
        return [.. read.RootElement.GetProperty(member).EnumerateArray().Select(e => e.Clone())];
    }

    private void Items(string month, string genre, int count) => Ledger.Count("catalogue.items-by-genre", month, "office", $"{count}", $"genre={genre}");

    private void Made(string month, string genre, int count) => Ledger.Count("catalogue.items-made", month, "office", $"{count}", $"genre={genre}");

    private void Repealed(string month, string genre, string validity, int count) => Ledger.Count("catalogue.repealed", month, "office", $"{count}", $"genre={genre}", $"validity={validity}");

    private void Held(string month, string government, string kind, int change) => Ledger.Count("powers.held", month, government, $"{change}", $"kind={kind}", "level=CITY");

    private void Fee(string month, string kind, int change) => Ledger.Count("powers.fees-items", month, "office", $"{change}", "kind=NON_TAX_REVENUE", $"non-tax-kind={kind}");

    private async Task<Dictionary<string, string>> Values(int year, string agency, Form form = Form.Unspecified) =>
        (await Reports.GetReportAsync(new() { Year = year, AgencyId = agency, Form = form }, cancellationToken: Cancel)).Figures.ToDictionary(f => f.Id, f => f.Value);
}
