using Sunshine.Catalogue.V1;

namespace Sunshine.Catalogue.Tests;

public sealed class ItemRulesTests : CatalogueTest
{
    public static TheoryData<string, Action<ImportRecord>, string, string> Wrong => new()
    {
        { "source id with a control character", r => r.SourceId = "a\u0007", "sourceId", "MALFORMED" },
        { "source id with a line break at its end", r => r.SourceId = "a\n", "sourceId", "MALFORMED" },
        { "source id too long", r => r.SourceId = new string('a', 201), "sourceId", "MALFORMED" },
        { "title of spaces", r => r.Title = "  \u3000", "title", "REQUIRED" },
        { "title too long", r => r.Title = new string('题', 501), "title", "TOO_LONG" },
        { "title with a control character", r => r.Title = "a\0b", "title", "CONTROL_CHARACTER" },
        { "summary too long", r => r.Summary = new string('概', 2_001), "summary", "TOO_LONG" },
        { "body too long", r => r.Body = new string('文', 200_001), "body", "TOO_LONG" },
        { "document number too long", r => r.DocumentNumber = new string('号', 101), "documentNumber", "TOO_LONG" },
        { "unknown subject", r => r.SubjectCategory = "9999", "subjectCategory", "UNKNOWN_CODE" },
        { "unknown genre", r => r.Genre = "决定", "genre", "UNKNOWN_CODE" },
        { "unknown key area", r => r.KeyArea = "99", "keyArea", "UNKNOWN_CODE" },
        { "unknown stage", r => r.Stage = (Stage)6, "stage", "UNKNOWN_VALUE" },
        { "negative stage", r => r.Stage = (Stage)(-1), "stage", "UNKNOWN_VALUE" },
        { "too many keywords", r => r.Keywords.Add(Enumerable.Repeat("词", 21)), "keywords", "TOO_MANY" },
        { "empty keyword", r => r.Keywords.Add(["词", ""]), "keywords[1]", "REQUIRED" },
        { "keyword too long", r => r.Keywords.Add(new string('词', 51)), "keywords[0]", "TOO_LONG" },
        { "unknown agency", r => r.AgencyId = "nobody", "agencyId", "NO_SUCH_AGENCY" },
        { "no placement", r => r.Placements.Clear(), "placements", "TOO_FEW" },
        { "too many placements", r => r.Placements.Add(Enumerable.Repeat(r.Placements[0], 50)), "placements", "TOO_MANY" },
        { "placement without channel", r => r.Placements[0].Channel = Channel.Unspecified, "placements[0].channel", "REQUIRED" },
        { "placement on an unknown channel", r => r.Placements[0].Channel = (Channel)99, "placements[0].channel", "UNKNOWN_VALUE" },
        { "placement without a day", r => r.Placements[0].On = "", "placements[0].on", "REQUIRED" },
        { "a day that does not exist", r => r.Placements[0].On = "2015-02-29", "placements[0].on", "NOT_A_DAY" },
        { "a day of another form", r => r.Placements[0].On = "2016/09/26", "placements[0].on", "NOT_A_DAY" },
        { "a day with wide digits", r => r.Placements[0].On = "２０１６-09-26", "placements[0].on", "NOT_A_DAY" },
        { "before the republic", r => r.Placements[0].On = "1949-09-30", "placements[0].on", "OUT_OF_RANGE" },
        { "tomorrow", r => r.Placements[0].On = "2026-01-06", "placements[0].on", "OUT_OF_RANGE" },
        { "column too long", r => r.Placements[0].Column = new string('栏', 101), "placements[0].column", "TOO_LONG" },
        { "column with a stroke", r => r.Placements[0].Column = "政务/公开", "placements[0].column", "MALFORMED" },
        { "address without a scheme", r => r.Placements[0].Url = "www.example.gov.cn", "placements[0].url", "MALFORMED" },
        { "address that is a script", r => r.Placements[0].Url = "javascript:alert(1)", "placements[0].url", "MALFORMED" },
        { "address too long", r => r.Placements[0].Url = "https://a.cn/" + new string('a', 2_000), "placements[0].url", "MALFORMED" },
        { "formed after publication", r => r.FormedOn = "2016-09-27", "formedOn", "AFTER_PUBLICATION" },
        { "formed on no day", r => r.FormedOn = "2016-13-01", "formedOn", "NOT_A_DAY" }
    };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await AddAgencies();
    }

    [Fact]
    public async Task What_is_wrong_with_a_record_is_named_by_its_path_and_nothing_is_stored()
    {
        foreach (var (what, spoil, field, reason) in Wrong.Select(row => row.Data))
        {
            var record = Record("1");
            spoil(record);
            var result = await ImportOne(record);

            Assert.True(result.Outcome == ImportOutcome.Refused, what);
            Assert.Equal((what, field, reason), Assert.Single(result.Violations.Fields()) is var (f, r) ? (what, f, r) : default);
        }

        Assert.Equal(0, (await Public.ListItemsAsync(new(), cancellationToken: Cancel)).TotalSize);
    }

    [Fact]
    public async Task A_record_at_every_limit_is_accepted()
    {
        var record = Record(new string('a', 200));
        record.Title = new string('题', 500);
        record.Summary = new string('概', 2_000);
        record.Body = new string('文', 200_000);
        record.DocumentNumber = new string('号', 100);
        record.Keywords.Add(Enumerable.Range(0, 20).Select(i => new string('词', 48) + i.ToString("00")));
        record.Placements.Clear();
        record.Placements.Add(Enumerable.Range(0, 50).Select(i => new V1.Placement { Channel = Channel.Other, On = i == 0 ? "1949-10-01" : "2026-01-05", Column = new string('栏', 100) }));
        record.FormedOn = "1949-10-01";

        Assert.Empty((await ImportOne(record)).Violations);
    }

    [Fact]
    public async Task Rare_characters_are_printable()
    {
        var result = await ImportOne(Record("𠮷野-𬺈", title: "𠮷野村村务公开"));

        Assert.Equal(ImportOutcome.Created, result.Outcome);
        Assert.Equal("𠮷野-𬺈", (await Public.GetItemAsync(new() { Id = result.Id }, cancellationToken: Cancel)).SourceId);
        Assert.Single(await ListAll(new() { Query = "𠮷野" }));
    }

    [Fact]
    public async Task Today_is_the_day_in_Anshan_not_in_Greenwich()
    {
        // 01:00 on 6 January in Anshan, still the 5th in Greenwich.
        Host.Clock.Advance(TimeSpan.FromHours(13));

        Assert.Equal(ImportOutcome.Created, (await ImportOne(Record("1", on: "2026-01-06"))).Outcome);
        Assert.Equal([("placements[0].on", "OUT_OF_RANGE")], (await ImportOne(Record("2", on: "2026-01-07"))).Violations.Fields());
    }
}
