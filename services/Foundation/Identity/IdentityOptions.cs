using System.ComponentModel.DataAnnotations;
using Microsoft.IdentityModel.Tokens;

namespace Sunshine.Foundation.Identity;

/// <summary>Section <c>Identity</c>.</summary>
public sealed class IdentityOptions : IValidatableObject
{
    /// <summary>The OpenID Connect issuer whose tokens are accepted, e.g. <c>https://login.example.gov.cn/</c>. Required.</summary>
    public string? Authority { get; set; }

    /// <summary>The audience a token must name, for all services; <c>{audience}/{app-id}</c> for one alone. Default: <c>sunshine</c>.</summary>
    public string Audience { get; set; } = "sunshine";

    /// <summary>Whether the authority's metadata must come over TLS. Default: true.</summary>
    public bool RequireHttps { get; set; } = true;

    /// <summary>The authority's keys where they are in the same process; else they are read from its metadata.</summary>
    public IReadOnlyList<SecurityKey> Keys { get; set; } = [];

    /// <summary>Paths that the authority answers where it is in the same process.</summary>
    public IReadOnlyList<string> OwnPaths { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Uri.TryCreate(Authority, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            yield return new ValidationResult("Identity:Authority must be the address of an OpenID Connect issuer.", [nameof(Authority)]);
        else if (RequireHttps && uri.Scheme == "http" && Keys.Count == 0)
            yield return new ValidationResult("Identity:Authority is not https; set Identity:RequireHttps to false to accept that.", [nameof(Authority)]);
        if (string.IsNullOrWhiteSpace(Audience))
            yield return new ValidationResult("Identity:Audience must not be empty.", [nameof(Audience)]);
    }
}
