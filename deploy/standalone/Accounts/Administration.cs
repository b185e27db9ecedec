using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Standalone.Accounts;

/// <summary>What is done to accounts, by their owners and by administrators.</summary>
public sealed class Administration(Collections collections, AuthorityClients clients, SignIns signIns, Passwords passwords, TimeProvider time, ILogger<Administration> log)
{
    /// <summary>Stores a new account with a one-time password.</summary>
    /// <param name="wanted">Its name, display name, roles and agency.</param>
    /// <returns>The password. It is stored nowhere.</returns>
    /// <exception cref="RefusedException">Something is wrong with it, or the name is taken.</exception>
    public async Task<string> Create(string by, AccountForm wanted, CancellationToken cancel)
    {
        var password = Passwords.New();
        var account = New(Account.Normalize(wanted.Name), wanted, password, mustChange: true);
        var v = new Violations();
        account.Check(v);
        // A machine and an officer of one name would be one subject to all services.
        if (clients.Has(account.Name)) v.Add("name", "TAKEN", "已有同名的客户端。", "A client has this name.");
        v.ThrowIfAny();
        var written = await collections.Accounts.Write([Write.Create(account.Name, account)], cancel);
        if (written[0].Outcome != WriteOutcome.Done)
        {
            v.Add("name", "TAKEN", "已有这个账号。", "There is an account of this name.");
            v.ThrowIfAny();
        }

        AccountLog.Created(log, account.Name, by, string.Join(' ', account.Roles), account.Agency ?? "");
        return password;
    }

    /// <summary>Makes an account that nobody asked for, unless it exists.</summary>
    /// <param name="by">What makes it, for the log.</param>
    internal async Task Make(string by, AccountForm wanted, string password, bool mustChange, CancellationToken cancel)
    {
        var account = New(wanted.Name, wanted, password, mustChange);
        var written = await collections.Accounts.Write([Write.Create(account.Name, account)], cancel);
        if (written[0].Outcome == WriteOutcome.Done) AccountLog.Created(log, account.Name, by, string.Join(' ', account.Roles), account.Agency ?? "");
    }

    /// <exception cref="RefusedException">Something is wrong with it, it is one's own, or it has changed since it was read.</exception>
    public async Task Change(string by, string name, AccountForm wanted, CancellationToken cancel)
    {
        var stored = await Read(name, cancel);
        var changed = stored.Value.With(wanted.DisplayName, wanted.Roles, wanted.Agency, wanted.Disabled, time.GetUtcNow());
        var v = new Violations();
        changed.Check(v);
        // The last administrator would lock out everybody.
        if (by == name && changed.Stamp != stored.Value.Stamp)
            v.Add("", "OWN_ACCOUNT", "不能修改自己的角色、机构或停用自己。", "Nobody changes his own roles or agency, or disables himself.");
        v.ThrowIfAny();
        await collections.Accounts.Replace(name, stored, changed, wanted.Revision, null, cancel);
        AccountLog.Changed(log, name, by, string.Join(' ', changed.Roles), changed.Agency ?? "", changed.Disabled);
    }

    /// <summary>Gives an account a one-time password, and unlocks it.</summary>
    /// <returns>The password. It is stored nowhere.</returns>
    /// <exception cref="RefusedException">It is one's own.</exception>
    public async Task<string> Reset(string by, string name, CancellationToken cancel)
    {
        var stored = await Read(name, cancel);
        if (by == name)
        {
            var v = new Violations();
            v.Add("", "OWN_ACCOUNT", "请在“修改密码”页修改自己的密码。", "Change your own password on the page for it.");
            v.ThrowIfAny();
        }

        var password = Passwords.New();
        await collections.Accounts.Replace(name, stored, stored.Value.WithPassword(passwords.Hash(password), mustChange: true, time.GetUtcNow()), null, null, cancel);
        await signIns.Unlock(name, cancel);
        AccountLog.PasswordReset(log, name, by);
        return password;
    }

    public async Task Unlock(string by, string name, CancellationToken cancel)
    {
        await Read(name, cancel);
        await signIns.Unlock(name, cancel);
        AccountLog.Unlocked(log, name, by);
    }

    /// <summary>Changes one's own password. Every sign-in of the account ends.</summary>
    /// <exception cref="RefusedException">The old one is wrong, the new one too weak, or both are the same.</exception>
    public async Task<Account> ChangePassword(string name, string old, string chosen, string repeated, CancellationToken cancel)
    {
        var v = new Violations();
        var stored = await Read(name, cancel);
        Passwords.Check(v, "password", chosen, stored.Value);
        if (!v.Any && chosen == old) v.Add("password", "UNCHANGED", "新密码不能与原密码相同。", "The new password must be another one.");
        if (chosen != repeated) v.Add("repeated", "DIFFERENT", "两次输入的新密码不一致。", "The two new passwords differ.");
        v.ThrowIfAny();
        if (await signIns.Verify(name, old, cancel) is not { } account)
        {
            v.Add("old", "WRONG", "原密码不正确，或者账号已被锁定。", "The old password is wrong, or the account is locked.");
            v.ThrowIfAny();
            throw new InvalidOperationException();
        }

        var changed = account.Value.WithPassword(passwords.Hash(chosen), mustChange: false, time.GetUtcNow());
        await collections.Accounts.Replace(name, account, changed, null, null, cancel);
        AccountLog.PasswordChanged(log, name);
        return changed;
    }

    /// <exception cref="RefusedException">There is none.</exception>
    public async Task<Stored<Account>> Read(string name, CancellationToken cancel) => await collections.Accounts.Get(name, cancel) ?? throw Refusals.NoSuchPath.Of();

    public Task<Slice<Account>> List(int size, string? after, CancellationToken cancel) => collections.Accounts.List(new ListQuery<Account> { Size = size, After = after }, cancel);

    private Account New(string name, AccountForm wanted, string password, bool mustChange)
    {
        var now = time.GetUtcNow();
        return new Account
        {
            Name = name, DisplayName = wanted.DisplayName, Roles = wanted.Roles, Agency = wanted.Agency, PasswordHash = passwords.Hash(password), MustChange = mustChange,
            Stamp = Account.NewStamp(), CreatedAt = now, ChangedAt = now
        };
    }
}

/// <summary>What an administrator may say of an account.</summary>
/// <param name="Agency">Null for none.</param>
/// <param name="Revision">The account's as it was shown; null for a new one.</param>
public sealed record AccountForm(string Name, string DisplayName, IReadOnlyList<string> Roles, string? Agency, bool Disabled = false, long? Revision = null)
{
    public static AccountForm Empty { get; } = new("", "", [], null);

    public static AccountForm Of(Stored<Account> account) =>
        new(account.Value.Name, account.Value.DisplayName, account.Value.Roles, account.Value.Agency, account.Value.Disabled, account.Revision);

    public static AccountForm Read(IFormCollection form, string name) => new(
        name, form["displayName"].ToString().Trim(), [.. form["roles"].Select(r => r ?? "").Distinct()], form["agency"].ToString().Trim() is { Length: > 0 } agency ? agency : null,
        form["disabled"] == "on", long.TryParse(form["revision"], out var revision) ? revision : null);
}
