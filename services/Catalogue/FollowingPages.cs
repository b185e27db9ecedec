using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Routing;
using Sunshine.Foundation.OpenApi;

namespace Sunshine.Catalogue;

/// <summary>
/// What the links in e-mails lead to. Opening one changes nothing, because programs that look for malice open every link; the button on the
/// page does, and so does the POST by which a mail program unsubscribes with one click (RFC 8058).
/// </summary>
public static class FollowingPages
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static void MapFollowingPages(this IEndpointRouteBuilder endpoints)
    {
        Map("confirm", "ConfirmPage", "确认订阅", "点击下面的按钮，确认用此邮箱接收所订阅的政务公开信息。", "已确认订阅。有新的信息时，您会收到邮件；每封邮件中都有退订链接。", (f, id, code, cancel) => f.Confirm(id, code, cancel));
        Map("cancel", "CancelPage", "退订", "点击下面的按钮，不再接收所订阅的政务公开信息。", "已退订，您的邮箱地址已被删除，不会再收到邮件。", (f, id, code, cancel) => f.Cancel(id, code, cancel));

        void Map(string act, string name, string title, string question, string done, Func<EmailFollowers, string, string, CancellationToken, Task<bool>> carryOut)
        {
            var path = $"{FollowerLinks.Root}/{{id}}/{act}";
            // The same for everybody: whether the code is right is seen when the button is used.
            endpoints.MapGet(path, (HttpContext http) => Write(http, StatusCodes.Status200OK, title, question, button: true)).AllowAnonymous()
                .WithMetadata(new PlainOperation(V1.FollowingService.Descriptor, name, "A page with a button, which the link in an e-mail leads to. It changes nothing itself."));
            endpoints.MapPost(path, async (string id, HttpContext http, EmailFollowers followers) =>
            {
                var good = http.Request.Query["code"] is [{ Length: > 0 } code] && await carryOut(followers, id, code, http.RequestAborted);
                await Write(http, good ? StatusCodes.Status200OK : StatusCodes.Status404NotFound, title, good ? done : "链接无效或已失效：可能已经退订，或者确认期限已过。", button: false);
            }).AllowAnonymous().WithMetadata(new PlainOperation(V1.FollowingService.Descriptor, name + "Button",
                "What the button of that page does, with the code in the address; the body is not looked at. Answers with a page, NOT_FOUND if the code is wrong."));
        }
    }

    private static Task Write(HttpContext http, int status, string title, string text, bool button)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        // A form without an address goes to where it came from, code and all.
        var form = button ? $"<form method=\"post\"><button type=\"submit\">{Encoder.Encode(title)}</button></form>" : "";
        return http.Response.WriteAsync(
            $"<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><meta name=\"robots\" content=\"noindex\"><title>{Encoder.Encode(title)}</title></head>"
            + $"<body><h1>{Encoder.Encode(title)}</h1><p>{Encoder.Encode(text)}</p>{form}</body></html>\n", http.RequestAborted);
    }
}
