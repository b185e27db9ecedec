using System.ComponentModel.DataAnnotations;

namespace Sunshine.Standalone;

/// <summary>Section <c>Authority</c>.</summary>
public sealed class AuthorityOptions : IValidatableObject
{
    /// <summary>The officers' desk.</summary>
    public DeskOptions Desk { get; init; } = new();

    /// <summary>Passwords that may be sent from one address in a minute. Default: 20; many officers may be behind one address.</summary>
    [Range(1, 100_000)]
    public int SignInsPerMinute { get; init; } = 20;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (setting, uris) in new[] { (nameof(Desk.RedirectUris), Desk.RedirectUris), (nameof(Desk.PostLogoutRedirectUris), Desk.PostLogoutRedirectUris) })
        {
            foreach (var uri in uris.Where(u => !Uri.TryCreate(u, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https") || parsed.Fragment.Length > 0))
                yield return new ValidationResult($"Authority:Desk:{setting}: '{uri}' must be an http or https address without a fragment.", [nameof(Desk)]);
        }
    }
}

/// <summary>Where the authority may send a browser back to. Compared to the letter.</summary>
public sealed class DeskOptions
{
    /// <summary>After signing in. Default: <c>signin-oidc</c> at the address of <c>Identity:Authority</c>.</summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>After signing out. Default: <c>signout-callback-oidc</c> there.</summary>
    public IReadOnlyList<string> PostLogoutRedirectUris { get; init; } = [];
}
