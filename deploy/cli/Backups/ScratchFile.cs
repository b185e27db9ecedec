using Sunshine.Foundation.Storage;

namespace Sunshine.Cli.Backups;

/// <summary>
/// A file for a while, readable by its owner only. Once it has no name any more it is gone with the process, however that ends. Windows keeps the name of an open file: there it is gone
/// when <see cref="Content"/> is closed.
/// </summary>
internal sealed class ScratchFile
{
    /// <param name="folder">There must be room for it.</param>
    public ScratchFile(string folder)
    {
        Path = System.IO.Path.Combine(folder, $".{System.IO.Path.GetRandomFileName()}.sunshine-scratch");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
        using (PrivateFiles.Create(Path))
        {
        }

        options.Mode = FileMode.Open;
        if (OperatingSystem.IsWindows()) options.Options = FileOptions.DeleteOnClose;
        Content = new FileStream(Path, options);
    }

    public string Path { get; }

    /// <summary>What others write into it.</summary>
    public FileStream Content { get; }

    /// <summary>Takes its name away, when all who need it by name have it open.</summary>
    public void Unlink()
    {
        if (!OperatingSystem.IsWindows()) File.Delete(Path);
    }
}
