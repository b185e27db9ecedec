using Microsoft.AspNetCore.Http;

namespace Sunshine.Testing.Sidecar;

/// <summary>The HTTP port: health, publishing, metadata, and everything else to another app.</summary>
internal sealed class HttpApi(SidecarSettings settings, Publisher publisher, HttpInvocation invocation, Subscriptions subscriptions)
{
    public async Task Serve(HttpContext http)
    {
        var request = http.Request;
        if (request.Headers.Sum(h => h.Key.Length + h.Value.Sum(v => v!.Length) + 4) > settings.ReadBuffer)
        {
            http.Response.StatusCode = StatusCodes.Status431RequestHeaderFieldsTooLarge;
            return;
        }

        var path = request.Path.Value!;
        switch (path)
        {
            case "/v1.0/healthz" when HttpMethods.IsGet(request.Method):
                if (subscriptions.Ready) http.Response.StatusCode = StatusCodes.Status204NoContent;
                else await Error(http, 500, "ERR_HEALTH_NOT_READY", "dapr is not ready");
                return;
            case "/v1.0/healthz/outbound" when HttpMethods.IsGet(request.Method):
                http.Response.StatusCode = StatusCodes.Status204NoContent;
                return;
        }

        if (settings.ApiToken is { } token && request.Headers["dapr-api-token"] is var shown && (shown.Count == 0 || shown[0] != token))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            http.Response.ContentType = "text/plain; charset=utf-8";
            await http.Response.WriteAsync("invalid api token");
            return;
        }

        if (settings.ApiToken is not null) request.Headers.Remove("dapr-api-token");
        if (path == "/v1.0/metadata" && HttpMethods.IsGet(request.Method)) await Metadata(http);
        else if (path.StartsWith("/v1.0/publish/", StringComparison.Ordinal) && request.Method is "POST" or "PUT") await Publish(http, path["/v1.0/publish/".Length..]);
        else await invocation.FromApp(http);
    }

    public static Task Error(HttpContext http, int status, string code, string message)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(new Dictionary<string, string> { ["errorCode"] = code, ["message"] = message });
    }

    private Task Metadata(HttpContext http) => http.Response.WriteAsJsonAsync(new
    {
        id = settings.AppId,
        runtimeVersion = "stand-in",
        subscriptions = subscriptions.All.Select(s => new { pubsubname = s.PubSub, topic = s.Topic, deadLetterTopic = s.Dead, rules = new[] { new { path = s.Route } }, type = "PROGRAMMATIC" })
    });

    private async Task Publish(HttpContext http, string target)
    {
        var slash = target.IndexOf('/', StringComparison.Ordinal);
        var (pubsub, topic) = slash < 0 ? (target, "") : (target[..slash], target[(slash + 1)..]);
        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        switch (publisher.Publish(pubsub, topic, body.ToArray(), http.Request.ContentType ?? "", http.Request.Headers.TraceParent.FirstOrDefault()))
        {
            case Published.NoComponent:
                await Error(http, 404, "ERR_PUBSUB_NOT_FOUND", $"pubsub {pubsub} is not found");
                break;
            case Published.NoTopic:
                await Error(http, 404, "ERR_TOPIC_EMPTY", "topic is empty");
                break;
            case Published.NoBroker:
                await Error(http, 500, "ERR_PUBSUB_PUBLISH_MESSAGE", $"error when publish to topic {topic} in pubsub {pubsub}: dial tcp: connection refused");
                break;
            default:
                http.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
        }
    }
}
