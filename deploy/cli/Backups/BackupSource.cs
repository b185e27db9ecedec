namespace Sunshine.Cli.Backups;

/// <summary>Where a platform on SQLite keeps everything: its folder, and keys that may be elsewhere.</summary>
/// <param name="Storage">The folder of <c>Storage:Path</c>.</param>
/// <param name="Keys">That of <c>Storage:KeyFolder</c>.</param>
/// <param name="LedgerKey">The file of <c>Ledger:KeyFile</c>.</param>
internal sealed record BackupSource(string Storage, string Keys, string LedgerKey)
{
    /// <summary>Names of the folder of keys and the ledger's key in a backup, as an unconfigured platform has them.</summary>
    public const string KeysName = "keys";

    public const string LedgerKeyName = KeysName + "/ledger.key";

    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <param name="keys">Null for where they are if it is not configured.</param>
    /// <exception cref="CommandFailedException">There is nothing to be backed up.</exception>
    public static BackupSource Of(string storage, string? keys, string? ledgerKey)
    {
        var (folder, keyFolder) = (Path.GetFullPath(storage), Path.GetFullPath(keys ?? Path.Combine(storage, KeysName)));
        if (!Directory.Exists(folder)) throw new CommandFailedException($"--storage: the folder {folder} is not there.");
        if (keys is not null && !Directory.Exists(keyFolder)) throw new CommandFailedException($"--keys: the folder {keyFolder} is not there.");
        if (ledgerKey is not null && !File.Exists(ledgerKey)) throw new CommandFailedException($"--ledger-key: the file {ledgerKey} is not there.");
        return new BackupSource(folder, keyFolder, Path.GetFullPath(ledgerKey ?? Path.Combine(keyFolder, "ledger.key")));
    }

    /// <summary>Paths of the stores.</summary>
    public IReadOnlyList<string> Databases { get; } = [.. Directory.EnumerateFiles(Storage, "*.db").Order(StringComparer.Ordinal)];

    /// <summary>Every other file that has to be kept, as it is found now: its name in the backup and its path.</summary>
    public IEnumerable<(string Name, string Path)> Files()
    {
        foreach (var path in Directory.EnumerateFiles(Storage, "*", Everything))
        {
            var name = Path.GetRelativePath(Storage, path).Replace('\\', '/');
            if (!IsOfProcess(name) && !name.StartsWith(KeysName + "/", StringComparison.Ordinal)) yield return (name, path);
        }

        if (Directory.Exists(Keys))
        {
            foreach (var path in Directory.EnumerateFiles(Keys, "*", Everything))
            {
                var name = $"{KeysName}/{Path.GetRelativePath(Keys, path).Replace('\\', '/')}";
                if (name != LedgerKeyName) yield return (name, path);
            }
        }

        if (File.Exists(LedgerKey)) yield return (LedgerKeyName, LedgerKey);
    }

    /// <summary>The hash by which a content is kept, if this is the name of one; else null.</summary>
    public static string? ContentHash(string name)
    {
        var parts = name.Split('/');
        return parts is [var folder, { Length: 2 } begin, { Length: 62 } rest] && folder.EndsWith(".db.files", StringComparison.Ordinal) ? begin + rest : null;
    }

    /// <summary>The stores themselves, and what only the process at work knows what to do with.</summary>
    private bool IsOfProcess(string name)
    {
        if (name.EndsWith(".sunshine-scratch", StringComparison.Ordinal)) return true;
        var first = name.Split('/')[0];
        return Databases.Select(Path.GetFileName).Any(db => first == name
            ? name == db || name == db + "-wal" || name == db + "-shm" || name == db + "-journal" || name == db + ".lock"
            : name.StartsWith($"{db}.files/incoming/", StringComparison.Ordinal));
    }
}
