using System.Net.Http.Headers;
using System.Text.Json;

namespace Sunshine.Cli;

/// <summary>Who the tool is to the authority.</summary>
public sealed record ClientCredentials(string ClientId, string ClientSecret);

/// <summary>Fetches an access token by OAuth 2 client credentials, keeps it, and fetches another before it expires.</summary>
internal sealed class TokenSource(HttpClient http, Uri authority, ClientCredentials credentials, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private string _token = "";
    private DateTimeOffset _renewAt = DateTimeOffset.MinValue;

    /// <summary>A token that is valid for a while yet.</summary>
    /// <exception cref="CommandFailedException">The authority cannot be reached or refuses.</exception>
    public async ValueTask<string> Get(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            if (time.GetUtcNow() >= _renewAt) await Fetch(cancel);
            return _token;
        }
        finally { _one.Release(); }
    }

    private async Task Fetch(CancellationToken cancel)
    {
        var endpoint = new Uri(authority.AbsoluteUri.TrimEnd('/') + "/connect/token");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = credentials.ClientId,
            ["client_secret"] = credentials.ClientSecret,
        });
        var asked = time.GetUtcNow();
        string answer;
        try
        {
            using var response = await http.PostAsync(endpoint, form, cancel);
            answer = await response.Content.ReadAsStringAsync(cancel);
            if (!response.IsSuccessStatusCode)
            {
                throw new CommandFailedException(
                    $"{endpoint} refused a token for client \"{credentials.ClientId}\": {(int)response.StatusCode} {Reason(answer)}".TrimEnd());
            }
        }
        catch (HttpRequestException e)
        {
            throw new CommandFailedException($"No token: {endpoint} cannot be reached ({e.Message}). Is --authority right?", e);
        }

        try
        {
            using var json = JsonDocument.Parse(answer);
            _token = json.RootElement.GetProperty("access_token").GetString() ?? throw new JsonException();
            var seconds = json.RootElement.TryGetProperty("expires_in", out var lifetime) ? lifetime.GetInt64() : 300;
            // A tenth of the life is left for calls under way, so that short lives work as well as long ones.
            _renewAt = asked + TimeSpan.FromSeconds(seconds * 0.9);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new CommandFailedException($"{endpoint} did not answer with an access token.", e);
        }
    }

    private static string Reason(string answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            return json.RootElement.TryGetProperty("error_description", out var description) ? description.ToString()
                : json.RootElement.TryGetProperty("error", out var error) ? error.ToString() : "";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return "";
        }
    }

    public void Dispose()
    {
        _one.Dispose();
        http.Dispose();
    }
}

/// <summary>Adds the token to every call, so that a long import goes on with a fresh one after each reconnect.</summary>
internal sealed class BearerHandler(TokenSource tokens, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.Get(cancellationToken));
        return await base.SendAsync(request, cancellationToken);
    }
}
