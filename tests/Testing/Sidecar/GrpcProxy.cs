using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Sunshine.Testing.Sidecar;

/// <summary>Passes gRPC calls on, from an app to the callee's sidecar and from there to the callee, by metadata alone.</summary>
internal sealed class GrpcProxy(SidecarSettings settings, Peers peers, Wire wire, TimeProvider time)
{
    // The connection's own, and what is set anew at each hop.
    private static readonly string[] NotCopied = ["host", "content-length", "content-type", "user-agent", "te", "grpc-timeout", "connection", "dapr-app-id"];

    /// <summary>A call of our own app, to whomever it names.</summary>
    public async Task FromApp(HttpContext http)
    {
        var headers = http.Request.Headers;
        var target = First(headers, "dapr-callee-app-id") ?? First(headers, "dapr-app-id");
        if (target is null)
        {
            GrpcAnswer.End(http, StatusCode.Unknown, "failed to proxy request: required metadata dapr-callee-app-id or dapr-app-id not found");
            return;
        }

        var outgoing = Copy(headers);
        if (target == settings.AppId)
        {
            await ToApp(http, outgoing);
            return;
        }

        if (peers.Find(target) is not { } peer)
        {
            if (settings.Faults.UnknownIsUnavailable)
                GrpcAnswer.End(http, StatusCode.Unavailable, $"connection error: desc = \"transport: Error while dialing: dial tcp: lookup {target}-dapr.default.svc.cluster.local: no such host\"");
            else
                GrpcAnswer.End(http, StatusCode.Unknown, $"couldn't find service: {target}");
            return;
        }

        // Appended, not set: what the app itself sends under these names comes first.
        outgoing["dapr-callee-app-id"] = StringValues.Concat(headers["dapr-callee-app-id"], target);
        outgoing["dapr-caller-app-id"] = StringValues.Concat(headers["dapr-caller-app-id"], settings.AppId);
        outgoing["traceparent"] = StringValues.Concat(headers.TraceParent, TraceParent.Below(First(headers, "traceparent")));
        await Forward(http, peer, outgoing);
    }

    /// <summary>A call that another sidecar passed on to our app.</summary>
    public async Task FromPeer(HttpContext http)
    {
        if (http.Request.Headers["dapr-caller-app-id"].LastOrDefault() is { } caller && settings.Faults.Denied.Contains(caller.Split(',')[^1].Trim()))
        {
            GrpcAnswer.End(http, StatusCode.PermissionDenied,
                $"access control policy has denied access to id: spiffe://public/ns/default/{caller} operation: {http.Request.Path} verb: NONE");
            return;
        }

        await ToApp(http, Copy(http.Request.Headers));
    }

    private Task ToApp(HttpContext http, Dictionary<string, StringValues> outgoing)
    {
        outgoing.Remove("dapr-api-token");
        if (settings.AppToken is { } token) outgoing["dapr-api-token"] = token;
        return Forward(http, wire.App, outgoing);
    }

    private async Task Forward(HttpContext http, Uri next, Dictionary<string, StringValues> headers)
    {
        var deadline = GrpcTimeout.Read(First(http.Request.Headers, "grpc-timeout"));
        using var late = deadline is { } left ? new CancellationTokenSource(left, time) : new CancellationTokenSource();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, late.Token);
        using var content = new GrpcMessageContent(http.Request.Body, settings.MaxBody);
        content.Headers.TryAddWithoutValidation("content-type", "application/grpc+proto");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(next, http.Request.Path.ToUriComponent())) { Content = content };
        foreach (var (name, values) in headers) request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        request.Headers.TryAddWithoutValidation("te", "trailers");
        request.Headers.TryAddWithoutValidation("user-agent", "sunshine-stand-in");
        if (deadline is { } remaining) request.Headers.TryAddWithoutValidation("grpc-timeout", GrpcTimeout.Write(remaining));

        try
        {
            HttpResponseMessage response;
            try
            {
                response = await wire.Send(request, cancel.Token);
            }
            catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError)
            {
                GrpcAnswer.End(http, StatusCode.Unavailable, $"connection error: desc = \"transport: Error while dialing: dial tcp {next.Authority}: connect: connection refused\"");
                return;
            }

            using (response)
            {
                await Answer(http, response, cancel.Token);
            }
        }
        catch (Exception) when (content.TooLarge is { } tooLarge)
        {
            GrpcAnswer.End(http, StatusCode.ResourceExhausted, tooLarge.Message);
        }
        catch (MessageTooLargeException e)
        {
            GrpcAnswer.End(http, StatusCode.ResourceExhausted, e.Message);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            GrpcAnswer.End(http, StatusCode.DeadlineExceeded, "context deadline exceeded");
        }
        catch (Exception e) when (http.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException or HttpRequestException)
        {
            // The caller went away; there is nobody to tell.
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            GrpcAnswer.End(http, StatusCode.Unavailable, "error reading from server: EOF");
        }
        finally
        {
            await content.Stop();
        }
    }

    private async Task Answer(HttpContext http, HttpResponseMessage response, CancellationToken cancel)
    {
        if (response.StatusCode != HttpStatusCode.OK || !GrpcAnswer.IsGrpc(response.Content.Headers.ContentType?.MediaType))
        {
            GrpcAnswer.End(http, CodeOf(response.StatusCode), $"unexpected HTTP status code received from server: {(int)response.StatusCode}");
            return;
        }

        var messages = new GrpcMessages(await response.Content.ReadAsStreamAsync(cancel), settings.MaxBody);
        while (await messages.Next(cancel) is { } message)
        {
            if (!http.Response.HasStarted)
            {
                // Only now: a call that fails before its first message has trailers and nothing else.
                http.Response.ContentType = "application/grpc";
                foreach (var (name, values) in response.Headers.NonValidated.Where(h => h.Key is not ("Date" or "Server" or "date" or "server"))) http.Response.Headers[name] = values.ToArray();
            }

            await http.Response.Body.WriteAsync(message, cancel);
            await http.Response.Body.FlushAsync(cancel);
        }

        var trailers = response.TrailingHeaders.NonValidated.Contains("grpc-status") ? response.TrailingHeaders : response.Headers;
        if (!trailers.NonValidated.Contains("grpc-status")) throw new IOException("The stream ended without a status.");
        GrpcAnswer.End(http, trailers.NonValidated
            .Where(h => trailers == response.TrailingHeaders || h.Key.StartsWith("grpc-", StringComparison.OrdinalIgnoreCase))
            .Select(h => KeyValuePair.Create(h.Key, new StringValues([.. h.Value]))));
    }

    private static Dictionary<string, StringValues> Copy(IHeaderDictionary headers) =>
        headers.Where(h => !NotCopied.Contains(h.Key, StringComparer.OrdinalIgnoreCase)).ToDictionary(h => h.Key, h => h.Value, StringComparer.OrdinalIgnoreCase);

    private static string? First(IHeaderDictionary headers, string name) => headers[name].FirstOrDefault()?.Split(',')[0].Trim();

    private static StatusCode CodeOf(HttpStatusCode status) => (int)status switch
    {
        400 => StatusCode.Internal,
        401 => StatusCode.Unauthenticated,
        403 => StatusCode.PermissionDenied,
        404 => StatusCode.Unimplemented,
        429 or 502 or 503 or 504 => StatusCode.Unavailable,
        _ => StatusCode.Unknown
    };
}
