using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Sunshine.Foundation.Hosting;
using Known = Sunshine.Foundation.Identity.Roles;

namespace Sunshine.Standalone.Accounts;

/// <summary>An officer who signs in by browser. Accounts are disabled, never deleted: what somebody did stays his.</summary>
public sealed partial record Account
{
    private const int LongestDisplayName = 50;
    private const int LongestAgency = 64;

    /// <summary>The roles that people may have; <see cref="Known.System"/> is for machines.</summary>
    public static IReadOnlyList<string> PeoplesRoles { get; } =
        [Known.Editor, Known.Reviewer, Known.Publisher, Known.RequestOfficer, Known.Supervisor, Known.Auditor, Known.Admin];

    /// <summary>What it is signed in by, and the tokens' subject: 2-32 lower-case letters, digits, dots, hyphens and underscores. It never changes.</summary>
    public required string Name { get; init; }

    /// <summary>What colleagues call the officer. 1-50 characters.</summary>
    public required string DisplayName { get; init; }

    /// <summary>See <see cref="PeoplesRoles"/>.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The agency that bounds what the officer may touch; null for none.</summary>
    public string? Agency { get; init; }

    public required string PasswordHash { get; init; }

    /// <summary>The password was made by somebody else and serves only to choose another.</summary>
    public bool MustChange { get; init; }

    public bool Disabled { get; init; }

    /// <summary>Another one after every change that ends what is signed in: password, roles, agency, disabling.</summary>
    public required string Stamp { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ChangedAt { get; init; }

    public bool IsAdmin => Roles.Contains(Known.Admin);

    public static string NewStamp() => RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <summary>As people type it: they put in spaces and capitals.</summary>
    public static string Normalize(string typed) => typed.Trim().ToLowerInvariant();

    public static bool IsName(string name) => NamePattern().IsMatch(name);

    /// <summary>With another password.</summary>
    /// <param name="mustChange">Whether somebody else knows it.</param>
    public Account WithPassword(string hash, bool mustChange, DateTimeOffset now) =>
        this with { PasswordHash = hash, MustChange = mustChange, Stamp = NewStamp(), ChangedAt = now };

    /// <summary>As an administrator wants it. Whoever is signed in has to sign in again if it changes what he may do.</summary>
    public Account With(string displayName, IReadOnlyList<string> roles, string? agency, bool disabled, DateTimeOffset now)
    {
        var same = Roles.Order().SequenceEqual(roles.Order()) && Agency == agency && Disabled == disabled;
        return this with { DisplayName = displayName, Roles = roles, Agency = agency, Disabled = disabled, Stamp = same ? Stamp : NewStamp(), ChangedAt = now };
    }

    /// <summary>Adds what is wrong with it.</summary>
    public void Check(Violations v)
    {
        v.Required("name", Name);
        v.Pattern("name", Name, NamePattern(), "2-32 个小写字母、数字、点、连字符或下划线，以字母开头。", "2-32 lower-case letters, digits, dots, hyphens or underscores, a letter first.");
        v.Required("displayName", DisplayName);
        v.Text("displayName", DisplayName, LongestDisplayName);
        if (Roles.Count == 0) v.Add("roles", "REQUIRED", "至少选择一个角色。", "Choose at least one role.");
        foreach (var role in Roles.Where(r => !PeoplesRoles.Contains(r))) v.Add("roles", "UNKNOWN_VALUE", $"没有这个角色：{role}。", $"No such role: {role}.");
        v.Text("agency", Agency ?? "", LongestAgency);
        // Without one he would be let in and then refused everything.
        if (Agency is null && !IsAdmin && Roles.Any(r => r != Known.Auditor))
            v.Add("agency", "REQUIRED", "除系统管理员和审计人员外，须填写所属机构。", "Required for all but administrators and auditors.");
    }

    [GeneratedRegex("^[a-z][a-z0-9._-]{1,31}$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
