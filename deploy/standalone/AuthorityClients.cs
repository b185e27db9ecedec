using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sunshine.Catalogue;
using Sunshine.Finance;
using Sunshine.Foundation.Identity;
using Sunshine.KeyAreas;
using Sunshine.Ledger;
using Sunshine.Powers;
using Sunshine.ReadingRooms;
using Sunshine.Reports;
using Sunshine.Requests;

namespace Sunshine.Standalone;

/// <summary>
/// Who may get a token: <c>clients.json</c>, with hashes of the secrets. At the first start it is made with one client, whose secret is
/// put into <c>client.json</c> for the command line.
/// </summary>
public sealed partial class AuthorityClients
{
    /// <summary>What a client's tokens may be for.</summary>
    public static readonly IReadOnlyList<string> Services =
        [CatalogueModule.Name, RequestsModule.Name, PowerListModule.Name, FinanceModule.Name, KeyAreasModule.Name, ReadingRoomsModule.Name, LedgerModule.Name, ReportsModule.Name];

    private readonly IReadOnlyDictionary<string, Client> _clients;

    private AuthorityClients(IReadOnlyList<Client> clients) => _clients = clients.ToDictionary(c => c.ClientId);

    public static AuthorityClients Open(string folder)
    {
        var path = Path.Combine(folder, "clients.json");
        if (!File.Exists(path))
        {
            var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
            PrivateFile.Write(Path.Combine(folder, "client.json"), JsonSerializer.Serialize(new Credentials("admin", secret), Json.Default.Credentials));
            PrivateFile.Write(path, JsonSerializer.Serialize(
                [new Client("admin", Hash(secret), [Roles.Admin, Roles.System, Roles.Publisher], null)], Json.Default.IReadOnlyListClient));
        }

        try
        {
            var clients = JsonSerializer.Deserialize(File.ReadAllText(path), Json.Default.IReadOnlyListClient) ?? [];
            foreach (var client in clients) Check(client);
            return new AuthorityClients(clients);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"{path} cannot be read: {e.Message}", e);
        }
    }

    public bool Has(string clientId) => _clients.ContainsKey(clientId);

    /// <summary>The client if all is its own that it is known by - its secret, its certificate or both -, else null.</summary>
    /// <param name="certificate">Of the TLS handshake, in DER.</param>
    public Client? Find(string? clientId, string? secret, byte[]? certificate, DateTimeOffset now)
    {
        if (clientId is null || !_clients.TryGetValue(clientId, out var client)) return null;
        if (client.SecretHash is { } hash && (secret is null || !Same(Hash(secret), hash))) return null;
        if (client.CertificateSha256 is not { } known) return client;
        return certificate is not null && Same(Convert.ToHexStringLower(SHA256.HashData(certificate)), known) && IsInTime(certificate, now) ? client : null;
    }

    private static bool Same(string given, string known) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(given), Encoding.ASCII.GetBytes(known));

    private static bool IsInTime(byte[] der, DateTimeOffset now)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        return certificate.NotBefore.ToUniversalTime() <= now.UtcDateTime && now.UtcDateTime <= certificate.NotAfter.ToUniversalTime();
    }

    /// <summary>A client that anybody could be, or that no service knows, is a mistake of who wrote the file.</summary>
    private static void Check(Client? client)
    {
        if (client is not { ClientId.Length: > 0, Roles: not null }) throw new JsonException("A client needs a clientId and roles.");
        if (client.SecretHash is null && client.CertificateSha256 is null) throw new JsonException($"{client.ClientId} has neither a secretHash nor a certificateSha256.");
        foreach (var hash in new[] { client.SecretHash, client.CertificateSha256 })
        {
            if (hash is not null && (hash.Length != 64 || !hash.All(char.IsAsciiHexDigitLower))) throw new JsonException($"{client.ClientId}: a hash is 64 lower-case hexadecimal digits.");
        }

        if (client.Services?.FirstOrDefault(s => !Services.Contains(s)) is { } unknown) throw new JsonException($"{client.ClientId}: there is no service {unknown}; there are {string.Join(", ", Services)}.");
    }

    // The secrets are 256 random bits: nothing is gained by a slow hash.
    private static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <param name="SecretHash">SHA-256 of the secret, lower-case hexadecimal; null for a client that is known by its certificate.</param>
    /// <param name="Roles">See <see cref="Foundation.Identity.Roles"/>.</param>
    /// <param name="Agency">The agency that bounds what the client may touch; null for none.</param>
    /// <param name="CertificateSha256">SHA-256 of the certificate (DER) that it shows in the TLS handshake, lower-case hexadecimal; its tokens are bound to it. Null for none.</param>
    /// <param name="Services">App ids of the services that its tokens are for; null for all. It may ask for fewer by scopes.</param>
    public sealed record Client(
        string ClientId, string? SecretHash, IReadOnlyList<string> Roles, string? Agency, string? CertificateSha256 = null, IReadOnlyList<string>? Services = null);

    private sealed record Credentials([property: JsonPropertyName("client_id")] string ClientId, [property: JsonPropertyName("client_secret")] string ClientSecret);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonSerializable(typeof(IReadOnlyList<Client>))]
    [JsonSerializable(typeof(Credentials))]
    private sealed partial class Json : JsonSerializerContext;
}
