namespace Sunshine.Requests.Tests;

public sealed class SimilarTests : RequestsTest
{
    /// <summary>Nobody listens there.</summary>
    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Services:catalogue"] = "http://127.0.0.1:9" };

    [Fact]
    public async Task Without_the_catalogue_what_is_known_here_is_shown()
    {
        var first = await Received("1", description: "城市道路维修工程管理办法");
        var same = await Received("2", description: "请公开城市道路维修工程管理办法全文");
        await Received("3", description: "供水价格");

        var similar = await Officer.GetSimilarAsync(new() { Id = first.Id }, cancellationToken: Cancel);

        Assert.False(similar.CatalogueAsked);
        Assert.Equal([same.Id], similar.Applications.Select(a => a.Id));
    }

    [Theory]
    [InlineData("请公开《城市道路维修办法》（鞍政发〔2016〕91号）", "城市道路维修办法", "鞍政发〔2016〕91号")]
    [InlineData("本人申请公开贵局关于2016年供热补贴的发放标准以及名单", "2016年供热补贴", "发放标准")]
    [InlineData("，。", null, null)]
    public void The_most_telling_phrases_are_looked_for(string subject, string? first, string? other)
    {
        var phrases = Similarity.PhrasesOf(subject);
        if (first is null) Assert.Empty(phrases);
        else Assert.Equal((true, true), (phrases[0].Contains(first, StringComparison.Ordinal), phrases.Any(p => p.Contains(other!, StringComparison.Ordinal))));
    }
}
