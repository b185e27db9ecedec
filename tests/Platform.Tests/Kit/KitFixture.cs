using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sunshine.Catalogue.V1;
using Sunshine.Platform.Tests.Kit;
using Sunshine.Testing.Hosts;

[assembly: AssemblyFixture(typeof(KitFixture))]

namespace Sunshine.Platform.Tests.Kit;

/// <summary>A standalone with a county for each language, each with a client of its own, and the packed contracts.</summary>
public sealed class KitFixture : IAsyncLifetime
{
    /// <summary>What every client has; each may act for its own county alone.</summary>
    public const string Secret = "a-secret-of-a-test-and-of-nothing-else";

    public static readonly string[] Languages = ["csharp", "node", "python"];

    private readonly TemporaryFolder _storage = new();
    private readonly TemporaryFolder _packages = new();
    private readonly Lazy<Task<StandaloneProcess>> _standalone;
    private readonly Lazy<Task<string>> _package;

    public KitFixture()
    {
        _standalone = new(Start);
        _package = new(() => ContractPackage.Pack(_packages.Path, CancellationToken.None));
    }

    /// <summary>Started by the first test that asks: others in this assembly need none.</summary>
    public Task<StandaloneProcess> Standalone => _standalone.Value;

    /// <summary>The path of the package.</summary>
    public Task<string> Package => _package.Value;

    public static string County(string language) => "county-" + language;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_standalone.IsValueCreated) await (await _standalone.Value).DisposeAsync();
        _storage.Dispose();
        _packages.Dispose();
    }

    private async Task<StandaloneProcess> Start()
    {
        var authority = Directory.CreateDirectory(Path.Combine(_storage.Path, "authority")).FullName;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Secret)));
        object[] clients =
        [
            new { clientId = "admin", secretHash = hash, roles = new[] { "admin", "system", "publisher" } },
            .. Languages.Select(l => new { clientId = County(l), secretHash = hash, roles = new[] { "system" }, agency = County(l) })
        ];
        await File.WriteAllTextAsync(Path.Combine(authority, "clients.json"), JsonSerializer.Serialize(clients));
        await File.WriteAllTextAsync(Path.Combine(authority, "client.json"), JsonSerializer.Serialize(new { client_id = "admin", client_secret = Secret }));
        var started = await StandaloneProcess.Start(_storage.Path, CancellationToken.None);
        var agencies = new AgencyService.AgencyServiceClient(started.Invoker(started.Token));
        foreach (var id in Languages.Select(County).Append("neighbour"))
        {
            await agencies.CreateAgencyAsync(new() { RequestId = id, Agency = new() { Id = id, Name = id, Level = AgencyLevel.County, OrganisationCode = "00835003X" } });
        }

        return started;
    }
}
