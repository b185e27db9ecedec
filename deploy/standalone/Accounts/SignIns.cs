using Sunshine.Foundation.Storage;

namespace Sunshine.Standalone.Accounts;

/// <summary>
/// Compares passwords and locks accounts. Nothing in an answer, and nothing in how long it takes, tells whether an account exists, is locked or is disabled: each attempt
/// reads an account and its attempts, writes one document and computes one hash.
/// </summary>
public sealed class SignIns(Collections collections, Passwords passwords, AccountsMeter meter, TimeProvider time, ILogger<SignIns> log)
{
    /// <returns>The account; null if the password is wrong, the account unknown, locked or disabled.</returns>
    public async Task<Stored<Account>?> Verify(string name, string password, CancellationToken cancel)
    {
        var known = Account.IsName(name) ? name : Attempts.Nobody;
        var account = await collections.Accounts.Get(known, cancel);
        var counted = await Count(account is null ? Attempts.Nobody : known, cancel);
        var right = passwords.IsRight(counted is null ? null : account?.Value.PasswordHash, password, out var outdated);
        if (account is null)
        {
            meter.Tried("unknown");
            AccountLog.NoSuchAccount(log);
            return null;
        }

        if (counted is null)
        {
            meter.Tried("locked");
            AccountLog.RefusedLocked(log, name);
            return null;
        }

        if (!right)
        {
            meter.Tried("wrong");
            AccountLog.WrongPassword(log, name, counted.Count);
            if (counted.LockedUntil is not { } until) return null;
            meter.Locked();
            AccountLog.Locked(log, name, until);
            return null;
        }

        await Unlock(name, cancel);
        if (account.Value.Disabled)
        {
            meter.Tried("disabled");
            AccountLog.RefusedDisabled(log, name);
            return null;
        }

        meter.Tried("right");
        return outdated ? await HashAnew(account, password, cancel) : account;
    }

    /// <summary>Forgets what was tried.</summary>
    public Task Unlock(string name, CancellationToken cancel) => collections.Attempts.Write([new Write<Attempts>(name, null, null, [])], cancel);

    public async Task<bool> IsLocked(string name, CancellationToken cancel) => (await collections.Attempts.Get(name, cancel))?.Value.IsLocked(time.GetUtcNow()) == true;

    /// <summary>Counts before anything is compared: of a thousand that come at once, five are compared.</summary>
    /// <returns>The attempts with this one; null if it is one too many.</returns>
    private async Task<Attempts?> Count(string id, CancellationToken cancel)
    {
        while (true)
        {
            var before = await collections.Attempts.Get(id, cancel);
            var now = time.GetUtcNow();
            if (id == Attempts.Nobody || before?.Value.IsLocked(now) == true)
            {
                await collections.Attempts.Write([Write.Put(Attempts.Nobody, new Attempts(Attempts.Nobody, 0, null))], cancel);
                return null;
            }

            var counted = Attempts.Next(id, before?.Value, now);
            var written = await collections.Attempts.Write([new Write<Attempts>(id, counted, before?.Revision ?? 0, [])], cancel);
            if (written[0].Outcome == WriteOutcome.Done) return counted;
        }
    }

    private async Task<Stored<Account>?> HashAnew(Stored<Account> account, string password, CancellationToken cancel)
    {
        var hashed = account.Value with { PasswordHash = passwords.Hash(password) };
        var written = await collections.Accounts.Write([Write.Replace(hashed.Name, hashed, account.Revision)], cancel);
        // Changed at this moment: the next sign-in does it.
        return written[0].Outcome == WriteOutcome.Done ? new Stored<Account>(hashed, written[0].Revision) : account;
    }
}
