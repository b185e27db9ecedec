namespace Sunshine.TransparencyLog;

/// <summary>
/// The files of a log as anybody can get them: <c>checkpoint</c> and the paths of <see cref="Tile.Path"/>. Two kinds:
/// <see cref="FolderLogFiles"/> and <see cref="HttpLogFiles"/>. For several threads at once.
/// </summary>
public interface ILogFiles
{
    /// <summary>The content of a file; null if there is none.</summary>
    /// <param name="path">With slashes, below the log's prefix.</param>
    /// <param name="most">The most bytes that it may have.</param>
    /// <exception cref="BadLogException">It has more.</exception>
    /// <exception cref="IOException">It cannot be told now; or an <see cref="HttpRequestException"/>.</exception>
    Task<byte[]?> Read(string path, int most, CancellationToken cancel);
}
