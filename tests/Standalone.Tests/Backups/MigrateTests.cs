using System.Globalization;
using System.Text;
using Grpc.Core;
using MongoDB.Driver;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Storage.Sqlite;
using Sunshine.Foundation.Storage.Transfer;
using Sunshine.Requests.V1;
using Sunshine.Testing.Hosts;
using File = System.IO.File;

namespace Sunshine.Standalone.Tests.Backups;

/// <summary>All stores of a platform that was backed up, carried to another place. Those that go from SQLite to SQLite take the same way as those to MongoDB.</summary>
public sealed class MigrateTests(BackupFixture fixture) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string From => Path.Combine(_folder.Path, "from");

    private string To => Path.Combine(_folder.Path, "to");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_platform_goes_on_where_it_was_after_its_stores_were_carried()
    {
        await Restore();
        var before = await ChangesAndRevisions(From);
        var (code, said) = await BackupFixture.Sunshine("migrate", From, To);
        Assert.True(code == 0, said);
        Assert.Matches(@"catalogue +items +([\d,]+) +\1 +[0-9a-f]{16}", said);
        Assert.Matches(@"requests +applications +1 +1 +[0-9a-f]{16}", said);
        Assert.Matches(@"catalogue +\(files\) +1 +1 +[0-9a-f]{16}", said);
        Assert.DoesNotContain("is not", said, StringComparison.Ordinal);
        Assert.Equal(before, await ChangesAndRevisions(To));

        foreach (var folder in new[] { "keys", "authority" }) Directory.Move(Path.Combine(From, folder), Path.Combine(To, folder));
        await using var carried = await StandaloneProcess.Start(To, Cancel);
        var catalogue = new CatalogueService.CatalogueServiceClient(carried.Invoker(carried.Token));
        var again = await catalogue.BatchImportItemsAsync(new() { Records = { fixture.Before.Take(500).Select(r => BackupFixture.Record(r.SourceId)) } }, cancellationToken: Cancel);
        Assert.Equal(fixture.Before.Take(500).Select(r => (ImportOutcome.Unchanged, r.Id, r.IndexNumber)), again.Results.Select(r => (r.Outcome, r.Id, r.IndexNumber)));
        var next = await catalogue.BatchImportItemsAsync(new() { Records = { BackupFixture.Record("next") } }, cancellationToken: Cancel);
        Assert.Equal(ImportOutcome.Created, next.Results[0].Outcome);
        Assert.DoesNotContain(next.Results[0].IndexNumber, fixture.Before.Select(r => r.IndexNumber));
        using (var http = carried.Http(carried.Token)) Assert.Equal(fixture.Attachment, await http.GetByteArrayAsync(fixture.AttachmentPath, Cancel));
        var own = await new IntakeService.IntakeServiceClient(carried.Invoker(null)).ExportOwnDataAsync(
            new() { ReceiptNumber = fixture.Receipt.ReceiptNumber, QueryCode = fixture.Receipt.QueryCode }, cancellationToken: Cancel);
        Assert.Equal("样本", own.Applicant.Name);
        // A follower who was at the end of the changes hears of the next one, and of that alone.
        using var watch = catalogue.WatchItems(new() { Cursor = before.Last.ToString(CultureInfo.InvariantCulture) }, cancellationToken: Cancel);
        while (await watch.ResponseStream.MoveNext(Cancel) && watch.ResponseStream.Current.Item is null)
        {
        }

        Assert.Equal(next.Results[0].Id, watch.ResponseStream.Current.Item!.Id);
    }

    [Fact]
    public async Task To_MongoDB_and_back_comes_the_same()
    {
        var mongo = Environment.GetEnvironmentVariable("SUNSHINE_TEST_MONGO");
        Assert.SkipUnless(mongo is { Length: > 0 }, "There is no MongoDB: SUNSHINE_TEST_MONGO is not set.");
        await Restore();
        var before = await ChangesAndRevisions(From);
        var prefix = $"sunshine_test_{Path.GetRandomFileName().Replace('.', '_')}_";
        try
        {
            var there = await BackupFixture.Sunshine("migrate", From, mongo!, "--database-prefix", prefix);
            Assert.True(there.Code == 0, there.Said);
            Assert.Contains("is there already", (await BackupFixture.Sunshine("migrate", From, mongo!, "--database-prefix", prefix)).Said, StringComparison.Ordinal);
            var back = await BackupFixture.Sunshine("migrate", mongo!, To, "--database-prefix", prefix);
            Assert.True(back.Code == 0, back.Said);
            Assert.Equal(before, await ChangesAndRevisions(To));
            Assert.Equal(Rows(there.Said), Rows(back.Said));
        }
        finally
        {
            using var client = new MongoClient(mongo);
            foreach (var name in (await (await client.ListDatabaseNamesAsync(Cancel)).ToListAsync(Cancel)).Where(n => n.StartsWith(prefix, StringComparison.Ordinal))) await client.DropDatabaseAsync(name, Cancel);
        }
    }

    [Fact]
    public async Task Stores_that_are_in_use_and_places_that_have_one_are_refused()
    {
        await fixture.Made;
        var (code, said) = await BackupFixture.Sunshine("migrate", fixture.Storage, To);
        Assert.Equal(1, code);
        Assert.Contains("is in use by another process", said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(To));
        await Restore();
        Directory.CreateDirectory(To);
        await File.WriteAllTextAsync(Path.Combine(To, "powers.db"), "mine", Cancel);
        (code, said) = await BackupFixture.Sunshine("migrate", From, To);
        Assert.Equal(1, code);
        Assert.Contains("powers.db is there already", said, StringComparison.Ordinal);
        Assert.Equal([Path.Combine(To, "powers.db")], Directory.GetFileSystemEntries(To));
        Assert.Contains("There is no store in", (await BackupFixture.Sunshine("migrate", _folder.Path, To)).Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_killed_run_left_is_opened_by_nobody_and_made_anew_or_ended()
    {
        await Restore();
        var making = Directory.CreateDirectory(Path.Combine(To, SqliteStore.MigrationFolder)).FullName;
        await File.WriteAllTextAsync(Path.Combine(making, "catalogue.db"), "half of it", Cancel);
        Assert.Contains("has not ended", Assert.Throws<IOException>(() => new SqliteStore(Path.Combine(To, "catalogue.db"), TimeProvider.System)).Message, StringComparison.Ordinal);
        Assert.Equal(0, (await BackupFixture.Sunshine("migrate", From, To)).Code);
        Assert.False(Directory.Exists(making));
        var whole = await ChangesAndRevisions(To);

        // Killed while it moved them up: one is there, the others are not.
        Directory.CreateDirectory(making);
        await File.WriteAllTextAsync(Path.Combine(making, "complete"), "", Cancel);
        foreach (var path in Directory.GetFileSystemEntries(To).Where(p => p != making && Path.GetFileName(p) != "catalogue.db"))
        {
            if (path.EndsWith(".lock", StringComparison.Ordinal)) File.Delete(path);
            else Directory.Move(path, Path.Combine(making, Path.GetFileName(path)));
        }

        var (code, said) = await BackupFixture.Sunshine("migrate", From, To);
        Assert.True(code == 0, said);
        Assert.Contains("An earlier run had carried everything", said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(making));
        Assert.Equal(whole, await ChangesAndRevisions(To));
        Assert.Equal(9, Directory.GetFiles(To, "*.db").Length);
    }

    private async Task Restore()
    {
        await fixture.Made;
        Assert.Equal(0, (await BackupFixture.Sunshine("restore", fixture.Backup, "--storage", From, "--passphrase-file", fixture.Passphrase)).Code);
    }

    private static string[] Rows(string said) => [.. said.Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 16 && l[^16..].All(char.IsAsciiHexDigitLower))];

    /// <summary>The catalogue's, as who follows and who changes sees them.</summary>
    private static async Task<(long Last, string Events, string Items)> ChangesAndRevisions(string folder)
    {
        await using var store = new SqliteStore(Path.Combine(folder, "catalogue.db"), TimeProvider.System);
        var (events, items) = (new StringBuilder(), new StringBuilder());
        await foreach (var kept in new SqliteContents(store).Events(Cancel)) events.Append(CultureInfo.InvariantCulture, $"{kept.Number} {kept.Event.Id} {kept.Waiting}\n");
        await foreach (var item in store.Open(Catalogue.ItemCollection.Declared).All(Cancel)) items.Append(CultureInfo.InvariantCulture, $"{item.Value.Id} {item.Revision}\n");
        return (await store.Changes.Last(Cancel), events.ToString(), items.ToString());
    }
}
