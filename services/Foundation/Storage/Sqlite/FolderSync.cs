using System.Runtime.InteropServices;
using System.Text;

namespace Sunshine.Foundation.Storage.Sqlite;

/// <summary>
/// Brings a folder's list of names to disk, without which a new name may be gone after a loss of power. .NET opens no folders; Windows
/// does it by itself.
/// </summary>
internal static class FolderSync
{
    private const int ReadOnly = 0;
    private const int NotOffered = 22;

    /// <exception cref="IOException">The disk refuses.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = Open(Encoding.UTF8.GetBytes(folder + '\0'), ReadOnly);
        if (descriptor < 0) throw new IOException($"{folder} cannot be opened: error {Marshal.GetLastPInvokeError()}.");
        try
        {
            // Some network file systems have no such thing (EINVAL).
            if (Sync(descriptor) != 0 && Marshal.GetLastPInvokeError() is var error && error != NotOffered)
                throw new IOException($"{folder} cannot be flushed: error {error}.");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int descriptor);
}
