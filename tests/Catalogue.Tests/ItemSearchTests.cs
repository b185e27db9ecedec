using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Catalogue.Tests;

public sealed partial class ItemSearchTests : CatalogueTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await AddAgencies();
    }

    [Theory]
    [InlineData("鞍政办发〔2016〕91号")]
    [InlineData("鞍政办发[2016]91号")]
    [InlineData("鞍政办发（2016）91号")]
    [InlineData("鞍政办发(2016)91")]
    [InlineData("鞍政办发【２０１６】91号")]
    [InlineData("〔2016〕91号")]
    [InlineData("鞍政办发 91号")]
    public async Task A_document_number_is_found_with_any_brackets(string query)
    {
        await Import(Number("1", "鞍政办发〔2016〕91号"), Number("2", "鞍政办发〔2016〕191号"), Number("3", "鞍政办发〔2015〕91号"), Number("4", "鞍政发〔2016〕9号"));

        var found = await ListAll(new() { Query = query });

        Assert.Contains(found, i => i.DocumentNumber == "鞍政办发〔2016〕91号");
        Assert.DoesNotContain(found, i => i.DocumentNumber is "鞍政办发〔2016〕191号" or "鞍政发〔2016〕9号");

        static ImportRecord Number(string id, string number) => new(Record(id)) { DocumentNumber = number };
    }

    [Fact]
    public async Task Two_characters_are_enough_and_all_words_must_occur()
    {
        await Import(Record("1", title: "2016年部门预算公开"), Record("2", title: "预算绩效评价"), new ImportRecord(Record("3", title: "通知")) { Body = "请公开部门预算。" });

        Assert.Equal(3, (await ListAll(new() { Query = "预算" })).Count);
        Assert.Equal(2, (await ListAll(new() { Query = "预算，部门" })).Count);
        Assert.Empty(await ListAll(new() { Query = "预算 决算" }));
        Assert.Empty(await ListAll(new() { Query = "。。。" }));
        Assert.Equal(3, (await ListAll(new() { Query = "   " })).Count);
    }

    [Fact]
    public async Task What_was_found_is_marked_and_everything_else_is_escaped()
    {
        var record = Record("1", title: "<b>预算</b>公开 & 通知");
        record.Summary = "没有这个词";
        record.Body = new string('长', 500) + "这里写着预算二字<script>" + new string('文', 500);
        await Import(record);

        var found = Assert.Single(await ListAll(new() { Query = "预算" }));

        Assert.Equal("&lt;b&gt;<mark>预算</mark>&lt;/b&gt;公开 &amp; 通知", found.MarkedTitle);
        Assert.Contains("<mark>预算</mark>二字&lt;script&gt;", found.Snippet, StringComparison.Ordinal);
        Assert.Equal("<b>预算</b>公开 & 通知", found.Title);
        Assert.Equal("没有这个词", Assert.Single(await ListAll(new())).Snippet);
    }

    [Fact]
    public async Task Words_in_the_title_come_before_words_in_the_text()
    {
        await Import(new ImportRecord(Record("1", title: "通知", on: "2016-12-31")) { Body = "预算 预算 预算" }, Record("2", title: "部门预算公开的通知", on: "2010-01-01"));

        Assert.Equal(["2", "1"], await SourceIds(new() { Query = "预算" }));
        Assert.Equal(["1", "2"], await SourceIds(new() { Query = "预算", Order = Order.Newest }));
        Assert.Equal(["1", "2"], await SourceIds(new() { Order = Order.Relevance }));
    }

    [Fact]
    public async Task Newest_means_the_day_of_publication_then_the_newest_stored()
    {
        await Import(Record("a", on: "2016-01-02"), Record("b", on: "2016-01-03"), Record("c", on: "2016-01-02"), Record("d", on: "2016-01-01"));

        Assert.Equal(["b", "c", "a", "d"], await SourceIds(new()));
    }

    [Fact]
    public async Task An_update_is_found_by_its_new_words_only()
    {
        await Import(Record("1", title: "预算公开"));
        await Import(Record("1", title: "决算公开"));

        Assert.Empty(await ListAll(new() { Query = "预算" }));
        Assert.Single(await ListAll(new() { Query = "决算" }));
    }

    [Theory]
    [InlineData(Order.Newest)]
    [InlineData(Order.Relevance)]
    public async Task Every_match_comes_once_over_the_pages_while_items_are_being_added(Order order)
    {
        var days = Enumerable.Range(0, 250).Select(i => new DateOnly(2015, 1, 1).AddDays(i % 60).ToString("O"));
        await Import(days.Select((on, i) => Record($"{i}", title: i % 3 == 0 ? "预算公开" : "公开预算的通知与安排", on: on)));
        var added = 0;

        var listed = await ListAll(new() { Query = "预算", Order = order, PageSize = 23 }, async () =>
        {
            await Import(Record($"early {added}", title: "预算预算", on: "2014-01-01"), Record($"late {added}", title: "预算", on: "2016-01-01"));
            added++;
        });

        Assert.Equal(listed.Count, listed.Select(i => i.Id).Distinct().Count());
        Assert.Equal(250, listed.Count(i => i.PublishedOn.StartsWith("2015", StringComparison.Ordinal)));
        Assert.Equal(250 + 2 * added, (await Public.ListItemsAsync(new() { Query = "预算" }, cancellationToken: Cancel)).TotalSize);
    }

    [Fact]
    public async Task Only_the_first_page_has_facets_and_the_total_stays_as_it_was_then()
    {
        await Import(Enumerable.Range(0, 30).Select(i => Record($"{i}")));
        var first = await Public.ListItemsAsync(new(), cancellationToken: Cancel);
        await Import(Record("later"));
        var second = await Public.ListItemsAsync(new() { PageToken = first.NextPageToken }, cancellationToken: Cancel);

        Assert.Equal(20, first.Items.Count);
        Assert.Equal(["agency", "channel", "subjectCategory", "genre", "stage", "keyArea", "year"], first.Facets.Select(f => f.Field));
        Assert.Empty(second.Facets);
        Assert.Equal((30, 30), (first.TotalSize, second.TotalSize));
    }

    [Fact]
    public async Task Everything_wrong_with_a_search_is_named_at_once()
    {
        var refused = await Refused(StatusCode.InvalidArgument, async () => await Public.ListItemsAsync(new()
        {
            Query = new string('字', 201), AgencyId = "nobody", Channel = (Channel)9, SubjectCategory = "x", Genre = "y", Stage = (Stage)9, KeyArea = "z",
            PublishedFrom = "2016-02-30", PublishedTo = "yesterday", Order = (Order)3, PageSize = -5, PageToken = "***"
        }, cancellationToken: Cancel));

        Assert.Equal(
            ["query", "channel", "stage", "order", "publishedFrom", "publishedTo", "pageSize", "pageToken", "agencyId", "subjectCategory", "genre", "keyArea"],
            refused.Fields().Select(f => f.Field));
    }

    [Fact]
    public async Task A_page_token_of_another_search_or_a_damaged_one_is_refused()
    {
        await Import(Enumerable.Range(0, 5).Select(i => Record($"{i}")));
        var token = (await Public.ListItemsAsync(new() { PageSize = 2 }, cancellationToken: Cancel)).NextPageToken;
        var damaged = Enumerable.Range(0, token.Length).Select(i => token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..]);

        foreach (var request in damaged.Append(token[..^1]).Append(token + "AA").Append(new string('A', 20_000)).Select(t => new ListItemsRequest { PageToken = t })
            .Append(new() { PageToken = token, Query = "通知" }).Append(new() { PageToken = token, Order = Order.Newest }))
        {
            var refused = await Refused(StatusCode.InvalidArgument, async () => await Public.ListItemsAsync(request, cancellationToken: Cancel));
            Assert.Equal([("pageToken", "BAD_PAGE_TOKEN")], refused.Fields());
        }
    }

    [Theory]
    [InlineData("!")]
    [InlineData("AAAA")]
    [InlineData("{}")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAP____8")] // the number of those shown is -1
    public async Task A_forged_page_token_is_refused_like_a_damaged_one(string place)
    {
        var items = new ListItemsRequest();
        var agencies = new ListAgenciesRequest();
        var ofItems = await Refused(StatusCode.InvalidArgument, async () =>
            await Public.ListItemsAsync(new() { PageToken = PageTokens.Of(place, items) }, cancellationToken: Cancel));
        var ofAgencies = await Refused(StatusCode.InvalidArgument, async () =>
            await Agencies.ListAgenciesAsync(new() { PageToken = PageTokens.Of(place, agencies) }, cancellationToken: Cancel));

        Assert.Equal([("pageToken", "BAD_PAGE_TOKEN")], ofItems.Fields());
        Assert.Equal([("pageToken", "BAD_PAGE_TOKEN")], ofAgencies.Fields());
    }

    private async Task<List<string>> SourceIds(ListItemsRequest request)
    {
        var ids = new List<string>();
        foreach (var item in await ListAll(request)) ids.Add((await Public.GetItemAsync(new() { Id = item.Id }, cancellationToken: Cancel)).SourceId);
        return ids;
    }
}
