using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sunshine.Foundation.Identity;

namespace Sunshine.Standalone;

/// <summary>
/// Who may get a token: <c>clients.json</c>, with hashes of the secrets. At the first start it is made with one client, whose secret is
/// put into <c>client.json</c> for the command line.
/// </summary>
public sealed partial class AuthorityClients
{
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
            return new AuthorityClients(JsonSerializer.Deserialize(File.ReadAllText(path), Json.Default.IReadOnlyListClient) ?? []);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"{path} cannot be read: {e.Message}", e);
        }
    }

    public bool Has(string clientId) => _clients.ContainsKey(clientId);

    /// <summary>The client if the secret is its own, else null.</summary>
    public Client? Find(string? clientId, string? secret)
    {
        if (clientId is null || secret is null || !_clients.TryGetValue(clientId, out var client)) return null;
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash(secret)), Encoding.ASCII.GetBytes(client.SecretHash)) ? client : null;
    }

    // The secrets are 256 random bits: nothing is gained by a slow hash.
    private static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <param name="SecretHash">SHA-256 of the secret, lower-case hexadecimal.</param>
    /// <param name="Roles">See <see cref="Foundation.Identity.Roles"/>.</param>
    /// <param name="Agency">The agency that bounds what the client may touch; null for none.</param>
    public sealed record Client(string ClientId, string SecretHash, IReadOnlyList<string> Roles, string? Agency);

    private sealed record Credentials([property: JsonPropertyName("client_id")] string ClientId, [property: JsonPropertyName("client_secret")] string ClientSecret);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
    [JsonSerializable(typeof(IReadOnlyList<Client>))]
    [JsonSerializable(typeof(Credentials))]
    private sealed partial class Json : JsonSerializerContext;
}
