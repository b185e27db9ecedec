using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sunshine.Catalogue.V1;
using Sunshine.Cli;
using Sunshine.Cli.Samples;
using Sunshine.Testing.Hosts;

namespace Sunshine.Benchmarks;

/// <summary>The standalone program with a folder of its own, its rate limits out of the way.</summary>
internal sealed class StandaloneServer : IDisposable
{
    private readonly ChildProcess _process;

    private readonly int _grpc;

    private StandaloneServer(ChildProcess process, string folder, int rest, int grpc, ServerConnection connection) =>
        (_process, Folder, Rest, _grpc, Connection) = (process, folder, $"http://127.0.0.1:{rest}", grpc, connection);

    public string Folder { get; }

    public string Rest { get; }

    public ServerConnection Connection { get; }

    public long PeakMemory => _process.PeakMemory;

    public long OwnMemory => _process.OwnMemory;

    public TimeSpan Processor => _process.Processor;

    /// <param name="prepare">Gets the data folder before the first start.</param>
    public static Task<StandaloneServer> Start(TemporaryFolder folder, Action<string>? prepare = null, params IReadOnlyList<(string Name, string Value)> settings)
    {
        var data = Directory.CreateDirectory(folder.File($"data-{Ports.Free()}")).FullName;
        prepare?.Invoke(data);
        return Start(data, settings);
    }

    /// <inheritdoc cref="ChildProcess.GiveWay"/>
    public void GiveWay() => _process.GiveWay();

    /// <summary>Kills it, and starts another process on what it left.</summary>
    public Task<StandaloneServer> KillAndStart()
    {
        Dispose();
        return Start(Folder, []);
    }

    private static async Task<StandaloneServer> Start(string data, IReadOnlyList<(string Name, string Value)> settings)
    {
        var (rest, grpc) = (Ports.Free(), Ports.Free());
        var all = new Dictionary<string, string>
        {
            ["Kestrel__Endpoints__Rest__Url"] = $"http://127.0.0.1:{rest}", ["Kestrel__Endpoints__Grpc__Url"] = $"http://127.0.0.1:{grpc}",
            ["Identity__Authority"] = $"http://127.0.0.1:{rest}/", ["Services__catalogue"] = $"http://127.0.0.1:{grpc}", ["Storage__Path"] = data,
            ["Gateway__AnonymousRate"] = "1000000", ["Gateway__ClientRate"] = "1000000"
        };
        foreach (var (name, value) in settings) all[name] = value;
        var process = await ChildProcess.Start(Repository.Program("deploy/standalone"), rest, all);
        var secret = Path.Combine(data, "authority", "client.json");
        var connection = await ServerConnection.Open(
            $"http://127.0.0.1:{grpc}", $"http://127.0.0.1:{rest}", ServerConnection.Credentials(null, null, secret), TimeProvider.System, CancellationToken.None);
        var agencies = new BatchImportAgenciesRequest();
        agencies.Agencies.Add(Anshan2016.Agencies);
        await new AgencyService.AgencyServiceClient(connection.Channel).BatchImportAgenciesAsync(agencies);
        return new StandaloneServer(process, data, rest, grpc, connection);
    }

    /// <summary>Another client of the authority, whose secret is its name.</summary>
    public Task<ServerConnection> As(string client) => ServerConnection.Open(
        $"http://127.0.0.1:{_grpc}", Rest, ServerConnection.Credentials(client, client, null), TimeProvider.System, CancellationToken.None);

    /// <summary>Four people besides the first client, which is left as it would be made.</summary>
    public static void AddClients(string data)
    {
        var authority = Directory.CreateDirectory(Path.Combine(data, "authority")).FullName;
        var admin = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        object Client(string id, string secret, params string[] roles) =>
            new { clientId = id, secretHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret))), roles, agency = id == "admin" ? null : "as-city" };
        File.WriteAllText(Path.Combine(authority, "clients.json"), JsonSerializer.Serialize(new[]
        {
            Client("admin", admin, "admin", "system", "publisher"), Client("editor", "editor", "editor"), Client("reviewer", "reviewer", "reviewer"), Client("publisher", "publisher", "publisher"),
            Client("officer", "officer", "request-officer")
        }));
        File.WriteAllText(Path.Combine(authority, "client.json"), JsonSerializer.Serialize(new Dictionary<string, string> { ["client_id"] = "admin", ["client_secret"] = admin }));
    }

    public void Dispose()
    {
        Connection.Dispose();
        _process.Dispose();
    }
}
