using Sunshine.Foundation.Storage.Sqlite;
using Sunshine.Foundation.Storage.Transfer;

namespace Sunshine.Cli.Migrating;

/// <summary>Stores on SQLite: the folder of <c>Storage:Path</c>. They are made in a folder below it, beside which nobody opens a store, and moved up when all are whole.</summary>
internal sealed class FolderPlace(string folder, TimeProvider time) : StorePlace
{
    private readonly string _folder = Path.GetFullPath(folder);
    private readonly List<SqliteStore> _open = [];

    private string Making => Path.Combine(_folder, SqliteStore.MigrationFolder);

    /// <summary>Once it is there, all that is left is moving.</summary>
    private string Complete => Path.Combine(Making, "complete");

    public override string ToString() => _folder;

    public override Task<IReadOnlyList<string>> Stores(CancellationToken cancel) => Directory.Exists(_folder)
        ? Task.FromResult<IReadOnlyList<string>>([.. Directory.EnumerateFiles(_folder, "*.db").Select(Path.GetFileNameWithoutExtension).OfType<string>()])
        : throw new CommandFailedException($"The folder {_folder} is not there.");

    public override IStoreContents Open(string store) => OpenAt(Path.Combine(_folder, store + ".db"));

    public override async Task<bool> Begin(IReadOnlyList<string> stores, CancellationToken cancel)
    {
        if (File.Exists(Complete))
        {
            await Finish(cancel);
            return false;
        }

        if (stores.Select(s => Path.Combine(_folder, s + ".db")).FirstOrDefault(path => File.Exists(path) || Directory.Exists(path + ".files")) is { } there)
            throw new CommandFailedException($"{there} is there already; stores are carried into an empty place only.");
        await Abandon();
        Directory.CreateDirectory(Making);
        return true;
    }

    public override IStoreContents Make(string store) => OpenAt(Path.Combine(Making, store + ".db"));

    public override async Task Finish(CancellationToken cancel)
    {
        await Close();
        if (!File.Exists(Complete))
        {
            foreach (var path in Directory.EnumerateFiles(Making, "*.lock")) File.Delete(path);
            // The databases are on the disk since they were closed, and the files since they were saved.
            FolderSync.Flush(Making);
            await File.WriteAllTextAsync(Complete, "", cancel);
            FolderSync.Flush(Making);
        }

        foreach (var path in Directory.EnumerateFileSystemEntries(Making).Where(p => p != Complete))
        {
            var target = Path.Combine(_folder, Path.GetFileName(path));
            if (Directory.Exists(path)) Directory.Move(path, target);
            else File.Move(path, target);
        }

        FolderSync.Flush(_folder);
        await Abandon();
        FolderSync.Flush(_folder);
    }

    public override async Task Abandon()
    {
        await Close();
        if (Directory.Exists(Making)) Directory.Delete(Making, recursive: true);
    }

    public override async ValueTask DisposeAsync() => await Close();

    private SqliteContents OpenAt(string path)
    {
        var store = new SqliteStore(path, time);
        _open.Add(store);
        return new SqliteContents(store);
    }

    private async Task Close()
    {
        foreach (var store in _open) await store.DisposeAsync();
        _open.Clear();
    }
}
