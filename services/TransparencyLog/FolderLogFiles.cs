namespace Sunshine.TransparencyLog;

/// <summary>A log in a folder, such as a copy that somebody took.</summary>
public sealed class FolderLogFiles(string folder) : ILogFiles
{
    public async Task<byte[]?> Read(string path, int most, CancellationToken cancel)
    {
        FileStream file;
        try
        {
            file = new FileStream(Path.Combine(folder, path), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        await using (file)
        {
            if (file.Length > most) throw new BadLogException(new Fault(path, null, $"it has more than {most} bytes"));
            var content = new byte[file.Length];
            await file.ReadExactlyAsync(content, cancel);
            return content;
        }
    }
}
