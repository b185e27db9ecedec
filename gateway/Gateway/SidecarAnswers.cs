using System.Text.Json;
using Grpc.Core;
using Sunshine.Foundation.Hosting;
using Yarp.ReverseProxy.Transforms;

namespace Sunshine.Gateway;

/// <summary>
/// What the sidecar itself answers when a service is unknown or does not respond is put into our own form: its text tells of addresses
/// inside, and its codes (500, UNKNOWN) would be taken for mistakes of the service.
/// </summary>
public static class SidecarAnswers
{
    /// <summary>More than any message the sidecar makes itself.</summary>
    private const int Longest = 64 * 1024;

    public static async ValueTask Translate(ResponseTransformContext context)
    {
        if (context.ProxyResponse is not { } answer || await Refusal(answer, context.CancellationToken) is not ({ } refusal, var said)) return;
        var http = context.HttpContext;
        if (refusal.Refusal == Refusals.Unavailable) http.RequestServices.GetRequiredService<GatewayMeter>().Failed(Proxy.ServiceOf(http), "unavailable");
        context.SuppressResponseBody = true;
        if (refusal.Refusal == Refusals.Unavailable && RepeatedCalls.Takes(http, Unsent.IsSaidBy(said))) return;
        await RefusalResponse.Write(http, refusal);
    }

    /// <summary>What is to be sent instead, none for a service's own answer, and what the sidecar said.</summary>
    private static async Task<(RefusedException? Refusal, string? Said)> Refusal(HttpResponseMessage answer, CancellationToken cancel)
    {
        var type = answer.Content.Headers.ContentType?.MediaType;
        if (type?.StartsWith("application/grpc", StringComparison.Ordinal) == true) return IsForeign(answer, out var message) ? (Refusals.Unavailable.Of(), message) : default;
        return (int)answer.StatusCode switch
        {
            // Its limit on headers; a service never sees such a call.
            StatusCodes.Status431RequestHeaderFieldsTooLarge => (Refusals.TooLarge, null),
            StatusCodes.Status401Unauthorized when type == "text/plain" => (Refusals.Unavailable.Of(), null),
            StatusCodes.Status500InternalServerError or StatusCodes.Status403Forbidden when type == "application/json" && await MessageOf(answer.Content, cancel) is { } said => (Refusals.Unavailable.Of(), said),
            _ => default
        };
    }

    // A call that failed before its first message has its status in the headers; later ones pass as they are.
    private static bool IsForeign(HttpResponseMessage answer, out string message)
    {
        message = "";
        var headers = new Metadata();
        foreach (var name in (string[])["grpc-status", "grpc-message"])
        {
            if (answer.Headers.TryGetValues(name, out var values)) headers.Add(name, values.First());
        }

        if (!int.TryParse(headers.GetValue("grpc-status"), out var code)) return false;
        if (answer.Headers.TryGetValues("grpc-status-details-bin", out var details)) headers.Add("grpc-status-details-bin", Bytes(details.First()));
        message = Uri.UnescapeDataString(headers.GetValue("grpc-message") ?? "");
        return ForeignStatus.Is((StatusCode)code, headers.GetRpcStatus(ignoreParseError: true));
    }

    private static byte[] Bytes(string base64)
    {
        var padded = base64.PadRight((base64.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out var written) ? bytes[..written] : [];
    }

    /// <summary>Null if it is not the sidecar's.</summary>
    private static async Task<string?> MessageOf(HttpContent content, CancellationToken cancel)
    {
        if (content.Headers.ContentLength > Longest) return null;
        await content.LoadIntoBufferAsync(SunshineHost.LargestMessage, cancel);
        var body = await content.ReadAsStreamAsync(cancel);
        try
        {
            using var json = await JsonDocument.ParseAsync(body, cancellationToken: cancel);
            var isOurs = json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("errorCode", out var code)
                && code.ValueKind == JsonValueKind.String && code.GetString()!.StartsWith("ERR_", StringComparison.Ordinal);
            return !isOurs ? null : json.RootElement.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String ? message.GetString() : "";
        }
        catch (JsonException)
        {
            return null;
        }
        finally
        {
            // It is read once more if it is passed on.
            body.Position = 0;
        }
    }
}
