using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sunshine.Foundation.Identity;

namespace Sunshine.Standalone.Accounts;

/// <summary>
/// Accounts that nobody made: the administrator of the first start, and officers of the sample. Their passwords are random, in files that only the owner can read. A file is
/// written before its accounts, so that a start that ends in between leaves no account whose password nobody knows.
/// </summary>
public sealed class FirstAccounts(Collections collections, Administration administration, string folder) : IHostedService
{
    private const string Name = "admin";

    private static readonly IReadOnlyList<AccountForm> Sample =
    [
        new("editor", "财政局采编员", [Roles.Editor], "as-finance"),
        new("reviewer", "财政局保密审查员", [Roles.Reviewer], "as-finance"),
        new("publisher", "财政局发布员", [Roles.Publisher], "as-finance"),
        new("request-officer", "财政局依申请公开经办人", [Roles.RequestOfficer], "as-finance"),
        new("city-editor", "市政府办公厅采编员", [Roles.Editor], "as-city"),
        new("city-publisher", "市政府办公厅发布员", [Roles.Publisher], "as-city"),
        new("supervisor", "市政府办公厅督查员", [Roles.Supervisor], "as-city"),
        new("auditor", "市审计局审计员", [Roles.Auditor], "as-audit")
    ];

    /// <summary>The administrator's first password. It is gone once another was chosen.</summary>
    public string FirstFile { get; } = Path.Combine(folder, "first-account.json");

    /// <summary>The sample's officers.</summary>
    public string SampleFile { get; } = Path.Combine(folder, "sample-accounts.json");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var admin = await collections.Accounts.Get(Name, cancellationToken);
        if (admin is { Value.MustChange: false }) File.Delete(FirstFile);
        if (admin is not null || (await administration.List(1, null, cancellationToken)).Documents.Count > 0) return;
        var password = Passwords.New();
        PrivateFile.Write(FirstFile, JsonSerializer.Serialize(new FirstAccount(Name, password), FirstAccountsJson.Readable.FirstAccount));
        await administration.Make("the first start", new AccountForm(Name, "系统管理员", [Roles.Admin], null), password, mustChange: true, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Makes those officers of the sample that are not there, and leaves the others as they are.</summary>
    public async Task MakeSample(CancellationToken cancel)
    {
        var known = File.Exists(SampleFile) ? JsonSerializer.Deserialize(await File.ReadAllTextAsync(SampleFile, cancel), FirstAccountsJson.Readable.IReadOnlyListSampleAccount) ?? [] : [];
        var there = await collections.Accounts.GetMany([.. Sample.Select(s => s.Name)], cancel);
        var missing = Sample.Where(s => !there.ContainsKey(s.Name)).ToList();
        if (missing.Count == 0) return;
        var made = missing.ToDictionary(s => s.Name, s => known.FirstOrDefault(k => k.Name == s.Name)?.Password ?? Passwords.New());
        var file = known.Where(k => !made.ContainsKey(k.Name)).Concat(missing.Select(s => new SampleAccount(s.Name, made[s.Name], s.Roles[0], s.Agency!))).ToList();
        PrivateFile.Write(SampleFile, JsonSerializer.Serialize(file, FirstAccountsJson.Readable.IReadOnlyListSampleAccount));
        foreach (var officer in missing) await administration.Make("the sample", officer, made[officer.Name], mustChange: false, cancel);
    }

    public sealed record FirstAccount(string Name, string Password);

    public sealed record SampleAccount(string Name, string Password, string Role, string Agency);
}

[JsonSerializable(typeof(FirstAccounts.FirstAccount))]
[JsonSerializable(typeof(IReadOnlyList<FirstAccounts.SampleAccount>))]
internal sealed partial class FirstAccountsJson : JsonSerializerContext
{
    /// <summary>With Chinese as it is.</summary>
    public static FirstAccountsJson Readable { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
