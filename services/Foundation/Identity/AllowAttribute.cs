using Microsoft.AspNetCore.Authorization;

namespace Sunshine.Foundation.Identity;

/// <summary>
/// Who may call an rpc: callers with any of these roles. Every rpc carries this or <see cref="AllowAnonymousAttribute"/>; one with
/// neither is refused to everybody.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AllowAttribute : AuthorizeAttribute
{
    public AllowAttribute(params string[] roles)
    {
        if (roles.Length == 0) throw new ArgumentException("At least one role is needed.", nameof(roles));
        Roles = string.Join(',', roles);
    }
}
