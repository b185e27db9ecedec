using System.ServiceModel.Syndication;
using System.Xml;
using Microsoft.AspNetCore.Routing;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.OpenApi;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>
/// The newest items of any search as an Atom feed (RFC 4287): <c>/api/v1/catalogue/items.atom</c> with the parameters of ListItems. An
/// entry's id never changes; it is updated when a new edition is published.
/// </summary>
public static class ItemAtom
{
    private const int Entries = 50;

    public static void MapItemAtom(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/api/v1/catalogue/items.atom", async (HttpContext http, PublicItems items, AgencyTree tree, Clock clock) =>
        {
            var agencies = await tree.Read(http.RequestAborted);
            var request = QueryParameters.Read<V1.ListItemsRequest>(http.Request.Query);
            var search = ItemSearch.Of(request, agencies) with { Order = SearchOrder.Newest, Size = Entries, Count = [] };
            var page = await items.Search(search, http.RequestAborted);

            var self = $"{http.Request.Scheme}://{http.Request.Host}{http.Request.Path}{http.Request.QueryString}";
            var feed = new SyndicationFeed
            {
                Id = self, Title = new TextSyndicationContent(request.Query.Length > 0 ? $"政府信息公开：{request.Query}" : "政府信息公开"), Language = "zh-CN",
                LastUpdatedTime = page.Documents.Select(d => d.Value.UpdatedAt).DefaultIfEmpty(Clock.BeginningOf(clock.Today)).Max(),
                Items = page.Documents.Select(d => Entry(d.Value, agencies, http)).ToList()
            };
            feed.Links.Add(SyndicationLink.CreateSelfLink(new Uri(self), "application/atom+xml"));
            http.Response.ContentType = "application/atom+xml; charset=utf-8";
            using var text = new MemoryStream();
            await using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Async = true, Encoding = new System.Text.UTF8Encoding(false), CheckCharacters = false }))
                new Atom10FeedFormatter(feed).WriteTo(xml);
            text.Position = 0;
            await text.CopyToAsync(http.Response.Body, http.RequestAborted);
        }).AllowAnonymous().WithMetadata(new PlainOperation(V1.CatalogueService.Descriptor, "Feed", "The 50 newest items of any search as an Atom feed (RFC 4287). Takes the parameters of ListItems; order and paging have no effect.")
        {
            Query = V1.ListItemsRequest.Descriptor
        }).AnswersRefusals();

    private static SyndicationItem Entry(Item item, AgencyTree.Snapshot agencies, HttpContext http)
    {
        var content = item.Live.Content;
        var entry = new SyndicationItem
        {
            Id = $"urn:sunshine:catalogue:item:{item.Id}", Title = new TextSyndicationContent(content.Title), LastUpdatedTime = item.Live.PublishedAt,
            PublishDate = Clock.BeginningOf(item.PublishedOn)
        };
        if (content.Summary.Length > 0) entry.Summary = new TextSyndicationContent(content.Summary);
        entry.Authors.Add(new SyndicationPerson { Name = agencies.NameOf(item.AgencyId) });
        entry.Links.Add(SyndicationLink.CreateAlternateLink(new Uri($"{http.Request.Scheme}://{http.Request.Host}/api/v1/catalogue/items/{item.Id}"), "application/json"));
        return entry;
    }
}
