using DotNet.Testcontainers.Builders;
using MongoDB.Bson;
using MongoDB.Driver;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Storage.Mongo;
using Sunshine.Foundation.Storage.Transfer;
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

    [Fact]
    public async Task What_a_killed_process_was_saving_is_swept_after_a_day_and_what_it_had_saved_stays()
    {
        var database = _client!.GetDatabase(_database);
        var saved = await Save(Bytes(1000));
        var (half, whole) = (ObjectId.GenerateNewId(), (await database.GetCollection<BsonDocument>("sunshine_files").Find(new BsonDocument()).SingleAsync(Cancel))["content"].AsObjectId);
        await database.GetCollection<BsonDocument>("sunshine_contents.chunks").InsertOneAsync(
            new BsonDocument { ["files_id"] = half, ["n"] = 0, ["data"] = new byte[10] }, null, Cancel);
        await database.GetCollection<BsonDocument>("sunshine_uploads").InsertManyAsync(
            new[] { half, whole }.Select(id => new BsonDocument { ["_id"] = id, ["at"] = Clock.GetUtcNow().UtcDateTime }), null, Cancel);
        Clock.Advance(TimeSpan.FromHours(25));

        await using var next = new MongoStore(_client, _database, Clock);
        await next.Files.Save(new MemoryStream(Bytes(2000)), 2000, null, Cancel);

        Assert.Equal(2, await database.GetCollection<BsonDocument>("sunshine_contents.chunks").CountDocumentsAsync(new BsonDocument(), null, Cancel));
        Assert.Equal(0, await database.GetCollection<BsonDocument>("sunshine_uploads").CountDocumentsAsync(new BsonDocument(), null, Cancel));
        Assert.True(await next.Files.Check(saved.Sha256, Cancel));
    }

    protected override IStoreContents ContentsOf(IStore store) => new MongoContents((MongoStore)store, Clock);

    protected override Task<IStore> StartAnother() => Task.FromResult<IStore>(new MongoStore(_client!, _database + "_another", Clock));

    protected override Task<IStore> Reopen(IStore store) => Task.FromResult<IStore>(new MongoStore(_client!, _database, Clock));

    [Fact]
    public async Task A_database_that_is_being_filled_is_opened_by_nobody_else()
    {
        await Migration.Note(_client!.GetDatabase(_database), "a-run", finished: false, Cancel);
        await using var service = new MongoStore(_client, _database, Clock);
        Assert.Contains("has not ended", Assert.Throws<InvalidOperationException>(() => service.Open(Notices.Collection)).Message, StringComparison.Ordinal);
        await using var filling = new MongoStore(_client, _database, Clock) { BeingFilled = true };
        filling.Open(Notices.Collection);
        await Migration.Note(_client.GetDatabase(_database), "a-run", finished: true, Cancel);
        service.Open(Notices.Collection);
    }

    protected override async Task AssertNothingLeft()
    {
        foreach (var name in new[] { "sunshine_contents.files", "sunshine_contents.chunks", "sunshine_uploads" })
            Assert.Equal(0, await _client!.GetDatabase(_database).GetCollection<BsonDocument>(name).CountDocumentsAsync(new BsonDocument(), null, Cancel));
    }

    protected override async Task Clear()
    {
        await _client!.DropDatabaseAsync(_database);
        await _client.DropDatabaseAsync(_database + "_another");
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
