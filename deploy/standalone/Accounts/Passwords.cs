using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Standalone.Accounts;

/// <summary>Makes, hashes, compares and judges passwords.</summary>
public sealed class Passwords
{
    public const int Shortest = 12;
    public const int Longest = 200;

    /// <summary>OWASP's figure for PBKDF2 with HMAC-SHA-512. A hash carries its own count: those made with a smaller one are read, and made anew at the next sign-in.</summary>
    public const int Iterations = 210_000;

    // No letter that is taken for another or for a digit.
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    private static readonly FrozenSet<string> Commonest = ReadCommonest();

    private readonly PasswordHasher<Account> _hasher;
    private readonly Lazy<string> _dummy;

    public Passwords(IOptions<PasswordHasherOptions> options)
    {
        _hasher = new PasswordHasher<Account>(options);
        _dummy = new(() => Hash(New()));
    }

    /// <summary>A random one: 16 characters of 31, 79 bits.</summary>
    public static string New() => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Letters, 4)));

    // The hasher asks for whose it is, and does nothing with it.
    public string Hash(string password) => _hasher.HashPassword(null!, password);

    /// <param name="hash">Null if there is nothing to compare with; it takes as long.</param>
    public bool IsRight(string? hash, string password, out bool outdated)
    {
        // Made by whichever comparison is the first, or the first one without a hash would take twice as long.
        var dummy = _dummy.Value;
        var result = _hasher.VerifyHashedPassword(null!, hash ?? dummy, password);
        outdated = result == PasswordVerificationResult.SuccessRehashNeeded;
        return result != PasswordVerificationResult.Failed && hash is not null;
    }

    /// <summary>Adds what is wrong with a password that somebody chose.</summary>
    public static void Check(Violations v, string field, string password, Account account)
    {
        if (password.Length < Shortest) v.Add(field, "TOO_SHORT", $"至少 {Shortest} 个字符。", $"At least {Shortest} characters.");
        else if (password.Length > Longest) v.Add(field, "TOO_LONG", $"最多 {Longest} 个字符。", $"At most {Longest} characters.");
        else if (password.Contains(account.Name, StringComparison.OrdinalIgnoreCase) || password.Contains(account.DisplayName, StringComparison.OrdinalIgnoreCase))
            v.Add(field, "HAS_NAME", "不能含有账号或姓名。", "It must not contain the account or its name.");
        else if (Commonest.Contains(password.ToLowerInvariant()) || password.Distinct().Count() < 5)
            v.Add(field, "TOO_COMMON", "这个密码太常见，请换一个。", "This password is among the commonest; choose another.");
    }

    private static FrozenSet<string> ReadCommonest()
    {
        using var file = new StreamReader(typeof(Passwords).Assembly.GetManifestResourceStream(typeof(Passwords), "common-passwords.txt")!);
        return file.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').ToFrozenSet();
    }
}
