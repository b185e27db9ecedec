namespace Sunshine.Cli.Backups;

/// <summary>Takes a backup of a platform on SQLite, whether it is running or not.</summary>
internal sealed class Backup(BackupSource source, string scratch, TimeProvider time)
{
    /// <summary>Contents whose bytes are not those that they are known by: the disk has damaged them. They are in the backup as they are.</summary>
    public List<string> Damaged { get; } = [];

    /// <param name="path">Where the backup is to be.</param>
    /// <param name="taken">Hears of each store when it is in.</param>
    /// <exception cref="CommandFailedException">It cannot be taken; there is no file then.</exception>
    public async Task<Manifest> Take(string path, string passphrase, Action<StoreCounts> taken, CancellationToken cancel)
    {
        if (Path.GetFullPath(path).StartsWith(source.Storage + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new CommandFailedException($"{path} is in the folder that is backed up. A backup belongs on another disk, better in another building.");
        if (source.Databases.Count == 0)
            throw new CommandFailedException($"There is no store (*.db) in {source.Storage}. Is it the folder of Storage:Path? What is in MongoDB is backed up by MongoDB's own tools.");
        using var backup = new BackupWriter(path, passphrase, time.GetUtcNow());
        using var moment = await StoreMoment.Take(source.Databases, time, cancel);
        var manifest = new Manifest(Manifest.Known, time.GetUtcNow(), [], null, 0, 0);
        foreach (var database in source.Databases)
        {
            cancel.ThrowIfCancellationRequested();
            var copy = moment.Copy(database, scratch);
            using (copy.Content)
            {
                if (copy.Checkpoint is not null && !File.Exists(source.LedgerKey))
                    throw new CommandFailedException($"The ledger's signing key is not at {source.LedgerKey}, and without it the log could never be gone on with. Give its file (Ledger:KeyFile) by --ledger-key.");
                backup.Add(copy.Counts.Name, copy.Content, manifest.TakenAt, cancel);
                manifest = manifest with { Stores = [.. manifest.Stores, copy.Counts], Checkpoint = manifest.Checkpoint ?? copy.Checkpoint, Bytes = manifest.Bytes + copy.Content.Length };
            }

            taken(copy.Counts);
        }

        // After the stores: a file is stored before a record names it, and a key before something is sealed with it.
        foreach (var (name, file) in source.Files())
        {
            using var content = TryOpen(file);
            // Deleted since, as its record says or will say.
            if (content is null) continue;
            var digest = backup.Add(name, content, File.GetLastWriteTimeUtc(file), cancel);
            if (BackupSource.ContentHash(name) is { } hash && hash != digest) Damaged.Add(name);
            manifest = manifest with { Files = manifest.Files + 1, Bytes = manifest.Bytes + content.Length };
        }

        backup.Complete(manifest);
        return manifest;
    }

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
