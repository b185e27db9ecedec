using DotNet.Testcontainers.Builders;
using MongoDB.Driver;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Storage.Mongo;
using Testcontainers.MongoDb;

namespace Sunshine.Foundation.Tests.Storage;

/// <summary>
/// The contract on MongoDB: on the server of SUNSHINE_TEST_MONGO (a connection string), else in a container; skipped if there is neither.
/// </summary>
[Trait("needs", "mongodb")]
public sealed class MongoStoreTests : StoreContract
{
    private static readonly Lazy<Task<(string? ConnectionString, string Missing)>> Server = new(Find);

    private readonly string _database = "sunshine_test_" + Path.GetRandomFileName().Replace('.', '_');
    private MongoClient? _client;

    protected override async Task<IStore> Start()
    {
        var (connectionString, missing) = await Server.Value;
        if (connectionString is null) Assert.Skip(missing);
        _client = new MongoClient(connectionString);
        return new MongoStore(_client, _database, Clock);
    }

    protected override async Task Clear()
    {
        await _client!.DropDatabaseAsync(_database);
        _client.Dispose();
    }

    private static async Task<(string? ConnectionString, string Missing)> Find()
    {
        if (Environment.GetEnvironmentVariable("SUNSHINE_TEST_MONGO") is { Length: > 0 } given) return (given, "");
        try
        {
            // Removed by Testcontainers when this process has ended.
            var container = new MongoDbBuilder("mongo:8.0").Build();
            await container.StartAsync();
            return (container.GetConnectionString(), "");
        }
        catch (DockerUnavailableException)
        {
            return (null, "There is no MongoDB: SUNSHINE_TEST_MONGO is not set and Docker does not answer.");
        }
    }
}
