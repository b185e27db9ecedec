using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Sunshine.Cli.Samples;
using Sunshine.Powers.V1;

namespace Sunshine.Cli.Tests;

/// <summary>The sample's laws, powers, fees and guides. A law's id is its title here, a fee item's its source id, a power's its code.</summary>
public sealed class SamplePowersTests
{
    // Changes with every change of what the sample's lists and guides say, and must not change with anything else.
    private const string Digest = "8365a46718d5b6cff4937cdad4850ea31481180e201335c8505923e4958d1ac3";

    private static readonly Dictionary<string, string> LawIds = SampleLaws.Instance.All.ToDictionary(l => l.Title, l => l.Title);
    private static readonly Dictionary<string, string> FeeIds = SampleFees.Records(LawIds).ToDictionary(f => f.SourceId, f => f.SourceId);
    private static readonly Lazy<IReadOnlyList<SampleBatch>> Made = new(() => SampleAdjustments.Batches(LawIds, FeeIds));
    private static readonly HashSet<string> Agencies = [.. Anshan2016.Agencies.Select(a => a.Id)];

    private static IReadOnlyList<SampleBatch> Batches => Made.Value;

    private static IReadOnlyList<PowerContent> Opening => [.. Batches[0].Operations.Select(o => o.Powers.Single())];

    private static IReadOnlyList<GuideRecord> Guides => SampleGuides.Records(
        LawIds, FeeIds, SampleAdjustments.Lists.SelectMany(l => SampleAdjustments.Held(l.AgencyId, Batches)).Select(p => (p.Code, p)));

    [Fact]
    public void The_same_bytes_on_every_run_and_machine()
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var batch in SampleAdjustments.Batches(LawIds, FeeIds))
        {
            digest.AppendData(batch.Request.ToByteArray());
            foreach (var operation in batch.Operations) digest.AppendData(operation.ToByteArray());
        }

        foreach (var guide in Guides) digest.AppendData(guide.ToByteArray());
        var made = Convert.ToHexStringLower(digest.GetHashAndReset());
        Assert.True(made == Digest, $"The sample has become {made}. If it was meant to, say so here.");
    }

    [Fact]
    public void The_opening_list_has_1476_powers_in_the_shares_of_a_real_one()
    {
        Assert.Equal(1_476, Opening.Count);
        Assert.Equal(1_476, SamplePowers.Quotas.Values.Sum());
        Assert.Equal([63, 1_037, 37, 4, 12, 95, 21, 19, 2, 186], Enum.GetValues<PowerKind>().Where(k => k != 0).Select(k => Opening.Count(p => p.Kind == k)));
        // Each is the exact share, rounded either way.
        int[] real = [130, 2_152, 78, 8, 25, 197, 43, 40, 4, 387];
        Assert.All(real.Zip(SamplePowers.Quotas.Values), x => Assert.InRange(x.Second - x.First * 1_476.0 / 3_064, -1, 1));
        Assert.Equal(1_476, Opening.Select(p => p.Code).Distinct().Count());
        Assert.Equal(1_476, Opening.Select(p => p.Name).Distinct().Count());
        Assert.InRange(Opening.Select(p => p.AgencyId).Distinct().Count(), 40, 58);
    }

    [Fact]
    public void Three_batches_cancel_12_and_delegate_2_and_add_nothing()
    {
        var city = Batches.Where(b => b.Request.ListId == "as-city").ToList();
        Assert.Equal(["2015-12-25", "2016-04-15", "2016-08-19", "2016-11-30"], city.Select(b => b.Request.EffectiveOn));
        var year = city.Skip(1).SelectMany(b => b.Operations).ToList();
        int Count(OperationKind kind) => year.Count(o => o.Kind == kind);
        Assert.Equal((12, 2, 0), (Count(OperationKind.Cancel), Count(OperationKind.Delegate), Count(OperationKind.Add)));
        Assert.True(Count(OperationKind.Rename) > 0 && Count(OperationKind.Change) > 0);
        Assert.Equal(year.Count, year.SelectMany(o => o.Codes).Distinct().Count());
        Assert.Equal([1_476, 1_470, 1_465, 1_462], city.Select(b => b.Request.Declared.Closing));
        Assert.Equal([0, 1_476, 1_470, 1_465], city.Select(b => b.Request.Declared.Opening));
        Assert.Equal(1_462, SampleAdjustments.Held("as-city", Batches).Count);
        Assert.Equal((1_462, 14), (SampleAdjustments.Retained, SampleAdjustments.Cancelled + SampleAdjustments.Delegated));
        Assert.All(Batches, b => Assert.Contains("样本数据", b.Request.Decree.Title + b.Request.Decree.DocumentNumber));
    }

    [Fact]
    public void Counties_take_over_what_was_delegated_but_for_one_of_them()
    {
        var taken = Batches.SelectMany(b => b.Operations.Where(o => o.Kind == OperationKind.TakeOver).Select(o => (b.Request.ListId, o.SourceCode))).ToHashSet();
        var given = Batches.SelectMany(b => b.Operations).Where(o => o.Kind == OperationKind.Delegate).SelectMany(o => o.ToAgencyIds.Select(to => (to, o.Codes[0]))).ToList();
        Assert.Equal(4, given.Count);
        Assert.Equal(("as-210323", 1), (given.Single(g => !taken.Contains(g)).to, given.Count - taken.Count));
        foreach (var list in SampleAdjustments.Lists.Skip(1))
        {
            var held = SampleAdjustments.Held(list.AgencyId, Batches);
            var own = held.Where(p => p.Code.Contains("9001000", StringComparison.Ordinal)).ToList();
            Assert.Equal(5, own.Count);
            Assert.All(held, p => Assert.Equal((list.AgencyId, PowerLevel.County), (p.AgencyId, p.Level)));
            Assert.All(held.Except(own), p => Assert.Contains(Opening, c => c.Code[6..] == p.Code[6..] && p.Name.StartsWith(c.Name, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Laws_are_real_ones_without_text()
    {
        Assert.InRange(SampleLaws.Instance.All.Count, 150, 300);
        Assert.All(SampleLaws.Instance.Records().Select(r => r.Content), l =>
        {
            Assert.Matches(@"(法|条例|办法|规定|细则)$", l.Title);
            Assert.True(l.EffectiveOn.Length == 0 || string.CompareOrdinal(l.EffectiveOn, "2015-12-25") < 0, l.Title);
            Assert.True(l.IssuedOn.Length == 0 || string.CompareOrdinal(l.IssuedOn, l.EffectiveOn) <= 0, l.Title);
        });
    }

    [Fact]
    public void Every_basis_is_a_law_of_the_sample_and_an_article_that_it_has()
    {
        var laws = SampleLaws.Instance.All.ToDictionary(l => l.Title);
        var bases = Batches.SelectMany(b => b.Operations).SelectMany(o => o.Powers).SelectMany(p => p.Bases)
            .Concat(Guides.SelectMany(g => g.Content.Bases)).Concat(SampleFees.Records(LawIds).SelectMany(f => f.Content.Bases)).ToList();
        Assert.All(bases, b =>
        {
            Assert.True(laws.TryGetValue(b.LawId, out var law), b.LawId);
            if (b.Article.Length > 0) Assert.InRange(int.Parse(b.Article), 1, law.Last);
        });
        Assert.InRange(bases.Count(b => b.Article.Length > 0), 900, bases.Count);
        Assert.All(Opening, p => Assert.NotEmpty(p.Bases));
    }

    [Fact]
    public void Powers_keep_the_bounds_of_the_contract()
    {
        var letters = "XK CF QZ ZS JF JC QR JL CJ QT".Split(' ');
        foreach (var (list, power) in Batches.SelectMany(b => b.Operations.Where(o => o.Kind is OperationKind.Add or OperationKind.TakeOver).Select(o => (b.Request.ListId, Power: o.Powers[0]))))
        {
            Assert.Matches("^[0-9]{6}[0-9]{3}(" + string.Join('|', letters) + ")[0-9]{7}$", power.Code);
            Assert.Equal(letters[(int)power.Kind - 1], power.Code[9..11]);
            Assert.StartsWith(SampleAdjustments.Lists.Single(l => l.AgencyId == list).Region, power.Code);
            Assert.Contains(power.AgencyId, Agencies);
            Assert.NotEmpty(power.Responsibilities);
            Assert.InRange(power.Accountability.Count, 3, 5);
            Assert.Matches(@"^0412-555\d{4}$", power.SupervisionPhone);
            if (power.TimeLimit is { } limit) Assert.InRange(limit.Promised, 1, limit.Statutory);
            Assert.DoesNotMatch(@"[{}|]", power.Name + string.Concat(power.Responsibilities.Select(r => r.Text)));
        }
    }

    [Fact]
    public void There_are_5316_guides_of_every_agency_some_more_complete_than_others()
    {
        var guides = Guides;
        Assert.Equal(5_316, guides.Count);
        Assert.Equal(5_316, guides.Select(g => g.SourceId).Distinct().Count());
        Assert.Equal(5_316, guides.Select(g => (g.AgencyId, g.Content.Title)).Distinct().Count());
        Assert.Equal(Agencies.Except(["as-city", .. SampleAgencies.Instance.Bodies.Select(b => b[0])]).Order(), guides.Select(g => g.AgencyId).Distinct().Order());
        var powers = SampleAdjustments.Lists.SelectMany(l => SampleAdjustments.Held(l.AgencyId, Batches)).ToDictionary(p => p.Code);
        Assert.All(guides, g =>
        {
            Assert.StartsWith("2016-", g.PublishedOn);
            Assert.Equal(g.Content.Kind == ServiceKind.PublicService, g.Content.PowerIds.Count == 0);
            Assert.All(g.Content.PowerIds, id => Assert.Equal((g.AgencyId, (int)g.Content.Kind), (powers[id].AgencyId, (int)powers[id].Kind)));
            Assert.False(g.Content is { NoMaterials: true, Materials.Count: > 0 } or { FreeOfCharge: true, FeeIds.Count: > 0 });
        });
        Assert.InRange(guides.Count(g => g.Content.PowerIds.Count > 0), 300, 500);
        // What is left out differs from agency to agency.
        var lacking = guides.GroupBy(g => g.AgencyId).Select(a => a.Average(g => g.Content.CalculateSize())).ToList();
        Assert.True(lacking.Max() > 1.3 * lacking.Min());
    }

    [Fact]
    public void The_fee_catalogue_has_both_kinds_and_is_charged()
    {
        var fees = SampleFees.Records(LawIds);
        Assert.InRange(fees.Count, 25, 40);
        Assert.Equal(2, fees.Select(f => f.Content.Kind).Distinct().Count());
        Assert.All(fees, f => Assert.True(f.Content.Bases.Count > 0 || f.Content.Documents.StartsWith("样本数据", StringComparison.Ordinal), f.Content.Name));
        Assert.All(fees, f => Assert.Contains("样本数据", f.Content.Standard));
        Assert.All(fees, f => Assert.Contains(f.AgencyId, Agencies));
        Assert.All(Opening.Where(p => p.Kind == PowerKind.Levy), p => Assert.Single(p.Fee.FeeIds));
        Assert.Contains(Guides, g => g.Content.FeeIds.Count > 0);
    }

    [Fact]
    public void No_text_names_a_site_or_a_mobile_number()
    {
        var texts = Guides.Select(g => g.ToString()).Concat(Opening.Select(p => p.ToString()));
        Assert.All(texts, t => Assert.False(Regex.IsMatch(t, @"https?:|www|\.com|(?<!\d)1[3-9]\d{9}(?!\d)|\d-[\u4e00-\u9fff]"), t));
    }
}
