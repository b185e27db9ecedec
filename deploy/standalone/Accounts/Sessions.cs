using System.Security.Cryptography;
using Sunshine.Foundation.Storage;

namespace Sunshine.Standalone.Accounts;

/// <summary>Begins, finds and ends sign-ins. They are kept in the store, so that they outlive a restart and end at once everywhere.</summary>
public sealed class Sessions(Collections collections, TimeProvider time, ILogger<Sessions> log)
{
    /// <summary>An officer signs in once a day.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>A code that is older is refused for its age.</summary>
    public static readonly TimeSpan CodeFor = TimeSpan.FromMinutes(5);

    private const int Portion = 100;

    public async Task<Session> Begin(Account account, CancellationToken cancel)
    {
        await ForgetOld(cancel);
        var session = new Session(RandomNumberGenerator.GetHexString(32, lowercase: true), account.Name, account.Stamp, time.GetUtcNow(), []);
        await collections.Sessions.Write([Write.Create(session.Id, session)], cancel);
        AccountLog.SignedIn(log, account.Name);
        return session;
    }

    /// <summary>The sign-in and whose it is, as the account is now; null if it has ended, is too old, or the account has changed since.</summary>
    public async Task<SignedIn?> Find(string? id, CancellationToken cancel) => await Load(id, cancel) is { } found ? found.SignedIn : null;

    /// <summary>Takes a code that came from a sign-in. One that comes a second time was stolen, or the first one was: the sign-in is ended.</summary>
    /// <returns>Null if there are no tokens to be had for it.</returns>
    public async Task<SignedIn?> Redeem(string? id, string code, CancellationToken cancel)
    {
        while (true)
        {
            if (await Load(id, cancel) is not { } found) return null;
            var (session, account) = found.SignedIn;
            if (session.Codes.Any(c => c.Id == code))
            {
                await collections.Sessions.Write([new Write<Session>(session.Id, null, null, [])], cancel);
                AccountLog.CodeTwice(log, account.Name);
                return null;
            }

            var now = time.GetUtcNow();
            // Twice as long as a code is valid: clocks of the check and of this list need not agree to the second.
            var redeemed = session with { Codes = [.. session.Codes.Where(c => now - c.At < 2 * CodeFor), new RedeemedCode(code, now)] };
            var written = await collections.Sessions.Write([Write.Replace(session.Id, redeemed, found.Revision)], cancel);
            if (written[0].Outcome == WriteOutcome.Done) return new SignedIn(redeemed, account);
        }
    }

    public async Task End(Session session, CancellationToken cancel)
    {
        await collections.Sessions.Write([new Write<Session>(session.Id, null, null, [])], cancel);
        AccountLog.SignedOut(log, session.Account);
    }

    private async Task<(SignedIn SignedIn, long Revision)?> Load(string? id, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(id) || await collections.Sessions.Get(id, cancel) is not { Value: var session } stored) return null;
        if (time.GetUtcNow() - session.BeganAt >= Longest) return null;
        if (await collections.Accounts.Get(session.Account, cancel) is not { Value: var account }) return null;
        return account.Disabled || account.Stamp != session.Stamp ? null : (new SignedIn(session, account), stored.Revision);
    }

    private async Task ForgetOld(CancellationToken cancel)
    {
        var old = await collections.Sessions.List(new ListQuery<Session>
        {
            Where = [Collections.BeganAt.AtMost(time.GetUtcNow() - Longest)], OrderBy = Collections.BeganAt, Size = Portion
        }, cancel);
        if (old.Documents.Count > 0) await collections.Sessions.Write([.. old.Documents.Select(s => Write.Delete<Session>(s.Value.Id, s.Revision))], cancel);
    }
}

/// <summary>Who is signed in.</summary>
public sealed record SignedIn(Session Session, Account Account);
