using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Storage.Sqlite;
using Sunshine.TransparencyLog;

namespace Sunshine.Cli.Backups;

/// <summary>Restores a backup into a folder where nothing is: all of it, verified, or nothing.</summary>
internal sealed class Restore(TimeProvider time)
{
    /// <summary>The ledger's verifier key from elsewhere than the backup. Default: that of the backup is believed.</summary>
    public VerifierKey? Key { get; init; }

    /// <summary>A signed checkpoint that the ledger has to begin with. Default: none.</summary>
    public byte[]? Earlier { get; init; }

    /// <param name="target">Made if missing; not a mount point, as it comes into being by one step.</param>
    /// <exception cref="CommandFailedException">It cannot be restored; the folder is as it was.</exception>
    public async Task<(Manifest Manifest, AuditReport? Ledger)> Run(string backup, string target, string passphrase, CancellationToken cancel)
    {
        target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
            throw new CommandFailedException($"{target} is not empty; a backup is restored into an empty folder only.");
        var above = Path.GetDirectoryName(target) ?? throw new CommandFailedException($"{target} cannot be restored into.");
        Directory.CreateDirectory(above);
        // Beside it, so that the last step is a rename. What a process left here that was killed is nothing.
        var staging = Path.Combine(above, $".{Path.GetFileName(target)}.sunshine-restoring");
        Drop(staging);
        try
        {
            PrivateFiles.CreateFolder(staging);
            var manifest = Unpack(backup, staging, passphrase, cancel);
            foreach (var store in manifest.Stores) Check(store, Path.Combine(staging, store.Name));
            var ledger = manifest.Checkpoint is { } checkpoint ? await RestoredLedger.Verify(staging, checkpoint, Key, Earlier, time, cancel) : null;
            if (ledger is null && Earlier is not null) throw new CommandFailedException("The ledger in the backup is empty, and does not begin with the checkpoint of --earlier.");
            foreach (var folder in Directory.EnumerateDirectories(staging, "*", SearchOption.AllDirectories).Append(staging)) FolderSync.Flush(folder);
            if (Directory.Exists(target)) Directory.Delete(target);
            Directory.Move(staging, target);
            FolderSync.Flush(above);
            return (manifest, ledger);
        }
        finally
        {
            Drop(staging);
        }
    }

    private static Manifest Unpack(string backup, string staging, string passphrase, CancellationToken cancel)
    {
        using var file = new FileStream(backup, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17);
        using var reader = new SealedReader(file, passphrase);
        var unpacked = new StringBuilder();
        byte[]? digests = null, own = null;
        try
        {
            using var tar = new TarReader(reader.Content, leaveOpen: true);
            while (tar.GetNextEntry() is { } entry)
            {
                cancel.ThrowIfCancellationRequested();
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)) throw SealedReader.Altered();
                if (entry.Name == Manifest.Digests) digests = Small(entry);
                else if (entry.Name == Manifest.Name) own = Small(entry);
                else unpacked.Append(Extract(entry, staging, cancel)).Append("  ").Append(entry.Name).Append('\n');
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException or ArgumentException)
        {
            throw SealedReader.Altered(e);
        }

        reader.Complete();
        if (digests is null || own is null) throw SealedReader.Altered();
        if (!digests.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(unpacked.ToString()))) throw new CommandFailedException("The files in the backup are others than its list of digests says.");
        return Read(own, unpacked);
    }

    private static Manifest Read(byte[] own, StringBuilder unpacked)
    {
        try
        {
            var manifest = Manifest.Parse(own);
            if (manifest.Format != Manifest.Known) throw new CommandFailedException($"The backup is of format {manifest.Format}, and this program knows format {Manifest.Known}: take the program that made it.");
            var files = unpacked.ToString().AsSpan().Count('\n');
            return files == manifest.Stores.Count + manifest.Files ? manifest : throw new CommandFailedException($"There are {files} files in the backup, and its manifest has {manifest.Stores.Count + manifest.Files}.");
        }
        catch (JsonException e)
        {
            throw new CommandFailedException("The backup's manifest cannot be read.", e);
        }
    }

    /// <returns>SHA-256, lower-case hexadecimal.</returns>
    private static string Extract(TarEntry entry, string staging, CancellationToken cancel)
    {
        var parts = entry.Name.Split('/');
        // Whoever altered it may have written anything there.
        if (parts.Length < 2 || parts[0] + "/" != Manifest.Prefix || parts.Any(p => p is "" or "." or ".." || p.AsSpan().ContainsAny("\\:\0"))) throw SealedReader.Altered();
        var path = Path.Combine([staging, .. parts[1..]]);
        if (File.Exists(path) || Directory.Exists(path)) throw SealedReader.Altered();
        for (var i = 1; i < parts.Length - 1; i++) PrivateFiles.CreateFolder(Path.Combine([staging, .. parts[1..(i + 1)]]));
        using var target = PrivateFiles.Create(path);
        using var content = new DigestedStream(entry.DataStream ?? Stream.Null, entry.Length, cancel);
        content.CopyTo(target, 1 << 17);
        target.Flush(flushToDisk: true);
        return content.Digest();
    }

    private static byte[] Small(TarEntry entry)
    {
        using var content = new MemoryStream();
        entry.DataStream?.CopyTo(content);
        return content.ToArray();
    }

    /// <summary>As SQLite itself sees it, and by what the manifest says of it.</summary>
    private static void Check(StoreCounts expected, string path)
    {
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
            connection.Open();
            using var check = connection.CreateCommand();
            check.CommandText = "PRAGMA integrity_check(1)";
            if (check.ExecuteScalar() is not "ok") throw new CommandFailedException($"The store {expected.Name} in the backup is damaged: {check.ExecuteScalar()}");
            if (!StoreCounts.Of(expected.Name, connection).Equals(expected)) throw new CommandFailedException($"The store {expected.Name} has other counts than the backup's manifest.");
        }
        catch (SqliteException e)
        {
            throw new CommandFailedException($"The store {expected.Name} in the backup is damaged: {e.Message}", e);
        }
    }

    private static void Drop(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
