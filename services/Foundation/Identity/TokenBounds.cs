using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;

namespace Sunshine.Foundation.Identity;

/// <summary>
/// What narrows a token: the services that it is for, and the certificate that it is bound to. The service is told by the path, of which each has its own part, so that the gateway, a service by
/// itself and all of them in one process decide alike.
/// </summary>
public static class TokenBounds
{
    private const string Rest = "/api/v1/", Packages = "/sunshine.";

    /// <summary>Whether a token's audience is this platform, or some part of it.</summary>
    public static bool IsOurs(IEnumerable<string> audiences, string platform) => audiences.Any(a => a == platform || a.StartsWith(platform + "/", StringComparison.Ordinal));

    /// <summary>Whether a token may go to a service: it is for all of them, or for this one (<c>sunshine/catalogue</c>).</summary>
    /// <param name="appId">Null where the path is no service's: only a token for all of them counts there.</param>
    public static bool Admits(ClaimsPrincipal caller, string platform, string? appId) =>
        caller.HasClaim("aud", platform) || (appId is not null && caller.HasClaim("aud", $"{platform}/{appId}"));

    /// <summary>The service that a path belongs to; null if to none. Paths are the same in small letters and large ones.</summary>
    public static string? ServiceOf(PathString path)
    {
        var text = path.Value ?? "";
        if (text.StartsWith(Rest, StringComparison.OrdinalIgnoreCase)) return Until(text[Rest.Length..], "/:");
        return text.StartsWith(Packages, StringComparison.OrdinalIgnoreCase) ? Until(text[Packages.Length..], ".")?.Replace('_', '-') : null;

        static string? Until(string text, string ends) => text.IndexOfAny(ends.ToCharArray()) switch { 0 => null, > 0 and var end => text[..end].ToLowerInvariant(), _ => text.Length > 0 ? text.ToLowerInvariant() : null };
    }

    /// <summary>Fails a token that is not for what is called, or whose certificate its bearer does not show.</summary>
    internal static Task Check(TokenValidatedContext context, string platform)
    {
        if (!Admits(context.Principal!, platform, ServiceOf(context.Request.Path))) context.Fail("The token is for another service.");
        else if (Confirmation(context.Principal!) is { } wanted && !Holds(wanted, context.HttpContext)) context.Fail("The token is bound to a certificate that was not shown.");
        return Task.CompletedTask;
    }

    /// <summary>RFC 7800: what the bearer has to prove; null for nothing.</summary>
    private static string? Confirmation(ClaimsPrincipal caller) => caller.FindFirstValue("cnf");

    /// <summary>A way of proof that is not known is none.</summary>
    private static bool Holds(string confirmation, HttpContext http)
    {
        if (ClientCertificates.Of(http) is not { } certificate) return false;
        try
        {
            using var json = JsonDocument.Parse(confirmation);
            return json.RootElement is { ValueKind: JsonValueKind.Object } members && members.EnumerateObject().Count() == 1
                && members.TryGetProperty("x5t#S256", out var thumbprint) && thumbprint.ValueKind == JsonValueKind.String
                && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(thumbprint.GetString()!), Encoding.UTF8.GetBytes(ClientCertificates.ThumbprintOf(certificate)));
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
