using System.Security.Cryptography;

namespace Sunshine.Foundation.Storage;

/// <summary>Secrets of a service as files that only their owner can read, made at the first start, the same for all replicas.</summary>
public static class SecretFile
{
    /// <summary>The secret in a file. It is made if it is not there; of several processes that start at once one makes it, and all read the same.</summary>
    public static byte[] ReadOrMake(string path, Func<byte[]> make)
    {
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            // Written whole under another name, then put in place: who starts meanwhile reads either nothing or all of it.
            var mine = $"{path}.{Environment.ProcessId}.{RandomNumberGenerator.GetHexString(8)}";
            using (var file = PrivateFiles.Create(mine))
            {
                file.Write(make());
                file.Flush(flushToDisk: true);
            }

            try
            {
                File.Move(mine, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(mine);
            }
        }

        return File.ReadAllBytes(path);
    }
}
