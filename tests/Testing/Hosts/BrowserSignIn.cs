using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;

namespace Sunshine.Testing.Hosts;

/// <summary>
/// An officer's browser and the desk he comes from: pages and forms with cookies, without following redirects, and the code flow with PKCE. One browser is one officer's.
/// </summary>
/// <param name="authority">Where the authority is.</param>
/// <param name="secret">The desk's: <c>authority/desk.secret</c> below the storage path.</param>
public sealed partial class BrowserSignIn(Uri authority, string secret) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = authority };
    /// <summary>What PKCE wants of whoever brings a code.</summary>
    public string Verifier { get; } = RandomNumberGenerator.GetHexString(64, lowercase: true);

    public string RedirectUri { get; init; } = new Uri(authority, "signin-oidc").AbsoluteUri;

    public void Dispose() => _http.Dispose();

    public Task<HttpResponseMessage> Get(string path) => _http.GetAsync(path);

    /// <summary>Sends a form that no page gave.</summary>
    public Task<HttpResponseMessage> Post(string path, IEnumerable<(string Name, string Value)> fields) =>
        _http.PostAsync(path, new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));

    /// <summary>Opens a page, fills in a form of it and sends it.</summary>
    /// <param name="action">Of which form; null for where the page is.</param>
    public async Task<HttpResponseMessage> Submit(string path, IEnumerable<(string Name, string Value)> fields, string? action = null)
    {
        using var page = await Get(path);
        var html = await page.Content.ReadAsStringAsync();
        var target = action ?? path.Split('?')[0];
        var form = html.Split("<form ").Skip(1).Select(f => f[..f.IndexOf("</form>", StringComparison.Ordinal)]).FirstOrDefault(f => f.Contains($"action=\"{target}\"", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"{(int)page.StatusCode} {path} has no form for {target}: {WebUtility.HtmlDecode(html)}");
        var hidden = Hidden().Matches(form).Select(m => (Name: m.Groups[1].Value, Value: WebUtility.HtmlDecode(m.Groups[2].Value))).ToList();
        return await Post(target, hidden.Where(h => fields.All(f => f.Name != h.Name)).Concat(fields));
    }

    /// <summary>Types a name and a password into the page for it.</summary>
    public Task<HttpResponseMessage> SignIn(string name, string password, string path = "/account/login") => Submit(path, [("name", name), ("password", password)]);

    /// <summary>Asks for a code, and for whatever else a test wants to say.</summary>
    public Task<HttpResponseMessage> Authorize(params IEnumerable<(string Name, string? Value)> otherwise)
    {
        var query = new Dictionary<string, string?>
        {
            ["client_id"] = "desk", ["response_type"] = "code", ["scope"] = "openid profile offline_access", ["redirect_uri"] = RedirectUri, ["state"] = "a-state", ["nonce"] = "a-nonce",
            ["code_challenge"] = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_'), ["code_challenge_method"] = "S256"
        };
        foreach (var (name, value) in otherwise) query[name] = value;
        return Get("/connect/authorize?" + string.Join('&', query.Where(q => q.Value is not null).Select(q => $"{q.Key}={Uri.EscapeDataString(q.Value!)}")));
    }

    /// <summary>The code that the desk is given; the officer must be signed in.</summary>
    public async Task<string> Code()
    {
        using var response = await Authorize();
        var location = response.Headers.Location?.ToString() ?? throw new InvalidOperationException($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        if (!location.StartsWith(RedirectUri, StringComparison.Ordinal)) throw new InvalidOperationException($"No code: sent to {location}");
        var answer = HttpUtility.ParseQueryString(new Uri(location).Query);
        return answer["state"] == "a-state" && answer["code"] is { } code ? code : throw new InvalidOperationException($"No code: {location}");
    }

    public Task<HttpResponseMessage> Exchange(string code, string? verifier = null) => Token(
        ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", RedirectUri), ("code_verifier", verifier ?? Verifier), ("client_id", "desk"), ("client_secret", secret));

    public Task<HttpResponseMessage> Refresh(string refreshToken) => Token(
        ("grant_type", "refresh_token"), ("refresh_token", refreshToken), ("client_id", "desk"), ("client_secret", secret));

    public Task<HttpResponseMessage> Token(params IEnumerable<(string Name, string Value)> fields) => Post("/connect/token", fields);

    /// <summary>The whole way: signs in and has the desk's tokens.</summary>
    public async Task<DeskTokens> Tokens(string name, string password)
    {
        using var signedIn = await SignIn(name, password);
        if (signedIn.StatusCode != HttpStatusCode.Found) throw new InvalidOperationException($"{name} cannot sign in: {(int)signedIn.StatusCode}");
        return await DeskTokens.Read(await Exchange(await Code()));
    }

    [GeneratedRegex("""<input type="hidden" name="([^"]*)" value="([^"]*)"[^>]*>""")]
    private static partial Regex Hidden();
}

/// <summary>What the desk gets for a code or a refresh token.</summary>
public sealed record DeskTokens(string AccessToken, string RefreshToken, string IdToken, int ExpiresIn)
{
    public static async Task<DeskTokens> Read(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"No tokens: {(int)response.StatusCode} {text}");
            using var json = JsonDocument.Parse(text);
            string Text(string name) => json.RootElement.TryGetProperty(name, out var value) ? value.GetString()! : "";
            return new DeskTokens(Text("access_token"), Text("refresh_token"), Text("id_token"), json.RootElement.GetProperty("expires_in").GetInt32());
        }
    }

    /// <summary>What a token says.</summary>
    public static JsonElement Claims(string token) => JsonDocument.Parse(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.DecodeBytes(token.Split('.')[1])).RootElement;
}
