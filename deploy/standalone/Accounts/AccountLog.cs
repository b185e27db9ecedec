namespace Sunshine.Standalone.Accounts;

/// <summary>
/// What is kept of signing in and of changes, for those who audit. Of a person it has the account's name alone, and of what was typed in where a name
/// should be nothing: it may be a password.
/// </summary>
internal static partial class AccountLog
{
    [LoggerMessage(8001, LogLevel.Information, "{Account} signed in")]
    public static partial void SignedIn(ILogger log, string account);

    [LoggerMessage(8002, LogLevel.Warning, "Sign-in failed: wrong password for {Account}, attempt {Attempt}")]
    public static partial void WrongPassword(ILogger log, string account, int attempt);

    [LoggerMessage(8003, LogLevel.Warning, "Sign-in failed: no such account")]
    public static partial void NoSuchAccount(ILogger log);

    [LoggerMessage(8004, LogLevel.Warning, "{Account} is locked until {Until:O}")]
    public static partial void Locked(ILogger log, string account, DateTimeOffset until);

    [LoggerMessage(8005, LogLevel.Warning, "Sign-in refused: {Account} is locked")]
    public static partial void RefusedLocked(ILogger log, string account);

    [LoggerMessage(8006, LogLevel.Warning, "Sign-in refused: {Account} is disabled")]
    public static partial void RefusedDisabled(ILogger log, string account);

    [LoggerMessage(8007, LogLevel.Information, "{Account} signed out")]
    public static partial void SignedOut(ILogger log, string account);

    [LoggerMessage(8008, LogLevel.Warning, "A code of {Account} was brought a second time; the sign-in it came from is ended")]
    public static partial void CodeTwice(ILogger log, string account);

    [LoggerMessage(8010, LogLevel.Information, "{Account} was made by {By}: roles {Roles}, agency {Agency}")]
    public static partial void Created(ILogger log, string account, string by, string roles, string agency);

    [LoggerMessage(8011, LogLevel.Information, "{Account} was changed by {By}: roles {Roles}, agency {Agency}, disabled {Disabled}")]
    public static partial void Changed(ILogger log, string account, string by, string roles, string agency, bool disabled);

    [LoggerMessage(8012, LogLevel.Information, "{Account} changed its password")]
    public static partial void PasswordChanged(ILogger log, string account);

    [LoggerMessage(8013, LogLevel.Information, "{Account} got a new one-time password from {By}")]
    public static partial void PasswordReset(ILogger log, string account, string by);

    [LoggerMessage(8014, LogLevel.Information, "{Account} was unlocked by {By}")]
    public static partial void Unlocked(ILogger log, string account, string by);
}
