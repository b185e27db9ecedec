namespace Sunshine.Foundation.Storage.Sqlite;

/// <summary>
/// Files in a folder beside the database: <c>ab/cdef…</c> by their hash. A file gets that name by a rename once it is whole and on disk;
/// until then it lies in <c>incoming</c>, which is emptied at start. The database's lock keeps other processes out.
/// </summary>
internal sealed class FolderFiles : IFiles
{
    private readonly string _root;
    private readonly string _incoming;

    public FolderFiles(string root)
    {
        _root = Path.GetFullPath(root);
        _incoming = Path.Combine(_root, "incoming");
        // What a killed process was receiving.
        if (Directory.Exists(_incoming)) Directory.Delete(_incoming, recursive: true);
    }

    public async Task<StoredFile> Save(Stream content, long most, Func<StoredFile, Stream, Task>? accept, CancellationToken cancel)
    {
        Make(_incoming);
        var incoming = Path.Combine(_incoming, Path.GetRandomFileName());
        try
        {
            StoredFile file;
            await using (var written = new FileStream(incoming, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, 0, FileOptions.Asynchronous))
            {
                file = await ContentCopy.Copy(content, written, most, cancel);
                if (accept is not null)
                {
                    written.Position = 0;
                    await accept(file, written);
                }

                await Task.Run(() => written.Flush(flushToDisk: true), cancel);
            }

            cancel.ThrowIfCancellationRequested();
            Name(incoming, file);
            return file;
        }
        finally
        {
            File.Delete(incoming);
        }
    }

    public Task<Stream?> Open(string sha256, CancellationToken cancel)
    {
        if (!ContentCopy.IsHash(sha256)) return Task.FromResult<Stream?>(null);
        try
        {
            return Task.FromResult<Stream?>(new FileStream(
                PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 0, FileOptions.Asynchronous));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public async Task<bool> Check(string sha256, CancellationToken cancel)
    {
        await using var content = await Open(sha256, cancel);
        return content is not null && await ContentCopy.Has(content, sha256, cancel);
    }

    public Task Delete(string sha256, CancellationToken cancel)
    {
        if (!ContentCopy.IsHash(sha256) || !File.Exists(PathOf(sha256))) return Task.CompletedTask;
        File.Delete(PathOf(sha256));
        FolderSync.Flush(Path.GetDirectoryName(PathOf(sha256))!);
        return Task.CompletedTask;
    }

    /// <summary>Of all files, in no order.</summary>
    public IEnumerable<string> Hashes() => Directory.Exists(_root)
        ? Directory.EnumerateDirectories(_root).SelectMany(folder => Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(folder) + Path.GetFileName(file))).Where(ContentCopy.IsHash)
        : [];

    private string PathOf(string sha256) => Path.Combine(_root, sha256[..2], sha256[2..]);

    private void Name(string incoming, StoredFile file)
    {
        var path = PathOf(file.Sha256);
        var folder = Path.GetDirectoryName(path)!;
        Make(folder);
        // The same bytes are there already; where the length differs the disk has lost some of them, and here they are again.
        if (new FileInfo(path) is not { Exists: true } there || there.Length != file.Length) File.Move(incoming, path, overwrite: true);
        // Also if another save has just named it: it may not have come so far.
        FolderSync.Flush(folder);
    }

    private static void Make(string folder)
    {
        if (Directory.Exists(folder)) return;
        var above = Path.GetDirectoryName(folder)!;
        Make(above);
        Directory.CreateDirectory(folder);
        FolderSync.Flush(above);
    }
}
