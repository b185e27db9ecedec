using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.AspNetCore.Routing;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.OpenApi;

namespace Sunshine.Catalogue;

/// <summary>
/// What the listed items are, in one line each: for those who hold copies of them. Followers compare, count for themselves, and fetch only
/// what differs.
/// </summary>
public sealed class ItemDigests(PublicItems items, AgencyTree tree)
{
    /// <summary>The last line: it stands there only if everything before it does.</summary>
    public const string LastLine = "=";

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/api/v1/catalogue/items:digests", async (HttpContext http, ItemDigests digests) =>
        {
            var lines = await digests.Of(QueryParameters.Read<V1.GetBalanceRequest>(http.Request.Query), http.RequestAborted);
            http.Response.ContentType = "text/plain; charset=utf-8";
            await using var text = new StreamWriter(http.Response.Body, leaveOpen: true) { NewLine = "\n" };
            using var side = new SideDigest();
            await foreach (var (id, digest) in lines)
            {
                side.Add(id, digest);
                await text.WriteAsync(SideDigest.Line(id, digest));
            }

            var (count, whole) = side.End();
            await text.WriteAsync($"{LastLine} {count} {whole}\n");
        }).AllowAnonymous().WithMetadata(new PlainOperation(V1.CatalogueService.Descriptor, "ListDigests",
            "All listed items, one line each: id and digest of what is public of them, sorted by id. The last line is `=`, their number, and the digest that GetBalance has.")
        {
            Query = V1.GetBalanceRequest.Descriptor
        }).AnswersRefusals();

    /// <summary>Id and digest of each listed item of a window, by id.</summary>
    /// <exception cref="RefusedException">There is no such window.</exception>
    public async Task<IAsyncEnumerable<(string Id, string Digest)>> Of(V1.GetBalanceRequest window, CancellationToken cancel)
    {
        var v = new Violations();
        var agencies = await tree.Read(cancel);
        var (from, to) = (v.Day("publishedFrom", window.PublishedFrom), v.Day("publishedTo", window.PublishedTo));
        var wanted = window.AgencyId.Length == 0 ? null : agencies.SelfAndBelow(window.AgencyId).ToHashSet();
        if (wanted?.Count == 0) v.Add("agencyId", "NO_SUCH_AGENCY", "没有这个机构。", "There is no such agency.");
        v.ThrowIfAny();
        return items.ById(cancel)
            .Where(i => wanted?.Contains(i.Item.AgencyId) != false && (from is null || i.Item.PublishedOn >= from) && (to is null || i.Item.PublishedOn <= to))
            .Select(i => (i.Item.Id, DigestOf(Catalogue.Map.ToProto(i, agencies))));
    }

    public async Task<V1.Balance> Balance(V1.GetBalanceRequest window, CancellationToken cancel)
    {
        using var side = new SideDigest();
        await foreach (var (id, digest) in await Of(window, cancel)) side.Add(id, digest);
        var (count, whole) = side.End();
        return new V1.Balance { Count = count, Digest = whole };
    }

    /// <summary>Of what was published, not of what follows from the day on which it is read or from others.</summary>
    private static string DigestOf(V1.Item item)
    {
        (item.Etag, item.CreateTime, item.UpdateTime, item.EditionTime, item.Validity, item.Ended, item.DueOn, item.Edition) = ("", null, null, null, 0, null, "", 0);
        item.Agency.Name = "";
        item.InterpretedBy.Clear();
        return Convert.ToHexStringLower(SHA256.HashData(item.ToByteArray()));
    }
}
