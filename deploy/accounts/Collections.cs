using Microsoft.Extensions.DependencyInjection;
using System.Text.Json.Serialization;
using Sunshine.Foundation.Storage;

namespace Sunshine.Standalone.Accounts;

/// <summary>What the authority stores.</summary>
public sealed class Collections([FromKeyedServices(Collections.Store)] IStore store)
{
    /// <summary>The key of the store.</summary>
    public const string Store = "authority";

    internal static readonly Field<Session, DateTimeOffset> BeganAt = new("beganAt", x => x.BeganAt);

    private static readonly Collection<Account> DeclaredAccounts = new("accounts", x => x.Name, AccountsJson.Default.Account);
    private static readonly Collection<Session> DeclaredSessions = new("sessions", x => x.Id, AccountsJson.Default.Session) { Fields = [BeganAt], IsBookkeeping = true };
    private static readonly Collection<Attempts> DeclaredAttempts = new("attempts", x => x.Id, AccountsJson.Default.Attempts) { IsBookkeeping = true };

    public IDocuments<Account> Accounts { get; } = store.Open(DeclaredAccounts);

    public IDocuments<Session> Sessions { get; } = store.Open(DeclaredSessions);

    public IDocuments<Attempts> Attempts { get; } = store.Open(DeclaredAttempts);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, IgnoreReadOnlyProperties = true, WriteIndented = false)]
[JsonSerializable(typeof(Account))]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(Attempts))]
internal sealed partial class AccountsJson : JsonSerializerContext;
