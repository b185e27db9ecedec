using Sunshine.Foundation.V1;
using Sunshine.Powers.V1;

namespace Sunshine.Powers.Tests;

/// <summary>Scores: each by hand, and the sums against a recount.</summary>
public sealed class GuideCompletenessTests : GuidesTest
{
    [Fact]
    public void The_table_is_checked_when_it_is_read()
    {
        Assert.Equal((16, 100), (GuideElements.All.Count, GuideElements.All.Sum(e => e.Weight)));
        Assert.Equal(["办理依据", "受理单位", "基本流程", "申请材料", "示范文本", "收费依据及标准", "办理时限", "监督途径"], GuideElements.All.Where(e => e.Source == "seed").Select(e => e.Name));
        Assert.Throws<InvalidOperationException>(() => GuideElements.Check(new("", 1, [new("a", "甲", 99, "bases", "")])));
        Assert.Throws<InvalidOperationException>(() => GuideElements.Check(new("", 1, [new("a", "甲", 100, "none", "")])));
        Assert.Throws<InvalidOperationException>(() => GuideElements.Check(new("", 1, [new("a", "甲", 50, "bases", ""), new("a", "乙", 50, "office", "")])));
    }

    public static TheoryData<string, int, string> Examples => new()
    {
        { "nothing", 0, "bases office steps materials modelTexts fees timeLimit supervision conditions places hours phone questions audiences channels results" },
        { "whole", 100, "" },
        { "no model text", 90, "modelTexts" },
        { "nothing to hand in", 22, "bases office steps fees timeLimit supervision conditions places hours phone questions audiences channels results" },
        { "materials without forms", 22, "bases office steps fees timeLimit supervision conditions places hours phone questions audiences channels results" },
        { "a step without text", 0, "bases office steps materials modelTexts fees timeLimit supervision conditions places hours phone questions audiences channels results" },
        { "on the spot", 10, "bases office steps materials modelTexts fees supervision conditions places hours phone questions audiences channels results" },
        { "hours of all places", 6, "bases office steps materials modelTexts fees timeLimit supervision conditions phone questions audiences channels results" },
        { "no channel available", 0, "bases office steps materials modelTexts fees timeLimit supervision conditions places hours phone questions audiences channels results" }
    };

    [Theory, MemberData(nameof(Examples))]
    public async Task A_score_is_the_weight_of_what_a_guide_has(string example, int score, string missing)
    {
        var content = example == "whole" || example == "no model text" ? Whole() : Bare();
        switch (example)
        {
            case "no model text": content.Materials[0].ModelTextId = ""; break;
            case "nothing to hand in": content.NoMaterials = true; break;
            case "materials without forms": content.Materials.Add(new V1.Material { Name = "身份证", Form = MaterialForm.Original }); break;
            case "a step without text": content.Steps.Add(new V1.ProcessStep { Step = "受理" }); break;
            case "on the spot": content.TimeLimit = new V1.TimeLimit { OnTheSpot = true }; break;
            case "hours of all places": content.Places.Add(new V1.ServicePlace { Address = "x", Hours = "全天" }); break;
            case "no channel available": content.Channels.Add(new V1.ChannelRule { Channel = ServiceChannel.Mobile }); break;
            default: break;
        }

        var guide = await Published(content);
        Assert.Equal((score, missing), (guide.Completeness.Score, string.Join(' ', guide.Completeness.Missing.Select(m => m.Id))));
        Assert.Equal(100 - score, guide.Completeness.Missing.Sum(m => m.Weight));
        Assert.Equal(score < 50 ? 1 : 0, (await Anyone.ListGuidesAsync(new() { ScoreBelow = 50 }, cancellationToken: Cancel)).TotalSize);
    }

    [Fact]
    public async Task The_sums_of_agencies_are_those_of_a_recount()
    {
        var random = new Random(20160926);
        var records = Enumerable.Range(0, 300).Select(i => Record($"{i}", Some(random, i), new[] { "city", "office" }[random.Next(2)])).ToList();
        foreach (var some in records.Chunk(200)) Assert.All(await Import(some), r => Assert.Equal(RecordFate.Created, r.Fate));
        // Some get another edition, some are taken back.
        Assert.All(await Import([.. records.Take(50).Select(r => Record(r.SourceId, Some(random, 1_000), r.AgencyId))]), r => Assert.NotEqual(RecordFate.Refused, r.Fate));
        foreach (var guide in (await Anyone.ListGuidesAsync(new() { PageSize = 20 }, cancellationToken: Cancel)).Guides)
            await Publisher.WithdrawGuideAsync(new() { Id = guide.Id, Reason = "x" }, cancellationToken: Cancel);

        var guides = new List<GuideSummary>();
        var request = new ListGuidesRequest { PageSize = 200 };
        do
        {
            var page = await Anyone.ListGuidesAsync(request, cancellationToken: Cancel);
            guides.AddRange(page.Guides);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        Assert.Equal(280, guides.Count);
        var counted = await Anyone.GetGuideCompletenessAsync(new() { AgencyId = "city", Worst = 25 }, cancellationToken: Cancel);
        AssertSum(guides, counted.Total);
        Assert.Equal(["city", "office"], counted.Agencies.Select(a => a.AgencyId));
        foreach (var agency in counted.Agencies) AssertSum([.. guides.Where(g => g.AgencyId == agency.AgencyId)], agency.Sum);
        Assert.Equal(guides.Select(g => g.Score).Order().Take(25), counted.Worst.Select(g => g.Score));
        var missing = new Dictionary<string, long>();
        foreach (var guide in guides)
        {
            foreach (var element in (await Anyone.GetGuideAsync(new() { Id = guide.Id }, cancellationToken: Cancel)).Completeness.Missing) missing[element.Id] = missing.GetValueOrDefault(element.Id) + 1;
        }

        Assert.Equal(GuideElements.All.Select(e => (e.Id, e.Weight, missing.GetValueOrDefault(e.Id))), counted.Elements.Select(e => (e.Id, e.Weight, e.Lacking)));
        Assert.Equal(100 * counted.Total.Guides - counted.Total.ScoreSum_, counted.Elements.Sum(e => e.Weight * e.Lacking));
        Assert.Equal(guides.Count(g => g.Score < 40), (await Anyone.ListGuidesAsync(new() { ScoreBelow = 40 }, cancellationToken: Cancel)).TotalSize);
        Assert.Equal(0, (await Anyone.GetGuideCompletenessAsync(new() { AgencyId = "county" }, cancellationToken: Cancel)).Total.Guides);
        Assert.Equal(["agencyId NO_SUCH_AGENCY", "worst OUT_OF_RANGE"], await Wrong(async () => await Anyone.GetGuideCompletenessAsync(new() { AgencyId = "none", Worst = 101 }, cancellationToken: Cancel)));
    }

    private static void AssertSum(IReadOnlyList<GuideSummary> guides, ScoreSum sum)
    {
        Assert.Equal((guides.Count, guides.Sum(g => g.Score)), (sum.Guides, sum.ScoreSum_));
        Assert.Equal(guides.GroupBy(g => g.Score).OrderBy(g => g.Key).Select(g => (g.Key, (long)g.Count())), sum.Scores.Select(s => (s.Score, s.Guides)));
    }

    /// <summary>A guide with each part or without it.</summary>
    private static V1.GuideContent Some(Random random, int i)
    {
        var (whole, some) = (Whole($"随机事项 {i}"), Whole($"随机事项 {i}"));
        foreach (var field in V1.GuideContent.Descriptor.Fields.InDeclarationOrder().Where(f => f.Name is not ("title" or "kind")))
        {
            if (random.Next(2) == 0) field.Accessor.Clear(some);
        }

        foreach (var rule in some.Channels) rule.MaterialNumbers.Clear();
        Assert.Equal(whole.Title, some.Title);
        return some;
    }
}
