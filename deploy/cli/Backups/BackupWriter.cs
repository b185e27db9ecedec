using System.Formats.Tar;
using System.Text;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Storage.Sqlite;

namespace Sunshine.Cli.Backups;

/// <summary>A backup on its way: a file of another name until it is whole and on the disk.</summary>
internal sealed class BackupWriter : IDisposable
{
    private const string Unfinished = ".sunshine-partial";

    private readonly string _path;
    private readonly FileStream _file;
    private readonly SealedWriter _sealed;
    private readonly TarWriter _tar;
    private readonly StringBuilder _digests = new();
    private bool _complete;

    /// <exception cref="CommandFailedException">There is a file of that name.</exception>
    public BackupWriter(string path, string passphrase, DateTimeOffset at)
    {
        _path = Path.GetFullPath(path);
        if (File.Exists(_path) || Directory.Exists(_path)) throw new CommandFailedException($"{path} is there already; a backup is written over nothing.");
        var folder = Path.GetDirectoryName(_path)!;
        if (!Directory.Exists(folder)) throw new CommandFailedException($"The folder {folder} is not there.");
        foreach (var old in Directory.EnumerateFiles(folder, ".*" + Unfinished)) DropIfNobodys(old);
        _file = PrivateFiles.Create(Path.Combine(folder, $".{Path.GetFileName(_path)}{Unfinished}"));
        _sealed = new SealedWriter(_file, passphrase, at);
        _tar = new TarWriter(_sealed.Content, TarEntryFormat.Pax, leaveOpen: true);
    }

    /// <summary>Adds a file that is restored.</summary>
    /// <param name="name">Below the folder of the stores, with slashes.</param>
    /// <param name="content">From where it is to its length.</param>
    /// <returns>SHA-256, lower-case hexadecimal.</returns>
    public string Add(string name, FileStream content, DateTimeOffset modified, CancellationToken cancel)
    {
        using var digested = new DigestedStream(content, content.Length - content.Position, cancel);
        Write(Manifest.Prefix + name, digested, modified);
        var digest = digested.Digest();
        _digests.Append(digest).Append("  ").Append(Manifest.Prefix).Append(name).Append('\n');
        return digest;
    }

    /// <summary>Ends it and gives it its name.</summary>
    public void Complete(Manifest manifest)
    {
        using (var digests = new MemoryStream(Encoding.UTF8.GetBytes(_digests.ToString()), writable: false)) Write(Manifest.Digests, digests, manifest.TakenAt);
        using (var own = new MemoryStream(manifest.ToBytes(), writable: false)) Write(Manifest.Name, own, manifest.TakenAt);
        _tar.Dispose();
        _sealed.Complete();
        _file.Flush(flushToDisk: true);
        File.Move(_file.Name, _path, overwrite: false);
        _complete = true;
        FolderSync.Flush(Path.GetDirectoryName(_path)!);
    }

    public void Dispose()
    {
        _file.Dispose();
        if (!_complete) File.Delete(_file.Name);
    }

    private void Write(string name, Stream content, DateTimeOffset modified) =>
        _tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content, ModificationTime = modified, Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite });

    /// <summary>What a process left that was killed; one that is at work has its file locked.</summary>
    private static void DropIfNobodys(string path)
    {
        try
        {
            using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
            }

            File.Delete(path);
        }
        catch (IOException)
        {
            // Another backup is being written at this moment.
        }
    }
}
