using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Storage.Mongo;

namespace Sunshine.Foundation.Tests.Storage;

public sealed class MongoSettingsTests
{
    [Fact]
    public void Connections_and_waits_are_bounded_and_the_connection_string_is_stronger()
    {
        var plain = MongoStore.ClientSettings(new StorageOptions { ConnectionString = "mongodb://somewhere:27017/?replicaSet=rs0", MaxConnections = 40, ServerWait = TimeSpan.FromSeconds(7) });
        Assert.Equal((40, TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(7), "sunshine"), (plain.MaxConnectionPoolSize, plain.ServerSelectionTimeout, plain.WaitQueueTimeout, plain.ApplicationName));
        var said = MongoStore.ClientSettings(new StorageOptions { ConnectionString = "mongodb://somewhere/?maxpoolsize=12&serverSelectionTimeoutMS=2500&appName=mine", MaxConnections = 40 });
        Assert.Equal((12, TimeSpan.FromMilliseconds(2500), TimeSpan.FromSeconds(10), "mine"), (said.MaxConnectionPoolSize, said.ServerSelectionTimeout, said.WaitQueueTimeout, said.ApplicationName));
    }

    [Fact]
    public void All_is_written_to_a_majority_with_its_journal_and_not_waited_for_without_end()
    {
        using var client = new MongoDB.Driver.MongoClient("mongodb://somewhere");
        var settings = new MongoStore(client, "some", TimeProvider.System).Database.Settings;
        Assert.Equal(("majority", true, TimeSpan.FromSeconds(30)), ($"{settings.WriteConcern.W}", settings.WriteConcern.Journal, settings.WriteConcern.WTimeout));
        Assert.Equal((MongoDB.Driver.ReadConcern.Majority, MongoDB.Driver.ReadPreference.Primary), (settings.ReadConcern, settings.ReadPreference));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(301)]
    public void A_wait_that_is_none_is_refused_by_name(int seconds)
    {
        var options = new StorageOptions { ServerWait = TimeSpan.FromSeconds(seconds) };
        Assert.Contains(options.Validate(new(options)), r => r.ErrorMessage!.StartsWith("Storage:ServerWait is", StringComparison.Ordinal));
    }
}
