using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf;
using Sunshine.Catalogue.V1;
using Sunshine.Cli.Samples;
using Sunshine.Requests.V1;

namespace Sunshine.Cli.Tests;

public sealed class SampleTests
{
    // Changes with every change of the sample's texts, and must not change with anything else.
    private const string Digest = "c497d65b7932344e529d81da586449d5f35102ea36e99cff2adf102f4dc52478";

    private static readonly Lazy<List<ImportRecord>> Made = new(() => [.. Anshan2016.Items()]);

    private static List<ImportRecord> Items => Made.Value;

    [Fact]
    public void The_same_bytes_on_every_run_and_machine()
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var item in Anshan2016.Items()) digest.AppendData(item.ToByteArray());
        var made = Convert.ToHexStringLower(digest.GetHashAndReset());
        Assert.True(made == Digest, $"The sample has become {made}. If it was meant to, say so here.");
    }

    [Fact]
    public void Channels_partition_the_items_as_the_report_says()
    {
        Assert.Equal(Anshan2016.ItemCount, Items.Count);
        Assert.All(Items, x => Assert.Single(x.Placements));
        Assert.Equal(
            [(Channel.Gazette, 197), (Channel.Website, 19_815), (Channel.Microblog, 4_956), (Channel.Wechat, 963), (Channel.Other, 6_981)],
            Items.GroupBy(x => x.Placements[0].Channel).OrderBy(x => x.Key).Select(x => (x.Key, x.Count())));
        Assert.Equal(2_702, Items.Count(x => x.Placements[0].Column == "今日鞍山"));
        Assert.Equal(1_603, Items.Count(x => x.Placements[0].Column == "政务公开"));
    }

    [Theory]
    [InlineData("02", 132)]
    [InlineData("03", 786)]
    [InlineData("04", 22)]
    [InlineData("06", 100)]
    [InlineData("07", 22)]
    [InlineData("08", 81)]
    [InlineData("09", 9)]
    [InlineData("10", 53)]
    [InlineData("11", 67)]
    [InlineData("12", 218)]
    [InlineData("13", 78)]
    [InlineData("19", 170)]
    [InlineData("24", 26)]
    [InlineData("26", 21)]
    [InlineData("27", 14)]
    public void Key_areas_have_the_items_the_report_counts(string area, int count) => Assert.Equal(count, Items.Count(x => x.KeyArea == area));

    [Fact]
    public void No_other_key_area_has_items() => Assert.Equal(1_799, Items.Count(x => x.KeyArea.Length > 0));

    [Fact]
    public void Policy_interpretations_are_on_the_website()
    {
        var interpretations = Items.Where(x => x.Genre == "37").ToList();
        Assert.Equal(221, interpretations.Count);
        Assert.All(interpretations, x => Assert.Equal(Channel.Website, x.Placements[0].Channel));
    }

    [Fact]
    public void The_municipal_documents_are_numbered_and_in_sixteen_issues()
    {
        var documents = Items.Where(x => x.Placements[0].Channel == Channel.Gazette).ToList();
        Assert.Equal(197, documents.Select(x => x.DocumentNumber).Distinct().Count());
        Assert.Equal(197, Items.Count(x => x.DocumentNumber.Length > 0));
        Assert.Equal(16, documents.Select(x => x.Placements[0].Column).Distinct().Count());
        Assert.All(documents, x => Assert.InRange(x.Body.Length, 300, 1_000));
        string Title(string number) => documents.Single(x => x.DocumentNumber == number).Title;
        Assert.Equal("鞍山市人民政府办公厅关于在政务公开工作中进一步做好政务舆情回应的通知", Title("鞍政办发〔2016〕86号"));
        Assert.Equal("鞍山市人民政府办公厅关于解决无户口人员登记户口问题的实施意见", Title("鞍政办发〔2016〕91号"));
        Assert.Equal("鞍山市人民政府重大行政决策程序规定", Title("市政府令〔2016〕188号"));
        foreach (var series in new[] { "鞍政发", "鞍政办发" })
        {
            var inSeries = documents.Where(x => x.DocumentNumber.StartsWith(series + "〔", StringComparison.Ordinal))
                .OrderBy(x => int.Parse(x.DocumentNumber[(series.Length + 6)..^1], CultureInfo.InvariantCulture)).ToList();
            Assert.Equal(Enumerable.Range(1, inSeries.Count).Select(n => $"{series}〔2016〕{n}号"), inSeries.Select(x => x.DocumentNumber));
            Assert.Equal(inSeries.Select(x => x.FormedOn).Order(StringComparer.Ordinal), inSeries.Select(x => x.FormedOn));
        }
    }

    [Fact]
    public void Items_keep_the_bounds_of_the_contract()
    {
        var agencies = Anshan2016.Agencies.Select(x => x.Id).ToHashSet();
        Assert.Equal(Items.Count, Items.Select(x => x.SourceId).Distinct().Count());
        Assert.Equal("2016-000001", Items[0].SourceId);
        Assert.All(Items, x =>
        {
            Assert.Contains(x.AgencyId, agencies);
            Assert.InRange(x.Title.Length, 6, 500);
            Assert.InRange(x.Summary.Length, 40, 200);
            Assert.InRange(x.Keywords.Count, 1, 20);
            Assert.All(x.Keywords, word => Assert.InRange(word.Length, 1, 50));
            Assert.Matches(@"^\d{4}$", x.SubjectCategory);
            Assert.Matches(@"^\d{2}$", x.Genre);
            var formed = DateOnly.ParseExact(x.FormedOn, "yyyy-MM-dd", CultureInfo.InvariantCulture);
            var on = DateOnly.ParseExact(x.Placements[0].On, "yyyy-MM-dd", CultureInfo.InvariantCulture);
            Assert.Equal((2016, 2016), (formed.Year, on.Year));
            // Some departments disclosed their money later than the law wants.
            Assert.InRange(on.DayNumber - formed.DayNumber, 0, x.KeyArea == "02" ? 28 : 19);
        });
    }

    [Fact]
    public void No_text_is_unfinished_foreign_or_the_same_as_another()
    {
        Assert.Equal(Items.Count, Items.Select(x => x.Title).Distinct().Count());
        Assert.All(Items, x =>
        {
            var text = x.Title + x.Summary + x.Body + string.Concat(x.Keywords);
            Assert.DoesNotMatch(@"[{}\u0001]", text);
            // No web address or site's name, which a copied text may bring along.
            Assert.DoesNotMatch(@"https?:|www|\.com|\d-[\u4e00-\u9fff]", text);
        });
    }

    [Theory]
    [InlineData("低保", 1_000, 4_000)]
    [InlineData("安全生产", 400, 2_000)]
    [InlineData("空气质量", 366, 500)]
    [InlineData("招标", 100, 500)]
    [InlineData("预算", 100, 500)]
    [InlineData("文物", 1, 40)]
    public void Words_are_common_or_rare(string word, int least, int most) => Assert.InRange(Items.Count(x => x.Title.Contains(word)), least, most);

    [Fact]
    public void Agencies_are_a_tree_with_parents_first()
    {
        var agencies = Anshan2016.Agencies;
        Assert.Equal(1 + 58 + 7 + 6 + 120 + 27, agencies.Count);
        var seen = new HashSet<string>();
        foreach (var agency in agencies)
        {
            Assert.Matches("^[a-z0-9][a-z0-9-]{0,63}$", agency.Id);
            Assert.True(agency.ParentId.Length == 0 ? agency.Id == "as-city" : seen.Contains(agency.ParentId), agency.Id);
            Assert.True(seen.Add(agency.Id), agency.Id);
            Assert.Matches(@"^\d{6}(\d{3})?$", agency.DivisionCode);
            Assert.Equal(OrganisationCode.WithCheck(agency.OrganisationCode[..8]), agency.OrganisationCode);
            Assert.Matches("^[0-9A-Z]{1,20}$", agency.CatalogueCode);
        }

        Assert.Equal(agencies.Count, agencies.Select(x => x.Name).Distinct().Count());
        Assert.Equal(7, agencies.Count(x => x.ParentId == "as-city" && x.Id.StartsWith("as-21", StringComparison.Ordinal)));
    }

    [Fact]
    public void Requests_are_those_of_the_report()
    {
        var requests = SampleRequests.Applications();
        var agencies = Anshan2016.Agencies.Select(x => x.Id).ToHashSet();
        Assert.Equal(159, requests.Select(x => x.SourceId).Distinct().Count());
        Assert.Equal(requests, SampleRequests.Applications());
        Assert.Equal([(Outcome.AlreadyPublic, 2), (Outcome.Granted, 154), (Outcome.PartlyGranted, 3)], requests.GroupBy(x => x.Outcome).OrderBy(g => g.Key).Select(g => (g.Key, g.Count())));
        Assert.All(requests, x =>
        {
            Assert.Contains(x.AgencyId, agencies);
            Assert.Equal(IntakeChannel.Letter, x.Channel);
            var (received, finished) = (Day(x.ReceivedOn), Day(x.FinishedOn));
            Assert.Equal((2016, 2016), (received.Year, finished.Year));
            Assert.InRange(Enumerable.Range(1, finished.DayNumber - received.DayNumber).Count(n => SampleDays.IsWorking(received.AddDays(n))), 1, 15);
        });
        Assert.InRange(requests.Select(x => x.AgencyId).Distinct().Count(), 40, 71);
        Assert.Equal([(CaseKind.Suit, SuitRoute.Direct, CaseResult.Corrected), (CaseKind.Suit, SuitRoute.Direct, CaseResult.Other)], SampleRequests.Cases().Select(c => (c.Kind, c.Route, c.Result)));
        Assert.All(SampleRequests.Cases(), c => Assert.True(requests.Any(r => r.AgencyId == c.AgencyId && Day(r.FinishedOn) < Day(c.ReceivedOn)), c.SourceId));

        static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("01441633", "014416330")]
    [InlineData("00835003", "00835003X")]
    public void The_check_character_is_that_of_real_codes(string eight, string code) => Assert.Equal(code, OrganisationCode.WithCheck(eight));
}
