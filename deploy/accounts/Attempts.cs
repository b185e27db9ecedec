namespace Sunshine.Standalone.Accounts;

/// <summary>Passwords that were tried for an account since one was right. Apart from the account, so that a stranger's guesses do not come between an administrator and his changes.</summary>
/// <param name="Id">The account's name, or <see cref="Nobody"/>.</param>
/// <param name="LockedUntil">Nothing is tried before; null if it is not locked.</param>
public sealed record Attempts(string Id, int Count, DateTimeOffset? LockedUntil)
{
    /// <summary>An account is locked at this one.</summary>
    public const int Most = 5;

    /// <summary>No account's name: what is tried for accounts that do not exist is written here, so that it takes as long.</summary>
    public const string Nobody = "?";

    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(15);

    public bool IsLocked(DateTimeOffset now) => LockedUntil > now;

    /// <summary>After one more. A lock that has run out begins anew.</summary>
    public static Attempts Next(string id, Attempts? before, DateTimeOffset now)
    {
        var count = before is null or { LockedUntil: not null } ? 1 : before.Count + 1;
        return new Attempts(id, count, count >= Most ? now + LockedFor : null);
    }
}
