namespace Sunshine.Foundation.Storage;

/// <summary>
/// Contents of any length, each known by its SHA-256 and kept once. What is saved is durable and whole; what was given up or broke off is
/// never seen. Two engines: <see cref="Sqlite.FolderFiles"/> and <see cref="Mongo.MongoFiles"/>.
/// </summary>
public interface IFiles
{
    /// <summary>Keeps a content while it is read, never as a whole in memory. The same bytes again are the same file.</summary>
    /// <param name="content">Read to its end.</param>
    /// <param name="most">The most bytes it may have.</param>
    /// <param name="accept">
    /// Looks at the whole content, seekable, before it is kept; what it throws leaves nothing behind. That cannot be done afterwards:
    /// taking back a file would take it from those who saved the same bytes before.
    /// </param>
    /// <exception cref="FileTooLargeException">There are more bytes; nothing is kept.</exception>
    Task<StoredFile> Save(Stream content, long most, Func<StoredFile, Stream, Task>? accept, CancellationToken cancel);

    /// <summary>A seekable stream over a file, to be disposed of; null if there is none. What is read is not compared with the hash.</summary>
    /// <param name="sha256">64 hexadecimal digits in lower case; anything else names no file.</param>
    Task<Stream?> Open(string sha256, CancellationToken cancel);

    /// <summary>Reads a whole file: true if it is there and its bytes still have this hash.</summary>
    Task<bool> Check(string sha256, CancellationToken cancel);

    /// <summary>
    /// Forgets a file, if it is there. Only for one that no record names and that nobody is saving: a save of the same bytes that has ended
    /// relies on it.
    /// </summary>
    Task Delete(string sha256, CancellationToken cancel);
}

/// <param name="Sha256">64 hexadecimal digits in lower case.</param>
/// <param name="Length">In bytes.</param>
public sealed record StoredFile(string Sha256, long Length);

/// <summary>A content is longer than it may be. Whoever sent it made the mistake, not we.</summary>
public sealed class FileTooLargeException(long most) : IOException($"More than {most} bytes.")
{
    public long Most { get; } = most;
}
