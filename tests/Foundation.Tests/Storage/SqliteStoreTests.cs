using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Storage.Sqlite;
using Sunshine.Foundation.Storage.Transfer;

namespace Sunshine.Foundation.Tests.Storage;

public sealed class SqliteStoreTests : StoreContract
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "sunshine-" + Path.GetRandomFileName());

    private string File => Path.Combine(_folder, "store.db");

    protected override Task<IStore> Start() => Task.FromResult<IStore>(new SqliteStore(File, Clock));

    protected override IStoreContents ContentsOf(IStore store) => new SqliteContents((SqliteStore)store);

    protected override Task<IStore> StartAnother() => Task.FromResult<IStore>(new SqliteStore(Path.Combine(_folder, "another.db"), Clock));

    protected override async Task<IStore> Reopen(IStore store)
    {
        await store.DisposeAsync();
        return new SqliteStore(File, Clock);
    }

    protected override Task AssertNothingLeft()
    {
        Assert.Empty(Directory.GetFiles(File + ".files", "*", SearchOption.AllDirectories));
        return Task.CompletedTask;
    }

    protected override Task Clear()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }
}
