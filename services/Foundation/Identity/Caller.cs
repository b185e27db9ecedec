using System.Security.Claims;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Sunshine.Foundation.Identity;

/// <summary>Who calls, as the token says.</summary>
/// <param name="Subject">The token's subject; empty for an anonymous caller.</param>
/// <param name="Agency">The agency that bounds what the caller may touch; null for none.</param>
public sealed record Caller(string Subject, string? Agency, IReadOnlySet<string> Roles)
{
    private static readonly Caller Anonymous = new("", null, new HashSet<string>());

    public bool IsAnonymous => Subject.Length == 0;

    /// <summary>Only who runs the platform acts for every agency; anyone else without an agency acts for none.</summary>
    public bool IsUnbounded => Agency is null && Roles.Contains(Identity.Roles.Admin);

    public static Caller Of(ServerCallContext context) => Of(context.GetHttpContext());

    public static Caller Of(HttpContext http)
    {
        var user = http.User;
        if (user.Identity?.IsAuthenticated != true) return Anonymous;
        return new Caller(
            user.FindFirstValue("sub") ?? user.FindFirstValue("client_id") ?? "",
            user.FindFirstValue("agency"),
            user.FindAll("role").Select(c => c.Value).ToHashSet());
    }
}
