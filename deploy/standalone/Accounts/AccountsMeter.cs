using System.Diagnostics.Metrics;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Standalone.Accounts;

/// <summary>Counts sign-ins. It never says whose.</summary>
public sealed class AccountsMeter(IMeterFactory meters)
{
    private readonly Counter<long> _signIns = meters.Create(Telemetry.Name)
        .CreateCounter<long>("sunshine.accounts.sign_ins", "{attempt}", "Passwords that were tried, by outcome: right, wrong, unknown (no such account), locked or disabled.");

    private readonly Counter<long> _locks = meters.Create(Telemetry.Name).CreateCounter<long>("sunshine.accounts.locks", "{lock}", "Times that an account was locked after too many wrong passwords.");

    public void Tried(string outcome) => _signIns.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Locked() => _locks.Add(1);
}
