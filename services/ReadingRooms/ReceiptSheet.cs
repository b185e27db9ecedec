using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.OpenApi;
using Sunshine.Foundation.Storage;

namespace Sunshine.ReadingRooms;

/// <summary>
/// The sheet that goes with a delivery: for each room a part with its code, to be cut off. A page to be printed, without anything from elsewhere. Only for who distributes:
/// whoever has a code can confirm.
/// </summary>
public sealed class ReceiptSheet(
    Distributions distributions, RoomBook book, SealedData key, [FromKeyedServices(ReadingRoomsModule.Name)] AgencyCopies agencyCopies, Clock clock, IOptions<ReadingRoomsOptions> options)
{
    private const int MostRooms = 500;

    private const string Style = """
        @page{size:A4;margin:12mm}body{font:11pt/1.5 serif;margin:0}h1{font-size:14pt}.rooms{display:grid;grid-template-columns:1fr 1fr;gap:6mm}
        .room{border:1px dashed #000;padding:4mm;break-inside:avoid;display:flex;gap:4mm}.qr{width:32mm;height:32mm;flex:none}.code{font:bold 10pt monospace;overflow-wrap:anywhere}
        p{margin:0 0 1mm}
        """;

    /// <summary>Its own style and nothing else, so that it can be kept as one file; nothing in it runs or loads.</summary>
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly HtmlEncoder Html = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);

    private static PlainOperation Operation => new(V1.DistributionService.Descriptor, "GetSheet",
        "The sheet of a distribution's codes, to be printed (HTML). With it a room confirms that it has what was distributed. Refused (TOO_MANY_ROOMS) if more than 500 rooms would be on it.")
    {
        Query = V1.SheetQuery.Descriptor
    };

    public void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/api/v1/reading-rooms/distributions/{id}/sheet.html", (Delegate)Print)
            .RequireAuthorization(new AllowAttribute(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)).WithMetadata(Operation).AnswersRefusals();

    private async Task<IResult> Print(HttpContext http, [FromRoute] string id)
    {
        var cancel = http.RequestAborted;
        var query = QueryParameters.Read<V1.SheetQuery>(http.Request.Query);
        var v = new Violations();
        var division = RoomRules.CheckAsked("divisionCode", query.DivisionCode, v);
        v.ThrowIfAny();
        var distribution = (await distributions.Require("id", id, cancel)).Value;
        (await agencyCopies.Read(cancel)).RequireActingFor(Caller.Of(http), distribution.AgencyId);

        var (rooms, found, index) = (await book.Read(cancel), new List<(Delivery Delivery, ConfirmationCode Code)>(), 0);
        await foreach (var shard in distributions.ShardsOf(distribution, cancel))
        {
            for (var place = 0; place < shard.Value.Deliveries.Count; place++)
            {
                var delivery = shard.Value.Deliveries[place];
                if ((division is not null && !DivisionCode.IsWithin(delivery.DivisionCode, division)) || (delivery.ReceivedOn is not null && !query.WithReceived)) continue;
                found.Add((delivery, ConfirmationCode.Of(distribution, index, place, delivery.RoomId, key)));
                if (found.Count > MostRooms) throw ReadingRoomsRefusals.TooManyOnSheet.Of($"{MostRooms}");
            }

            index++;
        }

        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Text(Page(distribution, [.. found.Select(f => Part(f.Delivery, f.Code, rooms.NameOf(f.Delivery.RoomId)))]), "text/html", System.Text.Encoding.UTF8);
    }

    private string Page(Distribution distribution, IReadOnlyList<string> parts)
    {
        var title = Html.Encode($"{distribution.Publication.Title}{(distribution.Publication.Edition > 1 ? $"（第{distribution.Publication.Edition}版）" : "")} 送达确认单");
        var due = distribution.DueOn is { } on ? $"，请于 {Days.Format(on)} 前签收" : "";
        return $"""
            <!DOCTYPE html>
            <html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title><style>{Style}</style></head>
            <body><h1>{title}</h1><p>{Html.Encode($"{distribution.Publication.Number} 印发日期 {Days.Format(distribution.IssuedOn)}{due}。收到后扫描本场所的二维码，或在确认页面输入确认码。打印日期 {Days.Format(clock.Today)}，共 {parts.Count} 家。")}</p>
            <div class="rooms">{string.Concat(parts)}</div></body></html>
            """;
    }

    private string Part(Delivery delivery, ConfirmationCode code, string name)
    {
        var text = options.Value.ConfirmationPage.Length == 0 ? code.ToString() : options.Value.ConfirmationPage.Replace("{code}", code.ToString(), StringComparison.Ordinal);
        return $"""<div class="room">{QrImage.Svg(text, code.ToString())}<div><p>{Html.Encode(name)}</p><p>{delivery.DivisionCode}</p><p class="code">{code}</p></div></div>""";
    }
}
