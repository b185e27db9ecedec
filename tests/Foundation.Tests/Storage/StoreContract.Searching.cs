using CsCheck;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Text;

namespace Sunshine.Foundation.Tests.Storage;

public abstract partial class StoreContract
{
    private static readonly Gen<string> AnyText =
        Gen.OneOf<string>("政", "府", "信", "息", "公", "开", "公开", "政府信息", "，", "〔2016〕", "91", "号", "gdp ", " GDP", "、").Array[0, 8].Select(string.Concat);

    private static readonly Gen<Notice> AnySearched =
        from title in AnyText
        from body in AnyText
        from agency in Gen.OneOf<string>("", "民政局", "财政局", "教育局")
        from topics in Gen.OneOf<string>("", "公开", "财政", "教育", "住房").Array[0, 4]
        from day in Gen.Int[0, 6]
        select new Notice
        {
            Id = "", Title = title, Body = body, Agency = agency, Topics = topics, Day = day == 0 ? null : new DateOnly(2020, 1, day)
        };

    private static readonly Gen<SearchQuery<Notice>> AnySearch =
        from text in Gen.Frequency((1, Gen.Bool.Select(string? (_) => null)), (3, AnyText.Select(string? (t) => t)), (1, Gen.OneOf<string?>("政", "号", "府", "公开", "gdp", "，")))
        from agencies in Gen.OneOf<string>("民政局", "财政局", "没有").Array[0, 2]
        from topics in Gen.OneOf<string>("公开", "财政").Array[0, 2]
        from filter in Gen.Int[0, 5]
        from a in Gen.Int[0, 8]
        from b in Gen.Int[0, 8]
        from order in Gen.Enum<SearchOrder>()
        from size in Gen.Int[1, 20]
        select new SearchQuery<Notice>
        {
            Text = text is null ? null : TextQuery.Parse(text),
            Filters = [.. filter is 0 or 2 ? [Notices.ByAgency.In(agencies)] : Array.Empty<FacetFilter<Notice>>(), .. filter is 1 or 2 ? [Notices.ByTopic.In(topics)] : Array.Empty<FacetFilter<Notice>>()],
            From = a is > 0 and < 7 ? new DateOnly(2020, 1, a) : null,
            To = b is > 0 and < 7 ? new DateOnly(2020, 1, b) : null,
            Order = order,
            Size = size,
            Count = [Notices.ByAgency, Notices.ByTopic]
        };

    private static readonly Gen<(int Id, Notice? Notice)[][]> AnyBatches =
        Gen.Select(Gen.Int[0, 15], Gen.Frequency((4, AnySearched.Select(Notice? (n) => n)), (1, Gen.Bool.Select(Notice? (_) => null)))).Array[1, 12].Array[1, 6];

    [Fact]
    public async Task Search_finds_and_counts_what_a_plain_model_does()
    {
        var model = new SearchModel();
        await Gen.Select(AnyBatches, AnySearch.Array[1, 12]).SampleAsync(async (batches, queries) =>
        {
            await Apply(model, [.. model.Documents.Keys.Select(id => (id, (Notice?)null))]);
            foreach (var batch in batches) await Apply(model, [.. batch.DistinctBy(b => b.Id).Select(b => ($"n{b.Id}", b.Notice))]);
            foreach (var query in queries) await Check(model, query);
        }, iter: 60, threads: 1);
    }

    private async Task Apply(SearchModel model, List<(string Id, Notice? Notice)> batch)
    {
        await Documents.Write([.. batch.Select(b => new Write<Notice>(b.Id, b.Notice is null ? null : b.Notice with { Id = b.Id }, null, []))], Cancel);
        foreach (var (id, notice) in batch)
        {
            if (notice is null) model.Documents.Remove(id);
            else model.Documents[id] = notice with { Id = id };
        }
    }

    private async Task Check(SearchModel model, SearchQuery<Notice> query)
    {
        var expected = model.Matching(query);
        var first = await Documents.Search(query, Cancel);
        Assert.Equal(expected.Count, first.Total);
        Assert.Equal(SearchModel.Count(expected, n => [n.Agency]), first.Facets["agency"]);
        Assert.Equal(SearchModel.Count(expected, n => n.Topics), first.Facets["topic"]);
        var found = await SearchAll(query);
        Assert.Equal(expected.Select(n => n.Id).Order(), found.Select(n => n.Id).Order());
        Assert.Equal(found.Select(n => n.Id).Order(), model.Documents.Values.Where(n => new SearchedDocument<Notice>(Notices.Collection, n).IsFoundBy(query)).Select(n => n.Id).Order());
        if (query.Order == SearchOrder.Newest || query.Text is null) Assert.Equal(expected.Select(n => n.Day), found.Select(n => n.Day));
    }

    [Fact]
    public async Task Values_are_counted_by_document_and_by_occurrence()
    {
        await SaveAll(
        [
            new Notice { Id = "a", Title = "公开", Topics = ["财政", "财政", "教育"] },
            new Notice { Id = "b", Title = "公开", Topics = ["财政"] },
            new Notice { Id = "c", Title = "公开", Topics = [] },
            new Notice { Id = "d", Title = "别的", Topics = ["教育"] }
        ]);
        var page = await Documents.Search(new SearchQuery<Notice> { Text = TextQuery.Parse("公开"), Size = 0, Count = [Notices.ByTopic] }, Cancel);
        Assert.Equal([new ValueCount("财政", 2, 3), new ValueCount("教育", 1, 1)], page.Facets["topic"]);
        Assert.Equal((3, 0, null), (page.Total, page.Documents.Count, page.Next));
        Assert.Equal(["topic"], page.Facets.Keys);
    }

    [Fact]
    public async Task Better_matches_come_first_by_relevance()
    {
        await SaveAll(Enumerable.Range(0, 300).Select(i => new Notice { Id = $"x{i}", Title = $"通知{i}", Body = "与此无关的内容", Day = new DateOnly(2020, 1, 1).AddDays(i) }));
        await SaveAll(
        [
            new Notice { Id = "text", Title = "通知", Body = "关于低保工作的说明，以及其他许多事情", Day = new DateOnly(2021, 1, 1) },
            new Notice { Id = "heading", Title = "低保办法", Body = "以及其他许多事情", Day = new DateOnly(2015, 1, 1) },
            new Notice { Id = "both", Title = "低保办法", Body = "低保，低保，低保", Day = new DateOnly(2014, 1, 1) }
        ]);
        var found = await SearchAll(new SearchQuery<Notice> { Text = TextQuery.Parse("低保"), Order = SearchOrder.Relevance, Size = 1 });
        Assert.Equal(["both", "heading", "text"], found.Select(n => n.Id));
        var newest = await SearchAll(new SearchQuery<Notice> { Text = TextQuery.Parse("低保"), Size = 1 });
        Assert.Equal(["text", "heading", "both"], newest.Select(n => n.Id));
    }

    [Theory]
    [InlineData(SearchOrder.Newest, "公开")]
    [InlineData(SearchOrder.Relevance, "公开")]
    [InlineData(SearchOrder.Relevance, "公")]
    [InlineData(SearchOrder.Newest, null)]
    public async Task Paging_meets_every_match_once_while_others_are_added(SearchOrder order, string? text)
    {
        var notices = Enumerable.Range(0, 250).Select(i => new Notice
        {
            Id = $"{i:D3}", Title = i % 5 == 0 ? "信息公开" : "通知", Body = string.Concat(Enumerable.Repeat("政府公开，", 1 + i % 7)), Day = new DateOnly(2020, 1, 1 + i % 20)
        }).ToList();
        await SaveAll(notices);
        var added = 0;
        var found = await SearchAll(
            new SearchQuery<Notice> { Text = text is null ? null : TextQuery.Parse(text), Order = order, Size = 11 },
            () => SaveAll(Enumerable.Range(0, 3).Select(i => new Notice { Id = $"new-{added++}", Title = "公开公开", Day = new DateOnly(2020, 1, 1 + added % 20) })));
        Assert.Equal(notices.Select(n => n.Id), found.Select(n => n.Id).Where(id => id[0] != 'n').Order());
        Assert.Equal(found.Count, found.Select(n => n.Id).Distinct().Count());
    }

    [Fact]
    public async Task Later_pages_keep_the_total_of_the_first_and_count_no_facets()
    {
        await SaveAll(Enumerable.Range(0, 25).Select(i => new Notice { Id = $"{i}", Title = "公开", Agency = "a" }));
        var query = new SearchQuery<Notice> { Text = TextQuery.Parse("公开"), Size = 10, Count = [Notices.ByAgency] };
        var first = await Documents.Search(query, Cancel);
        await Save(new Notice { Id = "new", Title = "公开" });
        var second = await Documents.Search(query with { After = first.Next }, Cancel);
        Assert.Equal((25, 25), (first.Total, second.Total));
        Assert.Equal([new ValueCount("a", 25, 25)], first.Facets["agency"]);
        Assert.Empty(second.Facets);
    }

    [Fact]
    public async Task Changed_documents_are_found_by_what_they_are_now()
    {
        Task<SearchPage<Notice>> Find(string text, DateOnly? from = null) =>
            Documents.Search(new SearchQuery<Notice> { Text = TextQuery.Parse(text), From = from, Size = 10, Count = [Notices.ByAgency] }, Cancel);

        var notice = new Notice { Id = "a", Title = "财政预算", Agency = "财政局", Day = new DateOnly(2020, 1, 1) };
        await Save(notice);
        Assert.Equal(1, (await Find("预算")).Total);

        await Save(notice with { Title = "财政决算", Agency = "审计局" });
        Assert.Equal(0, (await Find("预算")).Total);
        Assert.Equal("审计局", Assert.Single((await Find("决算")).Facets["agency"]).Value);

        await Save(notice with { Title = "财政决算", Day = new DateOnly(2021, 5, 5) });
        Assert.Equal(1, (await Find("决算", new DateOnly(2021, 1, 1))).Total);
        Assert.Single((await Find("财政")).Documents);
        Assert.Equal(1, (await Documents.Search(new SearchQuery<Notice> { Size = 10 }, Cancel)).Total);

        // One after the other without waiting, so that an engine may carry them out together.
        await Task.WhenAll(
            Save(notice with { Title = "一稿公告", Day = new DateOnly(2022, 1, 1) }), Save(notice with { Title = "二稿公告", Day = new DateOnly(2022, 1, 1) }),
            Save(notice with { Title = "三稿公告", Day = new DateOnly(2022, 1, 2) }), Save(notice with { Title = "四稿公告", Day = null }));
        var now = (await Documents.Get("a", Cancel))!.Value.Title;
        foreach (var title in new[] { "一稿", "二稿", "三稿", "四稿" })
            Assert.Equal(now.StartsWith(title, StringComparison.Ordinal) ? 1 : 0, (await Find(title)).Total);

        await One(new Write<Notice>("a", null, null, []));
        Assert.Equal(0, (await Find("公告")).Total);
        Assert.Empty((await Documents.Search(new SearchQuery<Notice> { Size = 10, Count = [Notices.ByAgency] }, Cancel)).Facets["agency"]);
    }

    [Fact]
    public async Task Document_written_again_and_again_is_found_by_its_last_text()
    {
        var documents = Documents;
        for (var round = 0; round < 5; round++)
        {
            var drafts = Enumerable.Range(0, 20).Select(i => $"r{round}draft{i}").ToList();
            // Not waiting for each other, so that an engine may carry them out together.
            await Task.WhenAll(drafts.Select(title => Save(new Notice { Id = "a", Title = title, Day = new DateOnly(2020, 1, 1) })));
            var now = (await documents.Get("a", Cancel))!.Value.Title;
            foreach (var title in drafts)
            {
                var found = await documents.Search(new SearchQuery<Notice> { Text = TextQuery.Parse(title), Size = 1 }, Cancel);
                Assert.Equal(title == now ? 1 : 0, found.Total);
            }
        }
    }

    [Fact]
    public async Task Refused_writes_leave_the_index_alone()
    {
        await Save(new Notice { Id = "a", Number = "1", Title = "原文" });
        await Save(new Notice { Id = "b", Number = "2", Title = "别的" });
        await One(Write.Replace("a", new Notice { Id = "a", Title = "新文" }, 7));
        await Save(new Notice { Id = "b", Number = "1", Title = "新文" });
        Assert.Equal(0, (await Documents.Search(new SearchQuery<Notice> { Text = TextQuery.Parse("新文"), Size = 1 }, Cancel)).Total);
        Assert.Equal(2, (await Documents.Search(new SearchQuery<Notice> { Size = 1 }, Cancel)).Total);
    }

    [Fact]
    public async Task Query_with_nothing_to_find_finds_nothing()
    {
        await Save(new Notice { Id = "a", Title = "公开" });
        foreach (var text in new[] { "", "，", "没有" })
        {
            var page = await Documents.Search(new SearchQuery<Notice> { Text = TextQuery.Parse(text), Size = 5, Count = [Notices.ByAgency] }, Cancel);
            Assert.Equal((0, 0, null), (page.Total, page.Documents.Count, page.Next));
            Assert.Empty(page.Facets["agency"]);
        }

        var never = await Documents.Search(new SearchQuery<Notice> { From = new DateOnly(2020, 1, 2), To = new DateOnly(2020, 1, 1), Size = 5 }, Cancel);
        Assert.Equal(0, never.Total);
        Assert.Equal(0, (await Documents.Search(new SearchQuery<Notice> { Filters = [Notices.ByAgency.In()], Size = 5 }, Cancel)).Total);
    }

    [Fact]
    public async Task Undeclared_facets_are_refused()
    {
        var other = new Facet<Notice>("agency", x => x.Agency);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Documents.Search(new SearchQuery<Notice> { Size = 1, Count = [other] }, Cancel));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Documents.Search(new SearchQuery<Notice> { Size = 1, Filters = [other.In("a")] }, Cancel));
        var plain = Store.Open(new Collection<Notice>("plain", x => x.Id, NoticeJson.Default.Notice));
        await Assert.ThrowsAsync<InvalidOperationException>(() => plain.Search(new SearchQuery<Notice> { Size = 1 }, Cancel));
    }

    [Fact]
    public async Task Marks_of_the_query_language_are_only_text()
    {
        await Save(new Notice { Id = "a", Title = "NEAR OR 公开 \"x\" -y col:z AND *" });
        foreach (var text in new[] { "NEAR", "OR", "\"x\"", "-y", "col:z", "公开*", "heading:公开", "AND NOT", "\"" })
        {
            var query = TextQuery.Parse(text);
            var model = new SearchModel { Documents = { ["a"] = (await Documents.Get("a", Cancel))!.Value } };
            var search = new SearchQuery<Notice> { Text = query, Size = 5 };
            Assert.Equal(model.Matching(search).Count, (await Documents.Search(search, Cancel)).Total);
        }
    }
}
