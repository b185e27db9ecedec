using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Sunshine.Testing.Sidecar;

/// <summary>Passes HTTP calls on, from an app to the callee's sidecar and from there to the callee.</summary>
internal sealed class HttpInvocation(SidecarSettings settings, Peers peers, Wire wire)
{
    /// <summary>Between two stand-ins: why the callee's sidecar could not pass a call on. (Dapr's sidecars speak gRPC to each other here.)</summary>
    private const string Failure = "stand-in-failure";

    private static readonly string[] HopByHop =
        ["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "http2-settings", "te", "trailer", "proxy-authorization", "proxy-authenticate"];

    private static readonly string[] OfContent = ["allow", "content-disposition", "content-encoding", "content-language", "content-length", "content-location", "content-range", "content-type", "expires", "last-modified"];

    /// <summary>A call of our own app, to whomever it names.</summary>
    public async Task FromApp(HttpContext http)
    {
        var (target, path) = Target(http.Request);
        if (target is null)
        {
            await HttpApi.Error(http, 404, "ERR_DIRECT_INVOKE", "failed getting app id either from the URL path or the header dapr-app-id");
            return;
        }

        if (path.Any(c => c is '#' or '?' || char.IsControl(c)))
        {
            await Refuse(http, target, "invalid method");
            return;
        }

        var headers = Copy(http.Request.Headers);
        headers["traceparent"] = TraceParent.Below(http.Request.Headers.TraceParent.FirstOrDefault());
        if (target == settings.AppId)
        {
            await ToApp(http, Clean(path), headers, target);
            return;
        }

        if (peers.Find(target) is not { } peer)
        {
            await Refuse(http, target, $"couldn't find service: {target}");
            return;
        }

        Append("dapr-caller-app-id", settings.AppId);
        Append("dapr-callee-app-id", target);
        Append("dapr-caller-namespace", "default");
        Append("X-Forwarded-For", "127.0.0.1");
        Append("X-Forwarded-Host", Environment.MachineName);
        Append("Forwarded", $"for=127.0.0.1;by=127.0.0.1;host={Environment.MachineName}");
        await Forward(http, peer, Clean(path), headers, target);

        void Append(string name, string value) => headers[name] = StringValues.Concat(headers.GetValueOrDefault(name), value);
    }

    /// <summary>A call that another sidecar passed on to our app.</summary>
    public Task FromPeer(HttpContext http)
    {
        var caller = http.Request.Headers["dapr-caller-app-id"].LastOrDefault()?.Split(',')[^1].Trim();
        if (caller is not null && settings.Faults.Denied.Contains(caller))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            http.Response.Headers[Failure] = $"access control policy has denied access to id: spiffe://public/ns/default/{caller} operation: {http.Request.Path} verb: {http.Request.Method}";
            return Task.CompletedTask;
        }

        return ToApp(http, http.Request.Path.Value!, Copy(http.Request.Headers), null);
    }

    private Task ToApp(HttpContext http, string path, Dictionary<string, StringValues> headers, string? target)
    {
        headers.Remove("dapr-api-token");
        if (settings.AppToken is { } token) headers["dapr-api-token"] = token;
        return Forward(http, wire.App, path, headers, target);
    }

    /// <param name="target">Whom the caller asked for; null if the caller is another sidecar, which is told of failures in its own way.</param>
    private async Task Forward(HttpContext http, Uri next, string path, Dictionary<string, StringValues> headers, string? target)
    {
        var uri = new UriBuilder(next) { Path = new PathString(path).ToUriComponent(), Query = http.Request.QueryString.Value }.Uri;
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), uri);
        if (http.Request.ContentLength > settings.MaxBody)
        {
            await Fail("http: request body too large");
            return;
        }

        if (http.Request.ContentLength is > 0 || (http.Request.ContentLength is null && http.Request.Method is "POST" or "PUT" or "PATCH"))
            request.Content = new StreamContent(new LimitedStream(http.Request.Body, settings.MaxBody));
        foreach (var (name, values) in headers)
        {
            if (OfContent.Contains(name, StringComparer.OrdinalIgnoreCase)) request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            else request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        try
        {
            using var response = await wire.Send(request, http.RequestAborted);
            if (response.Headers.TryGetValues(Failure, out var failures))
            {
                await Fail(failures.First(), response.StatusCode == HttpStatusCode.Forbidden ? 403 : 500);
                return;
            }

            await Answer(http, response);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError)
        {
            await Fail($"rpc error: code = Unavailable desc = dial tcp {next.Authority}: connect: connection refused");
        }
        catch (Exception e) when (e is HttpRequestException or IOException && !http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            await Fail($"rpc error: code = Unavailable desc = {e.Message}");
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller went away.
        }

        Task Fail(string why, int status = 500)
        {
            if (target is not null) return Refuse(http, target, why, status);
            http.Response.StatusCode = status;
            http.Response.Headers[Failure] = why.ReplaceLineEndings(" ");
            return Task.CompletedTask;
        }
    }

    private static async Task Answer(HttpContext http, HttpResponseMessage response)
    {
        http.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            if (!HopByHop.Contains(name, StringComparer.OrdinalIgnoreCase) && !name.Equals("content-length", StringComparison.OrdinalIgnoreCase) && !name.EndsWith("-bin", StringComparison.OrdinalIgnoreCase))
                http.Response.Headers[Renamed(name)] = values.ToArray();
        }

        await using var body = await response.Content.ReadAsStreamAsync(http.RequestAborted);
        var buffer = new byte[2 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, http.RequestAborted)) > 0)
        {
            await http.Response.Body.WriteAsync(buffer.AsMemory(0, read), http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
    }

    private static Task Refuse(HttpContext http, string target, string why, int status = 500) =>
        HttpApi.Error(http, status, "ERR_DIRECT_INVOKE", $"failed to invoke, id: {target}, err: {why}");

    private static (string? AppId, string Path) Target(HttpRequest request)
    {
        if (request.Headers["dapr-app-id"].FirstOrDefault() is { Length: > 0 } named) return (named, request.Path.Value!);
        return request.Path.Value!.Split('/', 6) is ["", "v1.0", "invoke", { Length: > 0 } id, "method", var method] ? (id, "/" + method) : (null, "");
    }

    private static Dictionary<string, StringValues> Copy(IHeaderDictionary headers)
    {
        var named = headers.Connection.ToString().Split(',', StringSplitOptions.TrimEntries);
        return headers
            .Where(h => !HopByHop.Concat(named).Concat(["host", "dapr-app-id", "destination-app-id"]).Contains(h.Key, StringComparer.OrdinalIgnoreCase))
            .Where(h => !h.Key.StartsWith(':') && !h.Key.EndsWith("-bin", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(h => Renamed(h.Key), h => h.Value, StringComparer.OrdinalIgnoreCase);
    }

    private static string Renamed(string header) => header.StartsWith("grpc-", StringComparison.OrdinalIgnoreCase) ? "dapr-" + header : header;

    /// <summary>Double slashes, dots and a slash at the end go, as Go's path.Clean has it.</summary>
    private static string Clean(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part is "" or ".") continue;
            if (part != "..") parts.Add(part);
            else if (parts.Count > 0) parts.RemoveAt(parts.Count - 1);
        }

        return "/" + string.Join('/', parts);
    }
}
