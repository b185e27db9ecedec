using Sunshine.Foundation.Storage;

namespace Sunshine.Standalone;

/// <summary>Files that only their owner may read.</summary>
public static class PrivateFile
{
    /// <summary>Writes a file whole or not at all, with mode 0600 from its first byte.</summary>
    public static void Write(string path, string content)
    {
        PrivateFiles.CreateFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var draft = path + ".new";
        File.Delete(draft);
        using (var file = PrivateFiles.Create(draft))
        using (var writer = new StreamWriter(file))
        {
            writer.Write(content);
            writer.Flush();
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }
}
