using System.Runtime.CompilerServices;
using System.Text;
using System.Xml;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.OpenApi;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>
/// The site map of all listed items for search engines (sitemaps.org 0.9): <c>/sitemap.xml</c> names the parts, each of which has the items
/// of a year; of a month or a day where there are more than a part may have. There is none until <see cref="CatalogueOptions.ItemPage"/> is set.
/// </summary>
public sealed class SiteMap(PublicItems items, IOptions<CatalogueOptions> options)
{
    /// <summary>The most addresses of one part, by the protocol.</summary>
    public const int LargestPart = 50_000;

    private const string Protocol = "http://www.sitemaps.org/schemas/sitemap/0.9";

    private static readonly XmlWriterSettings Settings = new() { Async = true, Encoding = new UTF8Encoding(false), CheckCharacters = false };

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/sitemap.xml", WriteIndex).AllowAnonymous().WithMetadata(new PlainOperation(
            V1.CatalogueService.Descriptor, "SiteMap", "The site map of all listed items, in parts (sitemaps.org). NOT_FOUND if the platform has no pages.")).AnswersRefusals();
        endpoints.MapGet("/sitemaps/{part}.xml", WritePart).AllowAnonymous().WithMetadata(new PlainOperation(
            V1.CatalogueService.Descriptor, "SiteMapPart", "One part of the site map: a year, a month or a day, with a number if it is one of several.")).AnswersRefusals();
        endpoints.MapGet("/robots.txt", (HttpContext http) =>
        {
            http.Response.ContentType = "text/plain; charset=utf-8";
            return http.Response.WriteAsync("User-agent: *\nAllow: /\n" + (options.Value.ItemPage.Length > 0 ? $"Sitemap: {Page("/sitemap.xml")}\n" : ""));
        }).AllowAnonymous().WithMetadata(new PlainOperation(V1.CatalogueService.Descriptor, "Robots", "Where the site map is, for search engines."));
    }

    private async Task WriteIndex(HttpContext http)
    {
        RequirePages();
        var years = await items.Search(new SearchQuery<Item> { Size = 0, Count = [ItemCollection.Year] }, http.RequestAborted);
        await Write(http, "sitemapindex", async xml =>
        {
            foreach (var year in years.Facets[ItemCollection.Year.Name].OrderBy(y => y.Value, StringComparer.Ordinal))
            {
                await foreach (var part in Parts(new Period(int.Parse(year.Value), 0, 0), year.Documents, http.RequestAborted))
                    await WriteAddress(xml, "sitemap", Page($"/sitemaps/{part}.xml"), null);
            }
        });
    }

    private async Task WritePart(HttpContext http, string part)
    {
        RequirePages();
        if (!Period.TryParse(part, out var period, out var number)) throw CatalogueRefusals.NoSuchSiteMap.Of(part);
        var query = new SearchQuery<Item> { Size = PageTokens.LargestSize, Order = SearchOrder.Newest, From = period.From, To = period.To };
        var page = await items.Search(query, http.RequestAborted);
        if (page.Total <= (number - 1L) * LargestPart) throw CatalogueRefusals.NoSuchSiteMap.Of(part);
        await Write(http, "urlset", async xml =>
        {
            // Only a day with more than one part is read from its beginning for the later ones.
            for (long at = 0; at < (long)number * LargestPart;)
            {
                foreach (var found in page.Documents)
                {
                    if (++at > (number - 1L) * LargestPart && at <= (long)number * LargestPart)
                        await WriteAddress(xml, "url", options.Value.ItemPage.Replace("{id}", Uri.EscapeDataString(found.Value.Id), StringComparison.Ordinal), found.Value.UpdatedAt);
                }

                if (page.Next is null) break;
                page = await items.Search(query with { After = page.Next }, http.RequestAborted);
            }
        });
    }

    private async IAsyncEnumerable<string> Parts(Period period, long count, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (count == 0) yield break;
        if (count <= LargestPart)
        {
            yield return period.ToString();
            yield break;
        }

        if (period.Day > 0)
        {
            for (var number = 1; (number - 1L) * LargestPart < count; number++) yield return $"{period}.{number}";
            yield break;
        }

        foreach (var shorter in period.Shorter())
        {
            var within = await items.Search(new SearchQuery<Item> { Size = 0, From = shorter.From, To = shorter.To }, cancel);
            await foreach (var part in Parts(shorter, within.Total, cancel)) yield return part;
        }
    }

    private void RequirePages()
    {
        if (options.Value.ItemPage.Length == 0) throw CatalogueRefusals.NoPages.Of();
    }

    /// <summary>A path on the site that has the items' pages: a site map counts for its own site alone.</summary>
    private string Page(string path) => new Uri(options.Value.ItemPage.Replace("{id}", "id", StringComparison.Ordinal)).GetLeftPart(UriPartial.Authority) + path;

    private static async Task Write(HttpContext http, string root, Func<XmlWriter, Task> content)
    {
        http.Response.ContentType = "application/xml; charset=utf-8";
        http.Response.Headers.CacheControl = "public, max-age=3600";
        await using var xml = XmlWriter.Create(http.Response.Body, Settings);
        await xml.WriteStartDocumentAsync();
        await xml.WriteStartElementAsync(null, root, Protocol);
        await content(xml);
        await xml.WriteEndElementAsync();
        await xml.FlushAsync();
    }

    private static async Task WriteAddress(XmlWriter xml, string element, string address, DateTimeOffset? changed)
    {
        await xml.WriteStartElementAsync(null, element, Protocol);
        await xml.WriteElementStringAsync(null, "loc", Protocol, address);
        if (changed is { } at) await xml.WriteElementStringAsync(null, "lastmod", Protocol, at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"));
        await xml.WriteEndElementAsync();
    }

    /// <summary>A year; a month if it has one; a day if it has one.</summary>
    private readonly record struct Period(int Year, int Month, int Day)
    {
        public DateOnly From => new(Year, Math.Max(Month, 1), Math.Max(Day, 1));

        public DateOnly To => Day > 0 ? From : Month > 0 ? new DateOnly(Year, Month, DateTime.DaysInMonth(Year, Month)) : new DateOnly(Year, 12, 31);

        public IEnumerable<Period> Shorter()
        {
            var (year, month) = (Year, Month);
            return month == 0
                ? Enumerable.Range(1, 12).Select(m => new Period(year, m, 0))
                : Enumerable.Range(1, DateTime.DaysInMonth(year, month)).Select(d => new Period(year, month, d));
        }

        public override string ToString() => Day > 0 ? $"{From:yyyy-MM-dd}" : Month > 0 ? $"{From:yyyy-MM}" : $"{Year:0000}";

        /// <param name="number">Counted from 1; behind a dot in the name.</param>
        public static bool TryParse(string text, out Period period, out int number)
        {
            (period, number) = (default, 1);
            var dot = text.IndexOf('.', StringComparison.Ordinal);
            if (dot >= 0 && (!int.TryParse(text.AsSpan(dot + 1), out number) || number is < 1 or > 100_000)) return false;
            var name = dot < 0 ? text : text[..dot];
            foreach (var (format, parts) in (ReadOnlySpan<(string, int)>)[("yyyy", 1), ("yyyy-MM", 2), ("yyyy-MM-dd", 3)])
            {
                if (!DateOnly.TryParseExact(name, format, out var day)) continue;
                period = new Period(day.Year, parts > 1 ? day.Month : 0, parts > 2 ? day.Day : 0);
                return true;
            }

            return false;
        }
    }
}
