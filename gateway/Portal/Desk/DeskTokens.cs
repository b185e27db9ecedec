using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Sunshine.Portal.Desk;

/// <summary>
/// Keeps an officer's access token fresh while he works: the authority gives another one for the refresh token as long as his account is what it was when he signed in.
/// </summary>
internal sealed class DeskTokens(IOptionsMonitor<OpenIdConnectOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>A token that ends within this could end during a call.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(1);

    // Several calls of one page refresh once: some authorities hold a refresh token that comes twice for stolen.
    private readonly MemoryCache _refreshed = new(new MemoryCacheOptions());

    public void Dispose() => _refreshed.Dispose();

    public async Task KeepFresh(CookieValidatePrincipalContext context)
    {
        var tokens = context.Properties;
        if (DateTimeOffset.TryParse(tokens.GetTokenValue("expires_at"), CultureInfo.InvariantCulture, out var end) && end > time.GetUtcNow() + Early) return;
        if (tokens.GetTokenValue("refresh_token") is not { } refresh || await Refreshed(refresh) is not { } fresh)
        {
            context.RejectPrincipal();
            return;
        }

        tokens.UpdateTokenValue("access_token", fresh.AccessToken);
        if (fresh.RefreshToken is { Length: > 0 } next) tokens.UpdateTokenValue("refresh_token", next);
        tokens.UpdateTokenValue("expires_at", (time.GetUtcNow() + TimeSpan.FromSeconds(int.Parse(fresh.ExpiresIn, CultureInfo.InvariantCulture))).ToString("o", CultureInfo.InvariantCulture));
        context.ShouldRenew = true;
    }

    private Task<OpenIdConnectMessage?> Refreshed(string refresh) => _refreshed.GetOrCreate(refresh, entry =>
    {
        entry.AbsoluteExpirationRelativeToNow = Early;
        return new Lazy<Task<OpenIdConnectMessage?>>(() => Refresh(refresh));
    })!.Value;

    /// <returns>Null if the authority gives none.</returns>
    private async Task<OpenIdConnectMessage?> Refresh(string refresh)
    {
        var oidc = options.Get(DeskSignIn.Authority);
        var endpoints = await oidc.ConfigurationManager!.GetConfigurationAsync(CancellationToken.None);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = OpenIdConnectGrantTypes.RefreshToken, ["refresh_token"] = refresh, ["client_id"] = oidc.ClientId!, ["client_secret"] = oidc.ClientSecret ?? ""
        });
        using var response = await oidc.Backchannel.PostAsync(endpoints.TokenEndpoint, form);
        return response.IsSuccessStatusCode ? new OpenIdConnectMessage(await response.Content.ReadAsStringAsync()) : null;
    }
}
